"""Read and change the tree of a part of a Word file: its words, its properties, and what its
styles mean for a paragraph or a run.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from plugins.core.plain_text import number_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"

OFF = ("0", "false", "off", "none")

USUAL_SIZE = 22
"""Half-points: what Word writes where nothing says otherwise."""

BODY = 9
"""The outline level of what is no heading (ECMA-376, 17.3.1.20)."""

SEEN = {f"{W}tab": " ", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "-"}
"""What a reader sees of elements without text."""


class Styles:
    """The styles of a file by their ids, each with those that it is based on."""

    def __init__(self, root: Element) -> None:
        self.known: dict[str, Element] = {}
        self.usual, self.size = "", USUAL_SIZE
        for each in root.findall(f"{W}style"):
            self.known[each.get(f"{W}styleId", "")] = each
            if each.get(f"{W}type") == "paragraph" and each.get(f"{W}default") in ("1", "true"):
                self.usual = each.get(f"{W}styleId", "")
        self.size = number_in(root, "docDefaults", "rPrDefault", "rPr", "sz") or USUAL_SIZE
        self.size = self.size_of(self.usual)

    def chain(self, style: str) -> Iterator[Element]:
        """Yield a style and those it is based on, the nearest first."""
        seen: set[str] = set()
        while style in self.known and style not in seen:
            seen.add(style)
            yield self.known[style]
            style = value(self.known[style], "basedOn")

    def names(self, style: str) -> list[str]:
        """Return the names of a style and of those it is based on, in small letters."""
        return [value(each, "name").lower() for each in self.chain(style)]

    def level(self, style: str) -> int:
        """Return the level of a heading; 0 for a title, -1 for any other paragraph."""
        for each in self.chain(style):
            name = value(each, "name").lower()
            word, _, number = name.partition(" ")
            if name == "title":
                return 0
            if word == "heading" and number.isdigit():
                return number_of(number)
            if (outline := number_of(value(each, "pPr", "outlineLvl"), BODY)) < BODY:
                return outline + 1
        return -1

    def size_of(self, style: str) -> int:
        """Return the size of the letters, in half-points."""
        sizes = (number_in(each, "rPr", "sz") for each in self.chain(style))
        return next(filter(None, sizes), self.size)

    def is_on(self, style: str, name: str) -> bool:
        """Tell whether a style turns something on: `b` and `i` for bold and italic, `vanish`."""
        flags = (flag(each.find(f"{W}rPr"), name) for each in self.chain(style))
        return next((found for found in flags if found is not None), False)

    def raised(self, style: str) -> str:
        """Return “superscript” or “subscript” of a style that raises or lowers letters."""
        return next(filter(None, (value(each, "rPr", "vertAlign") for each in self.chain(style))),
                    "")

    def list_of(self, style: str) -> tuple[str, int]:
        """Return the id of the list of a style, and the level in it; or nothing."""
        lists = (list_of(each.find(f"{W}pPr")) for each in self.chain(style))
        return next((found for found in lists if found[0]), ("", 0))


def value(element: Element | None, *path: str) -> str:
    """Return the value of what is below an element by its path of names; nothing for none."""
    found = element.find("/".join(f"{W}{name}" for name in path)) if element is not None else None
    return found.get(VAL, "") if found is not None else ""


def number_in(element: Element | None, *path: str) -> int:
    """Return a value that is a number, such as a size in half-points; 0 for none."""
    return number_of(value(element, *path))


def flag(properties: Element | None, name: str) -> bool | None:
    """Return whether properties turn something on or off; None if they do not say."""
    found = properties.find(f"{W}{name}") if properties is not None else None
    return None if found is None else found.get(VAL, "1").lower() not in OFF


def list_of(properties: Element | None) -> tuple[str, int]:
    """Return the id of the list that a paragraph's own properties name, and the level in it."""
    return value(properties, "numPr", "numId"), number_in(properties, "numPr", "ilvl")


def children(root: Element, *names: str) -> Iterator[tuple[Element, Element]]:
    """Yield each element of these names with its parent, the innermost first.

    The tree may be changed meanwhile where an element yielded was.
    """
    for child in list(root):
        if len(child):
            yield from children(child, *names)
        if child.tag in names:
            yield root, child


def replace(parent: Element, child: Element, others: list[Element]) -> None:
    """Put other elements in the place of one."""
    place = list(parent).index(child)
    parent[place:place + 1] = others


def words_of(element: Element) -> str:
    """Return the words of an element as a reader sees them."""
    return "".join((each.text or "") if each.tag == f"{W}t" else SEEN.get(each.tag, "")
                   for each in element.iter())


def run(text: str) -> Element:
    """Return a run of plain text."""
    made = Element(f"{W}r")
    held = SubElement(made, f"{W}t")
    held.text = text
    held.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made
