"""Write a text with the elements that every mail program draws."""

from bs4 import BeautifulSoup, Tag

from plugins.newsletter.markup import read, write
from plugins.newsletter.pictures import fit_images

LAYOUT = {"role": "presentation", "class": "box", "width": "100%", "cellpadding": "0",
          "cellspacing": "0", "border": "0"}

ROOMY = ("li", "p", "sup", "div", "span", "td", "th", "dt", "dd", "blockquote",
         "h1", "h2", "h3", "h4", "h5", "h6")
"""The elements in which an anchor may stand."""


def mailable(html: str) -> str:
    """Return a text that shows and leads as it should in mail programs that know HTML 4 alone.

    Outlook for Windows gives a ground and space to the cells of tables only, so a box becomes one;
    and there, as in Gmail, a link leads to an empty anchor with a name, but to no other element.
    """
    tree = read(html)
    for box in tree.select("aside"):
        _box(tree, box)
    for name, other, style in (("section.table", "div", "scroll"), ("figure", "div", "figure"),
                               ("figcaption", "p", "caption")):
        for tag in tree.select(name):
            tag.name, tag.attrs = other, {"class": style}
    _anchor(tree)
    return fit_images(write(tree))


def _box(tree: BeautifulSoup, box: Tag) -> None:
    box.name, box.attrs = "td", {"class": str(box.get("class", ""))}
    row = box.wrap(tree.new_tag("tr"))
    row.wrap(tree.new_tag("table", attrs=LAYOUT))


def _anchor(tree: BeautifulSoup) -> None:
    """Put an anchor where a link leads to; take away the ids to which none does."""
    wanted = {str(link["href"])[1:] for link in tree.select("a[href^='#']")}
    for tag in tree.select("[id]"):
        if tag["id"] not in wanted:
            del tag["id"]
        elif tag.name in ROOMY:
            name = str(tag.attrs.pop("id"))
            tag.insert(0, tree.new_tag("a", attrs={"id": name, "name": name}))
