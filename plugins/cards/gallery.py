"""Draw the cards of a build on every core; those of an earlier one are kept, by their content."""

import os
import shutil
import uuid
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

import PIL
from PIL.Image import Image

from plugins.cards.card import Card
from plugins.cards.drawing import draw
from plugins.cards.fonts import Fonts
from plugins.cards.icons import SVG, seal

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
    gallery = Gallery(theme, cache / _fingerprint(theme))
    gallery.folder.mkdir(parents=True, exist_ok=True)
    _prune(gallery.folder, {Path(address).name for address in wanted})
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
        fresh = gallery.folder / f".{uuid.uuid4().hex}"
        fresh.write_bytes(draw(card, fonts, mark))
        fresh.replace(gallery.file(card))


def _tools(theme: Path) -> tuple[Fonts, Image]:
    return Fonts(theme / "cards"), seal(theme)


def _fingerprint(theme: Path) -> str:
    """Return a name for all that a picture depends on besides its words."""
    files = [*Path(__file__).parent.glob("*.py"), *(theme / "cards").glob("*.[ot]tf"), theme / SVG]
    digest = sha256(PIL.__version__.encode())
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:20]


def _prune(folder: Path, wanted: set[str]) -> None:
    for other in folder.parent.iterdir():
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    for path in folder.iterdir():
        if path.name not in wanted:
            path.unlink(missing_ok=True)
