"""Make feeds whose texts stand by themselves, away from their page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from feedgenerator import Atom1Feed

from plugins.content.firm import Masthead
from plugins.site.addresses import Addresses

TAG = re.compile(r"<[a-z][^>]*>")

# The W3C's feed validator warns of these as of a risk; readers drop them.
PAGE_ONLY = re.compile(r'\s(?:role|tabindex|aria-[a-z]+)="[^"]*"')

OWN_ANCHOR = re.compile(r'(\shref=")(#[^"]*")')


@dataclass(frozen=True)
class Pagination:
    """Where a page of a list stands among the others; an address is empty where there is none."""

    number: int
    pages: tuple[tuple[int, str], ...]

    @property
    def count(self) -> int:
        """How many pages the list has."""
        return len(self.pages)

    @property
    def previous(self) -> str:
        """The address of the page before."""
        return self.pages[self.number - 2][1] if self.number > 1 else ""

    @property
    def next(self) -> str:
        """The address of the page after."""
        return self.pages[self.number][1] if self.number < self.count else ""


def new_feed(url: str, title: str, lang: str, publication: Masthead) -> Atom1Feed:
    """Return an empty feed of the page beside it (RFC 4287); `title` says of which topic."""
    page = url.removesuffix("feed.xml")
    feed = Atom1Feed(
        " – ".join(filter(None, (publication.name, title))), page, publication.description,
        language=lang, author_name=publication.name, feed_url=url, feed_guid=page)
    feed.latest_post_date = partial(_newest, feed)
    return feed


def standing_alone(html: str, address: str) -> str:
    """Return the HTML of a text without what only its page can use.

    `address` is the page's own, absolute, to which links to notes of the text lead.
    """
    return TAG.sub(lambda tag: OWN_ANCHOR.sub(rf"\g<1>{address}\g<2>",
                                              PAGE_ONLY.sub("", tag.group())), html)


def _newest(feed: Any) -> datetime:
    """Return the day of a feed's last change; the library takes the moment where there is none."""
    days = (item["updateddate"] or item["pubdate"] for item in feed.items)
    return max(days, default=datetime(2000, 1, 1, tzinfo=ZoneInfo("UTC")))


def paginate(items: Sequence[Any], address: str, addresses: Addresses, size: int
             ) -> Iterator[tuple[str, Sequence[Any], Pagination]]:
    """Yield the address, the items and the place of each page; an empty list has one page.

    A last page of less than a quarter of `size` joins the one before it.
    """
    count = max(1, -(-(len(items) - size // 4) // size))
    pages = tuple((number, addresses.page(address, number)) for number in range(1, count + 1))
    for number, own in pages:
        end = len(items) if number == count else number * size
        yield own, items[(number - 1) * size:end], Pagination(number, pages)
