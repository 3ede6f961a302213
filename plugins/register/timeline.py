"""Lay out days along a line, in percent, so that it fits every page: what happens to a law, and a
chronology, which shows how near days are to each other.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from plugins.register.laws import Day, Law
from plugins.register.standing import AMENDED, OFF, ON, events

ADOPTED, PROMULGATED = "adopted", "promulgated"

FIRST, LAST = 2.0, 86.0
"""Percent of the width, where the first and the last day stand; the line runs on behind."""

GAP, YEAR_GAP = 7.0, 16.0
"""Percent: at least between two days, and between two years that are written below."""

LEFT, RIGHT = 4.0, 96.0
"""Where the line begins and ends, in per cent of the drawing: the labels need room beside it."""

STEPS = (1, 2, 5, 10, 20, 50, 100)
LABELS = 7
"""How many years are named at most: a phone has room for no more."""

WIDTH = 2.6
"""Per cent that a mark takes; one that is nearer to another stands above it."""

HIGHEST = 9
"""Marks above each other, at most."""


@dataclass(frozen=True)
class Point:
    """A day at its place: what happens then, and whether it has come. `year` may be empty."""

    x: float
    day: Day
    what: tuple[str, ...]
    passed: bool
    year: str


@dataclass(frozen=True)
class Span:
    """The line between two places: whether the law is in force there, and all of it is past."""

    start: float
    end: float
    in_force: bool
    passed: bool


@dataclass(frozen=True)
class Timeline:
    """Days in their order, and the line on which they stand."""

    points: tuple[Point, ...] = ()
    spans: tuple[Span, ...] = ()


def timeline(law: Law, today: date) -> Timeline:
    """Return all that happens to a law and is known; of what recurs, what comes next.

    It is the same every day until something has happened.
    """
    happens: dict[Day, list[str]] = {}
    for day, what in _days(law, today):
        happens.setdefault(day, []).append(what)
    days = sorted(happens, key=lambda day: (day.date, day.iso))
    places = _places([day.date for day in days])
    points = [Point(x, day, tuple(dict.fromkeys(happens[day])), day.last <= today, year)
              for x, day, year in zip(places, days, _years(days, places), strict=True)]
    return Timeline(tuple(points), tuple(_spans(points)))


def _days(law: Law, today: date) -> Iterator[tuple[Day, str]]:
    if law.adopted:
        yield law.adopted, ADOPTED
    if law.promulgated and law.promulgated != law.adopted:
        yield law.promulgated, PROMULGATED
    for event in events((law,), today):
        recurs = event.deadline and event.deadline.recurring
        if not recurs or event.day.last >= today:
            yield event.day, event.what


def _places(days: Sequence[date]) -> list[float]:
    """Return places as far apart as the days, but with room between each two."""
    if len(days) < 2:
        return [FIRST] * len(days)
    gap = min(GAP, (LAST - FIRST) / (len(days) - 1))
    whole = (days[-1] - days[0]).days or 1
    places = [FIRST + (LAST - FIRST) * (day - days[0]).days / whole for day in days]
    for number in range(1, len(places)):
        places[number] = max(places[number], places[number - 1] + gap)
    places[-1] = LAST
    for number in range(len(places) - 2, -1, -1):
        places[number] = min(places[number], places[number + 1] - gap)
    return [round(place, 1) for place in places]


def _years(days: Sequence[Day], places: Sequence[float]) -> Iterator[str]:
    """Yield the year of each day, nothing where it stands below the one before or has no room."""
    written, end = "", -YEAR_GAP
    for day, place in zip(days, places, strict=True):
        year = day.iso[:4]
        if year == written or place - end < YEAR_GAP:
            yield ""
        else:
            written, end = year, place
            yield year


def _spans(points: Sequence[Point]) -> Iterator[Span]:
    in_force = False
    for point, after in zip(points, [*points[1:], None], strict=False):
        in_force = (in_force or ON in point.what or AMENDED in point.what) \
            and OFF not in point.what
        if after:
            yield Span(point.x, after.x, in_force, after.passed)
        elif in_force:
            yield Span(point.x, 100.0, True, False)


@dataclass(frozen=True)
class Mark:
    """A day on the line: where, in per cent, how high above it, what happens, and in words."""

    at: str
    level: int
    what: str
    words: str
    passed: bool


@dataclass(frozen=True)
class Chronology:
    """A line with its named years, today, and its marks; `left_out` found no room above others."""

    years: tuple[tuple[str, int], ...]
    today: str
    marks: tuple[Mark, ...]
    left_out: int

    @property
    def levels(self) -> int:
        """How many marks stand above each other where there are most."""
        return max((mark.level for mark in self.marks), default=0) + 1


def chronology(days: Iterable[tuple[date, str, str]], today: date) -> Chronology:
    """Return where days stand, each with what happens and in words; they are in their order."""
    days = tuple(days)
    shown = (*(day for day, _, _ in days), today)
    first, end = min(shown).year, max(shown).year + 1
    step = next((step for step in STEPS if (end - first) / step < LABELS), STEPS[-1])

    def place(day: date) -> float:
        whole = date(first, 1, 1).toordinal()
        part = (day.toordinal() - whole) / (date(end - 1, 12, 31).toordinal() + 1 - whole)
        return LEFT + part * (RIGHT - LEFT)

    ends: list[float] = []
    marks: list[Mark] = []
    for day, what, words in days:
        at = place(day)
        level = next((level for level, other in enumerate(ends) if other + WIDTH <= at), len(ends))
        if level < HIGHEST:
            ends[level:level + 1] = [at]
            marks.append(Mark(f"{at:.2f}", level, what, words, day < today))
    years = tuple((f"{place(date(year, 1, 1)):.2f}", year)
                  for year in range(-(-first // step) * step, end, step))
    return Chronology(years, f"{place(today):.2f}", tuple(marks), len(days) - len(marks))
