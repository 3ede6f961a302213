"""Check what a visitor typed against the declaration of the form."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from plugins.core.email_address import normal_form
from plugins.core.messages import Message, say
from plugins.forms.declaration.field_types import BOXES, CHOICES, TICKED, Field
from plugins.forms.declaration.form import Form
from plugins.forms.declaration.pattern import fits

MISSING = say("Fill in this field.")
MISMATCH = say("Write this in the form that is asked for.")
"""Said only if the field has no words of its own for it."""
NO_ANSWER = say("Choose one of the answers.")

JOINERS = "\u200c\u200d"
"""Invisible, and yet part of the spelling of names in Persian, Sinhala and other scripts."""

MOST_MARKS = 30
"""How many marks a letter keeps, as many as any language needs (UAX #15, D3).

NFC sorts the marks of a letter: the time that takes grows with the square of their number.
"""

TELEPHONE = re.compile(r"\+?[0-9 ()./-]+")


@dataclass(frozen=True)
class Checked:
    """What a visitor typed, cleaned, and what is wrong with it by field; nothing undeclared."""

    values: dict[str, str]
    errors: dict[str, Message]


def check(form: Form, data: Mapping[str, str], page: str = "") -> Checked:
    """Return the cleaned values of the declared fields, and one message for each wrong one.

    `page` is the path of the page that the form was sent from. A hidden field is never what was
    sent. One that was not asked, given the other values, is empty, unless the form goes back.
    """
    values = {field.name: _value(field, data.get(field.name, ""), page) for field in form.fields}
    asked = [field for field in form.fields if field.is_asked(values)]
    errors = {field.name: message for field in asked
              if (message := _fault(field, values[field.name]))}
    if not errors:
        values |= {field.name: "" for field in form.fields if field not in asked}
    return Checked(values, errors)


def _value(field: Field, sent: str, page: str) -> str:
    if field.type == "hidden":
        return page if field.source == "page" else field.value
    return _clean(field, sent)


def _clean(field: Field, value: str) -> str:
    """Return a value without control characters, in one line where the field has one line."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    if field.type == "textarea":
        value = _without(("Cc", "Cs"), value, kept="\n\t")
    else:
        # Whatever turns or hides a part of a line could make a name or a subject look like another.
        value = _without(("Cc", "Cf", "Cs"), re.sub(r"\s", " ", value), kept=JOINERS)
        value = " ".join(value.split()).strip(f" {JOINERS}")
    if field.type in BOXES:
        return TICKED if value else ""
    return normal_form(value) or value if field.type == "email" else value.strip()


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


def _fault(field: Field, value: str) -> Message | None:
    if not value:
        return _left_empty(field) if field.required else None
    if field.max and len(value) > field.max:
        return say("Shorten this to {most} characters; there are {length} now.",
                   most=field.max, length=len(value))
    if len(value) < field.min:
        return say("Write at least {least} characters.", least=field.min)
    if field.type in CHOICES and value not in field.answers:
        return NO_ANSWER
    return _of_another_kind(field, value)


def _of_another_kind(field: Field, value: str) -> Message | None:
    if field.type == "email" and normal_form(value) is None:
        return say("Enter an email address such as name@company.com.")
    if field.type == "tel" and not _is_telephone(value):
        return say("Enter a telephone number such as +33 1 99 00 12 34.")
    if field.type == "url" and not _is_web_address(value):
        return say("Enter a web address such as https://company.com.")
    return None if not field.pattern or fits(field.pattern, value) else MISMATCH


def _left_empty(field: Field) -> Message:
    if field.type in BOXES:
        return say("Tick this box.")
    return NO_ANSWER if field.type in CHOICES else MISSING


def _is_telephone(value: str) -> bool:
    digits = sum(character.isdigit() for character in value)
    return bool(TELEPHONE.fullmatch(value)) and 5 <= digits <= 20


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in value
    except ValueError:
        return False
