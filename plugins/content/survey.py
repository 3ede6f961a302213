"""Survey a text: what its body holds, and on which line."""

import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import unquote

from plugins.content.header import Header
from plugins.content.source import Source
from plugins.content.text import Heading, Image, Link, Note, Shortcode, Tag, Text
from plugins.core.markdown_source import MarkdownSource, Span, read_source
from plugins.forms.wordpress.shortcodes import find_shortcodes, written_well

NO_PROSE = "\ue000"
"""Stands for each character that is not read as prose."""

NOTES = re.compile(r"\{:?[^{}\n]*\}|^[ ]{0,3}\[[^\]\n]+\]:(?:[ \t]*\S+[ \t]*$)?", re.MULTILINE)
"""Attributes in braces, the label of a note, the definition of a link."""

IMAGE = re.compile(r"""!\[|<img\b(?:[^>"']|"[^"]*"|'[^']*')*>""", re.IGNORECASE)

CLASSES = re.compile(r"\{:?([^{}\n]*)\}")

ATTRIBUTE = re.compile(r"""(?<![\w-])(alt|class|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""",
                       re.IGNORECASE)

DESTINATION = re.compile(r"""\(\s*<?([^)\s>]*)[^)"']*(?:"[^"]*"|'[^']*')?[^)]*\)|\[[^\]\n]*\]""")

# As Python-Markdown sees them: a space after the “#” is not asked for.
HEADING = re.compile(r"^[> ]{0,3}(?P<marks>\#{1,6})(?!\#)[^\n]*\S"
                     r"|(?:\A|\n[ \t]*\n)(?=[^\n]*\S)[^\n]*\n(?P<line>=|-)(?P=line)*[ ]*$"
                     r"|<h(?P<tag>[1-6])\b", re.MULTILINE | re.IGNORECASE)

FOOTNOTE = re.compile(r"^[ ]{0,3}\[\^(?P<written>[^\]\n]+)\]:|(?<!\\)\[\^(?P<called>[^\]\n]+)\]",
                      re.MULTILINE)

TAG = re.compile(r"""<([A-Za-z][A-Za-z0-9-]*+)(?=[\s/>])((?:[^"'<>]++|"[^"]*+"|'[^']*+')*+)>""")

GIVEN = re.compile(r"""(?<=\s)([A-Za-z][\w-]*+)\s*+(?:=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>]++))?+""")

ANCHOR = re.compile(r"""<[^<>]*?\s(?:id|name)="([^"]+)\"""")

LineAt = Callable[[int], int]
"""Returns the line of the file on which a place of the body stands."""

# Where Markdown or HTML have the address of a link: [a](…), [a](<…>), [a]: …, href="…", src="…",
# and <https://…>.
# `[^1]: …` is a note.
ADDRESS = re.compile(r"""
    (?: \]\(\s* | ^[ ]{0,3}\[(?!\^)[^\]\n]+\]:[ \t]* | (?:href|src)\s*=\s*(?P<quote>["'])
      | (?=<https?://) )
    (?P<angle><)?
    (?P<address> (?:\{(?P<kind>\w+)\})?
        (?P<target> (?(angle)[^>\n]* | (?(quote)[^"'\n]* | [^)\s]*) ) ) )
    """, re.VERBOSE | re.MULTILINE)

BRACKET = re.compile(r"[\[\]]")
LETTER = re.compile(r"[^\n]")
MASKED = re.compile(b"\1++")


def survey(source: Source, header: Header, html: str) -> Text:
    """Return what is known of a text; `html` is its body as it is printed."""
    body, line_at = header.body, header.line_at
    known = read_source(body)
    text = known.outside_code
    shortcodes = find_shortcodes(body)
    spans = [(shortcode.start, shortcode.end) for shortcode in shortcodes]
    return Text(
        source.path, source.kind, source.key, source.lang, source.date or header.day("date"),
        header.day("modified"), dict(header.values), dict(header.lines), body,
        header.body_line,
        prose=_prose(known, spans), links=tuple(find_links(body, header.body_line)),
        images=tuple(_images(text, line_at)), headings=tuple(_headings(text, line_at)),
        shortcodes=tuple(
            Shortcode(line_at(shortcode.start), body[shortcode.start:shortcode.end],
                      written_well(shortcode)) for shortcode in shortcodes),
        notes=tuple(_notes(text, line_at)), tags=tuple(_tags(text, line_at)),
        anchors=frozenset(ANCHOR.findall(html)))


