"""Say of a text, in each language, what the page for writing shows: its form, and what is wrong."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from plugins.build.unsaved import Proof
from plugins.content.header import KEYS
from plugins.content.reading import Declarations
from plugins.content.text import Text
from plugins.core.messages import ContentError, Message, Problem, Sentence, language_name, warnings
from plugins.desk.context import Desk, Person
from plugins.desk.people.accounts import account_of
from plugins.desk.store import Draft
from plugins.desk.writing.fields import Field, fields_of
from plugins.desk.writing.places import Place, digest, places_of
from plugins.desk.writing.typed import form_of, seal

LATELY = timedelta(minutes=10)
"""Who has typed within this time is writing still."""

WRITE = re.compile(r"“([a-z-]+): \{(\w+)\}”")
"""In a sentence that says what would be right: a line of the header, with its value."""


@dataclass(frozen=True)
class Repair:
    """What a button may put right: a key of the header is given a value, or one value more."""

    field: str
    value: str
    adds: bool = False


@dataclass(frozen=True)
class Told:
    """A problem beside its place: the line of the file, and the field if it is of the header.

    `path` is empty for the text's own file.
    """

    path: str
    line: int
    field: str
    text: Message
    level: str
    repair: Repair | None = None


@dataclass(frozen=True)
class Version:
    """A text in one language as the page for writing shows it.

    `base` is the digest of the file that the form was made from, and `seal` what tells whether the
    form was touched since. `draft` is when the person has
    typed what is not saved yet, `kept` its digest; `moved_on`, that the file has been changed since
    she began, `apart`, that she has typed other words in another window.
    `body_line` is the line of the file on which the body begins.
    """

    lang: str
    language: Message
    path: str
    base: str
    seal: str
    fields: tuple[Field, ...]
    others: str
    body: str
    body_line: int
    draft: datetime | None
    kept: str
    moved_on: bool
    apart: bool
    problems: tuple[Told, ...]
    words: int = 0
    minutes: int = 0

    def problems_of(self, name: str) -> list[Told]:
        """Return what is wrong with a field."""
        return [told for told in self.problems if told.field == name]


@dataclass(frozen=True)
class Writer:
    """Somebody else who is writing this text, and when something was last typed."""

    name: str
    at: datetime


def versions_of(desk: Desk, places: Sequence[Place], drafts: Mapping[str, Draft]
                ) -> list[Version]:
    """Return what is shown of the files of a text, with a person's drafts by their names.

    Raises ContentError if one is not in UTF-8.
    """
    proofs = proofs_of(desk, places, drafts)
    try:
        saved = desk.workshop.saved(desk.shown())
        declared, texts = saved.declared, saved.site.texts
    except ContentError:  # which every proof tells
        declared, texts = None, ()
    return [_version(desk, place, drafts.get(place.name), proofs[place.name], declared, texts)
            for place in places]


def places_for(desk: Desk, person: Person, kind: str, key: str) -> list[Place]:
    """Return the files of a text, those too that are removed and of which the person has a draft.

    Raises Failure without any.
    """
    typed = (draft.path for draft in desk.store.drafts() if draft.person == person.address)
    return places_of(desk.options(), kind, key, typed)


def drafts_of(desk: Desk, person: Person, places: Sequence[Place]) -> dict[str, Draft]:
    """Return what the person has typed and not saved, by the names of the files."""
    found = (desk.store.draft(person.address, place.name) for place in places)
    return {draft.path: draft for draft in found if draft}


def proofs_of(desk: Desk, places: Sequence[Place], drafts: Mapping[str, Draft]
              ) -> dict[str, Proof]:
    """Return what files would become with the drafts of a person, by their names."""
    options = desk.shown()
    files = {place.file: drafts[place.name].data for place in places if place.name in drafts}
    return {place.name: desk.workshop.look(options, files, place.file) for place in places}


def writers(desk: Desk, person: Person, names: Sequence[str]) -> list[Writer]:
    """Return who else is writing these files."""
    since = datetime.now(UTC) - LATELY
    last: dict[str, datetime] = {}
    for name in names:
        for draft in desk.store.drafts(name):
            if draft.person != person.address and draft.at > since:
                last[draft.person] = max(draft.at, last.get(draft.person, draft.at))
    found = ((account_of(desk.store, address), at) for address, at in last.items())
    return [Writer(account.person.name, at) for account, at in found if account]


def told(place: Place, lines: Mapping[str, int], problems: Sequence[Problem]) -> Iterator[Told]:
    """Yield the problems of a text that nobody has accepted, each at its field or line."""
    content = str(place.file).removesuffix(place.name)
    for problem in [*(one for one in problems if one.level == "error"), *warnings(problems)]:
        own = problem.path == str(place.file)
        field = _field(place, lines, problem) if own else ""
        yield Told("" if own else problem.path.removeprefix(content), problem.line, field,
                   problem.message, problem.level, _repair(place, problem))


def _version(desk: Desk, place: Place, draft: Draft | None, proof: Proof,
             declared: Declarations | None, texts: Sequence[Text]) -> Version:
    kind, now = place.source.kind, place.read()
    data = draft.data if draft else now or b""
    form = form_of(place.source, data)
    fields = fields_of(kind, form, place.source.lang, declared, texts)
    base = draft.base.hex() if draft else digest(now)
    moved_on = base != digest(now)
    return Version(
        place.source.lang, language_name(place.source.lang), place.name, base,
        "" if moved_on else seal(form_of(place.source, now or b"")), tuple(fields), form.others,
        form.body, form.body_line, draft.at if draft else None, draft.digest if draft else "",
        moved_on,
        bool(draft and desk.store.others(draft.person, draft.path, draft.window)),
        tuple(told(place, form.lines, proof.problems)), proof.words, proof.minutes)


def _field(place: Place, lines: Mapping[str, int], problem: Problem) -> str:
    """Return the key of the header that a problem is about."""
    name = problem.message.values.get("name")
    known = KEYS[place.source.kind]
    if isinstance(name, str) and name in known:
        return name
    return next((key for key, line in lines.items() if line == problem.line), "")


def _repair(place: Place, problem: Problem) -> Repair | None:
    """Return the repair that a sentence names as “key: value”, or that accepts a warning."""
    known = KEYS[place.source.kind]
    for key, value in WRITE.findall(problem.message.text):
        said = problem.message.values.get(value)
        if key in known and said is not None and not isinstance(said, Sentence):
            return Repair(key, str(said))
    return Repair("accept", problem.kind, adds=True) if problem.kind else None


