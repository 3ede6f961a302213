"""Split HTML, however malformed, into text, character references and markup."""

import html
import re
from collections.abc import Iterator
from contextlib import suppress
from html import escape, unescape
from itertools import islice
from typing import NamedTuple
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from bs4.dammit import EntitySubstitution
from bs4.formatter import HTMLFormatter

REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
TEXT = re.compile(r"[^<&]++")

TAG = re.compile(r"""</?([A-Za-z][^\s/>]*+)"""
                 r"""(?:[^>"'=]|=\s*+(?:"[^"]*+"|'[^']*+')|["'=])*+>""")

ATTRIBUTE = re.compile(r"""([^\s"'<>/=]++)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s>]++))?""")

RAW = frozenset(("iframe", "noembed", "noframes", "script", "style", "textarea", "xmp"))
"""The elements in which a browser sees no tags (HTML, 13.1.2 Elements)."""


class Token(NamedTuple):
    """A piece of the source: `kind` is text, open, close or other (comment, declaration)."""

    kind: str
    source: str
    text: str = ""
    """What a text token says; the name of the element for a tag."""


_WRITTEN = HTMLFormatter(EntitySubstitution.substitute_xml, void_element_close_prefix="")
ADDRESSES = ("href", "src", "cite")
START_TAG = re.compile(r"""<[a-zA-Z](?:[^"'>]|"[^"]*"|'[^']*')*>""")

ADDRESS_ATTRIBUTE = re.compile(r'(\s(href|src|poster|action|cite|srcset|imagesrcset)=)"([^"]*)"')
CANDIDATE = re.compile(r"(^|,\s+)([^\s,]\S*)")
SETS = {"srcset", "imagesrcset"}


def tokens(source: str) -> Iterator[Token]:
    """Yield the pieces of `source` in order; their `source` joined is `source` again."""
    position = 0
    while position < len(source):
        token = _token(source, position)
        yield token
        position += len(token.source)
        if token.kind == "open" and token.text in RAW and position < len(source):
            end = _end_of_raw(source, position, token.text)
            yield Token("other", source[position:end])
            position = end


def attribute(tag: str, name: str) -> str | None:
    """Return the value of the first attribute `name` of a tag, or None."""
    for match in islice(ATTRIBUTE.finditer(tag), 1, None):
        if match[1].lower() == name:
            return html.unescape((match[2] or "").strip("\"'"))
    return None


def _token(source: str, position: int) -> Token:
    """Return the piece of `source` that begins at `position`."""
    first = source[position]
    if first == "<":
        return _markup(source, position)
    if first == "&":
        reference = REFERENCE.match(source, position)
        written = reference[0] if reference else "&"
        return Token("text", written, html.unescape(written))
    text = TEXT.match(source, position)
    return Token("text", *([text[0]] * 2 if text else [first] * 2))


def _markup(source: str, position: int) -> Token:
    """Return the markup at a `<`, which is text unless a name, `/`, `!` or `?` follows it."""
    following = source[position + 1:position + 2]
    if following in ("!", "?"):
        return Token("other", source[position:_end_of_declaration(source, position)])
    if not re.match(r"</?[A-Za-z]", source[position:position + 3]):
        return Token("text", "<", "<")
    tag = TAG.match(source, position)
    if not tag:
        return Token("other", source[position:])
    return Token("close" if following == "/" else "open", tag[0], tag[1].lower())


def _end_of_declaration(source: str, position: int) -> int:
    """Return where a comment, CDATA section or declaration ends; unclosed, it is all the rest."""
    closing = ">"
    if source.startswith("<!--", position):
        closing = "-->"
    elif source.startswith("<![CDATA[", position):
        closing = "]]>"
    found = source.find(closing, position + 2)
    return len(source) if found < 0 else found + len(closing)


def _end_of_raw(source: str, position: int, name: str) -> int:
    """Return where the text of a raw element ends."""
    closing = re.compile(f"</{name}(?![^\\s/>])", re.I).search(source, position)
    return closing.start() if closing else len(source)


def read(html: str) -> BeautifulSoup:
    """Return a tree whose attributes are as they were written."""
    return BeautifulSoup(html, "html.parser", multi_valued_attributes=None)


def write(tree: Tag) -> str:
    """Return what stands in a tree, or in one of its elements, as HTML."""
    return tree.decode_contents(formatter=_WRITTEN)


def write_whole(tag: Tag) -> str:
    """Return an element as HTML."""
    return tag.decode(formatter=_WRITTEN)


def led_from(html: str, page: str) -> str:
    """Return a text whose addresses are those that they are on the page with the address `page`.

    Anchors of the text itself stay.
    """
    if not any(f"{name}=" in html for name in ADDRESSES):
        return html
    tree = read(html)
    for tag in tree.find_all(True):
        lead(tag, page)
    return write(tree)


def lead(tag: Tag, page: str) -> None:
    """Write the addresses of an element as they are from everywhere."""
    for name in ADDRESSES:
        address = str(tag.get(name, ""))
        if address and not address.startswith("#"):
            with suppress(ValueError):  # no address at all, as in “http://[”
                tag[name] = urljoin(page, address)


def at_home(html: str, address: str) -> str:
    """Return a page, written for `address`, with full addresses in place of rooted ones.

    Those to an anchor of the page itself stay: a skip link or the summary of errors must not
    leave the page. A `<base>` would take them along.
    """
    return START_TAG.sub(lambda tag: ADDRESS_ATTRIBUTE.sub(
        lambda found: _full(found, address), tag[0]), html)


def _full(found: re.Match[str], address: str) -> str:
    value = unescape(found[3])
    if value.startswith("#"):
        return found[0]
    full = CANDIDATE.sub(lambda one: one[1] + urljoin(address, one[2]), value) \
        if found[2] in SETS else urljoin(address, value)
    return f'{found[1]}"{escape(full)}"'
