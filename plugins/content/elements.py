"""Read what the HTML of a text holds: its elements in their order, with their words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from itertools import zip_longest

from plugins.core.html import MARKUP, RAW, attributes

HEADINGS = frozenset(f"h{level}" for level in range(1, 7))

WORDED = HEADINGS | {"a"}
"""The elements whose words are asked for."""

MOST_OPEN = 20
"""Elements whose words are gathered at once; more are open only where none is closed."""

VERBATIM = frozenset({"code", "kbd", "pre", "samp"})

NAME = re.compile(r"<(/?[A-Za-z][^\s/>]*)")

BRACKETS = re.compile(r"\[\^([^\]]*)\]|\[([^\[\]]*[^\W\d][^\[\]]*)\]\[([^\[\]^]+)\]")
"""The call for a note, and a link through a reference."""


@dataclass(frozen=True)
class Element:
    """An element: its tag, its attributes and the pieces of its words.

    `parent` is the element that opened just before it. One without a name is the call for a `note`,
    or the words of a link through a `reference`, that nobody has written: readers see the brackets.
    """

    name: str
    source: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    parent: str = ""
    pieces: list[str] = field(default_factory=list)
    note: str = ""
    reference: str = ""

    @property
    def words(self) -> str:
        """What readers see of it, or hear."""
        return "".join(self.pieces)


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
                elements += (Element("", pieces=[words], note=note, reference=reference)
                             for note, words, reference in BRACKETS.findall(unescape(text)))
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
