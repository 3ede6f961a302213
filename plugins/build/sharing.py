"""Make what stands for the site elsewhere: its icons, its manifests, the cards of its pages."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from plugins.build.edition_part import Printed
from plugins.cards.card import HEIGHT, WIDTH, Card
from plugins.cards.gallery import pictures
from plugins.cards.icons import icons, manifest
from plugins.core.project import Options
from plugins.linked_data.block import block
from plugins.linked_data.publisher import whole_site
from plugins.site.addresses import absolute, rooted
from plugins.site.templates import Edition


def sharing_files(options: Options, editions: Iterable[Edition], cards: Collection[Card]
                  ) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of each file."""
    yield from icons(options.theme, options.cache / "icons").items()
    root = rooted("", options.site_url)
    for own in editions:
        yield f"{own.home}site.webmanifest", manifest(own.lang, own.title, own.tagline,
                                                      root + own.home, root)
    if cards:
        yield from pictures(cards, options.theme, options.cache / "cards")


def gateway_data(site_url: str, editions: list[Edition], printed: Iterable[Printed]
                 ) -> dict[str, Any]:
    """Return what the gateway says of itself to other sites."""
    site = whole_site(absolute("", site_url), [own.title for own in editions],
                      [own.lang for own in editions])
    cards = {address: card for one in printed for address, card in one.cards.items()}
    return {"linked_data": block([site]), "page_card": cards.get(editions[0].home),
            "card_size": (WIDTH, HEIGHT)}
