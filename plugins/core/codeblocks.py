"""Find the code blocks of a Markdown source: fenced ones and indented ones."""

import re
from bisect import bisect
from collections.abc import Iterable, Iterator
from itertools import accumulate

Span = tuple[int, int]
Line = tuple[int, str]

FENCE = re.compile(r"^[ \t>]*+(`{3,}+|~{3,}+)([^\n]*+)$", re.MULTILINE)
CONTAINER = re.compile(r"[ \t]*(?:[*+-]|\d{1,9}[.)]|:|\[\^[^\]\n]+\]:|!!!)[ \t]")
HEADING = re.compile(r" {0,3}#{1,6}[ \t]")
RAW_HTML = re.compile(
    r" {0,3}<(address|article|aside|blockquote|center|details|div|dl|fieldset|figure|footer|form"
    r"|header|main|nav|ol|p|section|table|ul)\b", re.IGNORECASE)


def code_blocks(text: str) -> list[Span]:
    """Return the spans of the code blocks, in order, as Python-Markdown sees them.

    A fence that nothing closes opens no block there; what is indented inside a list item, a
    footnote, a box or raw HTML is no code.
    """
    fenced = list(_fenced(text))
    return sorted(fenced + list(_indented(_lines_outside(text, fenced))))


def _fenced(text: str) -> Iterator[Span]:
    fences = list(FENCE.finditer(text))
    longest = _longest_closers(fences)
    index = 0
    while index < len(fences):
        opener, mark = fences[index], fences[index][1]
        index += 1
        inline = mark[0] == "`" and "`" in opener[2]
        if inline or longest[index].get(mark[0], 0) < len(mark):
            continue
        while not _closes(fences[index], mark):
            index += 1
        yield opener.start(), fences[index].end()
        index += 1


def _closes(fence: re.Match[str], mark: str) -> bool:
    return fence[1].startswith(mark) and not fence[2].strip()


def _longest_closers(fences: list[re.Match[str]]) -> list[dict[str, int]]:
    """Return the longest closing fence of each kind from each fence on; linear for any text."""
    longest: list[dict[str, int]] = [{}]
    for fence in reversed(fences):
        best, mark = longest[-1], fence[1]
        if not fence[2].strip() and len(mark) > best.get(mark[0], 0):
            best = {**best, mark[0]: len(mark)}
        longest.append(best)
    return longest[::-1]


def _lines_outside(text: str, spans: list[Span]) -> Iterator[Line]:
    lines = text.split("\n")
    starts = accumulate((len(line) + 1 for line in lines), initial=0)
    firsts = [start for start, _ in spans]
    for start, line in zip(starts, lines, strict=False):
        index = bisect(firsts, start) - 1
        if index < 0 or start > spans[index][1]:
            yield start, line


def _indented(lines: Iterable[Line]) -> Iterator[Span]:
    level, fresh = 0, True
    for start, line in _outside_raw_html(lines):
        if not line.strip():
            fresh = True
            continue
        depth = _width(line) // 4
        if fresh and depth > level:
            yield start, start + len(line)
            continue
        if CONTAINER.match(line):
            level = depth + 1
        elif fresh:
            level = depth
        fresh = bool(HEADING.match(line))


def _outside_raw_html(lines: Iterable[Line]) -> Iterator[Line]:
    name, depth = "", 0
    for start, line in lines:
        if depth <= 0:
            opening = RAW_HTML.match(line)
            name, depth = (opening[1].lower(), 0) if opening else ("", 0)
        if not name:
            yield start, line
            continue
        tags = re.findall(rf"<(/?){name}\b", line.lower())
        depth += sum(-1 if closing else 1 for closing in tags)
        yield start, line.lstrip()


def _width(line: str) -> int:
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    return len(indent.expandtabs(4))
