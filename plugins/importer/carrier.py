"""Hold what a conversion carries past the converter, and what it tells of the text.

The converter escapes what Python-Markdown would then print (`\\=`, `\\<`), and nothing at the
beginning of a line that only our dialect has. So each sign that means something to Markdown is one
of a private range until the lines are there, and only what would be misread is escaped.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from html_to_markdown import ConversionOptions, convert

from plugins.content.markdown import TAKEN
from plugins.core.email_address import SHAPE
from plugins.core.html import carried
from plugins.core.messages import Message, say
from plugins.core.plain_text import hang
from plugins.importer.tree import Element

OPTIONS = ConversionOptions(
    list_indent_width=4, bullets="-", autolinks=False, extract_metadata=False,
    newline_style="backslash", hidden_content="all")

ADJOINING = re.compile(r"(</(ul|ol)>)(?=<\2\b)")

NEAR = 60
"""Characters that are enough to find a place."""

MOST_TOLD = 200
"""Losses of one text that are told: who sees these looks for the others."""

BLANKS = re.compile(r"[\0-\x20\x7f-\xa0]")
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
KNOWN = ("http", "https", "mailto", "tel", "ftp", "sms", "callto")
ANCHOR = re.compile(r"[^\W\d_][\w.-]*")
PICTURES = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg|bmp)\Z", re.IGNORECASE)

PRIVATE = re.compile("[\ue000-\ue3ff]")
"""What texts may not hold themselves: no font shows it."""

FIRST = 0xE100
SIGNS = "\\`*_{}[]<>&|#+-=:~!."
SPACES = "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000"
"""Spaces that the converter would take for ordinary ones."""

HIDDEN = {ord(sign): chr(FIRST + number) for number, sign in enumerate(SIGNS + SPACES)}
SHOWN = {ord(hidden): chr(sign) for sign, hidden in HIDDEN.items()}
UNUSED = dict.fromkeys(range(0xE000, 0xE400))

PIECE = re.compile("\ue200(\\d+)\ue201")
BLOCK = re.compile("^(.*)\ue202(\\d+)\ue203[ ]*$", re.MULTILINE)
"""The place of a piece of Markdown in a line, and of several lines."""

_OF = {sign: HIDDEN[ord(sign)] for sign in SIGNS}
_GAP = f"(?=[ {''.join(HIDDEN[ord(space)] for space in SPACES)}]|$)"
_BEGINNING = r"(?:[ ]*(?:>|-|\d+\.)(?:[ ]+|$))*[ ]*"
"""What the converter itself puts at the beginning of a line."""

LINE = re.compile(
    rf"^({_BEGINNING})(?:(?P<mark>\ue200\d+\ue201)(?={_OF[':']})|(?P<number>\d{{1,3}})(?={_OF['.']}"
    rf"{_GAP})|(?=[{_OF['#']}{_OF['>']}]|[{_OF['+']}{_OF['-']}](?:{_OF['-']}|{_GAP})"
    rf"|{_OF['!']}{{3}})|(?P<plain>(?={_OF['~']}{{3}}|{_OF['=']}|{_OF[':']}{_GAP})))"
    rf"([{''.join(_OF.values())}])", re.MULTILINE)
"""A sign that begins a line, and would make it a heading, a list, a quotation, a box …"""

ALWAYS = re.compile(
    rf"{_OF['[']}(?P<kept>…|{_OF['.']}{{3}}|[^\W\d_]){_OF[']']}"
    rf"(?![(\ue200{_OF['[']}{_OF['{']}{_OF[':']}])"
    rf"|(?P<inner>(?<=[^\W_]){_OF['_']}+(?=[^\W_]))"
    rf"|(?P<bang>{_OF['!']}(?=\ue200))"
    rf"|(?P<amp>{_OF['&']}(?={_OF['#']}|\w+;))"
    rf"|[{''.join(_OF[sign] for sign in '`*_{[]<|')}{re.escape(_OF[chr(92)])}]"
    rf"|{_OF['#']}+(?=[ ]*(?:{_OF['{']}|$))", re.MULTILINE)


@dataclass
class Carrier:
    """What is known of one text while it is converted.

    `notes` are its notes by their ids, `anchors` the ids to which its own links lead; `numbers`
    those of the notes that were called for, in this order. `recent` are the last words. `fenceless`
    is said where our dialect sees no fence: in cells of HTML, in a quotation that is in something
    else. `nested` counts blocks in each other.
    """

    lang: str
    address: Callable[[str], str]
    picture: Callable[[str, str], str]
    notes: Mapping[str, Element]
    anchors: frozenset[str]
    numbers: dict[str, int] = field(default_factory=dict)
    told: list[tuple[Message, str]] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    recent: str = ""
    fenceless: bool = False
    nested: int = 0

    def tell(self, message: Message, near: Element | str = "") -> None:
        """Tell what could not be kept, beside these words or the last ones."""
        if len(self.told) < MOST_TOLD:
            words = near if isinstance(near, str) else near.words()
            self.told.append((message, " ".join((words or self.recent).split())[:NEAR]))

    def piece(self, markdown: str) -> str:
        """Return what stands for a piece of Markdown in a line."""
        self.pieces.append(markdown)
        return f"\ue200{len(self.pieces) - 1}\ue201"

    def is_picture(self, piece: str) -> bool:
        """Tell whether what stands in a line for a piece is a picture."""
        found = PIECE.fullmatch(piece)
        return found is not None and self.pieces[int(found[1])].startswith("![")

    def block(self, markdown: str) -> str:
        """Return what stands for lines of Markdown in a paragraph of its own."""
        self.pieces.append(markdown)
        return f"\ue202{len(self.pieces) - 1}\ue203"

    def nothing(self) -> str:
        """Return a paragraph that no reader sees: what follows is not the first of an item."""
        return f"<p>{self.piece('<!-- -->')}</p>"

    def put_back(self, markdown: str) -> str:
        """Return Markdown with its signs and pieces, the lines of blocks where theirs is."""
        shown = PIECE.sub(lambda found: self.pieces[int(found[1])], show(markdown))
        return BLOCK.sub(lambda found: self._lines(found[1], self.pieces[int(found[2])]), shown)

    def _lines(self, first: str, block: str) -> str:
        return hang(block, first, re.sub(r"(?:-|\d+\.) +", "    ", first))

    def note(self, target: str) -> str:
        """Return the call for a note, or nothing if there is none of this id."""
        if target not in self.notes:
            return ""
        return f"[^{self.numbers.setdefault(target, len(self.numbers) + 1)}]"

    def destination(self, href: str, words: Element | str) -> str:
        """Return where a link leads, or nothing if only its words can be kept."""
        href = href.strip()
        if not href or href == "#":
            return ""
        if href.startswith("#"):
            if href[1:] in self.anchors:
                return href
            self.tell(say("the link leads to “{address}”, which is no place of the text; only its "
                          "words are kept", address=href), words)
            return ""
        scheme = SCHEME.match(BLANKS.sub("", href))
        if scheme and scheme[0][:-1].lower() not in KNOWN:
            self.tell(say("the link to “{address}” leads to a program or to a file of one computer;"
                          " only its words are kept", address=href[:NEAR]), words)
            return ""
        return self._checked(self.address(href), words)

    def _checked(self, address: str, words: Element | str) -> str:
        """Return an address as Markdown holds it, or nothing if no browser could follow it."""
        if not address or is_followed(address):
            return written(address)
        self.tell(say("“{address}” is no full address, and only the words of its link are kept",
                      address=address[:NEAR]), words)
        return ""

    def image(self, element: Element, title: str = "") -> str:
        """Return an image as Markdown, with the words below it; nothing if it is not there."""
        source, alt = element.given.get("src", ""), " ".join(element.given.get("alt", "").split())
        address = self.picture(source, alt)
        if not address:
            self.tell(absent(source), alt)
            return ""
        if not alt:
            self.tell(without_alt(_name(source)))
        below = f' "{title}"' if title else ""
        return f"![{escaped(alt)}]({written(address)}{below}){'' if alt else '{.decorative}'}"


def convert_blocks(blocks: Iterable[str], carrier: Carrier) -> str:
    """Return paragraphs, headings, lists and quotations as Markdown."""
    html = "".join(blocks)
    html = ADJOINING.sub(lambda found: found[1] + carrier.nothing(), html)
    return carrier.put_back((convert(html, OPTIONS).content or "").strip("\n"))


def absent(source: str) -> Message:
    """Say that a picture is left out, by the address that a text has for it."""
    return say("the picture {name} is not there, and is left out; put it into content/images, and "
               "name it where it belongs", name=_name(source) or "?")


def _name(source: str) -> str:
    return "data:" if source.startswith("data:") else source.rpartition("/")[2][:NEAR]


def without_alt(name: str) -> Message:
    """Say that a picture shows nothing to who does not see it."""
    return say("the picture {name} has no alternative text, and is marked as decorative; write "
               "what it shows, unless it shows nothing", name=name)


def is_followed(address: str) -> bool:
    """Tell whether our check takes an address for one that leads somewhere."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return all(SHAPE.fullmatch(one.strip()) for one in parts.path.split(","))
    if parts.scheme in ("http", "https"):
        return bool(parts.hostname) and not re.search(r"\s", parts.netloc)
    return bool(parts.scheme) or address.startswith(("{", "/", "#"))


