"""Draw the cards of a build on every core; those of earlier ones are kept."""

import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

import resvg_py
from PIL import Image

from plugins.cards.card import PAPER, Card, fingerprint
from plugins.cards.draw import draw
from plugins.cards.fonts import Fonts
from plugins.core.files import Store
from plugins.core.look import Look

BATCH = 64
"""Cards that one process draws in a row: it opens its fonts once for all of them."""


ICO_SIZES = (16, 32, 48)

ICONS = {
    "apple-touch-icon.png": (180, PAPER, 0.74),
    "icons/192.png": (192, "none", 1.0),
    "icons/512.png": (512, "none", 1.0),
    "icons/maskable-192.png": (192, PAPER, 0.76),
    "icons/maskable-512.png": (512, PAPER, 0.76),
}
"""By address: pixels, ground, and the share of the width that the mark takes; of a maskable icon
a phone may show no more than a circle of 0.8."""


def pictures(cards: Iterable[Card], theme: Path, cache: Path, look: Look
             ) -> Iterator[tuple[str, bytes]]:
    """Yield the address and the PNG of each card; `cache` may be deleted at any time."""
    wanted = {card.address: card for card in cards}
    fonts = (theme / "cards").iterdir()  # and their kerning
    store = Store(cache / fingerprint(fonts, look))
    lacking = [card for card in wanted.values() if _card_file(card) not in store]
    _draw_all(lacking, theme, store, look)
    for address, card in sorted(wanted.items()):
        yield address, store.get(_card_file(card)) or draw(card, *_tools(theme, look))
    store.prune()


def _draw_all(cards: list[Card], theme: Path, store: Store, look: Look) -> None:
    batches = [cards[start:start + BATCH] for start in range(0, len(cards), BATCH)]
    if len(batches) < 2:
        for batch in batches:
            _draw_batch(batch, theme, store, look)
        return
    # Not by fork: the caller may have threads.
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        list(pool.map(_draw_batch, batches, repeat(theme), repeat(store),
                      repeat(look)))


def _draw_batch(cards: list[Card], theme: Path, store: Store, look: Look) -> None:
    tools = _tools(theme, look)
    for card in cards:
        store.put(_card_file(card), draw(card, *tools))


def _card_file(card: Card) -> str:
    return Path(card.address).name


def _tools(theme: Path, look: Look) -> tuple[Fonts, Image.Image, str]:
    return Fonts(theme / "cards"), seal(look), look.light


def icons(look: Look, cache: Path) -> dict[str, bytes]:
    """Return the icons of the site by their addresses, drawn unless `cache` has them."""
    store = Store(cache / fingerprint((), look))
    kept = {address: store.get(_icon_file(address)) for address in ("favicon.ico", *ICONS)}
    found = {address: data for address, data in kept.items() if data}
    if len(found) == len(kept):
        return found
    drawn = _drawn(look.still)
    for address, data in drawn.items():
        store.put(_icon_file(address), data)
    store.prune()
    return drawn


def seal(look: Look) -> Image.Image:
    """Return the mark as a picture of 240 pixels."""
    return _picture(_png(look.still, 240))


def manifest(lang: str, title: str, tagline: str, home: str, root: str) -> bytes:
    """Return `site.webmanifest` of an edition; `home` and `root` are addresses with their slash."""
    return json.dumps({
        "id": home, "name": f"{title} – {tagline}", "short_name": title, "lang": lang, "dir": "ltr",
        "start_url": home, "scope": home, "display": "minimal-ui",
        "background_color": PAPER, "theme_color": PAPER, "icons": list(_listed(root)),
    }, ensure_ascii=False, indent=1).encode() + b"\n"


def _icon_file(address: str) -> str:
    return address.replace("/", "-")


def _drawn(mark: str) -> dict[str, bytes]:
    return {"favicon.ico": _ico(mark), **{
        address: _png(_framed(mark, ground, share), size)
        for address, (size, ground, share) in ICONS.items()}}


def _listed(root: str) -> Iterator[Mapping[str, str]]:
    for address, (size, _, _) in ICONS.items():
        if address.startswith("icons/"):
            yield {"src": root + address, "sizes": f"{size}x{size}", "type": "image/png",
                   "purpose": "maskable" if "maskable" in address else "any"}
    yield {"src": f"{root}theme/favicon.svg", "sizes": "any", "type": "image/svg+xml"}


def _framed(mark: str, ground: str, share: float) -> str:
    """Return an SVG of the mark in the middle of its ground."""
    edge = 50 * (1 - share)
    inner = mark.replace("<svg ", f'<svg x="{edge:g}" y="{edge:g}" width="{100 * share:g}" '
                         f'height="{100 * share:g}" ', 1)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
            f'<rect width="100" height="100" fill="{ground}"/>{inner}</svg>')


def _png(svg: str, size: int) -> bytes:
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=size, height=size,
                                       skip_system_fonts=True))


def _picture(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGBA")


def _ico(mark: str) -> bytes:
    file = io.BytesIO()
    *smaller, largest = (_picture(_png(mark, size)) for size in ICO_SIZES)
    largest.save(file, "ICO", sizes=[(size, size) for size in ICO_SIZES], append_images=smaller)
    return file.getvalue()
