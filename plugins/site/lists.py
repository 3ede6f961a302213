"""Divide lists into pages, and make feeds whose texts are complete in themselves."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from feedgenerator import Atom1Feed, get_tag_uri

from plugins.content.firm import Masthead
from plugins.site.addresses import Addresses, absolute
from plugins.site.contents import Text

PAGE_TAG = re.compile(r'<[a-z][^>]*\s(?:href="#|role="|tabindex="|aria-|data-term)[^>]*>')
"""The tags that may hold what follows; most have nothing of it."""

# The W3C's feed validator warns of these as of a risk; readers drop them.
PAGE_ONLY = re.compile(r'\s(?:role|tabindex|aria-[a-z]+|data-term)="[^"]*"')

OWN_ANCHOR = re.compile(r'(\shref=")(#[^"]*")')


@dataclass(frozen=True)
class Pagination:
    """Where a page of a list is among the others; an address is empty where there is none."""

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


def feed(page: str, title: str, texts: Iterable[Text], lang: str, publication: Masthead,
         site_url: str, zone: str) -> str:
    """Return the feed of the page at an address (RFC 4287); `title` says of which topic.

    The links of the `texts` are full addresses. Their days begin in the time zone `zone`.
    """
    address = absolute(page, site_url)
    listed = Atom1Feed(
        " – ".join(filter(None, (publication.name, title))), address, publication.description,
        language=lang, author_name=publication.name, feed_url=f"{address}feed.xml",
        feed_guid=address)
    listed.latest_post_date = partial(_newest, listed)
    for text in texts:
        _add(listed, text, absolute(text.url, site_url), ZoneInfo(zone))
    return str(listed.writeString("utf-8"))


def _add(listed: Atom1Feed, text: Text, link: str, zone: ZoneInfo) -> None:
    content = standing_alone(text.html, link)
    listed.add_item(
        title=" ".join(text.title.split()), link=link, unique_id=get_tag_uri(link, text.date),
        # A summary that is the whole text says nothing new.
        description=None if text.summary == text.html else text.summary, content=content,
        categories=[topic.name for topic in (text.category, *text.tags) if topic] or None,
        author_name=text.authors[0].name if text.authors else None,
        pubdate=_begin(text.date, zone), updateddate=_begin(text.updated, zone))


def _begin(day: date | None, zone: ZoneInfo) -> datetime | None:
    return datetime(day.year, day.month, day.day, tzinfo=zone) if day else None


def standing_alone(html: str, address: str) -> str:
    """Return the HTML of a text without what only its page can use.

    `address` is the page's own, absolute, to which links to notes of the text lead.
    """
    return PAGE_TAG.sub(lambda tag: OWN_ANCHOR.sub(rf"\g<1>{address}\g<2>",
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
