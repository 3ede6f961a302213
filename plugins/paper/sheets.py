"""Print the pages that are to become PDFs: their HTML shaped for paper, and all that they name.

Notes go to the foot of the page, and in print is what a screen reaches by a click.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from jinja2 import Environment

from plugins.core.html import read, write
from plugins.core.messages import ContentError, Problem
from plugins.images.encode import make
from plugins.newsletter.email.excerpt import without_forms
from plugins.paper.papers import PaperPlan, Papers
from plugins.paper.press import CHINESE, Sheet
from plugins.paper.tags import unpacked
from plugins.site.addresses import absolute
from plugins.site.edition import Edition
from plugins.site.plans import Planner

if TYPE_CHECKING:
    from bs4 import Tag

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

WHOLE_NOTE = ("p", "a", "em", "strong", "i", "b", "span", "sup", "sub", "cite", "abbr", "code",
              "time", "br")
"""What a note may hold to be set at the foot of a page; another text keeps its notes at the end."""


@dataclass(frozen=True)
class Printer:
    """Prints the sheets of one edition."""

    edition: Edition
    env: Environment

    def sheet(self, plan: PaperPlan) -> Sheet:
        """Return a page with all that it names; raises ContentError if an image is damaged."""
        page = absolute(plan.values["url"], self.edition.options.site_url)
        html = for_paper(self._render(plan), page)
        return Sheet(plan.name, html, {**self._type, **self._images(html)})

    def _render(self, plan: PaperPlan) -> str:
        text: Any = plan.values.get("article") or plan.values.get("issue")
        forms = set(self.edition.forms)
        return self.env.get_template(plan.template).render(
            plan.values, text=without_forms(text.html, forms) if text else "", forms=forms,
            style=self._style)

    def _images(self, html: str) -> dict[str, bytes]:
        """Return the plain file of each image that a page shows, by its full address."""
        edition, options = self.edition, self.edition.options
        shown = {address: edition.pictures[address] for address in images(html)
                 if address in edition.pictures}
        files: dict[str, bytes] = {}
        for made in make(shown.values(), options.content, options.theme / "cards",
                         options.cache / "images"):
            if isinstance(made, Problem):
                raise ContentError(made)
            files |= made
        return {address: files[picture.plain.path] for address, picture in shown.items()}

    @cached_property
    def _style(self) -> str:
        families = ", ".join(f'"{name}"' for name in CHINESE)
        css = self.env.get_template("paper/style.css").render()
        return self.edition.look.style(css.replace("chinese-families", families))

    @cached_property
    def _type(self) -> dict[str, bytes]:
        """Return the mark and the fonts, unpacked once: WeasyPrint would do it for each page."""
        fonts = self.edition.options.theme / "static" / "fonts"
        return {"mark:": self.edition.look.still.encode(),
                **{f"font:{path.stem}": unpacked(path) for path in fonts.glob("*.woff2")}}


def plans_of(planner: Planner, papers: Papers) -> Iterator[PaperPlan]:
    """Yield what every PDF of an edition is made of."""
    for _, plan in planner.plan():
        page = plan()
        if paper := papers.plan(planner.contents, page.about.address, page.values):
            yield paper


def for_paper(html: str, page: str) -> str:
    """Return a page with its notes at the foot, and the address of each link in a note.

    `page` is its full address, from which its links lead.
    """
    tree = read(html)
    for link in tree.select("a[href]"):
        link["href"] = urljoin(page, str(link["href"])) if link["href"][:1] != "#" else link["href"]
        if not link.contents:
            link.string = str(link["href"])
    for text in tree.select(".text"):
        _set_notes(text)
    _name_addresses(tree)
    for region in tree.select("[tabindex]"):
        del region["tabindex"]
    return write(tree)


def _set_notes(text: "Tag") -> None:
    """Put each note where it is called; what calls it once more keeps its number."""
    for back in text.select(".footnote-backref"):
        back.decompose()
    notes = {str(note["id"]): note for note in text.select(".footnote li[id]")}
    if any(inner.name not in WHOLE_NOTE for note in notes.values()
           for inner in note.find_all(True)):
        return
    for call in text.select("a.footnote-ref"):
        place, note = call.find_parent("sup") or call, notes.get(str(call["href"])[1:])
        if note is not None:
            number = call.get_text()
            place.replace_with(_note(text, number, note) if note.contents else
                               _element(text, "sup", number))
    for end in text.select(".footnote"):
        end.decompose()


def _note(text: "Tag", number: str, note: "Tag") -> "Tag":
    """Return a note to be set at the foot; its words are taken from where they were."""
    foot = _element(text, "span", "", **{"class": "note", "data-mark": number})
    for part in list(note.contents):
        foot.append(part.extract())
    for paragraph in foot.select("p"):
        paragraph.name = "span"
        paragraph["class"] = "note__paragraph"
    _strip(foot)
    return foot


def _strip(foot: "Tag") -> None:
    """Take away the space around the words of a note."""
    for text in (*foot.find_all(string=True),):
        if not text.strip():
            text.extract()
        else:
            text.replace_with(text.replace("\n", " "))
    words = list(foot.find_all(string=True))
    if words:
        words[-1].replace_with(words[-1].rstrip(" \n\u00a0"))


def _name_addresses(tree: "Tag") -> None:
    """Have each link of a text say its address in a note, lettered as they come."""
    known: dict[str, str] = {}
    for link in tree.select(".text a[href]"):
        address = str(link["href"]).removeprefix("mailto:").removeprefix("tel:")
        if address.startswith("#") or link.find_parent(HEADINGS) \
                or _bare(link.get_text()) == _bare(address):  # it says so itself
            continue
        if link.find_parent(class_="note"):
            link.insert_after(_element(tree, "span", f" ({address})", **{"class": "address"}))
        elif address in known:
            link.insert_after(_element(tree, "sup", known[address]))
        else:
            known[address] = letters(len(known))
            foot = _element(tree, "span", "", **{
                "class": "note address", "data-mark": known[address]})
            foot.append(_element(tree, "a", address, href=str(link["href"])))
            link.insert_after(foot)


def letters(number: int) -> str:
    """Return what marks the note of an address, from 0: a to z, then aa, ab and so on."""
    before, own = divmod(number, 26)
    return (letters(before - 1) if before else "") + chr(ord("a") + own)


def _bare(address: str) -> str:
    return address.strip().removeprefix("https://").removeprefix("http://").rstrip("/")


def _element(tree: "Tag", name: str, words: str, **attributes: str) -> "Tag":
    from bs4 import BeautifulSoup
    element = BeautifulSoup("", "html.parser").new_tag(name, attrs=attributes)
    element.string = words
    return element


def images(html: str) -> list[str]:
    """Return the addresses of the images that a page shows."""
    return [str(image["src"]) for image in read(html).select("img[src]")]
