"""Break a title into lines of like width, at the largest size that its box allows."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from plugins.typography.chinese import IDEOGRAPHS

SIZES = (84, 76, 68, 60, 54, 48, 42, 36, 30)
"""Pixels of the em; the first that fits is taken."""

LEADING = 1.16
"""The distance of two lines, in ems."""

OPENING = "(\\[“‘«（《「『【〔〈"
CLOSING = ")\\],.;:?!”’»…，。、；：？！）》」』】〕〉—·～"

BREAK = re.compile(
    "(?<= )|(?<=[—–])(?=\\w)"
    f"|(?<=[{IDEOGRAPHS}，。、；：？！）》」』】〕〉])(?=[^{CLOSING}\\s])"
    f"|(?<![{OPENING}\\s])(?=[{IDEOGRAPHS}（《「『【〔〈])")
"""Where a line may end: after a space, never a no-break one, and around Chinese characters."""

PAUSE = re.compile(r"[,.;:?!»”，。、；：？！》…]\s*$")
CLINGING = re.compile(r"(?:^|[\s'’])\w{1,3}\s*$")
"""A short word, such as an article, that belongs to the word after it."""

Measure = Callable[[str], float]
"""Returns the width of a text in ems."""


@dataclass(frozen=True)
class Lines:
    """A title as it is set: the size of its type in pixels, and its lines."""

    size: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Piece:
    """What no line may divide, with its width in ems without and with the space after it."""

    text: str
    width: float
    advance: float


def set_title(title: str, width: float, height: float, measure: Measure) -> Lines:
    """Return the lines of a title in a box of so many pixels; what no size holds ends in “…”."""
    pieces = [_piece(text, measure) for text in BREAK.split(title) if text]
    for size in SIZES:
        room, most = width / size, int(height / (size * LEADING))
        last = size == SIZES[-1]
        if last or max((piece.width for piece in pieces), default=0) <= room:
            parts = _divided(pieces, room, measure) if last else pieces
            lines = _filled(parts, room)
            if len(lines) <= most:
                return Lines(size, _balanced(parts, len(lines), room))
    return Lines(size, tuple(map(_words, lines[:most - 1])) + (
        _cut(_words(lines[most - 1]), room, measure),))


def _piece(text: str, measure: Measure) -> Piece:
    return Piece(text, measure(text.rstrip(" ")), measure(text))


def _divided(pieces: Sequence[Piece], room: float, measure: Measure) -> list[Piece]:
    """Return the pieces, one that is wider than a line letter by letter."""
    return [part for piece in pieces for part in (
        [piece] if piece.width <= room else [_piece(char, measure) for char in piece.text])]


def _filled(pieces: Sequence[Piece], room: float) -> list[list[Piece]]:
    """Return lines of which each holds as much as it can."""
    lines: list[list[Piece]] = [[]]
    used = 0.0
    for piece in pieces:
        if lines[-1] and used + piece.width > room:
            lines.append([])
            used = 0.0
        lines[-1].append(piece)
        used += piece.advance
    return lines


def _balanced(pieces: Sequence[Piece], count: int, room: float) -> tuple[str, ...]:
    """Return `count` lines that differ least in width and end where the sense pauses."""
    middle = sum(piece.advance for piece in pieces) / count or 1

    @cache
    def best(start: int, left: int) -> tuple[float, tuple[int, ...]]:
        """Return the least cost of setting what begins at `start`, and where its lines end."""
        if start == len(pieces) or not left:
            return (0.0 if start == len(pieces) and not left else float("inf")), ()
        found: tuple[float, tuple[int, ...]] = (float("inf"), ())
        used = 0.0
        for end in range(start + 1, len(pieces) + 1):
            piece = pieces[end - 1]
            if used + piece.width > room:
                break
            cost, ends = best(end, left - 1)
            cost += ((used + piece.width) / middle - 1) ** 2 + _jolt(piece.text, left)
            found = min(found, (cost, (end, *ends)))
            used += piece.advance
        return found

    ends = best(0, count)[1]
    return tuple(_words(pieces[start:end]) for start, end in zip((0, *ends), ends, strict=False))


def _jolt(text: str, left: int) -> float:
    """Return what it costs the reader that a line other than the last ends with `text`."""
    if left == 1:
        return 0.0
    return 0.12 * bool(CLINGING.search(text)) - 0.04 * bool(PAUSE.search(text))


def _words(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces).strip(" ")


def _cut(line: str, room: float, measure: Measure) -> str:
    while line and measure(line + "…") > room:
        line = line[:-1]
    return line.rstrip(" ,;:.") + "…"
