"""Read the signs of Markdown as most programs do, and not as the converter has them.

Python-Markdown knows lists indented by four spaces only: of a list indented by two or three, or
right below its paragraph, and of a fence in a list or quotation it would make running text.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import (
    Delimiter,
    DelimiterProcessor,
    SimpleTextInlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.preprocessors import Preprocessor

STEP = 4

ITEM = re.compile(r"( *)([*+-]|\d{1,3}\.) +(?=\S)(?![*_-](?: *[*_-])+ *$)")
FENCE = re.compile(r" *(`{3,}|~{3,})[^`]*$")
APART = re.compile(r" *(?:[#>|\x02:]|!!!|\[\^?[^\]]+\]:|\*\[)|.*\|")
"""A line below which no list begins: it is not a paragraph, or has lists of its own."""

LONG_NUMBER = r"^[ ]{0,3}((\d{1,3}\.))[ ]+(.*)"
"""The beginning of an item; 2024. is a year."""

HEADING = re.compile(r"#{1,6}(?![#\d])|\*\[[^\]]+\] ?: *\S")
"""The line of a heading or an abbreviation."""
UNDERLINE = re.compile(r"(?:=+|-+) *")

NUMBER_SIGN = r"(?!#\d)"
"""What a heading does not begin with: #12 is a number."""

ATTRIBUTES = r"\{(?=:|[ ]*[#.]|[ ]*[\w:-]+=):?[ ]*([^}\n ][^\n]*)\}"
"""A list of attributes: with a colon, or the first of them is an id, a class or has a value."""

SIGNS = {
    "backtick": "`", "backslash": "\\", "escape": "\\", "autolink": "<", "automail": "<",
    "html": "<", "entity": "&", "times": "*", "em_strong": "*_",
    **dict.fromkeys(("footnote", "link", "reference", "short_reference"), "["),
    **dict.fromkeys(("image_link", "image_reference", "short_image_ref"), "!"),
}
"""Without one of these signs an inline pattern finds nothing."""

QUOTED = re.compile(r" {0,3}>")
TYPED_GAP = re.compile(r"^( *(?:[*+-]|\d{1,3}\.))[\u00a0\u202f][ \u00a0\u202f]*")
"""The sign of an item, and a space that does not break, as word processors and keyboards put it."""


