"""Say of a paragraph what its tag does not: the level of a heading, the mark of a list, its look.

A fact is an attribute of the paragraph. Where a library stands between, which knows no such
attributes, it goes through as a mark at the beginning of the words.

What a reader sees of a tree is written down here, too, so that the proof can compare it.
"""

import re
from collections.abc import Iterator
from html import escape

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

LEVEL, LIST, LOOK, QUOTE, CAPTION, TYPED, DEPTH = FACTS = (
    "data-level", "data-list", "data-look", "data-quote", "data-caption", "data-typed",
    "data-depth")
"""A heading's level, 0 for a title; `kind,depth,number`; `bold,size,usual size`; a quotation; the
words below a picture; the mark that stood before the words and is none of them any more; how deep
an item of a flat list is.
"""

LONGEST_LOOK = 160
"""Letters up to which the look of a paragraph may make it a heading."""

OPEN, CLOSE = "\ufdd0", "\ufdd1"
"""Characters that no text holds (Unicode 23.7, Noncharacters)."""

MARK = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")

BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "table", "blockquote", "div",
          "figure", "pre", "dl", "section", "article", "hr")
"""The elements that stand in lines of their own."""


def marked(facts: dict[str, str]) -> str:
    """Return facts as a mark at the beginning of a paragraph; nothing for none."""
    written = ";".join(f"{name}={value}" for name, value in facts.items())
    return f"{OPEN}{written}{CLOSE}" if written else ""


def unmarked(text: str) -> str:
    """Return a text that nobody can take for a mark."""
    return text.replace(OPEN, "").replace(CLOSE, "")


def read_marks(tree: BeautifulSoup) -> None:
    """Turn the marks of a tree into attributes of their paragraphs."""
    for text in tree.find_all(string=MARK):
        found = MARK.search(text)
        block = text.find_parent(["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th"])
        if found and block:
            for fact in found[1].split(";"):
                name, _, value = fact.partition("=")
                block[name] = value
        text.replace_with(NavigableString(MARK.sub("", text)))


def words(tag: Tag) -> str:
    """Return the words of an element, without the space around them."""
    return " ".join(tag.get_text().split())


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
