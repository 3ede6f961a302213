"""Write down what a reader sees of a tree, so that the proof can compare it: words in paragraphs.

The figures of notes are left out on both sides, for each program writes others.
"""

from html import escape

from bs4 import BeautifulSoup

from plugins.core.html import read, write
from plugins.importer.shape.facts import BLOCKS, TYPED

LINES = (*BLOCKS, "br", "tr", "td", "th", "caption", "dt", "dd", "figcaption")
"""The elements at which words end."""

NOTE = "footnote"


def seen(tree: BeautifulSoup, title: str = "") -> str:
    """Return the words of a tree as HTML, one paragraph a line; marks that were typed count."""
    copy = read(write(tree))
    for each in copy.find_all("sup", class_=NOTE):
        each.extract()
    for each in copy.find_all(True, attrs={TYPED: True}):
        each.insert(0, f"{each[TYPED]} ")
    for each in copy.find_all(LINES):
        each.insert_before("\n")
        each.insert_after("\n")
    lines = [title, *copy.get_text().split("\n")]
    return "".join(f"<p>{escape(' '.join(line.split()))}</p>\n" for line in lines if line.strip())
