"""Shape a text that was read: from HTML with marks to HTML that Markdown can hold.

    Read → marks → notes → lists → headings → tidied → Shaped
"""

from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from plugins.core.html import read, write
from plugins.core.messages import say
from plugins.importer.markdown import Loss, near
from plugins.importer.shape.facts import QUOTE, TYPED, read_marks, words
from plugins.importer.shape.headings import name_headings
from plugins.importer.shape.lists import make_lists
from plugins.importer.shape.notes import gather_notes
from plugins.importer.shape.seen import seen
from plugins.importer.shape.tidy import tidy


@dataclass(frozen=True)
class Shaped:
    """A text: its title, which is no longer in the HTML; `seen` has it, and what lists show."""

    title: str
    html: str
    seen: str
    losses: tuple[Loss, ...]


def shape(html: str, lang: str) -> Shaped:
    """Return HTML of Word or of a page, whose marks are read, in a shape for Markdown."""
    tree, losses = read(html), list[Loss]()
    read_marks(tree)
    _draw_boxes(tree)
    gather_notes(tree)
    tidy(tree, lang)
    make_lists(tree)
    _quote(tree)
    title = name_headings(tree, losses)
    _drop_places(tree, losses)
    told = seen(tree, title)
    for each in tree.find_all(True, attrs={TYPED: True}):
        del each[TYPED]
    return Shaped(title, write(tree), told, tuple(losses))


def _draw_boxes(tree: BeautifulSoup) -> None:
    for each in tree.find_all("input"):
        each.replace_with("☒" if each.get("checked") is not None else "☐")


def _quote(tree: BeautifulSoup) -> None:
    """Put paragraphs that are styled as quotations into one, neighbours together."""
    for each in tree.find_all("p", attrs={QUOTE: True}):
        before = each.find_previous_sibling()
        if isinstance(before, Tag) and before.name == "blockquote":
            before.append(each.extract())
        else:
            box = tree.new_tag("blockquote")
            each.insert_before(box)
            box.append(each.extract())
        del each[QUOTE]


def _drop_places(tree: BeautifulSoup, losses: list[Loss]) -> None:
    """Take out the places that programs name, and links to them, whose words stay."""
    for each in tree.find_all("a"):
        href = str(each.get("href", ""))
        if href.startswith("#fn-") and each.find_parent("sup"):
            continue
        if href.startswith("#"):
            losses.append(Loss(say("a link to another place of the text keeps its words alone; "
                                   "write [words](#heading)"), near(words(each))))
        if not href or href.startswith("#"):
            each.unwrap()
    for each in tree.find_all(True):
        if each.get("id") and not str(each["id"]).startswith("fn-"):
            del each["id"]
    for each in tree.find_all(["span", "div"]):
        each.unwrap()
