"""Open the fonts of the cards, and tell which of them draws a character."""

import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont, Layout

from plugins.chinese import HAN

SERIF, CHINESE = "lettre-serif-{weight}.ttf", "lettre-han.otf"

HAN_SCALE = 0.94
"""Chinese characters fill their square: a little smaller, they are of a size with the letters."""

SHARED = frozenset("“”‘’…—·")
"""Marks that Chinese and the European languages share, and draw differently."""

INVISIBLE = frozenset(("Cc", "Cf", "Mn", "Me"))
"""Categories of Unicode: controls, formats such as U+200B, and accents that stand alone."""


class Fonts:
    """The fonts in `theme/cards`: a serif, and a Chinese font for what the serif lacks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.at = cache(self._at)
        self.font_of = cache(self._font_of)

    def _at(self, weight: int, size: float) -> tuple[FreeTypeFont, FreeTypeFont]:
        """Return the serif and the Chinese font in a size of pixels."""
        return (self._open(SERIF.format(weight=weight), size),
                self._open(CHINESE, size * HAN_SCALE))

    def _font_of(self, char: str) -> int | None:
        """Return which of the two draws a character: 0, 1 or neither."""
        return next((index for index, font in enumerate(self.at(600, 24))
                     if char.isspace() or _drawn(font, char) != _drawn(font, "\uffff")), None)

    def _open(self, name: str, size: float) -> FreeTypeFont:
        # Raqm, the other engine, is there only where the machine has its libraries.
        return ImageFont.truetype(str(self.folder / name), size, layout_engine=Layout.BASIC)


def missing(text: str, fonts: Fonts) -> list[str]:
    """Return the characters of a text that no font draws, in the order of the text."""
    return [char for char in dict.fromkeys(unicodedata.normalize("NFC", text))
            if unicodedata.category(char) not in INVISIBLE and fonts.font_of(char) is None]


def runs(text: str, fonts: Fonts) -> Iterator[tuple[int, str]]:
    """Yield the pieces of a text that one font draws, each after the number of its font.

    Of a letter whose accent no font has the bare letter is drawn; what else is missing is left
    out.
    """
    plain = "".join(_drawable(char, fonts) for char in unicodedata.normalize("NFC", text))
    chinese = len(HAN.findall(plain)) > sum(char.isascii() and char.isalpha() for char in plain)
    for index, chars in groupby(plain, lambda char: 1 if chinese and char in SHARED
                                else fonts.font_of(char)):
        yield index or 0, "".join(chars)


def _drawable(char: str, fonts: Fonts) -> str:
    if unicodedata.category(char) in INVISIBLE:
        return ""
    if fonts.font_of(char) is not None:
        return char
    bare = unicodedata.normalize("NFD", char)[0]
    return bare if fonts.font_of(bare) is not None else ""


def _drawn(font: FreeTypeFont, char: str) -> bytes:
    # Pillow does not say whether a font has a character; one that it lacks looks like U+FFFF,
    # which no font has.
    return bytes(font.getmask(char))
