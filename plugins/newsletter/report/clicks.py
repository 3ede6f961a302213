"""Sort the addresses that readers followed: articles, other pages of ours, other sites."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class Followed:
    """A page that readers went to, and how often."""

    title: str
    address: str
    clicks: int


@dataclass(frozen=True)
class Clicks:
    """How often readers followed the links to each article, to other pages of ours, elsewhere."""

    articles: tuple[Followed, ...]
    own_pages: int
    elsewhere: int


def sort_clicks(
    entries: Iterable[Mapping[str, Any]], articles: Mapping[str, str], site: str
) -> Clicks:
    """Return the clicks in Mailchimp’s entries; `articles` gives titles by address.

    Without it every page of ours, below the address `site`, stands for itself.
    """
    counts = _counts(entries)
    own = [name for name in counts if f"{name}/".startswith(f"{page(site)}/")]
    listed = {page(address): (title, address) for address, title in articles.items()} \
        or {name: (name, name) for name in own}
    followed = tuple(Followed(title, address, counts.pop(name, 0))
                     for name, (title, address) in listed.items())
    own_pages = sum(counts.pop(name, 0) for name in own)
    return Clicks(followed, own_pages, elsewhere=counts.total())


def page(address: str) -> str:
    """Return what tells one page from another: neither what follows “?” or “#” nor a last slash."""
    try:
        parts = urlsplit(address)
        return f"{(parts.hostname or '')}{unquote(parts.path).rstrip('/')}"
    except ValueError:
        return address


def _counts(entries: Iterable[Mapping[str, Any]]) -> Counter[str]:
    """Return the clicks on each page: one in both parts of an email is one, and told twice."""
    counts: Counter[str] = Counter()
    # Mailchimp has listed the same link twice (mailchimp-client-lib-codegen#95).
    for entry in {entry["id"]: entry for entry in entries}.values():
        counts[page(str(entry["url"]))] += int(entry["total_clicks"])
    return counts
