"""Take over one text, from Word or from a web page: bytes → Markdown, pictures, what was lost.

This is what the command calls, and what else is given a text to paste.
"""

from dataclasses import dataclass, field
from html import escape
from typing import Literal
from urllib.parse import urlsplit

from plugins.content.header import UNWRITTEN
from plugins.core.messages import say
from plugins.images.picture import ENDINGS, look_at
from plugins.images.svg import Unreadable
from plugins.importer.losses import near
from plugins.importer.markdown import Loss, to_markdown
from plugins.importer.pasted.clean import read_html
from plugins.importer.proof import Difference, compare, rendered
from plugins.importer.shape.shaped import shape
from plugins.importer.word.document import Read, read_word

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


@dataclass(frozen=True)
class ImportedText:
    """A text as it can be written, what was not kept, and where words differ from the original."""

    title: str
    markdown: str
    pictures: tuple[Picture, ...]
    losses: tuple[Loss, ...]
    differences: tuple[Difference, ...]


@dataclass
class _Album:
    """The pictures of a text as they are met, each once, by the address the HTML has for it."""

    key: str
    lang: str
    data: dict[str, bytes]
    kept: dict[str, Picture] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)

    def keep(self, source: str, alt: str) -> str:
        """Return the Markdown address of a picture, or nothing if it cannot be shown."""
        if source not in self.data:
            return ""
        if source not in self.kept:
            try:
                traits = look_at(self.data[source])
            except Unreadable as error:
                self.losses.append(Loss(error.message, near(alt)))
                return ""
            ending = ENDINGS.get("JPEG" if traits.format == "MPO" else traits.format)
            if not ending:
                self.losses.append(Loss(say(
                    "the picture is a {format}, which no browser shows; save it as PNG, and put "
                    "it into the folder of images", format=traits.format), near(alt)))
                return ""
            name = f"{self.key}-{len(self.kept) + 1}.{ending}"
            self.kept[source] = Picture(name, self.data[source], alt)
        return f"{{static}}/images/{self.kept[source].name}"


def import_text(data: bytes, kind: Literal["docx", "html"], lang: str, key: str, title: str = "",
                strict: bool = False) -> ImportedText:
    """Return a text of Word or of a web page as this site writes texts.

    `key` names its pictures. Raises a Failure for what cannot be read (`NotWord`, `NotHtml`) and,
    with `strict`, for tracked changes (`Tracked`).
    """
    original = read_word(data, strict) if kind == "docx" else read_html(data)
    shaped = shape(original.html, lang)
    album = _Album(key, lang, original.pictures)
    converted = to_markdown(_described(shaped.html, lang), lang, address, album.keep)
    after = f"<p>{escape(shaped.title)}</p>\n{rendered(converted.markdown, lang)}"
    differences = (*compare(original.seen, shaped.seen),
                   *compare(f"<p>{escape(shaped.title)}</p>\n{shaped.html}", after))
    losses = (*original.losses, *shaped.losses, *album.losses, *converted.losses)
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


def undescribed(lang: str) -> str:
    """Return what stands for an alternative text in a language until a person writes it."""
    return TO_DESCRIBE.get(lang, UNWRITTEN)


def _described(html: str, lang: str) -> str:
    """Return HTML whose pictures have an alternative text, or the place of one."""
    from plugins.core.html import read, write
    tree = read(html)
    for image in tree.find_all("img"):
        alt = " ".join(str(image.get("alt", "")).split())
        if not alt or any(sign in alt.lower() for sign in BY_MACHINE):
            image["alt"] = undescribed(lang)
    return write(tree)


def _first_words(original: Read) -> str:
    from plugins.core.html import read
    return " ".join(read(original.seen).get_text(" ").split()[:LONGEST_TITLE])
