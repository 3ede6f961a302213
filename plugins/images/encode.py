"""Encode an image as its picture asks: upright, in sRGB, and without what a camera wrote in it."""

import contextlib
import io
import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

import PIL
import resvg_py
from PIL import Image, ImageCms, features

from plugins.core.files import Store
from plugins.core.messages import Problem, say, unreadable, why
from plugins.images.picture import (
    WIDTHS,
    Picture,
    Rendition,
    fingerprint,
    has_alpha,
    is_opaque,
    is_turned,
    readable,
)
from plugins.images.svg import Unreadable

# AVIF at speed 6: half the time of 5, and 8 is faster still at a tenth more bytes. One thread,
# because several may divide the image in other ways on another machine.
OPTIONS: dict[tuple[str, str], Mapping[str, Any]] = {
    ("photo", "AVIF"): {"quality": 58, "speed": 6, "max_threads": 1},
    ("photo", "WEBP"): {"quality": 78, "method": 4},
    ("photo", "JPEG"): {"quality": 80, "optimize": True, "progressive": True},
    # Lines and letters: every pixel keeps its own colour, and few bytes buy sharp edges.
    ("drawing", "AVIF"): {"quality": 80, "speed": 6, "max_threads": 1, "subsampling": "4:4:4"},
    ("drawing", "WEBP"): {"lossless": True, "method": 4},
}

PNG: Mapping[str, Any] = {"optimize": True}

TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_90,
}
"""What brings an image of each orientation upright (EXIF 2.32, 4.6.4)."""

ENOUGH = 2 * WIDTHS[-1]
"""Pixels; a JPEG is decoded at half, a quarter or an eighth as long as it stays larger."""


def encode(data: bytes, picture: Picture, fonts: Path) -> dict[str, bytes]:
    """Return every file of a picture by its address; `fonts` is the folder of a drawing's own.

    Raises Unreadable if the image is damaged.
    """
    with readable():
        image = _opened(data, picture, fonts)
        return {one.path: data if one.format == "as it is" else _encoded(image, picture, one)
                for one in picture.renditions}


def _opened(data: bytes, picture: Picture, fonts: Path) -> Image.Image:
    """Return the first picture of an image, decoded: what is damaged is found here."""
    if picture.traits.kind == "vector":
        # From text, so that nothing outside of the drawing is read.
        data = bytes(resvg_py.svg_to_bytes(svg_string=data.decode("utf-8-sig"),
                                           width=picture.plain.width, background="white",
                                           font_dirs=[str(fonts)]))
    return clean(Image.open(io.BytesIO(data)))


def clean(image: Image.Image) -> Image.Image:
    """Return an image upright, with 8 bits of sRGB for each colour, and nothing but its pixels."""
    image.draft(None, (ENOUGH, ENOUGH))
    image.load()  # Pillow turns a TIFF by itself then
    turn, profile = TURNS.get(is_turned(image)), image.info.get("icc_profile")
    image = _in_eight_bits(image)
    alpha = image.convert("RGBA").getchannel("A") if has_alpha(image) else None
    flat = _in_srgb(image, profile)
    if alpha and not is_opaque(alpha):
        flat.putalpha(alpha)
    flat.info = {}  # Pillow writes what it finds here into the file, the place of a photo too
    return flat if turn is None else flat.transpose(turn)


def _in_eight_bits(image: Image.Image) -> Image.Image:
    if not image.mode.startswith("I"):
        return image
    # Pillow has 16-bit grey alone so; 16-bit colour it reads as 8-bit itself.
    return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the colours that an image means by its profile; one without means sRGB."""
    if image.mode not in ("RGB", "L", "CMYK"):
        image = image.convert("RGB")
    if profile:
        with contextlib.suppress(ImageCms.PyCMSError, OSError):  # a profile of another kind
            return ImageCms.profileToProfile(  # type: ignore[return-value]
                image, ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"), outputMode="RGB")
    return image.convert("RGB")


def _encoded(image: Image.Image, picture: Picture, one: Rendition) -> bytes:
    if image.size != (one.width, one.height):
        image = image.resize((one.width, one.height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    if one == picture.plain and image.mode == "RGBA":
        # Black lines on nothing would vanish in a mail program that is dark.
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    if one.format == "PNG" and picture.traits.kind != "photo":
        image = image.quantize(256, dither=Image.Dither.NONE)
    file = io.BytesIO()
    image.save(file, one.format, **OPTIONS.get((picture.traits.kind, one.format), PNG))
    return file.getvalue()


def make(pictures: Iterable[Picture], content: Path, fonts: Path, cache: Path
         ) -> Iterator[dict[str, bytes] | Problem]:
    """Yield the files of each picture by address, or what is wrong with it, in order.

    Drawings are written with the `fonts`; what was made before comes from `cache`.
    """
    store = store_beneath(cache)
    wanted = {picture.plain.path: picture for picture in pictures}
    # Threads, because Pillow's encoders let others run meanwhile.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(partial(_files, content, fonts, store),
                            (wanted[path] for path in sorted(wanted)))
    store.prune()


def store_beneath(cache: Path) -> Store:
    """Return the store for the libraries that are installed: others make other bytes."""
    versions = (PIL.__version__, *(str(features.version(name)) for name in ("avif", "webp")))
    return Store(cache / "-".join(versions))


def _files(content: Path, fonts: Path, store: Store, picture: Picture
           ) -> dict[str, bytes] | Problem:
    try:
        return _cached(store, picture) or _made(content, fonts, store, picture)
    except Unreadable as error:
        return Problem(str(content / picture.source), 0, error.message)
    except OSError as error:
        return unreadable(content / picture.source, why(error))


def _cached(store: Store, picture: Picture) -> dict[str, bytes]:
    """Return the files of a picture, or nothing if one of them is missing."""
    files = {}
    for one in picture.renditions:
        data = store.get(_entry(picture, one))
        if data is None:
            return {}
        files[one.path] = data
    return files


def _made(content: Path, fonts: Path, store: Store, picture: Picture) -> dict[str, bytes]:
    data = picture.drawing.encode() or (content / picture.source).read_bytes()
    if fingerprint(data) != picture.fingerprint:
        raise Unreadable(say("the image was changed while the site was being built; build again"))
    files = encode(data, picture, fonts)
    for one in picture.renditions:
        store.put(_entry(picture, one), files[one.path])
    return files


def _entry(picture: Picture, one: Rendition) -> str:
    """Return the name of an entry; files of the same content share it, whatever their name."""
    return f"{picture.fingerprint}-{one.width}{PurePosixPath(one.path).suffix}"
