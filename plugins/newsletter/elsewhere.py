"""Let a text stand elsewhere than on its own page: its links lead where they did there."""

from contextlib import suppress
from urllib.parse import urljoin

from plugins.newsletter.markup import read, write

ADDRESSES = ("href", "src", "cite")


def led_from(html: str, page: str) -> str:
    """Return a text whose addresses are those that they are on the page with the address `page`.

    Anchors of the text itself stay.
    """
    tree = read(html)
    for tag in tree.find_all(True):
        for name in ADDRESSES:
            address = str(tag.get(name, ""))
            if address and not address.startswith("#"):
                with suppress(ValueError):  # no address at all, as in “http://[”
                    tag[name] = urljoin(page, address)
    return write(tree)
