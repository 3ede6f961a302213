"""Show two versions of a text side by side, with what differs in each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\w+|\s+|[^\w\s]")

AROUND = 2
"""Lines that are shown before and behind those that differ."""


@dataclass(frozen=True)
class Part:
    """Some words of a line, and whether the other version has them not."""

    words: str
    differs: bool = False


Side = tuple[Part, ...] | None
"""A line of a version, None if it has no such line."""


@dataclass(frozen=True)
class Row:
    """A line of both versions, by its number in the newer one; or how many are `left_out` here."""

    old: Side = None
    new: Side = None
    differs: bool = False
    left_out: int = 0


def compared(old: str, new: str) -> list[Row]:
    """Return two texts line beside line; of what is the same, only what stands around the rest."""
    rows = beside(old, new)
    near = [any(row.differs for row in rows[max(place - AROUND, 0):place + AROUND + 1])
            for place in range(len(rows))]
    found: list[Row] = []
    for row, shown in zip(rows, near, strict=True):
        if shown:
            found.append(row)
        elif found and found[-1].left_out:
            found[-1] = Row(left_out=found[-1].left_out + 1)
        else:
            found.append(Row(left_out=1))
    return found


def beside(old: str, new: str) -> list[Row]:
    """Return two texts line beside line."""
    return list(_rows(old.splitlines(), new.splitlines()))


def _rows(old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    for what, start, end, begin, stop in SequenceMatcher(None, old, new, False).get_opcodes():
        for place in range(max(end - start, stop - begin)):
            one = old[start + place] if start + place < end else None
            other = new[begin + place] if begin + place < stop else None
            yield _row(one, other, what != "equal")


def _row(old: str | None, new: str | None, differs: bool) -> Row:
    if old is None or new is None or not differs:
        one_side, other_side = (None if line is None else (Part(line, differs),)
                                for line in (old, new))
        return Row(one_side, other_side, differs)
    sides: tuple[list[Part], list[Part]] = [], []
    one, other = WORDS.findall(old), WORDS.findall(new)
    for what, start, end, begin, stop in SequenceMatcher(None, one, other, False).get_opcodes():
        for side, words in ((sides[0], one[start:end]), (sides[1], other[begin:stop])):
            if words:
                side.append(Part("".join(words), what != "equal"))
    return Row(tuple(sides[0]), tuple(sides[1]), differs)
