"""Load the forms that a folder declares, and again whenever its files change."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from plugins.core.firm_file import FIRM_FILE, firm_words
from plugins.core.messages import ContentError, Message, Problem, recorded, say
from plugins.core.toml import read_toml
from plugins.forms.declaration.field_types import FIELD_TYPES, Table
from plugins.forms.declaration.form import (
    Acknowledgement,
    Condition,
    Field,
    Form,
    Option,
    Outside,
    WordPress,
    Words,
    comparable_claim,
)
from plugins.forms.declaration.rules import form_faults
from plugins.forms.declaration.schema import FORM, Key, KeyPath, line_of, table_faults
from plugins.forms.log import fault, note

Typeset = Callable[[str, str], str]
"""Sets a plain text as its language is set: text, language."""

FirmWords = Mapping[str, Mapping[str, str]]
"""What replaces `{firm}` and the like, by language."""


@dataclass(frozen=True)
class Wording:
    """Writes the wordings of a declaration, in the order of the site's languages."""

    firm: FirmWords
    typeset: Typeset

    def words(self, declared: Words, braces: str) -> Words:
        """Return a wording, the firm's words in it unless words in braces are the visitor's."""
        return {lang: self.typeset(declared[lang] if braces == "fields"
                                   else self.filled(declared[lang], lang), lang)
                for lang in self.firm}

    def filled(self, text: str, lang: str = "") -> str:
        """Return a text with the firm's words in it."""
        for name, word in self.firm[lang or next(iter(self.firm))].items():
            text = text.replace(f"{{{name}}}", word)
        return text

FORM_ID = re.compile(r"[a-z][a-z0-9-]*")

ADDRESSES = ("recipient", "copy", "if_refused")
"""The keys that hold addresses, one of which may be the firm's."""


