"""Say which files an image of a text becomes: their names, formats and sizes."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from plugins.images.facts import Facts

WIDTHS = (480, 640, 800, 1200)
"""Pixels. The text column is 620 at most, a phone 360 to 430, and screens have up to three each."""

FALLBACK_WIDTHS = (640, 1200)
"""One browser in twenty knows no AVIF; two sizes serve it well enough."""

LONGEST = 16_383
"""Pixels of a side (https://developers.google.com/speed/webp/faq)."""

RECIPE = "1"
"""Changes whenever `encoding` makes other bytes of the same image, and with it every name."""

Format = Literal["AVIF", "WEBP", "JPEG", "PNG", "as it is"]

ENDINGS = {"AVIF": "avif", "WEBP": "webp", "JPEG": "jpg", "PNG": "png", "GIF": "gif", "SVG": "svg"}


@dataclass(frozen=True)
class Rendition:
    """One file of a picture, by its address on the site."""

    path: str
    format: Format
    width: int
    height: int


@dataclass(frozen=True)
class Picture:
    """An image of a text: its path in the content folder, its bytes' fingerprint, its facts."""

    source: str
    fingerprint: str
    facts: Facts

    @property
    def is_kept(self) -> bool:
        """Whether pages show the file as it is."""
        return self.facts.kind in ("animation", "vector")

    @property
    def modern(self) -> tuple[Rendition, ...]:
        """The files for browsers that know AVIF, the narrowest first."""
        return () if self.is_kept else self._each("AVIF", WIDTHS)

    @property
    def usual(self) -> tuple[Rendition, ...]:
        """The files for every other browser."""
        return () if self.is_kept else self._each("WEBP", FALLBACK_WIDTHS)

    @property
    def whole(self) -> Rendition:
        """The file that pages show as it is; of a picture that is not kept, the plain one."""
        if not self.is_kept:
            return self.plain
        return Rendition(f"{self._stem}.{ENDINGS[self.facts.format]}", "as it is",
                         self.facts.width, self.facts.height)

    @property
    def plain(self) -> Rendition:
        """The file that every program shows, mail programs too: PNG, JPEG or GIF."""
        if self.facts.kind == "animation" and self.facts.format in ("GIF", "PNG"):
            return self.whole
        # An SVG is as sharp as one likes; the email shows it at half its pixels.
        scale = 2 if self.facts.kind == "vector" else 1
        width = min(self.facts.width * scale, WIDTHS[-1])
        return self._one("JPEG" if self.facts.kind == "photo" else "PNG", width)

    @property
    def renditions(self) -> tuple[Rendition, ...]:
        """Every file, each once."""
        return tuple(dict.fromkeys((*self.modern, *self.usual, self.whole, self.plain)))

    @property
    def fits(self) -> bool:
        """Whether every file that we encode can be: a WebP is at most `LONGEST` pixels high."""
        return all(one.height <= LONGEST for one in self.renditions if one.format != "as it is")

    @property
    def size(self) -> tuple[int, int]:
        """The size in which it is shown where there is room, in CSS pixels."""
        width = self.facts.width if self.is_kept else min(self.facts.width, WIDTHS[-1])
        return width, self._height(width)

    @property
    def _stem(self) -> str:
        return f"pictures/{_plain_name(self.source)}-{self.fingerprint[:8]}"

    def _each(self, form: Format, steps: tuple[int, ...]) -> tuple[Rendition, ...]:
        return tuple(self._one(form, width) for width in widths(self.facts.width, steps))

    def _one(self, form: Format, width: int) -> Rendition:
        return Rendition(f"{self._stem}-{width}.{ENDINGS[form]}", form, width,
                         self._height(width))

    def _height(self, width: int) -> int:
        return max(1, round(self.facts.height * width / self.facts.width))


def widths(natural: int, steps: tuple[int, ...] = WIDTHS) -> list[int]:
    """Return the widths that an image is made in: never wider than it is, none almost twice."""
    largest = min(natural, steps[-1])
    return [*(step for step in steps if step <= 0.9 * largest), largest]


def fingerprint(data: bytes) -> str:
    """Return what stands for a file's bytes, and for how we encode them."""
    return hashlib.sha256(RECIPE.encode() + data).hexdigest()


def _plain_name(source: str) -> str:
    """Return a file's name in letters that no address needs to escape."""
    name = unicodedata.normalize("NFKD", PurePosixPath(source).stem)
    words = re.findall(r"[a-z0-9]+", name.encode("ascii", "ignore").decode().lower())
    return "-".join(words)[:60] or "image"
