"""Change characters of a text made of pieces: what the rules of French and English are made of.

Straight quotes are told apart (they open, close or elide), and get the marks of a language.
"""

import heapq
import re
from collections import Counter
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

Style = tuple[str, str]

SINGLE: Style = ("‘", "’")
BEFORE_OPENING = SPACES | frozenset("([{«“‘’'\"-–—/")
MARKS = frozenset(":;?!")
AFTER_CLOSING = SPACES | frozenset(")]}»”’'\".,;:!?…-–—/")

LEADING = re.compile(r"'(?:\d\ds?|tis|twas|twere|em|til|cause|bout|round|n)(?![\w'])|'n'(?!\w)",
                     re.I)
"""Words that begin with an apostrophe, or are nothing but two around a letter."""


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
