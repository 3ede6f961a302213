"""Read the attributes of a WordPress shortcode, whatever years of typesetting left of its quotes.

French WordPress printed the closing mark for the opening one and a prime after a digit, so marks
do not match in pairs; a mark closes a value only where white space, the next name or the end of
the tag follows.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from html import unescape

from plugins.core.html import UNSEEN
from plugins.core.plain_text import expression

SINGLE = "'‘’‚‛‹›′‵＇`´"
DOUBLE = "\"“”„‟«»″‶〝〞＂"
AMP = "&(?:amp;|#0?38;)*+"
"""The beginning of a reference, escaped as often as programs have stored the text."""

SINGLE_NAMED = AMP + "(?:apos|lsquo|rsquo|sbquo|lsaquo|rsaquo|prime|#0?39|#821[6-9]|#8242|#8249" \
               "|#8250|#[xX](?:27|201[89aAbB]|2032|2039|203[aA]));"
DOUBLE_NAMED = AMP + "(?:quot|QUOT|ldquo|rdquo|bdquo|laquo|raquo|Prime|#0?34|#822[0-3]|#8243|#171" \
               "|#187|#[xX](?:22|201[cCdDeEfF]|2033|[aA][bB]|[bB][bB]));"
BLANK = rf"(?:[\s\u200b\u2060\ufeff]|{AMP}(?:nbsp|thinsp|ensp|emsp|#0?32|#160|#8201|#8239" \
        r"|#[xX](?:20|[aA]0|2009|202[fF]));)"
MARK = rf"\\{{0,3}}(?:[{re.escape(SINGLE + DOUBLE)}]|{SINGLE_NAMED}|{DOUBLE_NAMED})"
NAME = rf"[\w-]++(?={BLANK}*+[=＝])"

SPACE = expression(rf"{BLANK}*+")
MARKS = expression(MARK)
NAMED = expression(rf"([\w-]++){BLANK}*+[=＝]{BLANK}*+")
NO_OPENING = rf"(?<![\s={re.escape(SINGLE + DOUBLE)}])[«“„‹‘]|[^«“„‹‘]"
CLOSING = expression(rf"((?={NO_OPENING}){MARK})(?={BLANK}|\Z|{NAME})")
NEXT_NAME = expression(rf"(?:{BLANK}|(?<=[{re.escape(SINGLE + DOUBLE)};]))"
                       rf"(?={NAME}{BLANK}*+[=＝]{BLANK}*+{MARK})")
BARE = expression(rf"(?:(?!{BLANK}).)++", re.DOTALL)
IS_DOUBLE = expression(rf"\\{{0,3}}(?:[{re.escape(DOUBLE)}]|{DOUBLE_NAMED})")
PARTNERS = {"“": "”", "„": "“”", "«": "»", "‘": "’", "‹": "›"}
"""What closes a mark that is not its own partner, where years of typesetting left it alone."""

GAPS = expression(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]")

AROUND = SINGLE + DOUBLE + "\\ \t\r\n\u00a0\u2009\u200b\u202f\u2060\u3000\ufeff"


@dataclass(frozen=True)
class Marks:
    """Where, in the attributes of one shortcode, values may close and names begin."""

    single: list[tuple[int, int]]
    double: list[tuple[int, int]]
    alike: dict[str, list[tuple[int, int]]]
    names: list[int]


def parse_attributes(source: str) -> dict[str, str]:
    """Return the attributes between a shortcode's name and its bracket.

    Names are lower-cased; values without a name are under "0", "1", … in their order.
    """
    marks = _marks(source)
    attributes: dict[str, str] = {}
    position, number = SPACE.match(source).end(), 0  # type: ignore[union-attr]
    while position < len(source):
        named = NAMED.match(source, position)
        value, position = _value(source, named.end() if named else position, marks)
        if named:
            attributes[named[1].lower()] = value
        elif value:
            attributes[str(number)] = value
            number += 1
        position = SPACE.match(source, position).end()  # type: ignore[union-attr]
    return attributes


def _marks(source: str) -> Marks:
    closing = list(CLOSING.finditer(source))
    double = [found.span(1) for found in closing if IS_DOUBLE.match(found[1])]
    single = [found.span(1) for found in closing if not IS_DOUBLE.match(found[1])]
    alike: dict[str, list[tuple[int, int]]] = {}
    for found in closing:
        alike.setdefault(_mark(found[1]), []).append(found.span(1))
    return Marks(single, double, alike, [found.start() for found in NEXT_NAME.finditer(source)])


def _value(source: str, start: int, marks: Marks) -> tuple[str, int]:
    """Return the value that begins at `start`, and where it ends."""
    opening = MARKS.match(source, start)
    if not opening:
        bare = BARE.match(source, start)
        end = bare.end() if bare else start
        return _clean(source[start:end]), end
    limit = _following(marks.names, opening.end(), len(source))
    end, following = (_partner(source, opening, marks, limit) or _closer(opening, marks, limit)
                      or (limit, limit))
    return _clean(source[opening.end():end]), following


def _partner(source: str, opening: re.Match[str], marks: Marks, limit: int
             ) -> tuple[int, int] | None:
    """Return the mark that the opening one calls for, behind any quotation inside the value."""
    mark = _mark(opening[0])
    depth, position = 0, opening.end()
    for partner in PARTNERS.get(mark, mark):
        # French WordPress printed the closing mark for the opening one, and a prime to close.
        spans = marks.double if mark in "»”″" else marks.alike.get(partner, [])
        for start, end in spans[bisect_left(spans, (position, 0)):]:
            if start > limit:
                break
            depth += source.count("«", position, start) if mark in "«»" else 0
            if depth <= 0:
                return start, end
            depth, position = depth - 1, end
    return None


def _mark(written: str) -> str:
    """Return a mark as one character, however it was escaped."""
    return _unescaped(written).strip("\\")


def _closer(opening: re.Match[str], marks: Marks, limit: int) -> tuple[int, int] | None:
    """Return the mark that closes a value: before the next name, and no apostrophe in a title."""
    double = _first(marks.double, opening.end())
    single = _first(marks.single, opening.end())
    near = [mark for mark in (double, single) if mark and mark[0] <= limit]
    if IS_DOUBLE.match(opening[0]) and double in near:
        return double
    return min(near, default=None)


def _first(spans: list[tuple[int, int]], position: int) -> tuple[int, int] | None:
    index = bisect_left(spans, (position, 0))
    return spans[index] if index < len(spans) else None


def _following(positions: list[int], position: int, end: int) -> int:
    index = bisect_left(positions, position)
    return positions[index] if index < len(positions) else end


def _clean(value: str) -> str:
    """Return a value without the marks around it, unless a quotation begins or ends with them."""
    words = GAPS.sub(" ", _unescaped(value).translate(UNSEEN)).strip()
    bare = words.strip(AROUND)
    return words if _is_balanced(words) and not _is_balanced(bare) else bare


def _is_balanced(text: str) -> bool:
    return text.count('"') % 2 == 0 and text.count("«") == text.count("»") \
        and text.count("“") == text.count("”")


def _unescaped(text: str) -> str:
    """Return a text whose references were escaped again, once or several times, without them."""
    for _ in range(4):
        text = unescape(text)
    return text
