"""Show the register of law in the words of one edition: plain values for pages, emails and lists.

Whatever is shown of a law depends on a day, which is the day of the build for pages, and for an
issue its own date.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from plugins.core.i18n import Catalogue, day, month
from plugins.core.messages import Reply
from plugins.register.laws import KINDS, Day, Law, LawLink, Laws
from plugins.register.moved import SENTENCES, Change, changes
from plugins.register.shown import Dates, ShownEvent, ShownLaw
from plugins.register.standing import (
    AND_AMENDED,
    HAPPENING,
    MARKS,
    OFTEN,
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
from plugins.register.timeline import timeline
from plugins.site.addresses import Addresses
from plugins.typography import typeset_text

CALENDAR, LISTS = "calendar", "lists of laws"
"""The names of what looks at all laws; what only says what comes next is known by its day."""

NEXT = 3
"""How many of the dates to come the home page and each issue name."""


@dataclass(frozen=True)
class LawsOfADay(Mapping[str, ShownLaw]):
    """Laws by their key as they stand on a day; each is put in words where it is shown."""

    laws: Laws
    show: Callable[[Law], ShownLaw]
    shown: dict[str, ShownLaw]

    def __getitem__(self, key: str) -> ShownLaw:
        """Return a law."""
        if key not in self.shown:
            self.shown[key] = self.show(self.laws[key])
        return self.shown[key]

    def __iter__(self) -> Iterator[str]:
        """Yield the keys in the order of the file."""
        return iter(self.laws)

    def __len__(self) -> int:
        """Return how many laws there are."""
        return len(self.laws)


@dataclass
class Register:
    """The declared laws, as one edition shows them; what has been put in words is kept."""

    laws: Laws
    lang: str
    addresses: Mapping[str, Addresses]
    catalogue: Catalogue
    _shown: dict[tuple[datetime.date, bool], dict[str, ShownLaw]] = field(default_factory=dict)
    _days: dict[tuple[datetime.date, bool], Mapping[str, ShownLaw]] = field(default_factory=dict)
    _coming: dict[datetime.date, Dates] = field(default_factory=dict)
    _when: dict[Day, str] = field(default_factory=dict)

    def after(self, laws: Laws, touched: Collection[str]) -> "Register":
        """Return the register after an edit that has `touched` some laws."""
        fresh = Register(laws, self.lang, self.addresses, self.catalogue, {
            day: {key: law for key, law in shown.items() if key not in touched}
            for day, shown in self._shown.items()}, _when=self._when)
        fresh._coming.update((day, dates) for day, dates in self._coming.items()
                             if self._ahead(day, touched) == fresh._ahead(day, touched))
        return fresh

    def changes(self, fresh: "Register", today: datetime.date, touched: Collection[str],
                days: Iterable[datetime.date]) -> set[str]:
        """Return the names of what shows `touched` laws otherwise after an edit: lists and days.

        Of the `days`, those on which something else was to come.
        """
        pairs = [(self.on(today)[key], fresh.on(today)[key]) for key in touched]
        names = {day.isoformat() for day in days
                 if touched and self.coming(day) != fresh.coming(day)}
        if any(old.listed != new.listed for old, new in pairs):
            names.add(LISTS)
        if any(old.dated != new.dated for old, new in pairs):
            names.add(CALENDAR)
        return names

    def on(self, today: datetime.date) -> Mapping[str, ShownLaw]:
        """Return every law as it stands on a day, by its key."""
        return self._of(today, False)

    def known_on(self, today: datetime.date) -> Mapping[str, ShownLaw]:
        """Return the laws known on a day as they stood then: what an issue of that day says."""
        return self._of(today, True)

    def coming(self, today: datetime.date) -> Dates:
        """Return what comes next of all that is known on a day."""
        if today not in self._coming:
            self._coming[today] = Dates.of(today.isoformat(), self._ahead(today, self.laws, NEXT))
        return self._coming[today]

    def _ahead(self, today: datetime.date, keys: Iterable[str], most: int | None = None
               ) -> list[ShownEvent]:
        """Return what comes of some laws that are known on a day."""
        ahead = [key for key in keys if self._ends[key] >= today]
        found = coming(known_on(self.laws, today, ahead).values(), today) if ahead else []
        return list(map(self.event, found[:most]))

    def calendar(self, today: datetime.date) -> Dates:
        """Return all that happens to laws, past and to come; of what recurs, the next time."""
        found = (event for law in self.on(today).values() for event in law.events
                 if event.day.last >= today or not event.recurring)
        return Dates.of(CALENDAR, sorted(found, key=lambda event: event.day.order))

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

    def _of(self, today: datetime.date, only_known: bool) -> Mapping[str, ShownLaw]:
        day = today, only_known
        if day not in self._days:
            laws = known_on(self.laws, today) if only_known else self.laws
            seen = cache(lambda: (standings(laws, today), changes(laws, today)))

            def show(law: Law) -> ShownLaw:
                stand, changed = seen()
                return self._law(law, stand[law.key], changed[law.key], today)

            self._days[day] = LawsOfADay(laws, show, self._shown.setdefault(day, {}))
        return self._days[day]

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
