"""Take over one text, from Word or from a web page: bytes → Markdown, pictures, what was lost.

This is what the command calls, and what else is given a text to paste.
"""

from dataclasses import dataclass
from html import escape
from typing import Literal
from urllib.parse import urlsplit

from plugins.core.html import read, write
from plugins.core.messages import say
from plugins.importer.markdown import Loss, near, to_markdown
from plugins.importer.pasted.clean import read_html
from plugins.importer.proof import Difference, compare, rendered
from plugins.importer.shape.pictures import Album, Picture, alternative
from plugins.importer.shape.shaped import shape
from plugins.importer.word.document import Read, read_word

SCHEMES = ("http", "https", "mailto", "tel")

LONGEST_TITLE = 10
"""Words of a text that names no title."""


@dataclass(frozen=True)
class ImportedText:
    """A text as it can be written, what was not kept, and where words differ from the original."""

    title: str
    markdown: str
    pictures: tuple[Picture, ...]
    losses: tuple[Loss, ...]
    differences: tuple[Difference, ...]


def import_text(data: bytes, kind: Literal["docx", "html"], lang: str, key: str, title: str = "",
                strict: bool = False) -> ImportedText:
    """Return a text of Word or of a web page as this site writes texts.

    `key` names its pictures. Raises a Failure for what cannot be read (`NotWord`, `NotHtml`) and,
    with `strict`, for tracked changes (`Tracked`).
    """
    original = read_word(data, strict) if kind == "docx" else read_html(data)
    shaped = shape(original.html, lang)
    album = Album(key, original.pictures)
    converted = to_markdown(_described(shaped.html, lang), lang, address, album.keep)
    after = f"<p>{escape(shaped.title)}</p>\n{rendered(converted.markdown, lang)}"
    differences = (*compare(original.seen, shaped.seen),
                   *compare(f"<p>{escape(shaped.title)}</p>\n{shaped.html}", after))
    replaced = (Loss(say("the text has a title of its own, which is replaced"), near(shaped.title)),
                ) if title and shaped.title and title != shaped.title else ()
    losses = (*replaced, *original.losses, *shaped.losses, *album.losses, *converted.losses)
    return ImportedText(title or shaped.title or original.title or _first_words(original),
                        converted.markdown, tuple(album.kept.values()), losses, differences)


def address(href: str) -> str:
    """Return the address of a link; nothing for one that leads to no page, or acts."""
    address = "".join(href.split())
    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        return ""
    return address if scheme in SCHEMES else ""


def _described(html: str, lang: str) -> str:
    """Return HTML whose pictures have an alternative text, or the place of one."""
    tree = read(html)
    for image in tree.find_all("img"):
        image["alt"] = alternative(str(image.get("alt", "")), lang)
    return write(tree)


def _first_words(original: Read) -> str:
    return " ".join(read(original.seen).get_text(" ").split()[:LONGEST_TITLE])
