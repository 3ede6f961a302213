"""Read and change the tree of a part of a Word file: its words, its properties, and what its
styles mean for a paragraph or a run.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"

OFF = ("0", "false", "off", "none")

USUAL_SIZE = 22
"""Half-points: what Word writes where nothing says otherwise."""


@dataclass(frozen=True)
class Style:
    """A style as far as it matters here; what it does not say itself is None or empty.

    `outline` counts levels from 1; `number` is the id of a list, and `depth` the level in it.
    """

    name: str = ""
    based_on: str = ""
    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    raised: str = ""
    size: int = 0
    outline: int = 0
    number: str = ""
    depth: int = 0


class Styles:
    """The styles of a file by their ids, each with those that it is based on."""

    def __init__(self, root: Element | None) -> None:
        self.known: dict[str, Style] = {}
        self.usual, self.size = "", USUAL_SIZE
        if root is None:
            return
        for each in root.findall(f"{W}style"):
            self.known[each.get(f"{W}styleId", "")] = _style(each)
            if each.get(f"{W}type") == "paragraph" and each.get(f"{W}default") in ("1", "true"):
                self.usual = each.get(f"{W}styleId", "")
        given = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.size = number_in(given, "sz") or USUAL_SIZE
        self.size = self.size_of(self.usual)

    def chain(self, style: str) -> Iterator[Style]:
        """Yield a style and those it is based on, the nearest first."""
        seen: set[str] = set()
        while style in self.known and style not in seen:
            seen.add(style)
            yield self.known[style]
            style = self.known[style].based_on

    def names(self, style: str) -> list[str]:
        """Return the names of a style and of those it is based on, in small letters."""
        return [each.name for each in self.chain(style)]

    def level(self, style: str) -> int:
        """Return the level of a heading; 0 for a title, -1 for any other paragraph."""
        for each in self.chain(style):
            word, _, number = each.name.partition(" ")
            if each.name == "title":
                return 0
            if word == "heading" and number.isdigit():
                return int(number)
            if each.outline:
                return each.outline
        return -1

    def size_of(self, style: str) -> int:
        """Return the size of the letters, in half-points."""
        return next((each.size for each in self.chain(style) if each.size), self.size)

    def is_bold(self, style: str) -> bool:
        """Tell whether a style prints bold."""
        return bool(next((each.bold for each in self.chain(style) if each.bold is not None), False))

    def is_italic(self, style: str) -> bool:
        """Tell whether a style prints italic."""
        return bool(next((each.italic for each in self.chain(style) if each.italic is not None),
                         False))

    def is_hidden(self, style: str) -> bool:
        """Tell whether a style hides its words."""
        return bool(next((each.hidden for each in self.chain(style) if each.hidden is not None),
                         False))

    def raised(self, style: str) -> str:
        """Return “superscript” or “subscript” of a style that raises or lowers letters."""
        return next((each.raised for each in self.chain(style) if each.raised), "")

    def list_of(self, style: str) -> tuple[str, int]:
        """Return the id of the list of a style, and the level in it; or nothing."""
        return next(((each.number, each.depth) for each in self.chain(style) if each.number),
                    ("", 0))


def style_id(properties: Element | None, name: str) -> str:
    """Return the id of the style that properties name, `pStyle` or `rStyle`."""
    found = properties.find(f"{W}{name}") if properties is not None else None
    return found.get(VAL, "") if found is not None else ""


def flag(properties: Element | None, name: str) -> bool | None:
    """Return whether properties turn something on or off; None if they do not say."""
    found = properties.find(f"{W}{name}") if properties is not None else None
    return None if found is None else found.get(VAL, "1").lower() not in OFF


def list_of(properties: Element | None) -> tuple[str, int]:
    """Return the id of the list that a paragraph's own properties name, and the level in it."""
    numbering = properties.find(f"{W}numPr") if properties is not None else None
    number = numbering.find(f"{W}numId") if numbering is not None else None
    return (number.get(VAL, "") if number is not None else ""), number_in(numbering, "ilvl")


def _style(element: Element) -> Style:
    of_run, of_paragraph = element.find(f"{W}rPr"), element.find(f"{W}pPr")
    name, base = element.find(f"{W}name"), element.find(f"{W}basedOn")
    outline = of_paragraph.find(f"{W}outlineLvl") if of_paragraph is not None else None
    level = number_in(of_paragraph, "outlineLvl") + 1 if outline is not None else 0
    number, depth = list_of(of_paragraph)
    vertical = of_run.find(f"{W}vertAlign") if of_run is not None else None
    return Style(
        name=(name.get(VAL, "") if name is not None else "").lower(),
        based_on=base.get(VAL, "") if base is not None else "",
        bold=flag(of_run, "b"), italic=flag(of_run, "i"), hidden=flag(of_run, "vanish"),
        raised=vertical.get(VAL, "") if vertical is not None else "",
        size=number_in(of_run, "sz"), outline=level if level < 10 else 0,
        number=number, depth=depth)


def number_in(properties: Element | None, name: str) -> int:
    """Return a number that properties hold, such as a size in half-points; 0 for none."""
    found = properties.find(f"{W}{name}") if properties is not None else None
    value = found.get(VAL, "") if found is not None else ""
    return int(value) if value.isdigit() else 0


SEEN = {f"{W}tab": " ", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "-"}
"""What a reader sees of elements without text."""


def children(root: Element, *names: str) -> Iterator[tuple[Element, Element]]:
    """Yield each element of these names with its parent, the innermost first.

    The tree may be changed meanwhile where an element yielded was.
    """
    for parent in reversed(list(root.iter())):
        for child in list(parent):
            if child.tag in names:
                yield parent, child


def unwrap(parent: Element, child: Element) -> None:
    """Put what an element holds in its place."""
    replace(parent, child, list(child))


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


def above(root: Element) -> dict[Element, Element]:
    """Return the parent of each element."""
    return {child: parent for parent in root.iter() for child in parent}
