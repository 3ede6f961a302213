"""Change characters of a text made of pieces: the rules that French and English are made of."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from plugins.core.plain_text import expression

Edit = tuple[int, str]
"""The position of one character, and what takes its place."""

Edits = Callable[[str], Iterable[Edit]]

Rule = tuple[str, Edits]
"""The marks at one of which a text is changed, and how; without marks it is asked of each text."""


NO_BREAK = "\u00a0"

NARROW = "\u202f"
"""The narrow no-break space, which French puts before ; ! and ?."""

HIDDEN = "\ue000"
"""Stands for each character that no rule may see; to the rules it is a letter of some word."""

ORDINARY = r"[ \t\n\r\f]"
"""A space that may break, as a regular expression."""

SPACE = r"[ \t\n\r\f\u00a0\u2009\u202f]"
"""Any space that an author may have put before a mark, as a regular expression."""

SPACES = frozenset(" \t\n\r\f\u00a0\u2009\u202f")

POINTS = expression(r"[.…](?<![.…/\\].)[.…]++(?![/\\])")
DASHES = expression(rf"--(?<={SPACE}--)(?={SPACE})")

ENDS_WORD = rf"[^\W_]|[)\]}}»”’\"%‰€$£¥°²³*{HIDDEN}]"
"""What a sentence's mark may follow."""

GAP_AFTER_WORD = rf"(?P<gap>{SPACE}(?<=(?:{ENDS_WORD}){SPACE}){SPACE}*+)"

FOLLOWS = rf"(?={SPACE}|[)\]»”’\"'.,…;:!?–—]|\Z)"
"""What may follow a sentence's mark: never a letter, nor the rest of an operator."""


def apply(text: str, ends: Sequence[int], edits: Iterable[Edit]) -> tuple[str, Sequence[int]]:
    """Return the text after `edits`, and where each piece of it now ends.

    What replaces a character stays in the piece of that character.
    """
    ordered = sorted(edits)
    if not ordered:
        return text, ends
    parts: list[str] = []
    moved: list[int] = []
    done = shift = piece = 0
    for position, new in ordered:
        while ends[piece] <= position:
            moved.append(ends[piece] + shift)
            piece += 1
        parts += text[done:position], new
        shift += len(new) - 1
        done = position + 1
    moved += [end + shift for end in ends[piece:]]
    return "".join(parts) + text[done:], moved


def space_before(mark: re.Pattern[str], after: re.Pattern[str], space: str) -> Edits:
    """Make `space` the one space before `mark`, where one character of `after` comes before it."""
    def edits(text: str) -> Iterator[Edit]:
        for match in mark.finditer(text):
            place = start = match.start()
            while start and text[start - 1] in SPACES:
                start -= 1
            if start and text[start:place] != space and after.match(text, start - 1):
                yield from _replaced(start, place)
                yield place, space + text[place]
    return edits


def space_after(pattern: re.Pattern[str], space: str) -> Edits:
    """Make `space` the one space between the mark before group `gap` and what follows."""
    def edits(text: str) -> Iterator[Edit]:
        for match in pattern.finditer(text):
            if match["gap"] != space:
                yield from _replaced(*match.span("gap"))
                mark = match.start("gap") - 1
                yield mark, text[mark] + space
    return edits


def gap_becomes(pattern: re.Pattern[str], space: str) -> Edits:
    """Put `space`, or nothing, in the place of group `gap`, which is never empty."""
    def edits(text: str) -> Iterator[Edit]:
        for match in pattern.finditer(text):
            yield from _replaced(*match.span("gap"), space)
    return edits


def points(text: str) -> Iterator[Edit]:
    """Make three points or more one ellipsis, except between digits (1...10)."""
    for match in POINTS.finditer(text):
        start, end = match.span()
        among_digits = text[start - 1:start].isdigit() and text[end:end + 1].isdigit()
        if "." in match[0] and ("…" in match[0] or len(match[0]) > 2) and not among_digits:
            yield from _replaced(start, end, "…")


def dashes(text: str) -> Iterator[Edit]:
    """Make two hyphens between spaces a dash."""
    for match in DASHES.finditer(text):
        yield from _replaced(*match.span(), "–")


def _replaced(start: int, end: int, new: str = "") -> Iterator[Edit]:
    """Put `new` in the place of the first character, and nothing in those of the others."""
    return ((place, "" if place > start else new) for place in range(start, end))
