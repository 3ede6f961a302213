"""Draw a card: calm paper, black text, one vermilion seal."""

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw

from plugins.cards.card import HEIGHT, WIDTH, Card
from plugins.cards.fonts import Fonts, runs
from plugins.cards.lines import LEADING, set_title

PAPER, INK, MUTED, RULE, VERMILION = "#FBF9F4", "#1B1916", "#5E574C", "#D9D2C4", "#B5301C"

MARGIN = 84
SEAL = 60
MASTHEAD, HAIRLINE, KICKER, TITLE, TITLE_END, FOOT = 104, 148, 212, 246, 518, 566
"""Heights from the top in pixels: baselines of text, and the box of the title."""

FINE = 2
"""How much larger the card is drawn than it becomes: FreeType puts letters on whole pixels."""

SHADES = 24
"""Steps from paper to a colour; a card has few colours, so that its file is small."""


@dataclass(frozen=True)
class Ink:
    """One colour of the card and the mask of what is drawn in it."""

    colour: str
    mask: ImageDraw.ImageDraw
    image: Image.Image


def draw(card: Card, fonts: Fonts, seal: Image.Image) -> bytes:
    """Return a card as a PNG; `seal` is the site's mark, a square."""
    black, muted, red = (_ink(colour) for colour in (INK, MUTED, VERMILION))
    _text(black, MARGIN + SEAL + 22, MASTHEAD, card.publication, fonts, 600, 38)
    _text(muted, WIDTH - MARGIN, MASTHEAD, card.language, fonts, 400, 30, right=True)
    _text(red, MARGIN, KICKER, card.kicker, fonts, 600, 30)
    _title(black, card, fonts)
    _text(muted, MARGIN, FOOT, card.foot, fonts, 400, 30)
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    for ink in (black, muted, red):
        picture.paste(ink.colour, mask=ink.image.reduce(FINE))
    picture.paste(RULE, (MARGIN, HAIRLINE, WIDTH - MARGIN, HAIRLINE + 2))
    mark = seal.resize((SEAL, SEAL), Image.Resampling.LANCZOS)
    picture.paste(mark, (MARGIN, MASTHEAD - 13 - SEAL // 2), mark)
    return _png(picture)


def _title(ink: Ink, card: Card, fonts: Fonts) -> None:
    setting = set_title(card.title, WIDTH - 2 * MARGIN, TITLE_END - TITLE,
                        lambda text: _width(text, fonts, 600, 100) / 100)
    top = TITLE if card.kicker else TITLE - 30
    for number, line in enumerate(setting.lines):
        baseline = top + setting.size * (0.86 + number * LEADING)
        _text(ink, MARGIN, baseline, line, fonts, 600, setting.size)


def _text(ink: Ink, x: float, baseline: float, text: str, fonts: Fonts, weight: int, size: float,
          right: bool = False) -> None:
    faces = fonts.at(weight, size * FINE)
    x, baseline = x * FINE, round(baseline * FINE)
    if right:
        x -= _width(text, fonts, weight, size * FINE)
    for index, run in runs(text, fonts):
        ink.mask.text((x, baseline), run, fill=255, font=faces[index], anchor="ls")
        x += faces[index].getlength(run)


def _width(text: str, fonts: Fonts, weight: int, size: float) -> float:
    faces = fonts.at(weight, size)
    return sum(faces[index].getlength(run) for index, run in runs(text, fonts))


def _ink(colour: str) -> Ink:
    image = Image.new("L", (WIDTH * FINE, HEIGHT * FINE))
    return Ink(colour, ImageDraw.Draw(image), image)


def _png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.quantize(palette=_palette(), dither=Image.Dither.NONE).save(
        file, "PNG", compress_level=6)  # level 9: a tenth smaller, ten times slower
    return file.getvalue()


def _palette() -> Image.Image:
    colours = [RULE]
    palette = Image.new("P", (1, 1))
    shades = [_between(start, end, step / (SHADES - 1)) for start, end in
              ((PAPER, INK), (PAPER, MUTED), (PAPER, VERMILION), ("#FFFFFF", VERMILION))
              for step in range(SHADES)]
    palette.putpalette([*_rgb(colours[0]), *(value for shade in shades for value in shade)])
    return palette


def _between(start: str, end: str, share: float) -> tuple[int, ...]:
    return tuple(round(one + (other - one) * share)
                 for one, other in zip(_rgb(start), _rgb(end), strict=True))


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))
