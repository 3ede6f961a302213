"""Break a title into lines of like width, at the largest size that its box allows."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from PIL import Image, ImageDraw
from PIL.ImageColor import getrgb

from plugins.cards.card import HEIGHT, PAPER, WIDTH, Card
from plugins.cards.fonts import Fonts, glyphs, width
from plugins.core.plain_text import IDEOGRAPHS, expression

SIZES = (84, 76, 68, 60, 54, 48, 42, 36, 30)
"""Pixels of the em; the first that fits is taken."""

LEADING = 1.16
"""The distance of two lines, in ems."""

OPENING = "(\\[“‘«（《「『【〔〈"
CLOSING = ")\\],.;:?!”’»…，。、；：？！）》」』】〕〉—·～"

BREAK = expression(
    "(?<= )|(?<=[—–])(?=\\w)"
    f"|(?<=[{IDEOGRAPHS}，。、；：？！）》」』】〕〉])(?=[^{CLOSING}\\s])"
    f"|(?<![{OPENING}\\s])(?=[{IDEOGRAPHS}（《「『【〔〈])")
"""Where a line may end: after a space, never a no-break one, and around Chinese characters."""

PAUSE = expression(r"[,.;:?!»”，。、；：？！》…]\s*$")

CLINGING = expression(r"(?:^|[\s'’])\w{1,3}\s*$")
"""A short word, such as an article, that belongs to the word after it."""

Measure = Callable[[str], float]
"""Returns the width of a text in ems."""


@dataclass(frozen=True)
class Lines:
    """A title as it is set: the size of its type in pixels, and its lines."""

    size: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Piece:
    """What no line may divide, with its width in ems without and with the space after it."""

    text: str
    width: float
    advance: float


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
DAY = Style(MUTED, 400, 30)


def set_title(title: str, width: float, height: float, measure: Measure) -> Lines:
    """Return the lines of a title in a box of so many pixels; what no size holds ends in “…”."""
    pieces = [_piece(text, measure) for text in BREAK.split(title) if text]
    for size in SIZES:
        room, most = width / size, int(height / (size * LEADING))
        last = size == SIZES[-1]
        if last or max((piece.width for piece in pieces), default=0) <= room:
            parts = _divided(pieces, room, measure) if last else pieces
            lines = _filled(parts, room)
            if len(lines) <= most:
                return Lines(size, _balanced(parts, len(lines), room))
    return Lines(size, tuple(map(_words, lines[:most - 1])) + (
        _cut(_words(lines[most - 1]), room, measure),))


def _piece(text: str, measure: Measure) -> Piece:
    return Piece(text, measure(text.rstrip(" ")), measure(text))


def _divided(pieces: Sequence[Piece], room: float, measure: Measure) -> list[Piece]:
    """Return the pieces, one that is wider than a line letter by letter."""
    return [part for piece in pieces for part in (
        [piece] if piece.width <= room else [_piece(char, measure) for char in piece.text])]


def _filled(pieces: Sequence[Piece], room: float) -> list[list[Piece]]:
    """Return lines of which each holds as much as it can."""
    lines: list[list[Piece]] = [[]]
    used = 0.0
    for piece in pieces:
        if lines[-1] and used + piece.width > room:
            lines.append([])
            used = 0.0
        lines[-1].append(piece)
        used += piece.advance
    return lines


def _balanced(pieces: Sequence[Piece], count: int, room: float) -> tuple[str, ...]:
    """Return `count` lines that differ least in width and end where the sense pauses."""
    middle = sum(piece.advance for piece in pieces) / count or 1

    @cache
    def best(start: int, left: int) -> tuple[float, tuple[int, ...]]:
        """Return the least cost of setting what begins at `start`, and where its lines end."""
        if start == len(pieces) or not left:
            return (0.0 if start == len(pieces) and not left else float("inf")), ()
        found: tuple[float, tuple[int, ...]] = (float("inf"), ())
        used = 0.0
        for end in range(start + 1, len(pieces) + 1):
            piece = pieces[end - 1]
            if used + piece.width > room:
                break
            cost, ends = best(end, left - 1)
            cost += ((used + piece.width) / middle - 1) ** 2 + _jolt(piece.text, left)
            found = min(found, (cost, (end, *ends)))
            used += piece.advance
        return found

    ends = best(0, count)[1]
    return tuple(_words(pieces[start:end]) for start, end in zip((0, *ends), ends, strict=False))


def _jolt(text: str, left: int) -> float:
    """Return what it costs the reader that a line other than the last ends with `text`."""
    if left == 1:
        return 0.0
    return 0.12 * bool(CLINGING.search(text)) - 0.04 * bool(PAUSE.search(text))


def _words(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces).strip(" ")


def _cut(line: str, room: float, measure: Measure) -> str:
    while line and measure(line + "…") > room:
        line = line[:-1]
    return line.rstrip(" ,;:.") + "…"


def draw(card: Card, fonts: Fonts, seal: Image.Image, accent: str) -> bytes:
    """Return a card as a PNG; `seal` is the firm's mark, a square, `accent` its colour."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    picture.paste(RULE, (MARGIN, HAIRLINE, WIDTH - MARGIN, HAIRLINE + 2))
    mark = seal.resize((SEAL, SEAL), Image.Resampling.LANCZOS)
    picture.paste(mark, (MARGIN, MASTHEAD - 13 - SEAL // 2), mark)
    right = WIDTH - MARGIN - width(card.language, LANGUAGE.weight, fonts) * LANGUAGE.size
    name = _fitting(card.publication, NAME, right - 2 * MARGIN - SEAL, fonts)
    _write(picture, MARGIN + SEAL + 22, MASTHEAD, card.publication, name, fonts)
    _write(picture, round(right), MASTHEAD, card.language, LANGUAGE, fonts)
    topic = _fitting(card.kicker, Style(accent, 600, 30), WIDTH - 2 * MARGIN, fonts)
    _write(picture, MARGIN, KICKER, card.kicker, topic, fonts)
    _write_title(picture, card, fonts)
    _write(picture, MARGIN, FOOT, card.foot,
           _fitting(card.foot, DAY, WIDTH - 2 * MARGIN, fonts), fonts)
    return _png(picture, accent)


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


def _png(picture: Image.Image, accent: str) -> bytes:
    file = io.BytesIO()
    picture.quantize(palette=_palette(accent), dither=Image.Dither.NONE).save(
        file, "PNG", compress_level=6)  # level 9: a tenth smaller, ten times slower
    return file.getvalue()


def _palette(accent: str) -> Image.Image:
    palette = Image.new("P", (1, 1))
    shades = [_between(start, end, step / (SHADES - 1)) for start, end in
              ((PAPER, INK), (PAPER, MUTED), (PAPER, accent), ("#FFFFFF", accent))
              for step in range(SHADES)]
    palette.putpalette([value for shade in (getrgb(RULE), *shades) for value in shade])
    return palette


def _between(start: str, end: str, share: float) -> tuple[int, ...]:
    return tuple(round(one + (other - one) * share)
                 for one, other in zip(getrgb(start), getrgb(end), strict=True))
