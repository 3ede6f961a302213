"""Read HTML, however malformed: its pieces in order, its tree, its words, where its links lead."""

import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from html.entities import html5
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import quote, urljoin

from plugins.core.plain_text import HAN

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag
    from bs4.formatter import HTMLFormatter

_NAME = r"[A-Za-z][^\s/>]*+"

_REST = r"""(?:[^>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+')|["'=])*+>"""
"""The rest of a tag: a quote counts after “=” only, as in a browser."""

_DECLARATION = r"<!(?=--).*?(?:-->|\Z)|<!(?=\[CDATA\[).*?(?:\]\]>|\Z)|<[!?][^>]*+>?"
"""A comment, a CDATA section or another declaration; unclosed, it is all the rest."""

TAG = re.compile(f"</?{_NAME}{_REST}")

NAME = re.compile(r"<(/?)([A-Za-z][\w-]*)")

MARKUP = re.compile(f"({TAG.pattern}|{_DECLARATION})", re.S)
"""A tag, a comment or a declaration; text and markup take turns in `MARKUP.split(html)`."""

TOKEN = re.compile(
    r"(?P<text>[^<&]++)"
    r"|(?P<reference>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    rf"|<(?P<slash>/?)(?P<name>{_NAME}){_REST}|{_DECLARATION}"
    r"|</?[A-Za-z].*|(?P<sign>[<&])", re.S)

ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]++)))?""")

_COMMENT = r"<!--(?! firm: [a-z]+ -->).*?-->"
COMMENT = re.compile(rf"(?<=\s){_COMMENT}[ \t]?|{_COMMENT}", re.S)
"""A comment, with its space; the place for what the firm declares is written as one."""

REFERENCE = re.compile(r"&(?:#\w++;?|\w++;|\w++(?!=))")

RAW = {name: re.compile(rf"</{name}(?![^\s/>])", re.I) for name in (
    "iframe", "noembed", "noframes", "script", "style", "textarea", "xmp")}
"""The elements in which a browser sees no tags (HTML, 13.1.2 Elements), and how each ends."""

UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""What only says where a word may part: no part of an address or a title."""

VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
    "track", "wbr",
))

ADDRESSES = frozenset(("href", "src", "cite", "poster", "action"))

SETS = frozenset(("srcset", "imagesrcset"))
"""The attributes that hold several addresses, each before its size."""

WORDS_A_MINUTE = 200

CHARACTERS_A_MINUTE = 255
"""French about 195 words, English 228, Chinese 255 characters: Trauzettel-Klosinski and Dietz,
“Standardized Assessment of Reading Performance”, IOVS 53 (2012), p. 5452."""

SILENT = re.compile(rf"<(?:sup\b.*?</sup>|svg\b.*?</svg>)|{MARKUP.pattern}", re.S)
"""Markup, the numbers of notes, and drawings, whose words stand beside them, too."""

NUMBER_GAP = re.compile("(?<=\\d)[\u00a0\u202f](?=\\d)")

WORD = re.compile(r"[^\W_]\S*+")
"""What is between two spaces and holds a letter or a digit: no dash, no French colon."""

UNCARRIED = re.compile(r"[^!-~]+|%(?![0-9A-Fa-f]{2})")
"""What no address holds as it is (RFC 3986): a space, an accent, a per cent sign by itself."""

LEADING = re.compile(rf"\s(?:{'|'.join(ADDRESSES | SETS)})\s*+=", re.I)

CANDIDATE = re.compile(r"(^|,\s+)([^\s,]\S*)")


class Token(NamedTuple):
    """A piece of the source; `raw` is what a script or a style holds, `other` a comment."""

    kind: Literal["text", "open", "close", "raw", "other"]
    source: str
    text: str = ""
    """What the text says; the name of the element for a tag."""


def tokens(source: str) -> Iterator[Token]:
    """Yield the pieces of `source` in order; their `source` joined is `source` again.

    A character reference is a piece of its own.
    """
    position = 0
    while found := TOKEN.match(source, position):
        position = found.end()
        written, kind = found[0], found.lastgroup
        if kind == "name":
            name, closes = found["name"].lower(), bool(found["slash"])
            yield Token("close" if closes else "open", written, name)
            if name in RAW and not closes:
                closing = RAW[name].search(source, position)
                raw = source[position:closing.start() if closing else len(source)]
                yield Token("raw", raw, raw)
                position += len(raw)
        elif kind:
            yield Token("text", written, unescape(written) if kind == "reference" else written)
        else:
            yield Token("other", written)


