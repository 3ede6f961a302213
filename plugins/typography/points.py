"""The rules that French and English share: the ellipsis, the dash, the stray space."""

import re
from collections.abc import Iterator

from plugins.typography.characters import HIDDEN, SPACE
from plugins.typography.edits import Edit, Rule

POINTS = re.compile(r"(?<![.…/\\])[.…]{2,}+(?![/\\])")
DASHES = re.compile(rf"(?<={SPACE})--(?={SPACE})")

ENDS_WORD = rf"[^\W_]|[)\]}}»”’\"%‰€$£¥°²³*{HIDDEN}]"
"""What a sentence's mark may follow."""

FOLLOWS = rf"(?={SPACE}|[)\]»”’\"'.,…;:!?–—]|\Z)"
"""What may follow a sentence's mark: never a letter, nor the rest of an operator."""


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


def removed(pattern: re.Pattern[str]) -> Rule:
    """Take group `gap` away."""
    def rule(text: str) -> Iterator[Edit]:
        for match in pattern.finditer(text):
            yield from ((place, "") for place in range(*match.span("gap")))
    return rule
