"""Shape a text that was read: from HTML with marks to HTML that Markdown can hold.

    Read → marks → notes → lists → headings → tidied → Shaped
"""

from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from plugins.core.html import read, write
from plugins.core.messages import say
from plugins.importer.losses import near
from plugins.importer.markdown import Loss
from plugins.importer.shape.facts import QUOTE, read_marks, words
from plugins.importer.shape.headings import name_headings
from plugins.importer.shape.lists import TYPED, make_lists
from plugins.importer.shape.notes import gather_notes
from plugins.importer.shape.tidy import tidy

BOXES = (("☒", "checked"), ("☐", ""))


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
    seen = _seen(tree, title)
    for each in tree.find_all(True, attrs={TYPED: True}):
        del each[TYPED]
    return Shaped(title, write(tree), seen, tuple(losses))


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


def _seen(tree: BeautifulSoup, title: str) -> str:
    """Return the words as a reader of the original saw them, as HTML: typed marks, no figures of
    notes.
    """
    copy = read(write(tree))
    for each in copy.find_all(class_="footnote"):
        each.extract()
    for each in copy.find_all(True, attrs={TYPED: True}):
        each.insert(0, f"{each[TYPED]} ")
    first = copy.new_tag("p")
    first.string = title
    copy.insert(0, first)
    return write(copy)
