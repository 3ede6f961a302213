"""Find patterns in plain text, and set words and tables in its lines and columns."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

GAP = "  "

NARROWEST = 8
"""Columns below which a cell is hard to read."""

IDEOGRAPHS = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
"""Chinese characters, without their punctuation, as a regular expression writes a set."""

HAN = re.compile(f"[{IDEOGRAPHS}]")

WIDTH = 72
"""Columns of a line; a Chinese character takes two."""

# str.split() would also split at the no-break spaces of French.
SPACE = re.compile(r"[ \t\r\n\f]+")


LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l"})


@dataclass(frozen=True)
class Cell:
    """A cell: its words, whether they are set at the right, as numbers are; its column’s name."""

    text: str
    to_right: bool = False
    name: str = ""


Row = Sequence[Cell]


def number_of(text: str, otherwise: int = 0) -> int:
    """Return the number that a text is, or what it counts as if it is none, or beyond counting."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else otherwise


def unaccented(text: str) -> str:
    """Return a text in lower case and without accents, as addresses and an alphabet have it."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(LIGATURES))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def fits(rows: Sequence[Row], width: int, lines: int) -> bool:
    """Tell whether a table has room in `width` columns, without a cell of more than `lines`."""
    widths = _widths(rows, width) if any(rows) else []
    return bool(widths) and all(fill(cell.text, wide).count("\n") < lines for row in rows
                                for cell, wide in zip(row, widths, strict=False))


def grid(rows: Sequence[Row], width: int, head: bool) -> str:
    """Return a table of at most `width` columns; `head` says that its first row names them.

    One that is too wide for that is read row by row, each value after the name of its column.
    """
    worded = [row for row in rows if any(cell.text for cell in row)]
    if not worded:
        return ""
    head = head and worded[0] is rows[0] and len(worded) > 1
    return _drawn(worded, width, head)


def row_by_row(rows: Sequence[Row], width: int) -> str:
    """Return the values of each row, each after the name of its column."""
    drawn = ("\n".join(_values(row, width)) for row in rows)
    return "\n\n".join(filter(None, drawn))


def _drawn(rows: Sequence[Row], width: int, head: bool) -> str:
    widths = _widths(rows, width)
    if not widths:
        return row_by_row(rows[head:], width)
    drawn = ["\n".join(_row_lines(row, widths)) for row in rows]
    line = [GAP.join("-" * one for one in widths)]
    # A blank line tells where a row ends that takes several lines.
    between = "\n\n" if any("\n" in row for row in drawn[head:]) else "\n"
    return "\n".join([*drawn[:head], *line[:head], between.join(drawn[head:])]).strip("\n")


def _widths(rows: Sequence[Row], width: int) -> list[int]:
    """Return the width of each column, or none if they do not fit; the widest give way first."""
    count = max(map(len, rows))
    room = width - len(GAP) * (count - 1)
    if room < count:
        return []
    natural, least = (
        [max(1, *(min(measure(row[place].text), room) for row in rows if place < len(row)))
         for place in range(count)] for measure in (_longest_line, _longest_word))
    least = [min(wide, max(narrow, NARROWEST)) for wide, narrow in zip(natural, least, strict=True)]
    if sum(least) > room:
        return []
    while sum(natural) > room:
        spare = [wide if wide > narrow else 0 for wide, narrow in zip(natural, least, strict=True)]
        natural[spare.index(max(spare))] -= 1
    return natural


def _row_lines(row: Row, widths: Sequence[int]) -> Iterator[str]:
    filled = [fill(cell.text, wide).split("\n") for cell, wide in zip(row, widths, strict=False)]
    for number in range(max(map(len, filled))):
        cells = (_aligned(lines[number] if number < len(lines) else "", wide, cell.to_right)
                 for lines, wide, cell in zip(filled, widths, row, strict=False))
        yield GAP.join(cells).rstrip(" ")


def _aligned(text: str, width: int, to_right: bool) -> str:
    blank = " " * (width - columns(text))
    return blank + text if to_right else text + blank


def _values(row: Row, width: int) -> Iterator[str]:
    for cell in row:
        if cell.text:
            value = f"{cell.name} – {cell.text}" if cell.name else cell.text
            yield hang(fill(value, width - 2), "", "  ")


def _longest_line(text: str) -> int:
    return max(map(columns, text.split("\n")))


def _longest_word(text: str) -> int:
    return max(map(columns, SPACE.split(text)))


def fill(text: str, width: int = WIDTH) -> str:
    """Return text broken into lines of at most `width` columns, at ordinary spaces only.

    Breaks that are there already stay; a word wider than a line has one of its own.
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


class _Waiting:
    """Stands for a compiled expression; what was asked of it once is asked directly from then on.

    All of them take a third of a second to compile, and a command asks few.
    """

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, found)
        return found


def expression(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what finds a pattern, as `re.compile` would, but raise re.error when asked."""
    return cast("re.Pattern[str]", _Waiting(pattern, flags))
