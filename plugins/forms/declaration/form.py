"""Say what a form is, and load the forms that a folder declares."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from plugins.core.messages import ContentError, Message, Problem, recorded, say
from plugins.core.toml import read_toml
from plugins.forms.declaration.field_types import Field, Worded, Words, declared_field, texts
from plugins.forms.declaration.rules import form_faults
from plugins.forms.declaration.schema import Place, faults, line_of

Typeset = Callable[[str, str], str]
"""Sets a plain text as its language is set: text, language."""

FORM_ID = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True)
class WordPress:
    """The shortcodes that a form answers to: their ids, their titles, their bare names."""

    ids: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Acknowledgement:
    """The mail that tells a visitor that the message has come: never a word of the visitor's."""

    subject: Words = field(default_factory=dict)
    text: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Outside:
    """An address that takes what is sent; with `audience`, it is a hosted form of Mailchimp's.

    `account` and `audience` are the `u` and the `id` of its address, `group` the name of its box
    for each language, as in group[1234][1]. `honeypot` is a field that only machines fill in.
    """

    action: str
    account: str = ""
    audience: str = ""
    honeypot: str = ""
    group: Words = field(default_factory=dict)

    @property
    def host(self) -> str:
        """The host of the address, as a visitor is told of it."""
        return urlsplit(self.action).hostname or ""

    @property
    def origin(self) -> str:
        """The origin of the address, to which the pages of the form let it be sent."""
        parts = urlsplit(self.action)
        return f"{parts.scheme}://{parts.netloc}".lower()

    def name_of(self, declared: Field) -> str:
        """Return the name under which a field is sent."""
        if self.audience and declared.type == "email":
            return declared.outside or "EMAIL"
        return declared.outside or declared.name

    def hidden(self, lang: str) -> dict[str, str]:
        """Return what is sent in a language without being asked."""
        ids = {"u": self.account, "id": self.audience} if self.audience else {}
        group = self.group.get(lang, "")
        # Mailchimp's own form sends, for a ticked box, the number that ends its name.
        return ids | ({group: group.rpartition("[")[2].rstrip("]")} if group else {})


