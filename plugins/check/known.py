"""Say which addresses the site will have, as far as its texts and declarations tell."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from plugins.content.reading import LISTED
from plugins.content.text import Text, listed
from plugins.content.topics import Topics
from plugins.site.addresses import Addresses

CONTENTS = ("article", "page", "issue", "category", "tag", "author")
"""The kinds of page whose addresses follow from the content alone."""


def address_of(text: Text, addresses: Mapping[str, Addresses]) -> str:
    """Return the address of a text."""
    return addresses[text.lang].content(text.kind, text.header.get("slug") or text.key)


def list_addresses(addresses: Mapping[str, Addresses]) -> dict[str, str]:
    """Return the addresses of the press's own pages, each with its template."""
    return {address: f"{name}.html" for own in addresses.values()
            for name, address in own.lists.items()}


def known_addresses(published: Iterable[Text], addresses: Mapping[str, Addresses], topics: Topics
                    ) -> set[str]:
    """Return the address of every page whose existence follows from the content."""
    found = {"", *list_addresses(addresses), *(own.feed for own in addresses.values())}
    for text in published:
        found.add(address_of(text, addresses))
        if text.kind == "article":
            found.update(_topics_of(text, addresses[text.lang], topics))
    return found


def leads(known: set[str], addresses: Mapping[str, Addresses], content: Path,
          statics: Iterable[str]) -> Callable[[str], bool | None]:
    """Return what says whether an address leads somewhere; None, where only a build can tell."""
    prefixes = [own.content(kind, "\0").partition("\0")[0]
                for own in addresses.values() for kind in CONTENTS]

    def tell(address: str) -> bool | None:
        if address in known or f"{address}/" in known:
            return True
        if any(address.startswith(f"{folder}/") for folder in statics):
            return (content / address).is_file()
        named = (address[len(prefix):].removesuffix("/") for prefix in prefixes
                 if address.startswith(prefix))
        # What has a dot or a slash in it may be a feed or a page of a list.
        return False if any(name and not set(name) & set("./") for name in named) else None

    return tell


def _topics_of(text: Text, own: Addresses, topics: Topics) -> Iterator[str]:
    for kind, name in LISTED.items():
        for key in listed(text.header.get(name, "")):
            if key in topics[kind]:
                yield own.content(kind, topics[kind][key].slugs[text.lang])
