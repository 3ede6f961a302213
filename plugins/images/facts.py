"""Look at an image: how large it is, and of which kind, so that it can be shown well."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal
from xml.etree import ElementTree

from PIL import Image

from plugins.core.messages import Failure, say

COLOURS = 4096
"""A drawing or a screenshot has fewer; a photograph of any size has more."""

ORIENTATION = 0x0112
"""The tag of EXIF 2.32, 4.6.4 that says how the camera was held; from 5 on, upright."""

LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*")

Kind = Literal["photo", "drawing", "animation", "vector"]


@dataclass(frozen=True)
class Facts:
    """What must be known of an image to name its files and to draw it; the size is as seen."""

    width: int
    height: int
    kind: Kind
    format: str
    transparent: bool = False


class Unreadable(Failure):
    """The file is no image that we can read, is damaged or too large."""


def look(data: bytes) -> Facts:
    """Return the facts of an image file.

    Raises Unreadable if it is none.
    """
    with readable():
        if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            return Facts(*_vector_size(data), "vector", "SVG", transparent=True)
        with Image.open(io.BytesIO(data)) as image:
            return _raster(image)


@contextmanager
def readable() -> Iterator[None]:
    """Turn whatever a damaged file makes a decoder raise into Unreadable."""
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
                          "high, cut it into several"))


def is_turned(image: Image.Image) -> int:
    """Return the orientation of EXIF, 1 if there is none."""
    # Pillow decodes a whole PNG to look for EXIF behind the pixels, where nobody writes it.
    if image.format == "PNG" and "exif" not in image.info:
        return 1
    return int(image.getexif().get(ORIENTATION, 1))


def has_alpha(image: Image.Image) -> bool:
    """Tell whether an image may be transparent somewhere."""
    return "A" in image.getbands() or "a" in image.getbands() or "transparency" in image.info


def is_opaque(alpha: Image.Image) -> bool:
    """Tell whether a channel of transparency leaves nothing transparent."""
    return alpha.getextrema() == (255, 255)


def _raster(image: Image.Image) -> Facts:
    width, height = image.size
    if is_turned(image) >= 5:
        width, height = height, width
    name = image.format or ""
    if getattr(image, "is_animated", False):
        return Facts(width, height, "animation", name)
    if name in ("JPEG", "MPO"):
        return Facts(width, height, "photo", name)
    kind, transparent = _kind(image)
    return Facts(width, height, kind, name, transparent)


def _kind(image: Image.Image) -> tuple[Kind, bool]:
    transparent = False
    if has_alpha(image):
        image = image.convert("RGBA")
        transparent = not is_opaque(image.getchannel("A"))
    elif image.mode not in ("1", "L", "P", "RGB"):
        image = image.convert("RGB")
    return "drawing" if image.getcolors(COLOURS) else "photo", transparent


def _vector_size(data: bytes) -> tuple[int, int]:
    """Return the size of an SVG: its own, else its view box's (SVG 2, 8.2)."""
    root = ElementTree.fromstring(data)
    box = [float(number) for number in re.split(r"[\s,]+", root.get("viewBox", "").strip())
           if number]
    own = [LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    if own[0] and own[1]:
        return _whole(float(own[0][1]), float(own[1][1]))
    if len(box) != 4 or box[2] <= 0 or box[3] <= 0:
        raise Unreadable(say("the drawing says neither width and height nor a viewBox; save it "
                             "with one of them"))
    given = float(own[0][1]) if own[0] else box[2]
    return _whole(given, given * box[3] / box[2])


def _whole(width: float, height: float) -> tuple[int, int]:
    return max(1, round(width)), max(1, round(height))
