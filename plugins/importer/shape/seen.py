"""Write down what a reader sees of a tree, so that the proof can compare it: words in paragraphs.

The figures of notes are left out on both sides, for each program writes others.
"""

from collections.abc import Iterator
from html import escape

from bs4 import Tag
from bs4.element import NavigableString

from plugins.importer.shape.facts import BLOCKS, TYPED

LINES = (*BLOCKS, "br", "tr", "td", "th", "caption", "dt", "dd", "figcaption")
"""The elements at which words end."""

NOTE = "footnote"


def seen(tree: Tag, title: str = "") -> str:
    """Return the words of a tree as HTML, one paragraph a line; marks that were typed count."""
    lines = [title, *"".join(_pieces(tree)).split("\n")]
    return "".join(f"<p>{escape(' '.join(line.split()))}</p>\n" for line in lines if line.strip())


def _pieces(tag: Tag) -> Iterator[str]:
    for child in tag.children:
        if not isinstance(child, Tag):
            if type(child) is NavigableString:  # no comment
                yield " ".join(str(child).split("\n"))
        elif child.name != "sup" or child.get("class") != NOTE:
            edge = "\n" if child.name in LINES else ""
            typed = f"{child[TYPED]} " if child.get(TYPED) else ""
            yield from (edge, typed, *_pieces(child), edge)
