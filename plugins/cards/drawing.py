"""Draw a card: calm paper, black text, one vermilion seal."""

import io
from dataclasses import dataclass, replace

from PIL import Image, ImageDraw

from plugins.cards.card import HEIGHT, PAPER, VERMILION, WIDTH, Card
from plugins.cards.draw import LEADING, set_title
from plugins.cards.fonts import Fonts, glyphs, width

INK, MUTED, RULE = "#1B1916", "#5E574C", "#D9D2C4"

MARGIN = 84
SEAL = 60
MASTHEAD, HAIRLINE, KICKER, TITLE, TITLE_END, FOOT = 104, 148, 212, 246, 502, 566
"""Heights from the top in pixels: baselines of text, and the box of the title."""

FINE = 4
"""How much larger text is drawn than it becomes."""

SMALLEST = 8
"""Pixels of the em; what is longer even so runs out of the card."""

SHADES = 16
"""Steps from paper to a colour; a card has few colours, so that its file is small."""


@dataclass(frozen=True)
class Style:
    """The colour, the weight and the size in pixels of a text."""

    colour: str
    weight: int
    size: int


NAME, LANGUAGE = Style(INK, 600, 38), Style(MUTED, 400, 30)
TOPIC, DAY = Style(VERMILION, 600, 30), Style(MUTED, 400, 30)


def draw(card: Card, fonts: Fonts, seal: Image.Image) -> bytes:
    """Return a card as a PNG; `seal` is the site's mark, a square."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    picture.paste(RULE, (MARGIN, HAIRLINE, WIDTH - MARGIN, HAIRLINE + 2))
    mark = seal.resize((SEAL, SEAL), Image.Resampling.LANCZOS)
    picture.paste(mark, (MARGIN, MASTHEAD - 13 - SEAL // 2), mark)
    right = WIDTH - MARGIN - width(card.language, LANGUAGE.weight, fonts) * LANGUAGE.size
    name = _fitting(card.publication, NAME, right - 2 * MARGIN - SEAL, fonts)
    _write(picture, MARGIN + SEAL + 22, MASTHEAD, card.publication, name, fonts)
    _write(picture, round(right), MASTHEAD, card.language, LANGUAGE, fonts)
    topic = _fitting(card.kicker, TOPIC, WIDTH - 2 * MARGIN, fonts)
    _write(picture, MARGIN, KICKER, card.kicker, topic, fonts)
    _write_title(picture, card, fonts)
    _write(picture, MARGIN, FOOT, card.foot, DAY, fonts)
    return _png(picture)


def _write_title(picture: Image.Image, card: Card, fonts: Fonts) -> None:
    setting = set_title(card.title, WIDTH - 2 * MARGIN, TITLE_END - TITLE,
                        lambda text: width(text, 600, fonts))
    top = TITLE if card.kicker else TITLE - 30
    for number, line in enumerate(setting.lines):
        baseline = top + setting.size * (0.86 + number * LEADING)
        _write(picture, MARGIN, round(baseline), line, Style(INK, 600, setting.size), fonts)


def _fitting(text: str, style: Style, room: float, fonts: Fonts) -> Style:
    """Return a style in which a text of one line is no wider than its room."""
    fitting = int(room / max(width(text, style.weight, fonts), 0.1))
    return replace(style, size=max(SMALLEST, min(style.size, fitting)))


def _write(picture: Image.Image, x: int, baseline: int, text: str, style: Style, fonts: Fonts
           ) -> None:
    """Draw each character at its own place, in large first: Pillow knows whole pixels only."""
    placed = list(glyphs(text, style.weight, fonts))
    size = style.size * FINE
    rise, reach = round(style.size * 1.2), round(style.size * 1.6)
    length = round(placed[-1].place * style.size) + style.size
    mask = Image.new("L", (length * FINE, reach * FINE))
    pen = ImageDraw.Draw(mask)
    for glyph in placed:
        if glyph.char.strip():
            pen.text((glyph.place * size, rise * FINE), glyph.char, 255,
                     fonts.at(style.weight, glyph.chinese, size), anchor="ls")
    picture.paste(style.colour, (x, baseline - rise), mask.reduce(FINE))


def _png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.quantize(palette=_palette(), dither=Image.Dither.NONE).save(
        file, "PNG", compress_level=6)  # level 9: a tenth smaller, ten times slower
    return file.getvalue()


def _palette() -> Image.Image:
    palette = Image.new("P", (1, 1))
    shades = [_between(start, end, step / (SHADES - 1)) for start, end in
              ((PAPER, INK), (PAPER, MUTED), (PAPER, VERMILION), ("#FFFFFF", VERMILION))
              for step in range(SHADES)]
    palette.putpalette([value for shade in (_rgb(RULE), *shades) for value in shade])
    return palette


def _between(start: str, end: str, share: float) -> tuple[int, ...]:
    return tuple(round(one + (other - one) * share)
                 for one, other in zip(_rgb(start), _rgb(end), strict=True))


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))
