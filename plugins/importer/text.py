"""Take over one text, from Word or from a web page: bytes → Markdown, pictures, what was lost.

    Read → marks → notes → tidied → lists → headings → Markdown → proof
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Literal
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from plugins.content.header import UNWRITTEN
from plugins.core.html import read, write
from plugins.core.messages import Failure, say
from plugins.images.fitting import fitting
from plugins.importer.markdown import Loss, near, to_markdown
from plugins.importer.pasted import read_html
from plugins.importer.proof import Difference, compare, rendered
from plugins.importer.shape.facts import (
    CAPTION,
    QUOTE,
    TYPED,
    read_marks,
    seen,
    words,
)
from plugins.importer.shape.headings import name_headings
from plugins.importer.shape.lists import make_lists
from plugins.importer.shape.notes import gather_notes
from plugins.importer.shape.tidy import tidy
from plugins.importer.word.document import read_word

TO_DESCRIBE = {"fr": f"{UNWRITTEN} décrire l’image", "en": f"{UNWRITTEN} describe the image",
               "zh": f"{UNWRITTEN} 描述图片"}
"""The place of an alternative text that nobody has written, for which the check asks."""

BY_MACHINE = ("generated", "généré", "自动生成")
"""How Word ends the description of a picture that it has guessed."""

SCHEMES = ("http", "https", "mailto", "tel")

LONGEST_TITLE = 10
"""Words of a text that names no title."""


@dataclass(frozen=True)
class Picture:
    """A picture for `content/images`: its file name, made from the text's key, and its bytes."""

    name: str
    data: bytes
    alt: str


@dataclass
class Album:
    """The pictures of a text as they are met, each once, by the address the HTML has for it."""

    key: str
    data: dict[str, bytes]
    kept: dict[str, Picture] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)

    def keep(self, source: str, alt: str) -> str:
        """Return the Markdown address of a picture, or nothing if it cannot be shown."""
        if source in self.data and source not in self.kept:
            try:
                data, ending = fitting(self.data[source])
            except Failure as error:
                self.losses.append(Loss(error.message, near(alt)))
                return ""
            name = f"{self.key}-{len(self.kept) + 1}.{ending}"
            self.kept[source] = Picture(name, data, alt)
        return f"{{static}}/images/{self.kept[source].name}" if source in self.kept else ""


def alternative(alt: str, lang: str) -> str:
    """Return an alternative text; where nobody has written one, the place for it."""
    alt = " ".join(alt.split())
    if not alt or any(sign in alt.lower() for sign in BY_MACHINE):
        return TO_DESCRIBE.get(lang, UNWRITTEN)
    return alt


@dataclass(frozen=True)
class ImportedText:
    """A text as it can be written, what was not kept, and where words differ from the original."""

    title: str
    key: str
    markdown: str
    pictures: tuple[Picture, ...]
    losses: tuple[Loss, ...]
    differences: tuple[Difference, ...]


def import_text(data: bytes, kind: Literal["docx", "html"], lang: str,
                key: Callable[[str], str], title: str = "",
                strict: bool = False, is_part: bool = False) -> ImportedText:
    """Return a text of Word or of a web page, or a part of one, as this site writes texts.

    `key` makes of its title the key, after which its pictures are named. Raises a Failure for what
    cannot be read (`NotWord`, `NotHtml`) and, with `strict`, for tracked changes (`Tracked`).
    """
    original = read_word(data, strict) if kind == "docx" else read_html(data)
    shaped = shape(original.html, lang, is_part)
    named = title or shaped.title or original.title or " ".join(
        read(original.seen).get_text(" ").split()[:LONGEST_TITLE])
    album = Album(key(named), original.pictures)
    converted = to_markdown(shaped.html, lang, address, album.keep)
    before, after = (f"<p>{escape(shaped.title)}</p>\n{body}" for body in (
        shaped.html, rendered(converted.markdown)))
    differences = (*compare(original.seen, shaped.seen), *compare(before, after))
    replaced = (Loss(say("the text has a title of its own, which is replaced"), near(shaped.title)),
                ) if title and shaped.title and title != shaped.title else ()
    losses = (*replaced, *original.losses, *shaped.losses, *album.losses, *converted.losses)
    return ImportedText(named, album.key, converted.markdown, tuple(album.kept.values()), losses,
                        differences)


def address(href: str) -> str:
    """Return the address of a link; nothing for one that leads to no page, or acts."""
    address = "".join(href.split())
    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        return ""
    return address if scheme in SCHEMES else ""


@dataclass(frozen=True)
class Shaped:
    """A text: its title, which is no longer in the HTML; `seen` has it, and what lists show."""

    title: str
    html: str
    seen: str
    losses: tuple[Loss, ...]


def shape(html: str, lang: str, is_part: bool = False) -> Shaped:
    """Return HTML of Word or of a page, whose marks are read, in a shape for Markdown."""
    tree, losses = read(html), list[Loss]()
    read_marks(tree)
    _draw_boxes(tree)
    gather_notes(tree)
    tidy(tree, lang)
    make_lists(tree)
    _quote(tree)
    _caption(tree)
    title = name_headings(tree, losses, is_part)
    _drop_places(tree, losses)
    told = seen(tree, title)
    for each in tree.find_all(True, attrs={TYPED: True}):
        del each[TYPED]
    for image in tree.find_all("img"):
        image["alt"] = alternative(str(image.get("alt", "")), lang)
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


def _caption(tree: BeautifulSoup) -> None:
    """Put words that are styled as a caption below the picture before them; others are words."""
    for each in tree.find_all("p", attrs={CAPTION: True}):
        del each[CAPTION]
        before = each.find_previous_sibling()
        if isinstance(before, Tag) and before.name == "p" and not words(before) \
                and len(before.find_all("img")) == 1 and not each.find(["a", "sup", "img"]):
            before.name, each.name = "figure", "figcaption"
            before.append(each.extract())


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
