"""Split HTML, however malformed, into text, character references and markup."""

import html
import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

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
