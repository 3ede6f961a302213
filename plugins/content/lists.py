"""Indent lists as the converter asks for it, where somebody wrote them as most programs do.

Python-Markdown knows four spaces only: of a list indented by two or three, or right below its
paragraph, and of a fence in a list it would make running text.
"""

import re
from collections.abc import Sequence

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

STEP = 4

ITEM = re.compile(r"( *)([*+-]|\d{1,3}\.) +(?=\S)(?![*_-](?: *[*_-])+ *$)")
FENCE = re.compile(r" *(`{3,}|~{3,})[^`]*$")
APART = re.compile(r" *(?:[#>|\x02:]|!!!|\[\^?[^\]]+\]:|\*\[)|.*\|")
"""A line below which no list begins: it is not a paragraph, or has lists of its own."""

LONG_NUMBER = r"^[ ]{0,3}((\d{1,3}\.))[ ]+(.*)"
"""The beginning of an item; 2024. is a year."""


class ListExtension(Extension):
    """Let lists be written as in other programs."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        # Behind HTML (20) and fences (25), which are out of the way then.
        md.preprocessors.register(_Indent(md), "indent", 15)
        items = md.parser.blockprocessors["olist"]
        items.RE = items.CHILD_RE = re.compile(LONG_NUMBER)


class _Indent(Preprocessor):
    """Indent what belongs to a list by four spaces for each level."""

    def run(self, lines: Sequence[str]) -> list[str]:
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
            if end and items:
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
            place += 1
        return done


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