@dataclass(frozen=True)
class Form:
    """What the theme draws and the receiver checks; `page` and `thanks` are keys of pages.

    `retention` is for how many days the receiver keeps what was sent, `purpose` says what for.
    A form whose `delivery` is "outside" is not taken by the receiver, and has no `thanks`.
    """

    id: str
    path: str
    page: str
    thanks: str
    delivery: str
    title: Words
    submit: Words
    fields: tuple[Field, ...]
    recipient: tuple[str, ...] = ()
    subject: Words = field(default_factory=dict)
    intro: Words = field(default_factory=dict)
    purpose: Words = field(default_factory=dict)
    retention: int = 0
    acknowledge: bool = False
    acknowledgement: Acknowledgement = Acknowledgement()
    outside: Outside | None = None
    wordpress: WordPress = WordPress()

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages in which the form is worded, the site's first one first."""
        return tuple(self.title)

    @property
    def pages(self) -> tuple[str, ...]:
        """Return the keys of the pages that the form needs."""
        return (self.page, self.thanks) if self.thanks else (self.page,)

    def recipients(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """Return whom a submission of these values goes to: those of its options, or the form's."""
        chosen = dict.fromkeys(
            address for declared in self.fields for option in declared.options
            if option.value == values.get(declared.name) for address in option.recipient)
        return tuple(chosen) or self.recipient


FILLED_IN = {"email": "email", "tel": "tel"}
"""By which autofill token a browser knows what a field of a type asks of its visitor."""


def load_forms(folder: Path, languages: Sequence[str], typeset: Typeset = lambda text, lang: text,
               ) -> tuple[dict[str, Form], list[Problem]]:
    """Return the forms of `folder` by their id, and all that is wrong with their files.

    The id of a form is the stem of its file. A form with a problem is left out.
    """
    forms, problems = dict[str, Form](), list[Problem]()
    for path in sorted(folder.glob("*.toml")):
        with recorded(problems):
            forms[path.stem] = _form(path, _declared(path, languages), languages, typeset)
    problems += _claimed_twice(forms)
    return forms, problems


def comparable(claim: str) -> str:
    """Return a WordPress id, title or name as two of them are compared."""
    return " ".join(unicodedata.normalize("NFKC", claim).split()).casefold()


def _declared(path: Path, languages: Sequence[str]) -> dict[str, Any]:
    if not FORM_ID.fullmatch(path.stem):
        raise ContentError(Problem(str(path), 0, say(
            "the file’s name “{name}” cannot be an address; use small letters, digits and "
            "hyphens, as in “contact.toml”", name=path.stem)))
    declared = read_toml(path)
    wrong = list(faults(declared, languages)) or list(form_faults(declared))
    if wrong:
        text = path.read_text("utf-8-sig")
        raise ContentError(*(Problem(str(path), line_of(text, place), message)
                             for place, message in wrong))
    return declared


def _form(path: Path, declared: Mapping[str, Any], languages: Sequence[str], typeset: Typeset
          ) -> Form:
    def words(table: Mapping[str, Any], key: str) -> Words:
        return {lang: typeset(table[key][lang], lang) for lang in languages if key in table}

    claims = {key: tuple(values) for key, values in declared.get("wordpress", {}).items()}
    thanked = declared.get("acknowledgement", {})
    return Form(
        id=path.stem, path=str(path),
        page=declared["page"], thanks=declared.get("thanks", ""), delivery=declared["delivery"],
        recipient=texts(declared.get("recipient", ())), subject=words(declared, "subject"),
        title=words(declared, "title"), intro=words(declared, "intro"),
        submit=words(declared, "submit"), purpose=words(declared, "purpose"),
        retention=declared.get("retention", 0), acknowledge=declared.get("acknowledge", False),
        acknowledgement=Acknowledgement(words(thanked, "subject"), words(thanked, "text")),
        outside=declared_outside(declared["outside"], words) if "outside" in declared else None,
        wordpress=WordPress(**claims),
        fields=tuple(declared_field(table, words) for table in declared["fields"]))


def _claimed_twice(forms: Mapping[str, Form]) -> Iterator[Problem]:
    owners: dict[tuple[str, str], Form] = {}
    for form in forms.values():
        for key in ("ids", "titles", "names"):
            for claim in getattr(form.wordpress, key):
                owner = owners.setdefault((key, comparable(claim)), form)
                if owner is not form:
                    line = line_of(Path(form.path).read_text("utf-8-sig"), ("wordpress", key))
                    yield Problem(form.path, line, say(
                        "“{claim}” of “wordpress.{key}” is claimed by {other} too; leave it in "
                        "one of the two", claim=claim, key=key, other=owner.path))


def declared_outside(table: Mapping[str, Any], words: Worded) -> Outside:
    """Return the outside address of a table whose keys are all right."""
    account, audience = table.get("u", ""), table.get("id", "")
    # https://mailchimp.com/help/add-a-signup-form-to-your-website/
    trap = f"b_{account}_{audience}" if audience else ""
    return Outside(table["action"], account, audience, table.get("honeypot", trap),
                   words(table, "group"))


def form_advice(form: Form) -> Iterator[Problem]:
    """Yield a warning for each thing that a visitor, a browser or the law would miss."""
    text = Path(form.path).read_text("utf-8-sig")
    for place, message in _missed(form):
        yield Problem(form.path, line_of(text, place), message, "warning")


def _missed(form: Form) -> Iterator[tuple[Place, Message]]:
    if not form.purpose:
        yield ("purpose",), say("visitors are not told what their data are for (GDPR, art. 13); "
                                "add “purpose” in each language")
    for number, one in enumerate(form.fields):
        token = FILLED_IN.get(one.type)
        if token and not one.autocomplete:
            yield ("fields", number, "type"), say(
                "browsers cannot fill in “{name}” for their visitor; add autocomplete: “{token}”, "
                "or “off” if it is somebody else’s", name=one.name, token=token)