def joined_tokens(source: str) -> Iterator[Token]:
    """Yield the pieces of `source`, all text between two others as one."""
    for is_text, group in groupby(tokens(source), lambda token: token.kind == "text"):
        if is_text:
            written = "".join(token.source for token in group)
            yield Token("text", written, unescape(written))
        else:
            yield from group


def attributes(tag: str) -> dict[str, str]:
    """Return the attributes of a tag by name; of two with one name the first counts."""
    given: dict[str, str] = {}
    for name, *values in ATTRIBUTE.findall(tag)[1:]:
        given.setdefault(name.lower(), decoded("".join(values)))
    return given


def decoded(value: str) -> str:
    """Return the value of an attribute as browsers read it: `&copy=2` is no © there."""
    return REFERENCE.sub(
        lambda found: unescape(found[0]) if found[0][-1] == ";" or found[0][1:] in html5
        or found[0][1] == "#" else found[0], value) if "&" in value else value


def without_comments(html: str) -> str:
    """Return HTML without its comments, which are for those who write it."""
    return COMMENT.sub("", html) if "-->" in html else html


def keep_open(tag: str, opened: list[str], begins: Callable[[str, str], bool]) -> None:
    """Keep the stack of elements opened since, and with, one that `begins` it.

    That is asked of the name of an element and its whole tag, while the stack is empty.
    """
    name = NAME.match(tag)
    if not name or name[2].lower() in VOID or tag.endswith("/>"):
        return
    element = name[2].lower()
    if name[1]:
        if element in opened:
            while opened.pop() != element:
                pass
    elif opened or begins(element, tag):
        opened.append(element)


def change_text(html: str, change: Callable[[str], str]) -> str:
    """Return HTML after `change` of each text between two pieces of markup."""
    pieces = MARKUP.split(html)
    pieces[::2] = map(change, pieces[::2])
    return "".join(pieces)


def count_words(html: str) -> int:
    """Return how many words a text has; Chinese characters count as the words read meanwhile."""
    text = NUMBER_GAP.sub("", unescape(SILENT.sub(" ", html)))
    others, characters = HAN.subn(" ", text)
    return len(WORD.findall(others)) + round(characters * WORDS_A_MINUTE / CHARACTERS_A_MINUTE)


def resolve_links(html: str, page: str) -> str:
    """Return HTML, written for the page with the address `page`, to be shown anywhere.

    Its links and images are those of the page. What leads to an anchor stays, for a skip link
    must not leave the page; a `<base>` would take it along.
    """
    def resolved(tag: re.Match[str]) -> str:
        if not LEADING.search(tag[0]):  # most tags
            return tag[0]
        return ATTRIBUTE.sub(lambda found: _resolved(found, page), tag[0])

    return TAG.sub(resolved, html)


def _resolved(found: re.Match[str], page: str) -> str:
    name, written = found[1].lower(), found[2] or found[3] or found[4] or ""
    if name not in ADDRESSES | SETS or not written or written.startswith("#"):
        return found[0]
    address = decoded(written)
    full = CANDIDATE.sub(lambda one: one[1] + _full(one[2], page), address) if name in SETS \
        else _full(address, page)
    return f'{found[1]}="{escape(full)}"' if full != address else found[0]


def _full(address: str, page: str) -> str:
    try:
        return urljoin(page, address)
    except ValueError:  # no address at all, as “http://[”
        return address


def carried(address: str) -> str:
    """Return an address as every program carries it; that of a telephone without its spaces."""
    if address[:4].lower() == "tel:":
        return "".join(address.split())
    return UNCARRIED.sub(lambda found: quote(found[0]), address)


def read(html: str) -> "BeautifulSoup":
    """Return a tree whose attributes are as they were written."""
    from bs4 import BeautifulSoup  # takes a quarter of a second, and few commands read a tree
    return BeautifulSoup(html, "html.parser", multi_valued_attributes=None)


def write(tree: "Tag") -> str:
    """Return the contents of a tree, or of one of its elements, as HTML."""
    return tree.decode_contents(formatter=_formatter())


def write_whole(tag: "Tag") -> str:
    """Return an element as HTML."""
    return tag.decode(formatter=_formatter())


def has_class(tag: "Tag", name: str) -> bool:
    """Tell whether an element of a tree has a class."""
    return name in str(tag.get("class", "")).split()


def _formatter() -> "HTMLFormatter":
    from bs4.dammit import EntitySubstitution
    from bs4.formatter import HTMLFormatter
    return HTMLFormatter(EntitySubstitution.substitute_xml, void_element_close_prefix="")
