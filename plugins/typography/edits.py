"""Change characters of a text made of pieces: the rules that French and English are made of."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

Edit = tuple[int, str]
"""The position of one character, and what takes its place."""

Rule = Callable[[str], Iterable[Edit]]

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

POINTS = re.compile(r"(?<![.…/\\])[.…]{2,}+(?![/\\])")
DASHES = re.compile(rf"(?<={SPACE})--(?={SPACE})")

ENDS_WORD = rf"[^\W_]|[)\]}}»”’\"%‰€$£¥°²³*{HIDDEN}]"
"""What a sentence's mark may follow."""

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


def removed(pattern: re.Pattern[str]) -> Rule:
    """Take group `gap` away."""
    def rule(text: str) -> Iterator[Edit]:
        for match in pattern.finditer(text):
            yield from ((place, "") for place in range(*match.span("gap")))
    return rule


def space_before(pattern: re.Pattern[str], space: str) -> Rule:
    """Make `space` the one space between group `gap` and the mark that follows it."""
    def rule(text: str) -> Iterator[Edit]:
        for match in pattern.finditer(text):
            if match["gap"] != space:
                yield from ((place, "") for place in range(*match.span("gap")))
                mark = match.end("gap")
                yield mark, space + text[mark]
    return rule


def space_after(pattern: re.Pattern[str], space: str) -> Rule:
    """Make `space` the one space between the mark before group `gap` and what follows."""
    def rule(text: str) -> Iterator[Edit]:
        for match in pattern.finditer(text):
            if match["gap"] != space:
                yield from ((place, "") for place in range(*match.span("gap")))
                mark = match.start("gap") - 1
                yield mark, text[mark] + space
    return rule


def gap_becomes(pattern: re.Pattern[str], space: str) -> Rule:
    """Put `space` in the place of group `gap`, which is never empty."""
    def rule(text: str) -> Iterator[Edit]:
        for match in pattern.finditer(text):
            first, end = match.span("gap")
            yield first, space
            yield from ((place, "") for place in range(first + 1, end))
    return rule


def points(text: str) -> Iterator[Edit]:
    """Make three points or more one ellipsis, except between digits (1...10)."""
    for match in POINTS.finditer(text):
        start, end = match.span()
        among_digits = text[start - 1:start].isdigit() and text[end:end + 1].isdigit()
        if "." in match[0] and ("…" in match[0] or len(match[0]) > 2) and not among_digits:
            yield start, "…"
            yield from ((place, "") for place in range(start + 1, end))


def dashes(text: str) -> Iterator[Edit]:
    """Make two hyphens between spaces a dash."""
    for match in DASHES.finditer(text):
        yield match.start(), "–"
        yield match.start() + 1, ""
