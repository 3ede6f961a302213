"""Take the pictures out of a text: bytes as they were found → files that a page can show.

What the build could not show is told now (`images/picture`), and what browsers do not know, but
Pillow does, becomes a PNG.
"""

import io
from dataclasses import dataclass, field

from PIL import Image

from plugins.content.header import UNWRITTEN
from plugins.core.messages import Failure, say
from plugins.images.encode import clean
from plugins.images.picture import ENDINGS, fingerprint, look_at, readable, too_large
from plugins.images.picture import Picture as Shown
from plugins.importer.markdown import Loss, near

TO_DESCRIBE = {"fr": f"{UNWRITTEN} décrire l’image", "en": f"{UNWRITTEN} describe the image",
               "zh": f"{UNWRITTEN} 描述图片"}
"""The place of an alternative text that nobody has written, for which the check asks."""

BY_MACHINE = ("generated", "généré", "自动生成")
"""How Word ends the description of a picture that it has guessed."""

WHOLE = 100_000
"""The width and the height of a picture, in the measure of its edges (ECMA-376, 20.1.10.41)."""


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


def fitting(data: bytes) -> tuple[bytes, str]:
    """Return a picture that a page can show, and the ending of its file; raises a Failure."""
    traits = look_at(data)
    form = "JPEG" if traits.format == "MPO" else traits.format
    if form in ("WMF", "EMF"):
        raise Failure(say("the picture is a drawing of Windows ({format}), which no browser shows; "
                          "save it as PNG, and put it into the folder of images", format=form))
    if form not in ENDINGS:
        data, form = _redrawn(data, (0, 0, 0, 0)), "PNG"
        traits = look_at(data)
    if not Shown("", fingerprint(data), traits).fits:
        raise too_large()
    return data, ENDINGS[form]


def cropped(data: bytes, edges: tuple[int, int, int, int]) -> bytes:
    """Return what a picture shows within edges: left, top, right and bottom, in thousandths of a
    per cent. What was cut off may not be for readers; a picture that cannot be cut raises
    Unreadable.
    """
    return _redrawn(data, edges)


def alternative(alt: str, lang: str) -> str:
    """Return an alternative text; where nobody has written one, the place for it."""
    alt = " ".join(alt.split())
    if not alt or any(sign in alt.lower() for sign in BY_MACHINE):
        return TO_DESCRIBE.get(lang, UNWRITTEN)
    return alt


def _redrawn(data: bytes, edges: tuple[int, int, int, int]) -> bytes:
    with readable():
        image = Image.open(io.BytesIO(data))
        form = "JPEG" if image.format in ("JPEG", "MPO") else "PNG"
        drawn = clean(image)
        left, top, right, bottom = (max(edge, 0) / WHOLE for edge in edges)
        width, height = drawn.size
        drawn = drawn.crop((round(left * width), round(top * height),
                            max(round((1 - right) * width), round(left * width) + 1),
                            max(round((1 - bottom) * height), round(top * height) + 1)))
        file = io.BytesIO()
        drawn.save(file, form, **({"quality": 95} if form == "JPEG" else {}))
    return file.getvalue()
