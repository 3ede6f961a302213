"""Make a file of somebody's picture one that a page can show, and that holds nothing else.

What the build could not show is told now (`picture`), and what browsers do not know, but Pillow
does, becomes a PNG.
"""

import io

from PIL import Image

from plugins.core.messages import Failure, say
from plugins.images.encode import clean
from plugins.images.picture import ENDINGS, Picture, fingerprint, look_at, readable, too_large

WHOLE = 100_000
"""The width and the height of a picture, in the measure of its edges (ECMA-376, 20.1.10.41)."""

FULL = (0, 0, 0, 0)
"""The edges of a picture of which nothing is cut off."""

SHOWN = frozenset((
    "adobe", "adobe_transform", "background", "bits", "chromaticity", "dpi", "duration", "gamma",
    "icc_profile", "interlace", "jfif", "jfif_density", "jfif_unit", "jfif_version", "loop",
    "progression", "progressive", "srgb", "timestamp", "transparency", "version"))
"""What Pillow finds beside the pixels, and what says how they are shown."""

SEGMENTS = frozenset(("APP0", "APP2", "APP14"))
"""The segments of a JPEG that say the same: JFIF, ICC and Adobe's."""


def fitting(data: bytes) -> tuple[bytes, str]:
    """Return a picture that a page can show, and the ending of its file; raises a Failure."""
    traits = look_at(data)
    form = "JPEG" if traits.format == "MPO" else traits.format
    if form in ("WMF", "EMF"):
        raise Failure(say("the picture is a drawing of Windows ({format}), which no browser shows; "
                          "save it as PNG, and put it into the folder of images", format=form))
    if form not in ENDINGS:
        data, form = _redrawn(data, FULL), "PNG"
        traits = look_at(data)
    if not Picture("", fingerprint(data), traits).fits:
        raise too_large()
    return data, ENDINGS[form]


def cropped(data: bytes, edges: tuple[int, int, int, int]) -> bytes:
    """Return what a picture shows within edges: left, top, right and bottom, in thousandths of a
    per cent. What was cut off may not be for readers; a picture that cannot be cut raises
    Unreadable.
    """
    return _redrawn(data, edges)


def bare(data: bytes) -> tuple[bytes, str]:
    """Return what `fitting` does, upright and without what a camera or a program wrote beside it.

    Where there is nothing of that, every byte is kept; so are a drawing and an animation. Raises a
    Failure.
    """
    fit, ending = fitting(data)
    traits = look_at(fit)
    if traits.kind in ("vector", "animation") or (traits.format != "MPO" and _is_bare(fit)):
        return fit, ending
    is_photo = traits.kind == "photo" and not traits.transparent
    return fitting(_redrawn(fit, FULL, "JPEG" if is_photo else "PNG"))


def _is_bare(data: bytes) -> bool:
    with readable(), Image.open(io.BytesIO(data)) as image:
        image.load()  # a PNG may have words behind its pixels
        segments = {name for name, _ in getattr(image, "applist", ())}
        return image.info.keys() <= SHOWN and segments <= SEGMENTS


def _redrawn(data: bytes, edges: tuple[int, int, int, int], form: str = "") -> bytes:
    with readable():
        image = Image.open(io.BytesIO(data))
        form = form or ("JPEG" if image.format in ("JPEG", "MPO") else "PNG")
        drawn = clean(image)
        left, top, right, bottom = (max(edge, 0) / WHOLE for edge in edges)
        width, height = drawn.size
        drawn = drawn.crop((round(left * width), round(top * height),
                            max(round((1 - right) * width), round(left * width) + 1),
                            max(round((1 - bottom) * height), round(top * height) + 1)))
        file = io.BytesIO()
        drawn.save(file, form, **({"quality": 95} if form == "JPEG" else {}))
    return file.getvalue()
