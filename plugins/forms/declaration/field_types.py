"""Know the types of fields: what each may declare, how it is drawn, and what fits it."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from plugins.core.email_address import LONGEST, normal_form
from plugins.core.messages import Message, Reply, reply, say

Table = Mapping[str, Any]
"""A table of a form's TOML file."""

MISSING = reply("Fill in this field.")
NO_CHOICE = reply("Choose one of the answers.")
UNTICKED = reply("Tick this box.")
NO_EMAIL = reply("Enter an email address such as name@company.com.")
NO_TELEPHONE = reply("Enter a telephone number such as +33 1 99 00 12 34.")
NO_WEB_ADDRESS = reply("Enter a web address such as https://company.com.")

MISMATCH = reply("Use the format that is asked for.")
"""Said only if the field has no words of its own for it."""

TICKED = "yes"
"""The value of a box that is ticked; one that is not sends nothing."""

JOINERS = "\u200c\u200d"
"""Invisible, and yet part of the spelling of names in Persian, Sinhala and other scripts."""

MOST_MARKS = 30
"""How many marks a letter keeps, as many as any language needs (UAX #15, D3).

NFC sorts the marks of a letter: the time that takes grows with the square of their number.
"""

DASHES = "\u2010-\u2015\u2212\ufe63\uff0d\u30fc"
"""What programs and keyboards write for a hyphen, as a regular expression writes a set."""

DIGIT = r"[0-9\uff10-\uff19]"
BETWEEN = rf"[ ()\uff08\uff09./\-\u00b7{DASHES}]"
TELEPHONE = (rf"[+\uff0b]?{BETWEEN}*(?:{DIGIT}{BETWEEN}*){{5,20}}"
             r"(?:,? ?(?:ext(?:ension)?|int|poste|p|x|#|\u8f6c|\u8f49|\u5206\u673a|\u5206\u6a5f)"
             rf"[.:]? ?{DIGIT}{{1,6}}\)?)?")
"""A number as people write and paste it, with an extension; Chinese keyboards write wide digits."""

EMAIL = r"[^@\s]+@[^@\s]+[.\u3002\uff0e\uff61][^@\s]+"
WEB_ADDRESS = r"https?://[^\s/?#]+\S*"


def in_one_line(value: str) -> str:
    """Return what was typed into one line, without control characters."""
    # Whatever turns or hides a part of a line could make a name or a subject look like another.
    value = _without(("Cc", "Cf", "Cs"), re.sub(r"\s", " ", value), kept=JOINERS)
    return " ".join(value.split()).strip(f" {JOINERS}")