def _prose(source: MarkdownSource, shortcodes: Iterable[Span]) -> str:
    """Return the body with a stand-in for each character that is not prose."""
    mask = bytearray(source.mask)
    for start, end in [*shortcodes, *(note.span() for note in NOTES.finditer(source.text))]:
        mask[start:end] = b"\1" * (end - start)
    parts, done = list[str](), 0
    for masked in MASKED.finditer(mask):
        parts += source.text[done:masked.start()], LETTER.sub(
            NO_PROSE, source.text[masked.start():masked.end()])
        done = masked.end()
    return "".join(parts) + source.text[done:]


def _images(text: str, line_at: LineAt) -> Iterator[Image]:
    closes = {opening: closing for closing, opening in _brackets(text).items()}
    for found in IMAGE.finditer(text):
        line = line_at(found.start())
        if found[0][0] == "<":
            given = {name.lower(): double or single or bare
                     for name, double, single, bare in ATTRIBUTE.findall(found[0])}
            yield Image(line, given.get("src", ""), given.get("alt"),
                        tuple(given.get("class", "").split()))
            continue
        closing = closes.get(found.end() - 1, -1)
        destination = DESTINATION.match(text, closing + 1) if closing > 0 else None
        if destination and (closing == 0 or text[found.start() - 1:found.start()] != "\\"):
            classes = CLASSES.match(text, destination.end())
            yield Image(line, destination[1] or "", text[found.end():closing],
                        tuple(re.findall(r"\.([\w-]+)", classes[1]) if classes else ()))


def _headings(text: str, line_at: LineAt) -> Iterator[Heading]:
    for found in HEADING.finditer(text):
        level = (len(found["marks"]) if found["marks"] else int(found["tag"]) if found["tag"]
                 else 1 if found["line"] == "=" else 2)
        # What parts a heading from the text before it belongs to the match, and not to its line.
        start = found.end() - len(found[0].lstrip("\n \t"))
        yield Heading(line_at(start), level)


def _notes(text: str, line_at: LineAt) -> Iterator[Note]:
    for found in FOOTNOTE.finditer(text):
        yield Note(line_at(found.start()), found["written"] or found["called"],
                   bool(found["written"]))


def _tags(text: str, line_at: LineAt) -> Iterator[Tag]:
    for found in TAG.finditer(text):
        names = tuple(name.lower() for name in GIVEN.findall(found[2]))
        yield Tag(line_at(found.start()), found[1].lower(), names)


def find_links(body: str, first_line: int = 1) -> Iterator[Link]:
    """Yield the links and images of a Markdown text; code and comments are passed over."""
    text = read_source(body).outside_code
    label_of = _labels(text)
    for found in ADDRESS.finditer(text):
        path, _, anchor = found["target"].strip().partition("#")
        place = found.start("address")
        yield Link(place, first_line + body.count("\n", 0, place), found["kind"] or "",
                   unquote(path.partition("?")[0]), unquote(anchor), label_of(found))


def _labels(text: str) -> Callable[[re.Match[str]], str | None]:
    """Return what finds the words of a link; an image has none, a definition has them elsewhere."""
    opens = _brackets(text)
    first, last = text.find("<a"), max(text.rfind("</a>"), 0)

    def label(found: re.Match[str]) -> str | None:
        if found[0].startswith("]("):
            opening = opens.get(found.start(), -1)
            is_image = opening > 0 and text[opening - 1] == "!"
            return None if opening < 0 or is_image else text[opening + 1:found.start()]
        if found[0].startswith("href") and 0 <= first <= found.start() - 2:
            begins = text.find(">", found.end(), last) + 1
            return text[begins:text.find("</a>", begins)] if begins else None
        return None

    return label


def _brackets(text: str) -> dict[int, int]:
    """Return where each bracket that closes was opened; what has no partner is not told of."""
    opened: list[int] = []
    pairs = {}
    for bracket in BRACKET.finditer(text):
        if bracket[0] == "[":
            opened.append(bracket.start())
        elif opened:
            pairs[bracket.start()] = opened.pop()
    return pairs
