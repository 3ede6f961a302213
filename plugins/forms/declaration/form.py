"""Say what a form is, and load the forms that a folder declares."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from plugins.core.messages import ContentError, Problem, recorded, say
from plugins.core.toml import read_toml
from plugins.forms.declaration.field import Field, Words, declared_field, texts
from plugins.forms.declaration.outside import Outside, declared_outside
from plugins.forms.declaration.rules import form_faults
from plugins.forms.declaration.schema import faults, line_of

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
