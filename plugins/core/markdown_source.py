"""Tell which characters of a Markdown source are shown or used as they are."""

import re
from bisect import bisect, bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise

TOKEN = re.compile(r"\\.|`++|<!--|<\?|<[A-Za-z/]|(?<=\])\(", re.DOTALL)
TAG = re.compile(r"""</?([A-Za-z][A-Za-z0-9-]*+)(?:[^"'<>]++|"[^"]*+"|'[^']*+')*+>""")

AUTOLINK = re.compile(r"<[A-Za-z][\w.+-]*+:[^\s<>]*+>")

DESTINATION = re.compile(
    r"""\(\s*+(?:<[^<>\n]*+>|[^\s()<]*+(?:\([^\s()]*+\)[^\s()]*+)*+)"""
    r"""(?:\s++(?:"[^"]*+"|'[^']*+'|\([^()]*+\)))?+\s*+\)""")

DEFINITION = re.compile(
    r"""^ {0,3}\[([^\[\]\n]++)\]:[ \t]*+(?:\n[ \t]*+)?+[^\s]++[ \t]*+"""
    r"""(?:"[^"\n]*+"|'[^'\n]*+'|\([^()\n]*+\))?+[ \t\r]*+$""", re.MULTILINE)

CODE = re.compile(b"\2++")

Span = tuple[int, int]
Line = tuple[int, str]

BLANK_LINE = re.compile(r"\n[ \t\r]*+(?=\n)")
VERBATIM = frozenset({"code", "kbd", "pre", "samp", "script", "style", "textarea"})
FENCE = re.compile(r"^[ \t>]*+(`{3,}+|~{3,}+)([^\n]*+)$", re.MULTILINE)
CONTAINER = re.compile(r"[ \t]*(?:[*+-]|\d{1,9}[.)]|:|\[\^[^\]\n]+\]:|!!!)[ \t]")
HEADING = re.compile(r" {0,3}#{1,6}[ \t]")

RAW_HTML = re.compile(
    r" {0,3}<(address|article|aside|blockquote|center|details|div|dl|fieldset|figure|footer|form"
    r"|header|main|nav|ol|p|section|table|ul)\b", re.IGNORECASE)


@dataclass(frozen=True)
class MarkdownSource:
    """A text, and what must be known of it before anything in it is believed.

    `mask` has one byte for each character: 1 if nothing is to be recognised in it, and 2 if it is
    code or a comment. `labels` are those of the link definitions `[label]: address`, each with its
    place; `indented` are the lines that are code by their indentation.
    """

    text: str
    mask: bytes
    labels: Mapping[str, Span]
    indented: Sequence[Span]

    @cached_property
    def outside_code(self) -> str:
        """The text with blanks for code and comments; each place stays where it was."""
        parts, done = list[str](), 0
        for start, end in (found.span() for found in CODE.finditer(self.mask)):
            parts += self.text[done:start], re.sub(r"[^\n]", " ", self.text[start:end])
            done = end
        return "".join(parts) + self.text[done:]


@lru_cache(maxsize=1)
def read_source(text: str) -> MarkdownSource:
    """Return a Markdown source; of the last one, for which all ask in turn, it is known already."""
    fenced = list(_fenced(text))
    indented = list(_indented(_lines_outside(text, fenced)))
    mask = _literal_mask(text, fenced + indented)
    labels = {label(found[1]): found.span() for found in DEFINITION.finditer(text)
              if not mask[found.start(1) - 1]}
    return MarkdownSource(text, bytes(mask), labels, indented)


def label(text: str) -> str:
    """Return a link label as Markdown compares it."""
    return " ".join(text.split()).casefold()


def _literal_mask(text: str, code: Iterable[Span]) -> bytearray:
    """Return one byte for each character of `text`: 1 or 2 if it is literal.

    Literal are code blocks and spans and comments (2), `<pre>` and its like, tags with their
    attributes, link destinations, and a character after a backslash. The time is linear in the
    text.
    """
    mask = bytearray(len(text))
    for start, end in code:
        mask[start:end] = b"\2" * (end - start)
    code_ends, hopeless = _code_span_ends(text), set[str]()
    position = 0
    while found := TOKEN.search(text, position):
        start = found.start()
        if mask[start]:
            position = _next_open(mask, start)
            continue
        code_end = code_ends.get(start)
        end = code_end or _literal_end(text, found, hopeless)
        mask[start:end] = (b"\2" if code_end or found[0] == "<!--" else b"\1") * (end - start)
        position = max(end, found.end())
    return mask


def _next_open(mask: bytearray, start: int) -> int:
    position = mask.find(b"\0", start)
    return position if position >= 0 else len(mask)


def _code_span_ends(text: str) -> dict[int, int]:
    """Return where the code span ends that a run of backticks opens; it stays in its paragraph."""
    blanks = [found.start() for found in BLANK_LINE.finditer(text)]
    runs: dict[int, list[int]] = {}
    for found in re.finditer("`++", text):
        runs.setdefault(len(found[0]), []).append(found.start())
    ends = {}
    for length, starts in runs.items():
        for start, closer in pairwise(starts):
            if bisect_left(blanks, start) == bisect_right(blanks, closer):
                ends[start] = closer + length
    return ends


def _literal_end(text: str, found: re.Match[str], hopeless: set[str]) -> int:
    """Return where what begins at a token ends, or its start if it is nothing literal."""
    start, token = found.start(), found[0]
    if token[0] == "\\":
        return found.end()
    if token == "<!--":
        return _after("-->", text, start, found.end(), hopeless)
    if token == "<?":
        return _after("?>", text, start, found.end(), hopeless)
    if token == "(":
        link = DESTINATION.match(text, start)
        return link.end() if link else start
    if token[0] == "<":
        return _markup_end(text, start, hopeless)
    return start


def _markup_end(text: str, start: int, hopeless: set[str]) -> int:
    tag = AUTOLINK.match(text, start) or TAG.match(text, start)
    if not tag:
        return start
    name = tag[1].lower() if tag.re is TAG else ""
    if name not in VERBATIM or text[start + 1] == "/" or tag[0].endswith("/>"):
        return tag.end()
    closing = _after(f"</{name}", text, start, tag.end(), hopeless)
    return closing if closing > start else tag.end()


def _after(closer: str, text: str, start: int, position: int, hopeless: set[str]) -> int:
    """Return the end of the next `closer`, or `start` if none follows.

    What was once not found is never sought again: the rest of the text holds none.
    """
    if closer in hopeless:
        return start
    found = re.compile(re.escape(closer), re.IGNORECASE).search(text, position)
    if not found:
        hopeless.add(closer)
        return start
    return found.end()


def _fenced(text: str) -> Iterator[Span]:
    """Yield the fences with their code; one that nothing closes opens no block."""
    fences = list(FENCE.finditer(text))
    longest = _longest_closers(fences)
    index = 0
    while index < len(fences):
        opener, mark = fences[index], fences[index][1]
        index += 1
        inline = mark[0] == "`" and "`" in opener[2]
        if inline or longest[index].get(mark[0], 0) < len(mark):
            continue
        while not fences[index][1].startswith(mark) or fences[index][2].strip():
            index += 1
        yield opener.start(), fences[index].end()
        index += 1


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
    """Yield the lines of code by indentation; what is indented inside a list item, a footnote, a
    box or raw HTML is none.
    """
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