def in_lines(value: str) -> str:
    """Return what was typed into several lines, without control characters."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return _without(("Cc", "Cs"), value, kept="\n\t").strip()


@dataclass(frozen=True)
class FieldType:
    """What is particular to the fields of one type.

    `keys` are those that its declaration may have besides KEYS, and `lacks` tells what a
    declaration lacks. `drawing` is the macro of forms/field.html, empty for what no page shows,
    and `input` the type of its `<input>`; where a browser must not check one that it would check,
    `keyboard` is its input mode. `limit` counts the characters of a field that does not say (0:
    any number), `autofill` is the token by which a browser knows what is asked. `clean` returns a
    value as it is kept; `empty` is said of a missing one, `misfit` of one that has not the `shape`,
    a pattern that Python and browsers read alike, in capitals or small letters. `fault` tells what
    else is wrong with a value, which only the receiver knows.
    """

    keys: tuple[str, ...]
    drawing: Literal["line", "area", "select", "radios", "box", ""] = "line"
    input: str = "text"
    keyboard: str = ""
    limit: int = 0
    autofill: str = ""
    role: Literal["address", "consent", "hidden", ""] = ""
    clean: Callable[[str], str] = in_one_line
    shape: str = ""
    misfit: Reply = MISMATCH
    fault: Callable[[str], Reply | None] = lambda value: None
    empty: Reply = MISSING
    lacks: Callable[[Table], Message | None] = lambda field: None

    @property
    def is_box(self) -> bool:
        """Tell whether the field is ticked or not, and its label a whole text."""
        return self.drawing == "box"

    @property
    def is_choice(self) -> bool:
        """Tell whether the field has certain values only, so that others may depend on it."""
        return self.is_box or "options" in self.keys


def _lacks_options(field: Table) -> Message | None:
    return None if "options" in field else say(
        "the field “{name}” has nothing to choose from; add “options”", name=field["name"])


def _lacks_version(field: Table) -> Message | None:
    return None if "version" in field else say(
        "the consent “{name}” has no version; add “version”, and change it whenever its text "
        "changes", name=field["name"])


def _lacks_value(field: Table) -> Message | None:
    return None if ("source" in field) != ("value" in field) else say(
        "the hidden field “{name}” must say what it holds; add “value”, or else “source” with the "
        "value “page”", name=field["name"])


def _email(value: str) -> str:
    value = in_one_line(value)
    return normal_form(value) or value


def _ticked(value: str) -> str:
    return TICKED if in_one_line(value) else ""


def _no_email(value: str) -> Reply | None:
    return NO_EMAIL if normal_form(value) is None else None


def _telephone(value: str) -> str:
    """Return a number in plain digits and hyphens; what is none stays as it was typed."""
    value = in_one_line(value)
    plain = re.sub(f"[{DASHES}]", "-", unicodedata.normalize("NFKC", value))
    return plain if re.fullmatch(TELEPHONE, plain, re.IGNORECASE) else value


def _no_web_address(value: str) -> Reply | None:
    try:
        parts = urlsplit(value)
        fits = parts.scheme in ("http", "https") and parts.hostname and " " not in value
    except ValueError:
        fits = False
    return None if fits else NO_WEB_ADDRESS


def _without(categories: Collection[str], value: str, kept: str) -> str:
    """Return a value in NFC, without the characters of some Unicode categories."""
    return unicodedata.normalize("NFC", "".join(_legible(categories, value, kept)))


def _legible(categories: Collection[str], value: str, kept: str) -> Iterator[str]:
    marks = 0
    for character in value:
        category = unicodedata.category(character)
        if category in categories and character not in kept:
            continue
        marks = marks + 1 if category.startswith("M") else 0
        if marks <= MOST_MARKS:
            yield character


KEYS = ("name", "type", "label", "outside")
"""What a field of any type may declare."""

ASKED = ("required", "help", "missing", "when")
TYPED = (*ASKED, "min", "max", "placeholder", "autocomplete")
LINE = (*TYPED, "pattern", "mismatch")
CHOICE = (*ASKED, "options")

FIELD_TYPES: Mapping[str, FieldType] = {
    "text": FieldType(LINE, limit=200),
    "email": FieldType(LINE, input="email", keyboard="email", limit=LONGEST, autofill="email",
                       role="address", clean=_email, shape=EMAIL, misfit=NO_EMAIL, fault=_no_email),
    "tel": FieldType(LINE, input="tel", limit=40, autofill="tel", clean=_telephone,
                     shape=TELEPHONE, misfit=NO_TELEPHONE),
    "url": FieldType(LINE, input="url", keyboard="url", limit=500, shape=WEB_ADDRESS,
                     misfit=NO_WEB_ADDRESS, fault=_no_web_address),
    "textarea": FieldType(TYPED, "area", limit=5000, clean=in_lines),
    "select": FieldType((*CHOICE, "autocomplete"), "select", empty=NO_CHOICE,
                        lacks=_lacks_options),
    "radio": FieldType(CHOICE, "radios", empty=NO_CHOICE, lacks=_lacks_options),
    "checkbox": FieldType(ASKED, "box", clean=_ticked, empty=UNTICKED),
    "consent": FieldType((*ASKED, "version"), "box", role="consent", clean=_ticked,
                         empty=UNTICKED, lacks=_lacks_version),
    "hidden": FieldType(("source", "value"), "", role="hidden", lacks=_lacks_value),
}
"""One entry for each type, in the order in which messages name them."""