class ReloadingForms(Mapping[str, Form]):
    """The forms of a folder by their id, loaded again when its files have changed.

    While a file is wrong, the last forms without a fault stay; the log says where it is wrong.
    Safe to share between threads.
    """

    def __init__(self, folder: Path, load: Callable[[], Mapping[str, Form]]) -> None:
        """Read the forms; `load` raises ContentError if a file is wrong, and so does this."""
        self._folder, self._load, self._lock = folder, load, Lock()
        # Looked at before it is read: what changes meanwhile is read again.
        self._states = tuple(_file_states(folder))
        self._forms = load()

    def __getitem__(self, name: str) -> Form:
        """Return a form as it is declared now."""
        return self._now()[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of the forms that are declared now."""
        return iter(self._now())

    def __len__(self) -> int:
        """Return how many forms are declared now."""
        return len(self._now())

    def _now(self) -> Mapping[str, Form]:
        with self._lock:
            states = tuple(_file_states(self._folder))
            if states != self._states:
                self._states = states
                self._read()
            return self._forms

    def _read(self) -> None:
        try:
            self._forms = self._load()
        except ContentError as error:
            for problem in error.problems:
                fault("declaration", error, file=Path(problem.path).name, line=problem.line)
        else:
            note("declared", forms=len(self._forms))


def load_forms(folder: Path, languages: Sequence[str], typeset: Typeset = lambda text, lang: text,
               content: Path | None = None) -> tuple[dict[str, Form], list[Problem]]:
    """Return the forms of `folder` by their id, and all that is wrong with their files.

    The id of a form is the stem of its file. A form with a problem is left out. `content` is the
    folder whose firm they speak of, unless it is the one that holds theirs.
    """
    forms, problems = dict[str, Form](), list[Problem]()
    for path in sorted(folder.glob("*.toml")):
        with recorded(problems):
            forms[path.stem] = _load_form(path, content or folder.parent, languages, typeset)
    problems += _claimed_twice(forms)
    return forms, problems


def form_advice(form: Form) -> Iterator[Problem]:
    """Yield a warning for each thing that a visitor, a browser or the law would miss."""
    text = Path(form.path).read_text("utf-8-sig")
    for place, message in _missed(form):
        yield Problem(form.path, line_of(text, place), message, "warning")


def _load_form(path: Path, content: Path, languages: Sequence[str], typeset: Typeset) -> Form:
    if not FORM_ID.fullmatch(path.stem):
        raise ContentError(Problem(str(path), 0, say(
            "the file’s name “{name}” cannot be an address; use small letters, digits and "
            "hyphens, as in “contact.toml”", name=path.stem)))

    table = read_toml(path)
    firm = {lang: firm_words(content, lang) for lang in languages}
    wrong = list(table_faults(table, languages)) or list(form_faults(
        _form(path, table, Wording(firm, lambda text, lang: text)), table))
    if wrong:
        text = path.read_text("utf-8-sig")
        raise ContentError(*(Problem(str(path), line_of(text, place), message)
                             for place, message in wrong))
    return _form(path, table, Wording(firm, typeset))


def _form(path: Path, table: Table, wording: Wording) -> Form:
    return Form(id=path.stem, path=str(path), **{"thanks": "", **_read(table, FORM, wording)})


def _read(table: Table, keys: Mapping[str, Key], wording: Wording) -> Table:
    """Return what a table of these keys holds, each value as the types of a form take it."""
    return {name: _value(name, value, keys[name], wording) for name, value in table.items()}


def _value(name: str, value: Any, key: Key, wording: Wording) -> object:
    match key.kind:
        case "words":
            return wording.words(value, key.braces)
        case "some" | "texts":
            texts = (value,) if isinstance(value, str) else tuple(value)
            return tuple(map(wording.filled, texts)) if name in ADDRESSES else texts
        case "table":
            return TABLES[name](**_read(value, key.keys, wording))
        case "tables":
            return tuple(TABLES[name](**_read(each, key.keys, wording)) for each in value)
        case _:
            return value


def _field(type: str, **declared: Any) -> Field:
    return Field(type=type, **{"max": FIELD_TYPES[type].limit, **declared})


def _condition(field: str, value: tuple[str, ...]) -> Condition:
    return Condition(field, value)


def _outside(action: str, u: str = "", id: str = "", **declared: Any) -> Outside:
    # https://mailchimp.com/help/add-a-signup-form-to-your-website/
    trap = f"b_{u}_{id}" if id else ""
    return Outside(action, u, id, **{"honeypot": trap, **declared})


TABLES: Mapping[str, Callable[..., object]] = {
    "fields": _field, "options": Option, "when": _condition, "wordpress": WordPress,
    "outside": _outside, "acknowledgement": Acknowledgement,
}
"""What takes the values of each table of a form, by its key."""


def _claimed_twice(forms: Mapping[str, Form]) -> Iterator[Problem]:
    owners: dict[tuple[str, str], Form] = {}
    for form in forms.values():
        for key in ("ids", "titles", "names"):
            for claim in getattr(form.wordpress, key):
                owner = owners.setdefault((key, comparable_claim(claim)), form)
                if owner is not form:
                    line = line_of(Path(form.path).read_text("utf-8-sig"), ("wordpress", key))
                    yield Problem(form.path, line, say(
                        "“{claim}” of “wordpress.{key}” is claimed by {other} too; leave it in "
                        "one of the two", claim=claim, key=key, other=owner.path))


def _missed(form: Form) -> Iterator[tuple[KeyPath, Message]]:
    if not form.purpose:
        yield ("purpose",), say("visitors are not told what their data are for (GDPR, art. 13); "
                                "add “purpose” in each language")
    for number, each in enumerate(form.fields):
        token = each.kind.autofill
        if token and not each.autocomplete:
            yield ("fields", number, "type"), say(
                "browsers cannot fill in “{name}” for their visitor; add autocomplete: “{token}”, "
                "or “off” if it is somebody else’s", name=each.name, token=token)


def _file_states(folder: Path) -> Iterator[tuple[str, int, int, int]]:
    """Yield name, time, size and number of each declaration; a file that is just gone has none."""
    for path in (*sorted(folder.glob("*.toml")), folder.parent / FIRM_FILE):
        with suppress(OSError):
            stat = path.stat()
            yield path.name, stat.st_mtime_ns, stat.st_size, stat.st_ino