def written(address: str) -> str:
    """Return an address as it is written between round brackets."""
    address = carried(address) if not address.startswith("{") else address.replace(" ", "%20")
    for sign in "()<>\"'\\`*[]":
        address = address.replace(sign, f"%{ord(sign):02X}")
    return address


def is_picture(address: str) -> bool:
    """Tell whether an address is that of a picture, by its name."""
    return bool(PICTURES.search(address.partition("?")[0]))


def linked_anchors(root: Element) -> frozenset[str]:
    """Return the ids of a text to which its own links lead."""
    wanted = {element.given.get("href", "").strip()[1:] for element in root.all("a")
              if element.given.get("href", "").strip().startswith("#")}
    if not wanted:
        return frozenset()
    ids = {element.given.get(name, "") for element in root.every() if isinstance(element, Element)
           for name in ("id", "name")}
    return frozenset(one for one in wanted & ids if ANCHOR.fullmatch(one) and one not in TAKEN)


def hide(text: str) -> str:
    """Return plain text with private characters for its signs."""
    return text.translate(HIDDEN)


def plain(text: str) -> str:
    """Return text without what stands for a sign or a piece here."""
    return text.translate(UNUSED) if PRIVATE.search(text) else text


def show(markdown: str) -> str:
    """Return Markdown with its signs: as they are, or escaped where they would be misread."""
    markdown = LINE.sub(_at_beginning, markdown)
    return ALWAYS.sub(_escaped, markdown).translate(SHOWN)


def _at_beginning(found: re.Match[str]) -> str:
    sign = found[5].translate(SHOWN)
    before = found[1] + (found["mark"] or "") + (found["number"] or "")
    if found["mark"] or found["plain"] is not None:
        return f"{before}&#{ord(sign)};"
    return f"{before}\\{sign}"


def _escaped(found: re.Match[str]) -> str:
    signs = found[0].translate(SHOWN)
    if found["kept"] or found["inner"]:
        return signs
    if signs in "<&":
        return "&lt;" if signs == "<" else "&amp;"
    # Python-Markdown takes “[\]: …](address)” for a definition.
    if signs == "]" and _is_followed_by(found, ":") and _OF["["] not in _line_before(found):
        return "&#93;"
    return "".join(f"\\{sign}" for sign in signs)


def _is_followed_by(found: re.Match[str], sign: str) -> bool:
    return found.string[found.end():found.end() + 1].translate(SHOWN) == sign


def _line_before(found: re.Match[str]) -> str:
    return found.string[:found.start()].rpartition("\n")[2]


def escaped(text: str) -> str:
    """Return plain text as it is written within a line of Markdown."""
    return show(f"\ue200{hide(plain(text))}")[1:]
