"""Say which files an image of a text becomes: their names, formats and sizes."""

import hashlib
import io
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal

from plugins.core.messages import Message, say
from plugins.images.svg import Unreadable, drawing_faults, drawing_size

if TYPE_CHECKING:
    from PIL import Image

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


COLOURS = 4096
"""A drawing or a screenshot has fewer; a photograph of any size has more."""

ORIENTATION = 0x0112
"""The tag of EXIF 2.32, 4.6.4 that says how the camera was held; from 5 on, upright."""

Kind = Literal["photo", "drawing", "animation", "vector"]


@dataclass(frozen=True)
class Traits:
    """What must be known of an image to name its files and to draw it; the size is as seen."""

    width: int
    height: int
    kind: Kind
    format: str
    transparent: bool = False


def widths(natural: int, steps: tuple[int, ...] = WIDTHS) -> list[int]:
    """Return the widths that an image is made in: never wider than it is, none almost twice."""
    largest = min(natural, steps[-1])
    return [*(step for step in steps if step <= 0.9 * largest), largest]


def fingerprint(data: bytes) -> str:
    """Return what stands for a file's bytes, and for how we encode them."""
    return hashlib.sha256(RECIPE.encode() + data).hexdigest()


@dataclass(frozen=True)
class Picture:
    """An image of a text: its path in the content folder, its bytes' fingerprint, its traits.

    A drawing that stands in the text itself is kept here; its path is only a name.
    """

    source: str
    fingerprint: str
    traits: Traits
    drawing: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether pages show the file as it is."""
        return self.traits.kind in ("animation", "vector")

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
        return Rendition(f"{self._stem}.{ENDINGS[self.traits.format]}", "as it is",
                         self.traits.width, self.traits.height)

    @property
    def plain(self) -> Rendition:
        """The file that every program shows, mail programs too: PNG, JPEG or GIF."""
        if self.traits.kind == "animation" and self.traits.format in ("GIF", "PNG"):
            return self.whole
        # An SVG is as sharp as one likes; the email shows it at half its pixels.
        scale = 2 if self.traits.kind == "vector" else 1
        width = min(self.traits.width * scale, WIDTHS[-1])
        return self._one("JPEG" if self.traits.kind == "photo" else "PNG", width)

    @property
    def renditions(self) -> tuple[Rendition, ...]:
        """Every file, each once."""
        if self.drawing:
            return (self.plain,)
        return tuple(dict.fromkeys((*self.modern, *self.usual, self.whole, self.plain)))

    @property
    def fits(self) -> bool:
        """Whether every file that we encode can be: a WebP is at most `LONGEST` pixels high."""
        return all(one.height <= LONGEST for one in self.renditions if one.format != "as it is")

    @property
    def size(self) -> tuple[int, int]:
        """The size in which it is shown where there is room, in CSS pixels."""
        width = self.traits.width if self.is_kept else min(self.traits.width, WIDTHS[-1])
        return width, self._height(width)

    @property
    def _stem(self) -> str:
        return f"pictures/{_plain_name(self.source)}-{self.fingerprint[:8]}"

    def _each(self, form: Format, steps: tuple[int, ...]) -> tuple[Rendition, ...]:
        return tuple(self._one(form, width) for width in widths(self.traits.width, steps))

    def _one(self, form: Format, width: int) -> Rendition:
        return Rendition(f"{self._stem}-{width}.{ENDINGS[form]}", form, width,
                         self._height(width))

    def _height(self, width: int) -> int:
        return max(1, round(self.traits.height * width / self.traits.width))


def _plain_name(source: str) -> str:
    """Return a file's name in letters that no address needs to escape."""
    name = unicodedata.normalize("NFKD", PurePosixPath(source).stem)
    words = re.findall(r"[a-z0-9]+", name.encode("ascii", "ignore").decode().lower())
    return "-".join(words)[:60] or "image"


def look_at(data: bytes) -> Traits:
    """Return the traits of an image file.

    Raises Unreadable if it is none, and of a drawing that runs programs or fetches anything.
    """
    from PIL import Image
    with readable():
        if _is_drawing(data):
            size = drawing_size(data)
            for _, message in drawing_faults(data):
                raise Unreadable(message)
            return Traits(*size, "vector", "SVG", transparent=True)
        with Image.open(io.BytesIO(data)) as image:
            return _raster(image)


def _is_drawing(data: bytes) -> bool:
    """Tell a drawing, whatever its file is called, by its beginning."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def damage(path: Path) -> Message | None:
    """Return why a file is no image that can be shown, as far as its beginning tells; else None."""
    from PIL import Image
    try:
        with readable(), path.open("rb") as file:
            if _is_drawing(file.read(1024)):
                drawing_size(path.read_bytes())
            else:
                Image.open(path).close()
    except Unreadable as error:
        return error.message
    return None


@contextmanager
def readable() -> Iterator[None]:
    """Turn whatever a damaged file makes a decoder raise into Unreadable."""
    from PIL import Image, ImageFile
    # WeasyPrint, once imported, lets a picture be cut off for the whole process.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    except Unreadable:
        raise
    except Image.DecompressionBombError as error:
        raise too_large() from error
    except Exception as error:  # each of Pillow's decoders has its own
        raise Unreadable(say("the image is damaged, or of a kind that we cannot read; save it "
                             "again as PNG, JPEG, GIF or SVG")) from error


def too_large() -> Unreadable:
    """Return the error of an image with more pixels than can be encoded."""
    return Unreadable(say("the image is too large for a page; make it smaller or, if it is very "
                          "tall, cut it into several"))


def is_turned(image: "Image.Image") -> int:
    """Return the orientation of EXIF, 1 if there is none."""
    # Pillow decodes a whole PNG to look for EXIF behind the pixels, where nobody writes it.
    if image.format == "PNG" and "exif" not in image.info:
        return 1
    return int(image.getexif().get(ORIENTATION, 1))


def has_alpha(image: "Image.Image") -> bool:
    """Tell whether an image may be transparent somewhere."""
    return "A" in image.getbands() or "a" in image.getbands() or "transparency" in image.info


def is_opaque(alpha: "Image.Image") -> bool:
    """Tell whether a channel of transparency leaves nothing transparent."""
    return alpha.getextrema() == (255, 255)


def _raster(image: "Image.Image") -> Traits:
    width, height = image.size
    if is_turned(image) >= 5:
        width, height = height, width
    name = image.format or ""
    if getattr(image, "is_animated", False):
        return Traits(width, height, "animation", name)
    if name in ("JPEG", "MPO"):
        return Traits(width, height, "photo", name)
    kind, transparent = _kind(image)
    return Traits(width, height, kind, name, transparent)


def _kind(image: "Image.Image") -> tuple[Kind, bool]:
    transparent = False
    if has_alpha(image):
        image = image.convert("RGBA")
        transparent = not is_opaque(image.getchannel("A"))
    elif image.mode not in ("1", "L", "P", "RGB"):
        image = image.convert("RGB")
    return "drawing" if image.getcolors(COLOURS) else "photo", transparent
