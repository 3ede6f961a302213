"""Give the texts of an edition plain images, and its pages every size and format of them.

Feeds, emails and search see an image that every program shows; only a page replaces it.
"""

import re
from pathlib import Path, PurePosixPath
from typing import Protocol
from urllib.parse import unquote

from jinja2.runtime import Context
from pelican.contents import Content
from pelican.generators import Generator
from pelican.plugins import signals

from plugins.images.draw import Album, plain_images, responsive_images
from plugins.images.picture import Picture

ENCODED = {".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".tif", ".tiff", ".bmp", ".svg"}
"""The endings of files that readers get under another name, unless a text links to one."""


class Edition(Protocol):
    """What images take of the edition, and what they add."""

    lang: str
    album: Album
    pictures: dict[str, Picture]
    statics: dict[str, str]

    @property
    def in_build(self) -> bool:
        """Whether a build makes what editions share."""


def lay_in(content: Content) -> None:
    """Put the plain form of each image into a text, as soon as it is read.

    Where Pelican runs alone nobody encodes: the image stays the file that it is.
    """
    edition: Edition = content.settings["EDITION"]
    if "header" not in content.metadata or content.lang != edition.lang:
        return
    site, source = content.settings["SITEURL"], Path(content.source_path)

    def find(target: str) -> Picture | None:
        return edition.album.find(unquote(re.split("[?#]", target)[0]), source)

    def address(picture: Picture) -> str:
        plain = f"{site}/{picture.plain.path}"
        if content.status == "published":  # nobody sees what a draft shows
            edition.pictures[plain] = picture
        return plain

    content._content = plain_images(content._content, find, address if edition.in_build else None)


def shape_images(generator: Generator) -> None:
    """Let a page show each image as its reader's screen can use it."""
    href, pictures = generator.env.globals["href"], generator.settings["EDITION"].pictures

    def shape(context: Context, html: str) -> str:
        return responsive_images(html, pictures, href)

    generator.env.body_shapes.append(shape)


def keep_originals(generators: list[Generator]) -> None:
    """Publish the file of an image itself only where a text links to it."""
    settings, linked = generators[0].settings, generators[0].context["static_links"]
    edition: Edition = settings["EDITION"]
    if not edition.in_build:
        return
    content = Path(settings["PATH"])
    for address, source in list(edition.statics.items()):
        name = PurePosixPath(Path(content, source).relative_to(content))
        if name.suffix.lower() in ENCODED and str(name) not in linked:
            del edition.statics[address]


def register() -> None:
    """Connect the texts, the pages, and what is published besides."""
    signals.content_object_init.connect(lay_in)
    signals.generator_init.connect(shape_images)
    signals.all_generators_finalized.connect(keep_originals)
