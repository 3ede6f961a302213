"""Place days on a line of years, so that a drawing shows how near they are to each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

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
