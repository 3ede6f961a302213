"""Give the texts of an edition plain images, and its pages every size and format of them.

Feeds, emails and search see an image that every program shows; only a page replaces it.
"""

import json
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from jinja2.runtime import Context
from pelican import Pelican
from pelican.contents import Content
from pelican.generators import Generator
from pelican.plugins import signals

from plugins.core.files import Store
from plugins.core.messages import Problem
from plugins.images.draw import plain_images, responsive_images
from plugins.images.encode import store_beneath
from plugins.images.picture import Facts, Picture, Unreadable, fingerprint, look, too_large

ENCODED = {".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".tif", ".tiff", ".bmp", ".svg"}
"""The endings of files that readers get under another name, unless a text links to one."""


@dataclass
class Album:
    """The pictures of one edition: `folders` of the content are published.

    What cannot be read is added to `problems`, once.
    """

    content: Path
    folders: tuple[str, ...]
    store: Store | None
    problems: list[Problem]
    seen: dict[Path, Picture | None] = field(default_factory=dict)

    def find(self, target: str, source: Path) -> Picture | None:
        """Return the picture that a text, `source`, names; None if it is none or not published.

        A path with a slash in front starts from the content folder, any other beside the text.
        """
        beside = self.content / target[1:] if target.startswith("/") else source.parent / target
        path = beside.resolve()
        if path not in self.seen:
            self.seen[path] = self._open(path)
        return self.seen[path]

    def _open(self, path: Path) -> Picture | None:
        published = any(path.is_relative_to((self.content / folder).resolve())
                        for folder in self.folders)
        if not published or not path.is_file():
            return None  # told with its line where links are looked at
        try:
            data = path.read_bytes()
            value = fingerprint(data)
            name = path.relative_to(self.content.resolve()).as_posix()
            picture = Picture(name, value, self._facts(value, data))
            if not picture.fits:
                raise too_large()
            return picture
        except Unreadable as error:
            self.problems.append(Problem(str(path), 0, error.message))
            return None

    def _facts(self, value: str, data: bytes) -> Facts:
        """Return the facts of a file; a large PNG takes a while to look at."""
        kept = self.store.get(f"{value}.json") if self.store else None
        if kept:
            return Facts(**json.loads(kept))
        facts = look(data)
        if self.store:
            self.store.put(f"{value}.json", json.dumps(asdict(facts)).encode())
        return facts


def open_album(pelican: Pelican) -> None:
    """Prepare to look at each image once."""
    settings = pelican.settings
    store = store_beneath(Path(settings["CACHE"]) / "images") if "CACHE" in settings else None
    settings["ALBUM"] = Album(Path(settings["PATH"]), tuple(settings["STATIC_PATHS"]), store,
                              settings["PROBLEMS"])
    settings.setdefault("PICTURES", {})


def lay_in(content: Content) -> None:
    """Put the plain form of each image into a text, as soon as it is read.

    Where Pelican runs alone nobody encodes: the image stays the file that it is.
    """
    settings = content.settings
    if "header" not in content.metadata or content.lang != settings["EDITION"]:
        return
    album, site, source = settings["ALBUM"], settings["SITEURL"], Path(content.source_path)

    def find(target: str) -> Picture | None:
        return album.find(unquote(re.split("[?#]", target)[0]), source)

    def address(picture: Picture) -> str:
        plain = f"{site}/{picture.plain.path}"
        if content.status == "published":  # nobody sees what a draft shows
            settings["PICTURES"][plain] = picture
        return plain

    content._content = plain_images(content._content, find,
                                    address if "WRITE" in settings else None)


def furnish(generator: Generator) -> None:
    """Let a page show each image as its reader's screen can use it."""
    href, pictures = generator.env.globals["href"], generator.settings["PICTURES"]

    def shape(context: Context, html: str) -> str:
        return responsive_images(html, pictures, href)

    generator.env.body_shapes.append(shape)


def keep_originals(generators: list[Generator]) -> None:
    """Publish the file of an image itself only where a text links to it."""
    settings, linked = generators[0].settings, generators[0].context["static_links"]
    if "WRITE" not in settings:
        return
    content = Path(settings["PATH"])
    for address, source in list(settings["STATICS"].items()):
        name = PurePosixPath(Path(content, source).relative_to(content))
        if name.suffix.lower() in ENCODED and str(name) not in linked:
            del settings["STATICS"][address]


def register() -> None:
    """Connect the texts, the pages, and what is published besides."""
    signals.initialized.connect(open_album)
    signals.content_object_init.connect(lay_in)
    signals.generator_init.connect(furnish)
    signals.all_generators_finalized.connect(keep_originals)
