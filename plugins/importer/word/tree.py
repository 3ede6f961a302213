"""Walk and change the tree of a part of a Word file."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from plugins.importer.word.styles import W

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
