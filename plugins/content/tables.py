"""Make a table scroll in its own box, and its headings known as headings."""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

# What Python-Markdown writes of a column's colons; the site's policy forbids styles in a page.
ALIGNED = re.compile(r"text-align: (center|right);")


def scrolling(table: Element, label: str) -> Element:
    """Return a table in a box that scrolls, which a keyboard can reach and a voice can name."""
    box = Element("section", {"class": "table", "tabindex": "0", "aria-label": label})
    box.tail, table.tail = table.tail, None
    for heading in table.iter("th"):
        heading.set("scope", "col")
    for cell in table.iter():
        if aligned := ALIGNED.fullmatch(cell.attrib.pop("style", "")):
            cell.set("class", f"to-{aligned[1]}")
    _head_rows([row[0] for row in table.iterfind("tbody/tr") if len(row) > 1])
    box.append(table)
    return box


def _head_rows(first: Sequence[Element]) -> None:
    """Make a first column headings where it names each row: no cell empty, none twice."""
    names = ["".join(cell.itertext()).strip() for cell in first]
    if all(names) and len(set(names)) == len(names) > 1:
        for cell in first:
            cell.tag = "th"
            cell.set("scope", "row")
