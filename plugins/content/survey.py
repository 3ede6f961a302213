"""Survey a text: what its body holds, and on which line."""

import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import unquote

from plugins.content.header import Header
from plugins.content.source import Source
from plugins.content.text import Heading, Image, Link, Note, Shortcode, Tag, Text
from plugins.core.markdown_source import literal_mask
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

LEFT_ALONE = re.compile(r"^(`{3,}|~{3,}).*?^\1|(`+)(?!`)[^`\n]*\2|<!--.*?-->",
                        re.MULTILINE | re.DOTALL)
"""Code and comments."""

CLOSING = re.compile(r"[^>]*>(.*?)</a>", re.DOTALL)


def survey(source: Source, header: Header, html: str) -> Text:
    """Return what is known of a text; `html` is its body as it is printed."""
    body, line_at = header.body, header.line_at
    text = outside_code(body)
    shortcodes = find_shortcodes(body)
    spans = [(shortcode.start, shortcode.end) for shortcode in shortcodes]
    return Text(
        source.path, source.kind, source.key, source.lang, source.date or header.day("date"),
        header.day("modified"), dict(header.values), dict(header.lines), body,
        header.body_line,
        prose=_prose(body, spans), links=tuple(find_links(body, header.body_line)),
        images=tuple(_images(text, line_at)), headings=tuple(_headings(text, line_at)),
        shortcodes=tuple(
            Shortcode(line_at(shortcode.start), body[shortcode.start:shortcode.end],
                      written_well(shortcode)) for shortcode in shortcodes),
        notes=tuple(_notes(text, line_at)), tags=tuple(_tags(text, line_at)),
        anchors=frozenset(ANCHOR.findall(html)))


def _prose(body: str, shortcodes: Iterable[tuple[int, int]]) -> str:
    """Return the body with a stand-in for each character that is not prose."""
    letters = [NO_PROSE if masked and letter != "\n" else letter
               for letter, masked in zip(body, literal_mask(body), strict=True)]
    spans = [*shortcodes, *(note.span() for note in NOTES.finditer(body))]
    for start, end in spans:
        letters[start:end] = ("\n" if letter == "\n" else NO_PROSE for letter in body[start:end])
    return "".join(letters)


def _images(text: str, line_at: LineAt) -> Iterator[Image]:
    for found in IMAGE.finditer(text):
        line = line_at(found.start())
        if found[0][0] == "<":
            given = {name.lower(): double or single or bare
                     for name, double, single, bare in ATTRIBUTE.findall(found[0])}
            yield Image(line, given.get("src", ""), given.get("alt"),
                        tuple(given.get("class", "").split()))
            continue
        closing = _closing_bracket(text, found.end() - 1)
        destination = DESTINATION.match(text, closing + 1) if closing > 0 else None
        if destination and (closing == 0 or text[found.start() - 1:found.start()] != "\\"):
            classes = CLASSES.match(text, destination.end())
            yield Image(line, destination[1] or "", text[found.end():closing],
                        tuple(re.findall(r"\.([\w-]+)", classes[1]) if classes else ()))


def _closing_bracket(text: str, opening: int) -> int:
    """Return where the bracket closes that opens at a place, or -1."""
    closing = text.find("]", opening)
    while closing > 0 and opening_bracket(text, closing + 1) != opening:
        closing = text.find("]", closing + 1)
    return closing


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
    text = outside_code(body)
    for found in ADDRESS.finditer(text):
        path, _, anchor = found["target"].strip().partition("#")
        place = found.start("address")
        yield Link(place, first_line + body.count("\n", 0, place), found["kind"] or "",
                   unquote(path.partition("?")[0]), unquote(anchor), _label(text, found))


def outside_code(body: str) -> str:
    """Return a Markdown text with blanks for code and comments; each place stays where it was."""
    return LEFT_ALONE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), body)


def opening_bracket(text: str, end: int) -> int:
    """Return where the bracket opens that closes before `end`, or -1."""
    depth = 0
    for place in range(end - 1, -1, -1):
        depth += {"]": 1, "[": -1}.get(text[place], 0)
        if depth == 0:
            return place
    return -1


def _label(text: str, found: re.Match[str]) -> str | None:
    """Return the words of a link; an image has none, and a definition has them elsewhere."""
    if found[0].startswith("]("):
        opening = opening_bracket(text, found.start() + 1)
        is_image = opening > 0 and text[opening - 1] == "!"
        return None if opening < 0 or is_image else text[opening + 1:found.start()]
    if found[0].startswith("href") and text.rfind("<a", 0, found.start()) >= 0:
        closing = CLOSING.match(text, found.end())
        return closing[1] if closing else None
    return None
