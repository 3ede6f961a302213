"""Tell which straight quotes open, close or elide, and give them the marks of a language."""

import heapq
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from plugins.typography.edits import HIDDEN, SPACES, Edit

Style = tuple[str, str]

SINGLE: Style = ("‘", "’")
BEFORE_OPENING = SPACES | frozenset("([{«“‘’'\"-–—/")
MARKS = frozenset(":;?!")
AFTER_CLOSING = SPACES | frozenset(")]}»”’'\".,;:!?…-–—/")

LEADING = re.compile(r"'(?:\d\ds?|tis|twas|twere|em|til|cause|bout|round|n)(?![\w'])|'n'(?!\w)",
                     re.I)
"""Words that begin with an apostrophe, or are nothing but two around a letter."""


def quote_edits(text: str, styles: Sequence[Style]) -> Iterator[Edit]:
    """Curl the quotes of `text`: at each depth the first of `styles` that is not open already.

    A double quote without its pair stays straight, and so does a prime after a digit.
    """
    paired = _pairs(text)
    yield from _marks(text, paired, styles)
    taken = {place for pair in paired for place in pair}
    for match in re.finditer("'", text):
        if match.start() not in taken and _elides(text, match.start()):
            yield match.start(), "’"


def _pairs(text: str) -> list[tuple[int, int]]:
    """Return the positions of the straight quotes that open and close one quotation."""
    waiting: list[int] = []
    doubles = 0
    found = []
    for match in re.finditer("[\"']", text):
        place = match.start()
        opens, closes = _sides(text, place)
        double = match[0] == '"'
        closes = closes and (waiting[-1:] != [place - 1] or text[place - 1] != match[0])
        if closes and (doubles if double else waiting and text[waiting[-1]] == "'"):
            while text[waiting[-1]] != match[0]:
                waiting.pop()
            doubles -= double
            found.append((waiting.pop(), place))
        elif opens:
            waiting.append(place)
            doubles += double
    return found


def _sides(text: str, place: int) -> tuple[bool, bool]:
    """Tell whether the quote at `place` may open, and whether it may close."""
    before = text[place - 1] if place else " "
    after = text[place + 1:place + 2] or " "
    opens, closes = before in BEFORE_OPENING, after in AFTER_CLOSING
    if text[place] == '"':
        return opens or _follows_a_mark(text, place), closes
    if _leads(text, place):
        return False, False
    return opens and after not in SPACES, closes and before not in SPACES


def _follows_a_mark(text: str, place: int) -> bool:
    """Tell whether a mark that needs a space after it comes before the quote and a word."""
    after = text[place + 1:place + 2]
    return text[max(place - 1, 0):place] in MARKS and (after.isalnum() or after == HIDDEN)


def _leads(text: str, place: int) -> bool:
    """Tell whether the apostrophe at `place` begins or ends a word such as ’90s or ’n’."""
    if LEADING.match(text, place):
        return True
    return text[max(place - 2, 0):place + 1].lower() == "'n'"


def _marks(text: str, paired: list[tuple[int, int]], styles: Sequence[Style]) -> Iterator[Edit]:
    """Yield the marks of each pair, after what is open where it begins."""
    closing = dict(paired)
    standing = _standing(text, styles)
    events = sorted([*closing, *standing])
    open_now: Counter[Style] = Counter()
    ends: list[tuple[int, Style]] = []
    for start in events:
        while ends and ends[0][0] < start:
            open_now[heapq.heappop(ends)[1]] -= 1
        if start in standing:
            end, style = standing[start]
        else:
            end, style = closing[start], _style(text[start], open_now, styles)
            yield start, style[0]
            yield end, style[1]
        open_now[style] += 1
        heapq.heappush(ends, (end, style))


def _style(mark: str, open_now: Counter[Style], styles: Sequence[Style]) -> Style:
    """Return the first style that is not open; when all are, they take turns."""
    if mark == "'" and not open_now[styles[0]]:
        return SINGLE
    free = [style for style in styles if not open_now[style]]
    return free[0] if free else styles[open_now.total() % len(styles)]


def _standing(text: str, styles: Sequence[Style]) -> dict[int, tuple[int, Style]]:
    """Return where the quotations that are typeset already begin, with end and style."""
    found = {}
    for style in styles:
        if style == SINGLE:
            continue
        waiting: list[int] = []
        for match in re.finditer(f"[{''.join(style)}]", text):
            if match[0] == style[0]:
                waiting.append(match.start())
            elif waiting:
                found[waiting.pop()] = (match.start(), style)
    return found


def _elides(text: str, place: int) -> bool:
    """Tell whether the straight quote at `place`, which has no pair, is an apostrophe."""
    before, after = text[place - 1:place], text[place + 1:place + 2]
    if before.isdigit():
        return after.isalpha()
    return before.isalpha() or before == HIDDEN or after.isalnum() or _leads(text, place)
