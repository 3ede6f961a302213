"""Let a text stand elsewhere than on its own page: its links lead where they did there."""

from contextlib import suppress
from urllib.parse import urljoin

from bs4 import Tag

from plugins.core.markup import read, write

ADDRESSES = ("href", "src", "cite")


def led_from(html: str, page: str) -> str:
    """Return a text whose addresses are those that they are on the page with the address `page`.

    Anchors of the text itself stay.
    """
    if not any(f"{name}=" in html for name in ADDRESSES):
        return html
    tree = read(html)
    for tag in tree.find_all(True):
        lead(tag, page)
    return write(tree)


def lead(tag: Tag, page: str) -> None:
    """Write the addresses of an element as they are from everywhere."""
    for name in ADDRESSES:
        address = str(tag.get(name, ""))
        if address and not address.startswith("#"):
            with suppress(ValueError):  # no address at all, as in “http://[”
                tag[name] = urljoin(page, address)
