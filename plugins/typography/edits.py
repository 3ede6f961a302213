"""Change single characters of a text that is made of pieces, and keep the pieces apart."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

Edit = tuple[int, str]
"""The position of one character, and what stands in its place."""

Rule = Callable[[str], Iterable[Edit]]


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
