"""Survey a text: what its page shows, and on which line of the source that was written.

What a text holds is read from its HTML alone; the source only tells the lines.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from itertools import zip_longest
from urllib.parse import unquote

from plugins.content.header import Header, shown_keys
from plugins.content.source import Source
from plugins.content.text import Heading, Image, Link, Note, Shortcode, Text
from plugins.core.html import MARKUP, RAW, attributes
from plugins.core.markdown_source import MarkdownSource, Span, read_source
from plugins.core.places import Places
from plugins.core.plain_text import expression
from plugins.forms.wordpress.shortcodes import find_shortcodes, written_well
from plugins.register.terms import MARKED, Wording

NO_PROSE = "\ue000"
"""Stands for each character that is not read as prose."""

NOTES = expression(r"\{:?[^{}\n]*\}|^[ ]{0,3}\[[^\]\n]+\]:(?:[ \t]*\S+[ \t]*$)?", re.MULTILINE)
"""Attributes in braces, the label of a note, the definition of a link."""

ANCHOR = expression(r"""<[^<>]*?\s(?:id|name)\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"'>]+))""",
                    re.IGNORECASE)

SPOKEN = expression(r"<(\w+)\b[^>]*\blang=.*?</\1>|\*[^*\n]+\*\{[^}\n]*\blang=",
                    re.IGNORECASE | re.DOTALL)
"""What is said to be in a language of its own: an element, or words."""

SPOKEN_BLOCK = expression(r"^[ \t>]*\{:[^}\n]*\blang=", re.MULTILINE)
"""The line below a paragraph that says the same of it."""

ADDRESS = expression(r"(?:(?:\{|%7B)(\w+)(?:\}|%7D))?(.*)", re.DOTALL)
"""The kind of a link, and what it names."""

MISSING = "[]"
"""The kind of a link whose address is nowhere."""

LETTER = expression(r"[^\n]")
MASKED = re.compile(b"[\1\2]++")

OWN_LINKS = ("footnote-ref", "footnote-backref")
"""The links between a note and its calls, which nobody wrote."""

HEADINGS = frozenset(f"h{level}" for level in range(1, 7))

WORDED = HEADINGS | {"a"}
"""The elements whose words are asked for."""

MOST_OPEN = 20
"""Elements whose words are gathered at once; more are open only where none is closed."""

VERBATIM = frozenset({"code", "kbd", "pre", "samp"})

NAME = expression(r"<(/?[A-Za-z][^\s/>]*)")

BOLD = expression(r"(?<![\w*])\*\*(?:(?=[\w«“(])|[ \u00a0](?=[^\W\d][^*]{0,200}\*\*))[^*\n]{1,20}")
"""Asterisks that open right before words, or around them with a space."""

BRACKETS = expression(r"\[\^([^\]]*)\]|\[([^\[\]]*[^\W\d][^\[\]]*)\]\[([^\[\]^]*)\]")
"""The call for a note, and a link through a reference."""


@dataclass(frozen=True)
class Element:
    """An element: its tag, its attributes and the pieces of its words.

    `parent` is the element that opened just before it. One without a name is what readers see of
    Markdown: the call for a `note`, or the words of a link through a `reference`, that nobody has
    written, and the asterisks of words that were to be `bold`.
    """

    name: str
    source: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    parent: str = ""
    pieces: list[str] = field(default_factory=list)
    note: str = ""
    reference: str = ""
    bold: str = ""

    @property
    def words(self) -> str:
        """What readers see of it, or hear."""
        return "".join(self.pieces)


def survey(source: Source, header: Header, converted: str, html: str,
           wording: Wording | None = None) -> Text:
    """Return what is known of a text; `converted` is what its body has become before forms and
    typesetting, `html` is its body as it is printed. The `wording` knows the words to avoid.
    """
    body = header.body
    known = read_source(body)
    elements, places = read_elements(converted), Places(known.outside_code, header.body_line)
    links = list(_links(elements, places))
    shortcodes = find_shortcodes(body)
    prose = _prose(known, [(shortcode.start, shortcode.end) for shortcode in shortcodes])
    return Text(
        source.path, source.kind, source.key, source.lang, source.date or header.day("date"),
        header.day("modified"), dict(header.values), dict(header.lines), body, header.body_line,
        prose=prose,
        links=tuple(link for link, _ in links),
        images=tuple(Image(link.words_line, shown.given.get("src", ""), shown.given.get("alt"),
                           tuple(shown.given.get("class", "").split()))
                     for link, shown in links if shown.name == "img"),
        headings=tuple(_headings(elements, places)),
        shortcodes=tuple(
            Shortcode(header.line_at(shortcode.start), body[shortcode.start:shortcode.end],
                      written_well(shortcode)) for shortcode in shortcodes),
        notes=tuple(_notes(elements, places)),
        asterisks=tuple((places.next("bold", element.bold), element.bold) for element in elements
                        if element.bold and places.unescaped(element.bold)),
        anchors=frozenset(unescape("".join(found)) for found in ANCHOR.findall(html)),
        terms=tuple(key for key, _ in MARKED.findall(html)),
        avoided=tuple(_avoided(header, body, prose, wording)) if wording else ())


