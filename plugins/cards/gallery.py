"""Draw the cards of a build on every core; those of earlier ones are kept."""

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
from plugins.cards.fingerprint import fingerprint
from plugins.cards.fonts import Fonts
from plugins.cards.icons import SVG, seal
from plugins.core.files import Store

BATCH = 64
"""Cards that one process draws in a row: it opens its fonts once for all of them."""


@dataclass(frozen=True)
class Gallery:
    """What draws the cards, and where those are kept that it has drawn."""

    theme: Path
    store: Store


def pictures(cards: Iterable[Card], theme: Path, cache: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the address and the PNG of each card; `cache` may be deleted at any time."""
    wanted = {card.address: card for card in cards}
    fonts = (theme / "cards").iterdir()  # and their kerning
    gallery = Gallery(theme, Store(cache / fingerprint([*fonts, theme / SVG])))
    _draw_all(gallery, [card for card in wanted.values() if _name(card) not in gallery.store])
    for address, card in sorted(wanted.items()):
        yield address, gallery.store.get(_name(card)) or draw(card, *_tools(theme))
    gallery.store.prune()


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
        gallery.store.put(_name(card), draw(card, fonts, mark))


def _name(card: Card) -> str:
    return Path(card.address).name


def _tools(theme: Path) -> tuple[Fonts, Image]:
    return Fonts(theme / "cards"), seal(theme)
