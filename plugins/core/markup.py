"""Read the HTML of a text as a tree, and write it again as every checker likes it."""

from bs4 import BeautifulSoup, Tag
from bs4.dammit import EntitySubstitution
from bs4.formatter import HTMLFormatter

_WRITTEN = HTMLFormatter(EntitySubstitution.substitute_xml, void_element_close_prefix="")


def read(html: str) -> BeautifulSoup:
    """Return a tree whose attributes are as they were written."""
    return BeautifulSoup(html, "html.parser", multi_valued_attributes=None)


def write(tree: Tag) -> str:
    """Return what stands in a tree, or in one of its elements, as HTML."""
    return tree.decode_contents(formatter=_WRITTEN)


def write_whole(tag: Tag) -> str:
    """Return an element as HTML."""
    return tag.decode(formatter=_WRITTEN)
