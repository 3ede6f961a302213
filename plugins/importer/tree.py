"""Read HTML of any origin, however damaged, as a tree: what browsers make of it, in linear time.

Beautiful Soup needs ten times as long for an ordinary text, and an hour for a hostile one.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape

from plugins.core.html import RAW, VOID, attributes, joined_tokens

MOST_OPEN = 1000
"""Elements that are open at once; what opens further inside is beside the last one."""

_BLOCKS = """
    address article aside blockquote center details dialog dd div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre section summary table
    tbody td tfoot th thead tr ul"""
ENDS_PARAGRAPH = frozenset(_BLOCKS.split())
"""What no paragraph holds (HTML, 13.1.2.4 Optional tags)."""

CELLS, ROWS = frozenset(("td", "th", "caption")), frozenset(("thead", "tbody", "tfoot"))

ENDS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset(("li",)), frozenset(("ul", "ol", "menu", "table"))),
    **dict.fromkeys(("dt", "dd"), (frozenset(("dt", "dd")), frozenset(("dl", "table")))),
    **dict.fromkeys(CELLS, (CELLS, frozenset(("table",)))),
    "tr": (CELLS | {"tr"}, frozenset(("table",))),
    **dict.fromkeys(ROWS, (CELLS | ROWS | {"tr"}, frozenset(("table",)))),
    "option": (frozenset(("option",)), frozenset(("select",))),
}
"""The elements that end where one of this name begins, and those in which others are apart."""

NOT_PARTED = CELLS | {"table", "body"}
"""Within these a paragraph outside stays open."""


@dataclass(eq=False)
class Element:
    """An element: its name in small letters, its attributes, and what is in it, in order."""

    name: str
    given: Mapping[str, str] = field(default_factory=dict)
    inside: "list[Element | str]" = field(default_factory=list)

    def classes(self) -> list[str]:
        """Return the names of its classes."""
        return self.given.get("class", "").split()

    def elements(self) -> "list[Element]":
        """Return the elements right inside it."""
        return [each for each in self.inside if isinstance(each, Element)]

    def every(self) -> "Iterator[Element | str]":
        """Yield all that is in it, at any depth, in order."""
        waiting = list(reversed(self.inside))
        while waiting:
            each = waiting.pop()
            yield each
            if isinstance(each, Element):
                waiting += reversed(each.inside)

    def all(self, *names: str) -> "Iterator[Element]":
        """Yield the elements of these names in it, at any depth, in order."""
        return (each for each in self.every() if isinstance(each, Element) and each.name in names)

    def near(self, name: str) -> "list[Element]":
        """Return the elements of a name right inside it, or one level below."""
        inner = self.elements()
        return [each for each in (*inner, *(one for some in inner for one in some.elements()))
                if each.name == name]

    def words(self) -> str:
        """Return its text, each gap as one space."""
        return " ".join("".join(each for each in self.every() if isinstance(each, str)).split())


def read_tree(html: str) -> Element:
    """Return the body of a page, or a fragment, as a tree; comments are left out."""
    root = Element("body")
    opened, names = [root], Counter[str]()
    for token in joined_tokens(html):
        if token.kind in ("text", "raw"):
            opened[-1].inside.append(token.text)
        elif token.kind == "open":
            element = Element(token.text, _given(token.source))
            _make_room(element.name, opened, names)
            opened[-1].inside.append(element)
            if not (element.name in VOID or len(opened) > MOST_OPEN):
                opened.append(element)
                names[element.name] += 1
        elif token.kind == "close" and names[token.text]:
            _close(token.text, opened, names)
    return root


def _given(tag: str) -> Mapping[str, str]:
    return attributes(tag) if "=" in tag or "hidden" in tag else {}


def _make_room(name: str, opened: list[Element], names: Counter[str]) -> None:
    """Close what ends where an element begins."""
    if names["p"] and name in ENDS_PARAGRAPH:
        _close_within(frozenset(("p",)), NOT_PARTED, opened, names)
    if name in ENDS:
        ended, apart = ENDS[name]
        while any(names[each] for each in ended) and _close_within(ended, apart, opened, names):
            pass


def _close_within(ended: frozenset[str], apart: frozenset[str], opened: list[Element],
                  names: Counter[str]) -> bool:
    """Close the innermost of some elements that is open, unless another holds it apart."""
    for element in reversed(opened):
        if element.name in ended:
            _close(element.name, opened, names)
            return True
        if element.name in apart:
            return False
    return False


def _close(name: str, opened: list[Element], names: Counter[str]) -> None:
    """Close an element that is open, with all that is open in it."""
    while len(opened) > 1:
        element = opened.pop()
        names[element.name] -= 1
        if element.name == name:
            return


HIDES = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


def is_unseen(element: Element) -> bool:
    """Tell whether no reader sees an element, nor hears it."""
    style = element.given.get("style", "")
    return "hidden" in element.given or bool(style and HIDES.search(style))


def without_strong(element: Element) -> "list[Element | str]":
    """Return what is in an element that is strong by itself, such as a heading."""
    return [Element("span", each.given, without_strong(each))
            if isinstance(each, Element) and each.name in ("strong", "b") else each
            for each in element.inside]


def write_tree(root: Element) -> str:
    """Return what is in an element as well-formed HTML; of a script or a frame only its tag."""
    parts: list[str] = []
    waiting: list[Element | str] = list(reversed(root.inside))
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            parts.append(node if node.startswith("</\0") else escape(node, quote=False))
        else:
            given = "".join(f' {name}="{escape(value)}"' for name, value in node.given.items())
            parts.append(f"<{node.name}{given}>")
            if node.name not in VOID:
                waiting.append(f"</\0{node.name}>")
                waiting += () if node.name in RAW else reversed(node.inside)
    return "".join(parts).replace("\0", "")
