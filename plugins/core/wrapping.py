"""Break plain text into lines that people read easily."""

import re
import unicodedata
from collections.abc import Iterator

WIDTH = 72
"""Columns of a line; a Chinese character takes two."""

# str.split() would also split at the no-break spaces of French.
SPACE = re.compile(r"[ \t\r\n\f]+")


def fill(text: str, width: int = WIDTH) -> str:
    """Return text broken into lines of at most `width` columns, at ordinary spaces only.

    Breaks that are there already stay; a word wider than a line stands on one of its own.
    """
    return "\n".join(line for part in text.split("\n") for line in _lines(part, width))


def headline(text: str, mark: str, width: int = WIDTH) -> str:
    """Return text with a line of `mark` below, as long as its longest line."""
    filled = fill(text, width)
    return f"{filled}\n{mark * max(columns(line) for line in filled.splitlines() or [''])}"


def hang(text: str, first: str, rest: str) -> str:
    """Return text with `first` before its first line and `rest` before the others."""
    head, *tail = text.split("\n")
    return "\n".join(line.rstrip(" ") for line in (first + head, *(rest + line for line in tail)))


def columns(text: str) -> int:
    """Return the width of text in columns (Unicode Standard Annex 11)."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _lines(text: str, width: int) -> Iterator[str]:
    line = ""
    for word in SPACE.split(text.strip(" ")):
        longer = f"{line} {word}" if line else word
        if line and columns(longer) > width:
            yield line
            longer = word
        line = longer
    yield line
