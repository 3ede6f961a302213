"""Turn Markdown into the HTML of an article: footnotes, tables that scroll, captioned images."""

import itertools
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.treeprocessors import Treeprocessor
from PIL import Image, UnidentifiedImageError

STATIC = "{static}"


def converter(content: Path, gettext: Callable[[str], str], typeset: Callable[[str], str]
              ) -> Markdown:
    """Return a converter for the articles of one language; call `reset()` between two texts.

    `typeset` sets the plain text of an attribute, which typesetting the finished HTML leaves alone.
    """
    notes = FootnoteExtension(BACKLINK_TEXT="↩\ufe0e",
                              BACKLINK_TITLE=gettext("Back to note {} in the text"))
    return Markdown(output_format="html", extensions=[
        "abbr", "attr_list", "def_list", "fenced_code", "md_in_html", "sane_lists", "tables", notes,
        _Blocks(content, gettext("Table {number}"), typeset)])


class _Blocks(Extension):
    """Shape the blocks of an article as the theme expects them."""

    def __init__(self, content: Path, table_label: str, typeset: Callable[[str], str]) -> None:
        super().__init__()
        self.shape = (content, table_label, typeset)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        # 15 is after inline patterns (20), which make the images, and before the serialiser's
        # clean-up (0).
        md.treeprocessors.register(_Shape(md, *self.shape), "shape", 15)


class _Shape(Treeprocessor):
    """Make headings, tables, images and figures what a page needs."""

    def __init__(self, md: Markdown, content: Path, table_label: str,
                 typeset: Callable[[str], str]) -> None:
        super().__init__(md)
        self.content, self.table_label, self.typeset = content, table_label, typeset

    def run(self, root: ElementTree.Element) -> None:
        tables = itertools.count(1)
        for parent in list(root.iter()):
            for position, child in enumerate(list(parent)):
                if child.tag == "h1":  # the page's only h1 is its title
                    child.tag = "h2"
                elif child.tag == "img":
                    child.set("alt", self.typeset(child.get("alt", "")))
                    _size(child, self.content)
                elif child.tag == "p" and _is_figure(child):
                    _make_figure(child)
                elif child.tag == "table":
                    label = self.table_label.format(number=next(tables))
                    parent[position] = _scrolling(child, label)
                elif child.tag == "a" and child.get("href", "") == child.text:
                    child.set("class", "address")  # printed once, not twice


def _is_figure(paragraph: ElementTree.Element) -> bool:
    return (len(paragraph) == 1 and paragraph[0].tag == "img" and not paragraph.text
            and not (paragraph[0].tail or "").strip())


def _make_figure(paragraph: ElementTree.Element) -> None:
    paragraph.tag = "figure"
    caption = paragraph[0].attrib.pop("title", "")
    if caption:
        ElementTree.SubElement(paragraph, "figcaption").text = caption


def _scrolling(table: ElementTree.Element, label: str) -> ElementTree.Element:
    box = ElementTree.Element("div", {"class": "table", "role": "region", "tabindex": "0",
                                "aria-label": label})
    box.tail, table.tail = table.tail, None
    for heading in table.iter("th"):
        heading.set("scope", "col")
    box.append(table)
    return box


def _size(image: ElementTree.Element, content: Path) -> None:
    """Give a local image its width and height, so that nothing jumps when it arrives."""
    source = image.get("src", "")
    if not source.startswith(STATIC) or image.get("width"):
        return
    try:
        with Image.open(content / source.removeprefix(STATIC).lstrip("/")) as picture:
            width, height = picture.size
    except (OSError, UnidentifiedImageError):
        return  # a missing file is told with its line by `links`; an SVG has no size of its own
    image.set("width", str(width))
    image.set("height", str(height))
