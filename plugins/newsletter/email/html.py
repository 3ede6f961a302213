"""Write a text with the elements that every mail program draws, and images that fit it."""

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString

from plugins.core.html import TAG, attributes, carried, has_class, read, write
from plugins.newsletter.email.tables import stack_table

LAYOUT = {"role": "presentation", "class": "box", "width": "100%", "cellpadding": "0",
          "cellspacing": "0", "border": "0"}

KEPT = frozenset((
    "alt", "border", "cellpadding", "cellspacing", "class", "colspan", "datetime", "dir", "height",
    "href", "id", "lang", "name", "role", "rowspan", "scope", "src", "start", "title", "type",
    "value", "width"))
"""The attributes of a text that an email needs; others set, fetch or name what is on a page."""

COLUMN = 510
"""Pixels inside of the sheet: 600, less its padding and border (`.sheet` in email/style.css)."""

SIDE = re.compile(r"""(?<=\s)(width|height)=["']?(\d+)["']?(?=[\s/>])""", re.I)


@dataclass(frozen=True)
class Words:
    """What an email adds to a text in its language: to its notes, between a head and a value."""

    notes: str
    note: str
    colon: str


def as_letter(html: str, level: int, notes: str) -> str:
    """Return a text as both parts of an email have it, without what only its page can do.

    Its `notes` have a heading of this level: one mail program in three follows no link to them, and
    a reader looks for the number there.
    """
    tree = read(html)
    for unseen in (*tree.find_all(string=lambda text: isinstance(text, Comment)),
                   *tree.select("[hidden], source")):
        unseen.extract()
    for around in tree.select("picture"):
        around.unwrap()
    for drawing in tree.select("svg"):
        drawing.replace_with(str(drawing.get("aria-label", "")))
    for leading in tree.select("[href]:not([href^='#']), [src]"):
        for name in ("href", "src"):
            if name in leading.attrs:
                leading[name] = carried(str(leading[name]))
    for places in tree.select("div.footnote"):
        places.insert_before(tree.new_tag(f"h{level}", string=notes))
        for line in places.find_all("hr", recursive=False):
            line.decompose()
    return write(tree)


def mailable(html: str, copy: str = "", colon: str = ": ") -> str:
    """Return a text that shows and leads as it should in mail programs that know HTML 4 alone.

    A link to a place other than a note leads to the web `copy`, where one is named; a
    `colon` parts what was the head of a column from its value.

    Outlook for Windows gives a ground and space to the cells of tables only, so a box becomes one;
    and there, as in Gmail, a link inside of an email leads to another link with a name, but to no
    other element. So a note begins with its way back.
    """
    tree = read(html)
    for box in tree.select(".facts"):
        _box_in_table(tree, box)
    for name, other, style in (("section.table", "div", "scroll"), ("figure", "div", "figure"),
                               ("figcaption", "p", "caption"), ("details", "div", ""),
                               ("summary", "p", "")):
        for tag in tree.select(name):
            tag.name, tag.attrs = other, {"class": style} if style else {}
    for note in tree.select("li:has(.footnote-backref)"):
        _begin_with_way_back(note)
    if copy:
        _lead_to_copy(tree, copy)
    _name_targets(tree)
    for tag in tree.find_all(True):
        tag.attrs = {name: value for name, value in tag.attrs.items() if name in KEPT}
    for table in tree.select("table:not([role], :has(table), table:not([role]) table)"):
        if not (table.parent and has_class(table.parent, "scroll")):  # it was typed as HTML
            table.wrap(tree.new_tag("div", attrs={"class": "scroll"}))
        stack_table(table, colon)
    return fit_images(write(tree))


def _lead_to_copy(tree: BeautifulSoup, copy: str) -> None:
    notes = {str(place["id"]) for place in tree.select("li[id], sup[id]")}
    for link in tree.select("a[href^='#']"):
        if str(link["href"])[1:] not in notes:
            link["href"] = carried(f"{copy}{link['href']}")


def _box_in_table(tree: BeautifulSoup, box: Tag) -> None:
    box.name, box.attrs = "td", {"class": str(box.get("class", ""))}
    row = box.wrap(tree.new_tag("tr"))
    row.wrap(tree.new_tag("table", attrs=LAYOUT))


def _begin_with_way_back(note: Tag) -> None:
    ways = note.select(".footnote-backref")  # one to each of its calls
    before, paragraph = ways[0].previous_sibling, ways[0].parent
    if isinstance(before, NavigableString):
        before.replace_with(before.rstrip())
    for way in ways:
        way.extract()
    if paragraph and paragraph.name == "p" and not paragraph.get_text(strip=True):
        paragraph.decompose()  # below a list of the note it was alone
    beginning = note.find("p", recursive=False) or note
    beginning.insert(0, *(part for way in ways for part in (way, " ")))


def _name_targets(tree: BeautifulSoup) -> None:
    """Give its name to the link with which a place begins; take away what no link leads to."""
    wanted = {str(link["href"])[1:] for link in tree.select("a[href^='#']")}
    for place in tree.select("a:not([href])"):
        if place.get("id") not in wanted:
            place.unwrap()
    for place in tree.select("[id]"):
        name = str(place.attrs.pop("id"))
        if name in wanted:
            found = place.find("a", href=True) if place.name in ("li", "sup") else None
            target = found or place
            target["id"] = name
            if target.name == "a":
                target["name"] = name


def fit_images(html: str) -> str:
    """Return a text whose images are as wide as they say, and never wider than the column.

    Outlook for Windows shows an image as wide as it says, and knows no `max-width`; where images
    are switched off, their words are as wide as it says too, unless the style says less.
    """
    return TAG.sub(lambda tag: _fitted(tag[0]) if _is_image(tag[0]) else tag[0], html)


def image_addresses(html: str) -> list[str]:
    """Return the addresses of the images of an email, each once, in reading order."""
    images = (attributes(tag) for tag in TAG.findall(html) if _is_image(tag))
    return list(dict.fromkeys(image["src"] for image in images if "src" in image))


def _is_image(tag: str) -> bool:
    return tag[:5].lower().rstrip() == "<img"


def _fitted(image: str) -> str:
    sides = {name.lower(): int(value) for name, value in SIDE.findall(image)}
    if not sides.get("width"):
        return image
    width = min(sides["width"], COLUMN)
    scale = width / sides["width"]
    sized = SIDE.sub(lambda side: f'{side[1]}="{max(1, round(int(side[2]) * scale))}"', image)
    return f'{sized[:4]} style="width: 100%; max-width: {width}px"{sized[4:]}'
