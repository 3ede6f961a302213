"""Show the register of law in the words of one edition: plain values for pages, emails and lists.

Whatever is shown of a law depends on a day, which is the day of the build for pages, and for an
issue its own date.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import blake2b

from plugins.core.i18n import Catalogue, day, month
from plugins.core.messages import Reply
from plugins.register.laws import KINDS, Amendment, Day, Law, LawLink, Laws
from plugins.register.moved import SENTENCES, Change, changes
from plugins.register.standing import (
    AND_AMENDED,
    HAPPENING,
    MARKS,
    OFTEN,
    ON,
    SINCE,
    Event,
    Standing,
    coming,
    events,
    known_on,
    last_day,
    last_update,
    standings,
)
from plugins.register.timeline import Timeline, timeline
from plugins.site.addresses import Addresses
from plugins.typography import typeset_text

NEXT = 3
"""How many of the dates to come the home page and each issue name."""


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
    def since(self) -> Day | None:
        """The day on which it takes effect; as long as nobody says, the one that is known."""
        return self.in_force or self.promulgated or self.adopted

    @property
    def ahead(self) -> ShownEvent | None:
        """What a box says comes next; from when it applies is in its `standing` already."""
        return next((event for event in self.next if event.what != ON), None)

    @property
    def year(self) -> str:
        """The year of that day, for lists; without a day, nothing."""
        return self.since.iso[:4] if self.since else ""


@dataclass(frozen=True)
class LawsOfADay(Mapping[str, ShownLaw]):
    """Laws by their key as they stand on a day; each is put in words where it is shown."""

    laws: Laws
    show: Callable[[Law], ShownLaw]
    _shown: dict[str, ShownLaw] = field(default_factory=dict)

    def __getitem__(self, key: str) -> ShownLaw:
        """Return a law."""
        if key not in self._shown:
            self._shown[key] = self.show(self.laws[key])
        return self._shown[key]

    def __iter__(self) -> Iterator[str]:
        """Yield the keys in the order of the file."""
        return iter(self.laws)

    def __len__(self) -> int:
        """Return how many laws there are."""
        return len(self.laws)


@dataclass
class Register:
    """The declared laws, as one edition shows them."""

    laws: Laws
    lang: str
    addresses: Mapping[str, Addresses]
    catalogue: Catalogue
    _known: dict[datetime.date, Mapping[str, ShownLaw]] = field(default_factory=dict)
    _when: dict[Day, str] = field(default_factory=dict)

    def on(self, today: datetime.date) -> Mapping[str, ShownLaw]:
        """Return every law as it stands on a day, by its key."""
        return self._shown(self.laws, today)

    def known_on(self, today: datetime.date) -> Mapping[str, ShownLaw]:
        """Return the laws known on a day as they stood then: what an issue of that day says."""
        if today not in self._known:
            self._known[today] = self._shown(known_on(self.laws, today), today)
        return self._known[today]

    def coming(self, today: datetime.date, most: int = NEXT) -> tuple[ShownEvent, ...]:
        """Return what comes next of all that is known on a day."""
        ahead = (law for key, law in known_on(self.laws, today).items()
                 if self._ends[key] >= today)
        return tuple(map(self.event, coming(ahead, today)[:most]))

    def calendar(self, today: datetime.date) -> tuple[ShownEvent, ...]:
        """Return all that happens to laws, past and to come; of what recurs, the next time."""
        return tuple(self.event(event) for event in events(self.laws.values(), today)
                     if event.day.last >= today
                     or not (event.deadline and event.deadline.recurring))

    def event(self, event: Event) -> ShownEvent:
        """Return what happens to a law in the words of the edition."""
        lang, deadline = self.lang, event.deadline
        note = event.amendment.note.get(lang, "") if event.amendment else ""
        shown = ShownEvent(self.links[event.law], event.what, "", event.day, self.when(event.day),
                           note=note)
        if not deadline:
            return replace(shown, title=self.words(HAPPENING[event.what]))
        return replace(shown, title=deadline.what[lang], whom=deadline.whom.get(lang, ""),
                     recurring=self.words(OFTEN[deadline.recurring]))

    def when(self, one: Day) -> str:
        """Return a day or a month in words."""
        if one not in self._when:
            self._when[one] = typeset_text(day(one.date, self.lang, self.catalogue), self.lang) \
                if one.exact else month(one.date, self.lang)
        return self._when[one]

    def words(self, sentence: Reply | None) -> str:
        """Return a sentence in the words of the edition, typeset; nothing for none."""
        if sentence is None:
            return ""
        return typeset_text(sentence.render(self.catalogue.gettext), self.lang)

    @cached_property
    def links(self) -> Mapping[str, LawLink]:
        """What leads to each law, by its key."""
        lang, own = self.lang, self.addresses[self.lang]
        return {key: LawLink(key, law.name[lang], law.short.get(lang) or law.name[lang],
                             own.content("law", law.slug[lang]))
                for key, law in self.laws.items()}

    @cached_property
    def _ends(self) -> Mapping[str, datetime.date]:
        """The last day of each law: there are many issues, and most laws have nothing to come."""
        return {key: last_day(law) for key, law in self.laws.items()}

    def _shown(self, laws: Mapping[str, Law], today: datetime.date) -> Mapping[str, ShownLaw]:
        stand, changed = standings(laws, today), changes(laws, today)
        return LawsOfADay(laws, lambda law: self._law(law, stand[law.key], changed[law.key], today))

    def _law(self, law: Law, standing: Standing, changed: tuple[Change, ...],
             today: datetime.date) -> ShownLaw:
        lang, links = self.lang, self.links
        return ShownLaw(
            link=links[law.key], kind=self.words(KINDS.get(law.kind)),
            authority=law.authority.get(lang, ""), number=law.number.get(lang, ""),
            note=law.note.get(lang, ""), chinese=law.chinese, pinyin=law.pinyin, official=law.url,
            updated=last_update(law, today),
            addresses=tuple((other, own.content("law", law.slug[other]))
                            for other, own in self.addresses.items()),
            status=standing.status, mark=self.words(MARKS.get(standing.status)),
            standing=self._since(standing), adopted=law.adopted, promulgated=law.promulgated,
            in_force=law.in_force, repealed=law.repealed,
            amended=tuple((version, version.note.get(lang, "")) for version in law.amended),
            by=links.get(standing.by), replaced_by=links.get(law.replaced_by),
            replaces=tuple(links[key] for key in law.replaces),
            replaces_partly=tuple(links[key] for key in law.replaces_partly),
            events=tuple(map(self.event, events((law,), today))),
            next=tuple(map(self.event, coming((law,), today))), timeline=timeline(law, today),
            changes=tuple((each, self._dated(SENTENCES[each.what], each.day,
                                             law=links[law.key].short)) for each in changed),
            names=tuple(dict.fromkeys(filter(None, (
                law.chinese, law.pinyin,
                *(name for words in (law.short, law.name, law.number)
                  for name in words.values()))))))

    def _since(self, standing: Standing) -> str:
        if not standing.since:
            return self.words(MARKS.get(standing.status))
        said = self._dated(SINCE[standing.status], standing.since)
        return self._dated(AND_AMENDED, standing.amended, standing=said
                           ) if standing.amended else said

    def _dated(self, sentences: tuple[Reply, Reply], day: Day, **more: str) -> str:
        """Return the one of two sentences that says a day, or that says its month."""
        with_day, with_month = sentences
        sentence, when = with_day if day.exact else with_month, self.when(day)
        return self.words(type(sentence)(sentence.text, {"day": when, "month": when} | more))
