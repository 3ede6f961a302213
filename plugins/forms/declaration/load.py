"""Load the forms that a folder declares, and again whenever its files change."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from threading import Lock

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
from plugins.forms.declaration.schema import KeyPath, line_of, table_faults
from plugins.forms.log import fault, note

Typeset = Callable[[str, str], str]
"""Sets a plain text as its language is set: text, language."""

Worded = Callable[[Table, str], Words]
"""Returns the wordings under a key of a table, typeset."""

FORM_ID = re.compile(r"[a-z][a-z0-9-]*")

FileStates = tuple[tuple[str, int, int, int], ...]
"""What tells that a file has changed: its name, time, size and number."""


class ReloadingForms(Mapping[str, Form]):
    """The forms of a folder by their id, loaded again when its files have changed.

    While a file is wrong, the last forms without a fault stay; the log says where it is wrong.
    Safe to share between threads.
    """

    def __init__(self, folder: Path, load: Callable[[], Mapping[str, Form]]) -> None:
        """Read the forms; `load` raises ContentError if a file is wrong, and so does this."""
        self._folder, self._load, self._lock = folder, load, Lock()
        # Looked at before it is read: what changes meanwhile is read again.
        self._states = _file_states(folder)
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
            states = _file_states(self._folder)
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
               ) -> tuple[dict[str, Form], list[Problem]]:
    """Return the forms of `folder` by their id, and all that is wrong with their files.

    The id of a form is the stem of its file. A form with a problem is left out.
    """
    forms, problems = dict[str, Form](), list[Problem]()
    for path in sorted(folder.glob("*.toml")):
        with recorded(problems):
            forms[path.stem] = _load_form(path, languages, typeset)
    problems += _claimed_twice(forms)
    return forms, problems


def form_advice(form: Form) -> Iterator[Problem]:
    """Yield a warning for each thing that a visitor, a browser or the law would miss."""
    text = Path(form.path).read_text("utf-8-sig")
    for place, message in _missed(form):
        yield Problem(form.path, line_of(text, place), message, "warning")


def _load_form(path: Path, languages: Sequence[str], typeset: Typeset) -> Form:
    if not FORM_ID.fullmatch(path.stem):
        raise ContentError(Problem(str(path), 0, say(
            "the file’s name “{name}” cannot be an address; use small letters, digits and "
            "hyphens, as in “contact.toml”", name=path.stem)))

    def words(table: Table, key: str) -> Words:
        return {lang: table[key][lang] for lang in languages if key in table}

    def typeset_words(table: Table, key: str) -> Words:
        return {lang: typeset(text, lang) for lang, text in words(table, key).items()}

    table = read_toml(path)
    wrong = list(table_faults(table, languages)) or list(
        form_faults(_form(path, table, words), table))
    if wrong:
        text = path.read_text("utf-8-sig")
        raise ContentError(*(Problem(str(path), line_of(text, place), message)
                             for place, message in wrong))
    return _form(path, table, typeset_words)


def _form(path: Path, table: Table, words: Worded) -> Form:
    thanked = table.get("acknowledgement", {})
    return Form(
        id=path.stem, path=str(path),
        page=table["page"], thanks=table.get("thanks", ""), delivery=table["delivery"],
        recipient=_texts(table.get("recipient", ())), subject=words(table, "subject"),
        title=words(table, "title"), intro=words(table, "intro"),
        submit=words(table, "submit"), purpose=words(table, "purpose"),
        retention=table.get("retention", 0), acknowledge=table.get("acknowledge", False),
        acknowledgement=Acknowledgement(words(thanked, "subject"), words(thanked, "text")),
        outside=_outside(table["outside"], words) if "outside" in table else None,
        wordpress=WordPress(*(tuple(table.get("wordpress", {}).get(key, ()))
                              for key in ("ids", "titles", "names"))),
        fields=tuple(_field(each, words) for each in table["fields"]))


def _field(table: Table, words: Worded) -> Field:
    return Field(
        name=table["name"], type=table["type"], required=table.get("required", False),
        min=table.get("min", 0), max=table.get("max", FIELD_TYPES[table["type"]].limit),
        pattern=table.get("pattern", ""), autocomplete=table.get("autocomplete", ""),
        version=table.get("version", ""), source=table.get("source", ""),
        value=table.get("value", ""), outside=table.get("outside", ""),
        label=words(table, "label"), help=words(table, "help"),
        placeholder=words(table, "placeholder"), missing=words(table, "missing"),
        mismatch=words(table, "mismatch"),
        options=tuple(Option(each["value"], words(each, "label"), _texts(each.get("recipient", ())))
                      for each in table.get("options", ())),
        when=Condition(table["when"]["field"], _texts(table["when"]["value"]))
        if "when" in table else None)


def _outside(table: Table, words: Worded) -> Outside:
    account, audience = table.get("u", ""), table.get("id", "")
    # https://mailchimp.com/help/add-a-signup-form-to-your-website/
    trap = f"b_{account}_{audience}" if audience else ""
    return Outside(table["action"], account, audience, table.get("honeypot", trap),
                   words(table, "group"))


def _texts(value: str | Sequence[str]) -> tuple[str, ...]:
    """Return what a declaration gives as one text or as a list of them."""
    return (value,) if isinstance(value, str) else tuple(value)


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


def _file_states(folder: Path) -> FileStates:
    """Return what changes whenever a declaration does; a file that is just gone counts as gone."""
    found = []
    for path in sorted(folder.glob("*.toml")):
        try:
            stat = path.stat()
        except OSError:
            continue
        found.append((path.name, stat.st_mtime_ns, stat.st_size, stat.st_ino))
    return tuple(found)
