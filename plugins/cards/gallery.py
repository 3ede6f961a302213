"""Draw the cards of a build on every core; those of an earlier one are kept, by their content."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

from PIL.Image import Image

from plugins.cards.card import Card
from plugins.cards.drawing import draw
from plugins.cards.fonts import Fonts
from plugins.cards.icons import SVG, seal
from plugins.cards.keeping import fingerprint, keep, prune

BATCH = 64
"""Cards that one process draws in a row: it opens its fonts once for all of them."""


@dataclass(frozen=True)
class Gallery:
    """What draws the cards, and the folder in which those are kept that it has drawn."""

    theme: Path
    folder: Path

    def file(self, card: Card) -> Path:
        """Return where a card is kept."""
        return self.folder / Path(card.address).name


def pictures(cards: Iterable[Card], theme: Path, cache: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the address and the PNG of each card; what `cache` holds besides is removed."""
    wanted = {card.address: card for card in cards}
    fonts = (theme / "cards").glob("*.[ot]tf")
    gallery = Gallery(theme, cache / fingerprint([*fonts, theme / SVG]))
    prune(gallery.folder, {Path(address).name for address in wanted})
    _draw_all(gallery, [card for card in wanted.values() if not gallery.file(card).is_file()])
    for address, card in sorted(wanted.items()):
        try:
            yield address, gallery.file(card).read_bytes()
        except FileNotFoundError:  # the cache may be deleted at any time
            yield address, draw(card, *_tools(theme))


def _draw_all(gallery: Gallery, cards: list[Card]) -> None:
    batches = [cards[start:start + BATCH] for start in range(0, len(cards), BATCH)]
    if len(batches) < 2:
        for batch in batches:
            _draw_batch(gallery, batch)
        return
    # Not by fork: the caller may have threads.
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        list(pool.map(_draw_batch, repeat(gallery), batches))


def _draw_batch(gallery: Gallery, cards: list[Card]) -> None:
    fonts, mark = _tools(gallery.theme)
    for card in cards:
        keep(gallery.file(card), draw(card, fonts, mark))


def _tools(theme: Path) -> tuple[Fonts, Image]:
    return Fonts(theme / "cards"), seal(theme)