def _avoided(header: Header, body: str, prose: str, wording: Wording
             ) -> Iterator[tuple[int, str, str]]:
    """Yield the line of each word to avoid, as it is written, and the right one.

    Words in another language are left alone.
    """
    for name in shown_keys():
        for _, written, right in wording.avoided(header.get(name)):
            yield header.lines[name], written, right
    found = list(wording.avoided(prose))
    spoken = [one.span() for one in SPOKEN.finditer(body)] if found else []
    for place, written, right in found:
        start, end = body.rfind("\n\n", 0, place) + 1, body.find("\n\n", place)
        if not (any(first <= place < last for first, last in spoken)
                or SPOKEN_BLOCK.search(body, start, end if end >= 0 else len(body))):
            yield header.line_at(place), written, right


def find_links(html: str, body: str) -> Iterator[Link]:
    """Yield the links and images of a body that became this HTML; its first line is 1."""
    places = Places(read_source(body).outside_code, 1)
    return (link for link, _ in _links(read_elements(html), places))


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


def _links(elements: Iterable[Element], places: Places) -> Iterator[tuple[Link, Element]]:
    for element in elements:
        if element.reference and (
                places.unescaped(f"[{element.words}][{element.reference}]")
                or places.unescaped(f"[{element.words}][]")):
            line = places.next("words", f"[{element.words}]")
            yield Link(-1, line, MISSING, element.reference, "", element.words, line), element
        address = element.given.get("href", element.given.get(
            "src", "" if element.name == "img" else None))
        if address is None or element.given.get("class") in OWN_LINKS:
            continue
        kind, named = ADDRESS.findall(address.strip())[0]
        path, _, anchor = named.partition("#")
        place = places.address(element.name, address)
        line = words_line = places.line(place)
        if place < 0 or places.defines(place):
            words_line = places.words([*element.pieces, element.given.get("alt", "")])
        yield Link(place, line if place >= 0 else words_line, kind,
                   unquote(path.partition("?")[0]), unquote(anchor),
                   element.words if element.name == "a" else None, words_line), element


def _headings(elements: Iterable[Element], places: Places) -> Iterator[Heading]:
    for element in elements:
        if element.name in HEADINGS and element.parent != "aside":  # a box has a title of its own
            level, words = int(element.name[1]), "".join(element.pieces[:1]).strip()
            marks = "#" * level
            spellings = (f"{marks} {words}", marks + words, words) if words else ()
            yield Heading(places.next("heading", *spellings, f"\n{marks}", element.source),
                          level, element.words.strip())


def _notes(elements: Iterable[Element], places: Places) -> Iterator[Note]:
    for element in elements:
        name, css, own_id = element.note, element.given.get("class"), element.given.get("id", "")
        if name and places.unescaped(f"[^{name}]"):
            yield Note(places.next("call", f"[^{name}]"), name, written=False)
        elif css == "footnote-ref":
            name = element.given["href"].removeprefix("#fn-")
            yield Note(places.next("call", f"[^{name}]"), name, written=False)
        elif element.name == "li" and own_id.startswith("fn-"):
            name = own_id.removeprefix("fn-")
            yield Note(places.next("note", f"[^{name}]:"), name, written=True)


def read_elements(html: str) -> list[Element]:
    """Return the elements of a text in the order in which they open; comments hold none."""
    elements: list[Element] = []
    worded: list[Element] = []
    verbatim, last, raw = 0, "", ""
    pieces = MARKUP.split(html)
    for text, tag in zip_longest(pieces[::2], pieces[1::2], fillvalue=""):
        if not raw:
            if worded:
                _add(worded, unescape(text))
            if "[" in text and not verbatim:
                elements += (Element("", pieces=[words], note=note, reference=reference or words)
                             for note, words, reference in BRACKETS.findall(unescape(text)))
            if "**" in text and not verbatim:
                elements += (Element("", bold=words) for words in BOLD.findall(unescape(text)))
        found = NAME.match(tag)
        if not found or raw not in ("", f"/{found[1].lower()}"):
            continue
        name = found[1].lower()
        raw = f"/{name}" if name in RAW else ""
        if name.startswith("/"):
            verbatim -= bool(verbatim and name[1:] in VERBATIM)
            _close(worded, name[1:])
            continue
        given = attributes(tag) if "=" in tag else {}
        elements.append(Element(name, tag, given, last))
        last, verbatim = name, verbatim + (name in VERBATIM)
        _add(worded, given.get("alt", ""))
        if name in WORDED:
            worded = [*worded[-MOST_OPEN:], elements[-1]]
    return elements


def _close(worded: list[Element], name: str) -> None:
    for place in range(len(worded) - 1, -1, -1):
        if worded[place].name == name:
            del worded[place]
            return


def _add(worded: list[Element], piece: str) -> None:
    if piece:
        for element in worded:
            element.pieces.append(piece)