class DialectExtension(Extension):
    """Let lists, quotations, attributes and emphasis be written as in other programs."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        # Behind HTML (20) and fences (25), which are out of the way then.
        md.preprocessors.register(_Indent(md), "indent", 15)
        md.preprocessors.register(_Needed(md), "needed", 100)
        items, headings = (md.parser.blockprocessors[name] for name in ("olist", "hashheader"))
        items.RE = items.CHILD_RE = re.compile(LONG_NUMBER)
        headings.RE = re.compile(headings.RE.pattern.replace("(?P<level>",
                                                             f"{NUMBER_SIGN}(?P<level>"))
        md.inlinePatterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "backslash", 185)
        # Before emphasis (60), behind all that has an address.
        md.inlinePatterns.register(SimpleTextInlineProcessor(r"(?<=\d)(\*+)(?=\d)"), "times", 61)
        md.inlinePatterns.register(_Emphasis("*", "strong,em", md), "em_strong", 60)
        md.delimiters.add("_", "strong,em", smart=True)
        lists = md.treeprocessors["attr_list"]
        lists.HEADER_RE = re.compile(rf"[ ]+{ATTRIBUTES}[ ]*$")
        lists.BLOCK_RE = re.compile(rf"\n[ ]*{ATTRIBUTES}[ ]*$")
        lists.INLINE_RE = re.compile(rf"^{ATTRIBUTES}")


class _MisfitError(Exception):
    """Two marks of emphasis were to be a pair, and one is longer than the other."""


class _Emphasis(DelimiterProcessor):
    """Emphasis that takes marks alone: of `*b**b*x` Python-Markdown takes the “x”, too."""

    text = ""

    def handleMatch(self, m: re.Match[str], data: str  # noqa: N802 (Python-Markdown's name)
                    ) -> tuple[Element | None, int | None, int | None]:
        self.text = data
        try:
            found: tuple[Element | None, int | None, int | None] = super().handleMatch(m, data)
        except _MisfitError:
            self.reset()
            return None, m.start(), m.end()
        return found

    def add_region(self, delim: Delimiter, a: int, b: int, c: int, d: int, size: int) -> None:
        if self.text[c:d] != delim.token * size:
            raise _MisfitError
        super().add_region(delim, a, b, c, d, size)


class _Needed(Preprocessor):
    """Have a text read by those inline patterns alone of which it holds the sign."""

    def run(self, lines: list[str]) -> list[str]:
        held, patterns = set("".join(lines)), self.md.inlinePatterns
        idle = [patterns[name] for name, signs in SIGNS.items() if held.isdisjoint(signs)]
        inline: Any = self.md.treeprocessors["inline"]
        inline.inlinePatterns = [pattern for pattern in patterns if pattern not in idle]
        return lines


class _Indent(Preprocessor):
    """Indent what belongs to a list by four spaces for each level."""

    def run(self, lines: Sequence[str]) -> list[str]:
        return _indented(lines)


def _indented(written: Sequence[str], *, quoted: bool = False) -> list[str]:
    lines = [TYPED_GAP.sub(r"\1 ", line) for line in _with_quotations(written)]
    done: list[str] = []
    items: list[int] = []
    place = 0
    while place < len(lines):
        line, above = lines[place], lines[place - 1] if place else ""
        indent = len(line) - len(line.lstrip(" "))
        item, end = ITEM.match(line), _fence_end(lines, place)
        fresh = not above.strip()
        if item or fresh or end:
            inner = [start for start in items if indent >= start + 2]
            begins = item and (items or (indent < STEP and (fresh or _interrupts(line, above))))
            items = inner if line.strip() else items
        if end and (items or quoted):
            done += "", *_code(lines[place + 1:end], indent, len(items)), ""
            place = end + 1
            continue
        if item and begins:
            if not fresh and not items and not ITEM.match(above):
                done.append("")
            line = " " * STEP * len(items) + line.lstrip(" ")
            items = [*items, indent]
        elif fresh and line.strip():
            line = " " * max(indent, STEP * len(items)) + line.lstrip(" ")
        done.append(line)
        if not items and _ends_block(done):
            done.append("")
        place += 1
    return done


def _with_quotations(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines, those of each quotation indented as a text of its own."""
    for sign, group in groupby(lines, lambda line: (QUOTED.match(line) or [""])[0]):
        if sign:
            inner = [line.removeprefix(sign).removeprefix(" ") for line in group]
            yield from (f"{sign} {line}" if line else sign
                        for line in _indented(inner, quoted=True))
        else:
            yield from group


def _ends_block(lines: Sequence[str]) -> bool:
    """Tell whether the last line is a heading's: the converter copies all of a block behind it."""
    return bool(HEADING.match(lines[-1]) or (
        UNDERLINE.fullmatch(lines[-1]) and "".join(lines[-2:-1]).strip()
        and not "".join(lines[-3:-2]).strip()))


def _interrupts(line: str, above: str) -> bool:
    """Tell whether a list begins on a line though the one above is not blank (CommonMark, 5.2)."""
    return not APART.match(above) and not re.match(r"(?!1\.)\d", line.lstrip(" "))


def _fence_end(lines: Sequence[str], place: int) -> int:
    """Return the place of the line that closes the fence which a line opens, or 0."""
    opening = FENCE.match(lines[place])
    if not opening:
        return 0
    return next((end for end in range(place + 1, len(lines))
                 if lines[end].strip().startswith(opening[1])), 0)


def _code(lines: Sequence[str], indent: int, level: int) -> list[str]:
    """Return the lines of a fence as code that is indented in an item."""
    return [" " * STEP * (level + 1) + (line[indent:] if not line[:indent].strip() else
                                        line.lstrip(" ")) if line.strip() else ""
            for line in lines]
