"""A law and what happens to it in the words of one edition: plain values for all that show them."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from plugins.register.laws import Amendment, Day, LawLink
from plugins.register.moved import Change
from plugins.register.standing import ON
from plugins.register.timeline import Timeline


@dataclass(frozen=True)
class ShownEvent:
    """What happens to a law: `what` is `deadline` or a key of `HAPPENING`, `title` says it.

    `when` is the day in words; what comes again says how often in `recurring`.
    """

    law: LawLink
    what: str
    title: str
    day: Day
    when: str
    whom: str = ""
    note: str = ""
    recurring: str = ""

    @property
    def month(self) -> str:
        """Its month, `2027-06`."""
        return self.day.iso[:7]


class Dates(tuple[ShownEvent, ...]):
    """Events that are listed together; `name` says what they were chosen for."""

    name: str

    @classmethod
    def of(cls, name: str, events: Iterable[ShownEvent]) -> "Dates":
        """Return the events that were chosen for something."""
        dates = cls(events)
        dates.name = name
        return dates


@dataclass(frozen=True)
class ListedLaw:
    """What lists say of a law: `since` when it applies, or, as long as nobody says, is known."""

    key: str
    name: str
    url: str
    chinese: str
    status: str
    standing: str
    since: Day | None
    updated: datetime.date

    @property
    def year(self) -> str:
        """The year of that day; without a day, nothing."""
        return self.since.iso[:4] if self.since else ""


@dataclass(frozen=True, kw_only=True)
class ShownLaw:
    """A law as it stands on a day, in the words of one edition.

    `status` is one of `MARKS` or empty, `mark` says it in a word and `standing` in a sentence.
    `official` is the address of its text, `url` that of its page here, `addresses` those of its
    page in every edition. It was last `updated` on a day. The law `by` which it is replaced, wholly
    or in part, has taken effect. `events` are all that happens to it, by day, `next` those that
    are still to come. `changes` are those after which an older article no longer fits it, each with
    the sentence that says so. `names` are all that it may be looked for by, in every language.
    """

    link: LawLink
    kind: str
    authority: str
    number: str
    note: str
    chinese: str
    pinyin: str
    official: str
    updated: datetime.date
    addresses: tuple[tuple[str, str], ...]
    status: str
    mark: str
    standing: str
    adopted: Day | None
    promulgated: Day | None
    in_force: Day | None
    repealed: Day | None
    amended: tuple[tuple[Amendment, str], ...]
    by: LawLink | None
    replaced_by: LawLink | None
    replaces: tuple[LawLink, ...]
    replaces_partly: tuple[LawLink, ...]
    events: tuple[ShownEvent, ...]
    next: tuple[ShownEvent, ...]
    changes: tuple[tuple[Change, str], ...]
    names: tuple[str, ...]
    timeline: Timeline

    @cached_property
    def digest(self) -> bytes:
        """What stands for all that it says."""
        return blake2b(repr(self).encode(), digest_size=16).digest()

    @property
    def dated(self) -> tuple[object, ...]:
        """What a calendar says of it."""
        return self.events, self.chinese, self.updated, self.amended, self.repealed

    @property
    def key(self) -> str:
        """Its stable key."""
        return self.link.key

    @property
    def name(self) -> str:
        """Its name in the edition's language."""
        return self.link.name

    @property
    def short(self) -> str:
        """Its short name, which is its name if it has none."""
        return self.link.short

    @property
    def url(self) -> str:
        """The address of its page."""
        return self.link.url

    @property
    def listed(self) -> ListedLaw:
        """What lists say of it."""
        return ListedLaw(self.key, self.name, self.url, self.chinese, self.status, self.standing,
                         self.in_force or self.promulgated or self.adopted, self.updated)

    @property
    def ahead(self) -> ShownEvent | None:
        """What a box says comes next; from when it applies is in its `standing` already."""
        return next((event for event in self.next if event.what != ON), None)
