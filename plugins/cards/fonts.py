"""Open the fonts of the cards, and say where each character of a text is put."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont, Layout

from plugins.core.plain_text import HAN

HAN_SCALE = 0.94
"""Chinese characters fill their square: a little smaller, they are of a size with the letters."""

SHARED = frozenset("“”‘’…—·")
"""Marks that Chinese and the European languages share, and draw differently."""

INVISIBLE = frozenset(("Cc", "Cf", "Mn", "Me"))
"""Categories of Unicode: controls, formats such as U+200B, and accents that stand alone."""

ACCENTED = re.compile(r"LATIN (CAPITAL|SMALL) LETTER ([A-Z]) WITH ")


@dataclass(frozen=True)
class Glyph:
    """A character, whether the Chinese font draws it, and its place in ems from the start."""

    char: str
    chinese: bool
    place: float


class Fonts:
    """The fonts in `theme/cards`: a serif, and a Chinese font for what the serif lacks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.at = cache(self._at)
        self.has = cache(self._has)
        self.advance = cache(self._advance)
        self.kerning = cache(self._kerning)

    def _at(self, weight: int, chinese: bool, size: float) -> FreeTypeFont:
        """Return a font in a size of pixels."""
        name = "lettre-han.otf" if chinese else f"lettre-serif-{weight}.ttf"
        # Raqm, the other engine, is there only where the machine has its libraries.
        return ImageFont.truetype(str(self.folder / name), size * (HAN_SCALE if chinese else 1),
                                  layout_engine=Layout.BASIC)

    def _has(self, char: str, chinese: bool) -> bool:
        # Pillow does not say whether a font has a character; one that it lacks looks like
        # U+FFFF, which no font has.
        font = self.at(600, chinese, 24)
        return char.isspace() or bytes(font.getmask(char)) != bytes(font.getmask("\uffff"))

    def _advance(self, char: str, weight: int, chinese: bool) -> float:
        """Return the width of a character in ems; at 1000 pixels it is not rounded."""
        return self.at(weight, chinese, 1000).getlength(char) / 1000

    def _kerning(self, weight: int) -> Mapping[str, Mapping[str, int]]:
        """Return by how many thousandths of the em a character moves towards the one before.

        It is in a file of its own: Pillow's basic engine divides a font's own kerning by 64.
        """
        file = self.folder / f"lettre-serif-{weight}.kern.json"
        kerning: Mapping[str, Mapping[str, int]] = json.loads(file.read_bytes())
        return kerning


def missing(text: str, fonts: Fonts) -> list[str]:
    """Return the characters of a text that no font draws, in the order of the text."""
    return [char for char in dict.fromkeys(unicodedata.normalize("NFC", text))
            if unicodedata.category(char) not in INVISIBLE and not _drawn(char, fonts)]


def glyphs(text: str, weight: int, fonts: Fonts) -> Iterator[Glyph]:
    """Yield what is drawn of a text, and at its end a glyph without a character.

    Of a letter whose accent no font has the bare letter is drawn; what else is missing is left
    out.
    """
    plain = "".join(_drawable(char, fonts) for char in unicodedata.normalize("NFC", text))
    mostly = len(HAN.findall(plain)) > sum(char.isascii() and char.isalpha() for char in plain)
    kerning, place, before = fonts.kerning(weight), 0.0, ""
    for char in plain:
        chinese = (mostly and char in SHARED) or not fonts.has(char, False)
        if not chinese:
            place += kerning.get(before, {}).get(char, 0) / 1000
        yield Glyph(char, chinese, place)
        place += fonts.advance(char, weight, chinese)
        before = "" if chinese else char
    yield Glyph("", False, place)


def width(text: str, weight: int, fonts: Fonts) -> float:
    """Return the width of a text in ems."""
    return list(glyphs(text, weight, fonts))[-1].place


def _drawn(char: str, fonts: Fonts) -> bool:
    return fonts.has(char, False) or fonts.has(char, True)


def _drawable(char: str, fonts: Fonts) -> str:
    if unicodedata.category(char) in INVISIBLE:
        return ""
    if _drawn(char, fonts):
        return char
    base = ACCENTED.match(unicodedata.name(char, ""))
    return "" if not base else base[2] if base[1] == "CAPITAL" else base[2].lower()
