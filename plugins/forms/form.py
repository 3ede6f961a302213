"""Say what a form is, and load the forms that a folder declares."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from plugins.declarations import read_toml
from plugins.forms.declaration import faults, line_of
from plugins.forms.rules import form_faults
from plugins.problems import ContentError, Problem, recorded, say

Words = Mapping[str, str]
"""One wording for each language; empty if the declaration has none."""

Typeset = Callable[[str, str], str]
"""Sets a plain text as its language is set: text, language."""

FORM_ID = re.compile(r"[a-z][a-z0-9-]*")
LIMITS = {"text": 200, "email": 254, "tel": 40, "textarea": 5000}
"""How many characters a field takes whose declaration does not say; for email see RFC 5321."""


@dataclass(frozen=True)
class Option:
    """One of the answers that a select offers."""

    value: str
    label: Words


@dataclass(frozen=True)
class Field:
    """What a visitor is asked once; `min` and `max` count characters, 0 is no limit.

    The label of a consent is its text, of which `version` is the version. `missing` is what a
    visitor is told who has left the field empty.
    """

    name: str
    type: str
    label: Words
    required: bool = False
    min: int = 0
    max: int = 0
    autocomplete: str = ""
    options: tuple[Option, ...] = ()
    version: str = ""
    help: Words = field(default_factory=dict)
    placeholder: Words = field(default_factory=dict)
    missing: Words = field(default_factory=dict)


@dataclass(frozen=True)
class WordPress:
    """The shortcodes that a form answers to: their ids, their titles, their bare names."""

    ids: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """What the theme draws and the receiver checks; `page` and `thanks` are keys of pages."""

    id: str
    path: str
    page: str
    thanks: str
    delivery: str
    title: Words
    submit: Words
    fields: tuple[Field, ...]
    recipient: str = ""
    subject: Words = field(default_factory=dict)
    intro: Words = field(default_factory=dict)
    wordpress: WordPress = WordPress()

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages in which the form is worded, the site's first one first."""
        return tuple(self.title)


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
    return Form(
        id=path.stem, path=str(path),
        page=declared["page"], thanks=declared["thanks"], delivery=declared["delivery"],
        recipient=declared.get("recipient", ""), subject=words(declared, "subject"),
        title=words(declared, "title"), intro=words(declared, "intro"),
        submit=words(declared, "submit"), wordpress=WordPress(**claims),
        fields=tuple(_field(table, words) for table in declared["fields"]))


def _field(table: Mapping[str, Any], words: Callable[[Mapping[str, Any], str], Words]) -> Field:
    return Field(
        name=table["name"], type=table["type"], required=table.get("required", False),
        min=table.get("min", 0), max=table.get("max", LIMITS.get(table["type"], 0)),
        autocomplete=table.get("autocomplete", ""), version=table.get("version", ""),
        options=tuple(Option(option["value"], words(option, "label"))
                      for option in table.get("options", ())),
        label=words(table, "label"), help=words(table, "help"),
        placeholder=words(table, "placeholder"), missing=words(table, "missing"))


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
