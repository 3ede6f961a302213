"""Turn Markdown into the HTML of an article: footnotes, boxes, tables, captioned images."""

import itertools
from collections.abc import Callable
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.treeprocessors import Treeprocessor

from plugins.content.facts import FactsExtension
from plugins.content.tables import scrolling


def converter(gettext: Callable[[str], str], typeset: Callable[[str], str]) -> Markdown:
    """Return a converter for the articles of one language; call `reset()` between two texts.

    `typeset` sets the plain text of an attribute, which typesetting the finished HTML leaves alone.
    """
    # A colon in an `id` would have to be escaped in every style sheet and script.
    notes = FootnoteExtension(SEPARATOR="-", BACKLINK_TEXT="↩\ufe0e",
                              BACKLINK_TITLE=gettext("Back to note {} in the text"))
    return Markdown(output_format="html", extensions=[
        "abbr", "attr_list", "def_list", "fenced_code", "md_in_html", "sane_lists", "tables", notes,
        FactsExtension(gettext("What you need to know")),
        _Blocks(gettext("Table {number}"), typeset)])


class _Blocks(Extension):
    """Shape the blocks of an article as the theme expects them."""

    def __init__(self, table_label: str, typeset: Callable[[str], str]) -> None:
        super().__init__()
        self.shape = (table_label, typeset)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        # After inline patterns (20), which make the images, and attributes (8), which stand behind
        # them as text until then; before the serialiser's clean-up (0).
        md.treeprocessors.register(_Shape(md, *self.shape), "shape", 7.5)


class _Shape(Treeprocessor):
    """Make headings, tables, images and figures what a page needs."""

    def __init__(self, md: Markdown, table_label: str, typeset: Callable[[str], str]) -> None:
        super().__init__(md)
        self.table_label, self.typeset = table_label, typeset

    def run(self, root: ElementTree.Element) -> None:
        tables = itertools.count(1)
        for parent in list(root.iter()):
            for position, child in enumerate(list(parent)):
                if child.tag == "h1":  # the page's only h1 is its title
                    child.tag = "h2"
                elif child.tag == "img":
                    decorative = "decorative" in child.get("class", "").split()
                    child.set("alt", "" if decorative else self.typeset(child.get("alt", "")))
                elif child.tag == "p" and _is_figure(child):
                    _make_figure(child)
                elif child.tag == "table":
                    label = self.table_label.format(number=next(tables))
                    parent[position] = scrolling(child, label)
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
