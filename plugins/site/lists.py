"""Choose among laws, divide lists into pages; make feeds of whole texts, and a calendar."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from hashlib import blake2b
from html import escape
from io import StringIO
from itertools import chain
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from feedgenerator import Atom1Feed, get_tag_uri
from feedgenerator.django.utils.xmlutils import SimplerXMLGenerator

from plugins.content.firm import Masthead
from plugins.core.messages import reply
from plugins.core.plain_text import unaccented
from plugins.register.calendar_file import DatedEntry
from plugins.register.shown import ListedLaw, ShownEvent, ShownLaw
from plugins.register.standing import DUE, MARKS, Event, events, last_update
from plugins.register.timeline import Chronology, chronology
from plugins.site.addresses import Addresses, absolute
from plugins.site.contents import Contents, Entries, Text
from plugins.site.register import Register
from plugins.site.source_links import Topic

ALL = reply("All")

FOUND = {"coming": ("announced", "coming"),
         "in-force": ("in-force", "amended", "partly-replaced"), "repealed": ("repealed",)}
"""What a reader looks for among laws, by the status that names it; each list is always there.

Of a law of which nobody says from when it applies, it is not known in which of them it belongs.
"""

FED = ("category", "tag")
"""The kinds of topic that have a feed."""

PAGE_TAG = re.compile(r'<[a-z][^>]*\s(?:href="#|role="|tabindex="|aria-|data-term)[^>]*>')
"""The tags that may hold what follows; most have nothing of it."""

# The W3C's feed validator warns of these as of a risk; readers drop them.
PAGE_ONLY = re.compile(r'\s(?:role|tabindex|aria-[a-z]+|data-term)="[^"]*"')

OWN_ANCHOR = re.compile(r'(\shref=")(#[^"]*")')


BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
"""When what has no date changed."""

LISTS_OF_TEXTS = "lists of texts"
"""The name of what looks at all texts of a list: after an edit of one it may show another."""


@dataclass(frozen=True)
class LawTopic:
    """A topic of articles that name laws: the keys of these, and its slug in each edition."""

    key: str
    name: str
    slugs: Mapping[str, str]
    laws: frozenset[str]


@dataclass(frozen=True)
class Choice:
    """A list of laws: all, or those of one status in the eyes of a reader, or of one topic.

    `kind` is `status`, `category` or empty. `addresses` are those of the editions that have it.
    """

    kind: str
    key: str
    name: str
    url: str
    count: int
    addresses: tuple[tuple[str, str], ...]


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


def topics_of_laws(contents: Contents, categories: Iterable[tuple[Topic, Entries]]
                   ) -> list[LawTopic]:
    """Return the categories of the articles that name laws, in every edition where they do."""
    slugs: dict[str, dict[str, str]] = {}
    for entry in chain.from_iterable(contents.versions.values()):
        if entry.category and entry.header.listed("laws"):
            slugs.setdefault(entry.category.key, {})[entry.lang] = entry.category.slug
    return [LawTopic(topic.key, topic.name, slugs[topic.key], laws)
            for topic, listed in categories if (laws := frozenset(
                key for article in listed for key in article.header.listed("laws")))]


def law_lists(register: Register, laws: Iterable[ShownLaw], topics: Iterable[LawTopic]
              ) -> dict[Choice, list[ListedLaw]]:
    """Return every list of laws, that of all first; each begins with what came last."""
    newest = sorted((law.listed for law in laws), reverse=True,
                    key=lambda law: law.since.iso if law.since else "")

    def chosen(kind: str, key: str, name: str, slugs: Mapping[str, str], found: list[ListedLaw]
               ) -> tuple[Choice, list[ListedLaw]]:
        addresses = {lang: own.laws_of(kind, slugs[lang]) if kind else own.lists["laws"]
                     for lang, own in register.addresses.items() if not kind or lang in slugs}
        return Choice(kind, key, name, addresses[register.lang], len(found),
                      tuple(addresses.items())), found

    return dict([
        chosen("", "", register.words(ALL), {}, newest),
        *(chosen("status", key, register.words(MARKS[key]), dict.fromkeys(register.addresses, key),
                 [law for law in newest if law.status in found]) for key, found in FOUND.items()),
        *(chosen("category", topic.key, topic.name, topic.slugs,
                 [law for law in newest if law.key in topic.laws]) for topic in topics)])


FeedEntry = tuple[str, datetime]
"""A text as it is written in every feed (XML), and when it last changed."""


def feed(page: str, title: str, entries: Sequence[FeedEntry], lang: str, publication: Masthead,
         site_url: str) -> str:
    """Return the feed of the page at an address (RFC 4287); `title` says of which topic."""
    address = absolute(page, site_url)
    listed = Atom1Feed(
        " – ".join(filter(None, (publication.name, title))), address, publication.description,
        language=lang, author_name=publication.name, feed_url=f"{address}feed.xml",
        feed_guid=address)
    # Of a feed without entries the library would say that it changed at this moment.
    listed.latest_post_date = lambda: max((day for _, day in entries), default=BEGINNING)
    listed.write_items = lambda out: out.ignorableWhitespace("".join(xml for xml, _ in entries))
    return str(listed.writeString("utf-8"))


def feed_entry(text: Text, site_url: str, zone: str) -> FeedEntry:
    """Return a text, whose links must be full addresses; its days begin in the time zone `zone`."""
    link, own = absolute(text.url, site_url), ZoneInfo(zone)
    notices = "".join(f"<p>{escape(moved.sentence)}</p>\n" for moved in text.moved)
    changed = max(filter(None, (text.updated, *(moved.day for moved in text.moved))), default=None)
    alone = Atom1Feed("", link, "")
    alone.add_item_elements = partial(_add_elements, alone)
    alone.add_item(
        title=" ".join(text.title.split()), link=link, unique_id=get_tag_uri(link, text.date),
        # A summary that is the whole text says nothing new.
        description=None if text.summary == text.html else text.summary,
        content=notices + standing_alone(text.html, link),
        categories=[topic.name for topic in (text.category, *text.tags) if topic] or None,
        authors=[(author.name, absolute(author.url, site_url)) for author in text.authors],
        pubdate=_begin(text.date, own), updateddate=_begin(changed, own))
    written = StringIO()
    alone.write_items(SimplerXMLGenerator(written, "utf-8", short_empty_elements=True))
    return written.getvalue(), _begin(changed or text.date, own) or BEGINNING


def _add_elements(listed: Any, feed: Any, item: Any) -> None:
    """Write a text with all its authors (RFC 4287, 4.2.1); the library knows one alone."""
    type(listed).add_item_elements(listed, feed, item)
    for name, page in item["authors"]:
        feed.startElement("author", {})
        feed.addQuickElement("name", name)
        feed.addQuickElement("uri", page)
        feed.endElement("author")


def _begin(day: date | None, zone: ZoneInfo) -> datetime | None:
    return datetime(day.year, day.month, day.day, tzinfo=zone) if day else None


def standing_alone(html: str, address: str) -> str:
    """Return the HTML of a text without what only its page can use.

    `address` is the page's own, absolute, to which links to notes of the text lead.
    """
    return PAGE_TAG.sub(lambda tag: OWN_ANCHOR.sub(rf"\g<1>{address}\g<2>",
                                                   PAGE_ONLY.sub("", tag.group())), html)


def subscribed_calendar(register: Register, publication: str, site_url: str, today: date
                        ) -> tuple[str, str, str, tuple[DatedEntry, ...]]:
    """Return name, description, language and days of the calendar that readers subscribe to.

    It says that days known by month only are left out, if there are any.
    """
    page = absolute(register.addresses[register.lang].lists["calendar"], site_url)
    found = events(register.laws.values(), date.min)
    said = [reply("The days of the laws that “{publication}” follows: {page}",
                  publication=publication, page=page)]
    if not all(event.day.exact for event in found):
        said.append(reply("Dates of which only the month is known are left out of the file; "
                          "the page lists them."))
    name = register.words(reply("{publication}: legal calendar", publication=publication))
    return (name, " ".join(register.words(each) for each in said), register.lang,
            tuple(_entries(register, found, site_url, today).values()))


def chronology_of(events: Iterable[ShownEvent], today: date) -> Chronology:
    """Return the drawing of a calendar, each day with its words."""
    return chronology(((event.day.last, event.what,
                        " – ".join((event.when, event.title, event.law.short)))
                       for event in events), today)


def _entries(register: Register, found: Iterable[Event], site_url: str, today: date
             ) -> Mapping[str, DatedEntry]:
    """Return the entries by what tells each from all others, whatever else there is that day."""
    end = f".{register.lang}@{urlsplit(site_url).netloc}"
    named = ((f"{event.law}-{event.day.iso}-{event.what}{_own(event, register.lang)}{end}", event)
             for event in found if event.day.exact)
    return {uid: _entry(register, event, site_url, uid, today) for uid, event in named}


def _own(event: Event, lang: str) -> str:
    """Return what tells an event from others of its kind: the day of a version, or its own words.

    Words count by their letters, so that corrected punctuation makes no other event.
    """
    if not event.deadline:
        return f"-{event.amendment.date.iso}" if event.amendment else ""
    said = f"{event.deadline.what[lang]} {event.deadline.whom.get(lang, '')}"
    letters = " ".join(re.findall(r"\w+", unaccented(said)))
    return f"-{blake2b(letters.encode(), digest_size=4).hexdigest()}"


def _entry(register: Register, event: Event, site_url: str, uid: str, today: date) -> DatedEntry:
    shown, law = register.event(event), register.laws[event.law]
    url = absolute(shown.law.url, site_url)
    due = event.what == DUE
    until = law.repealed.date - timedelta(days=1) if law.repealed else None
    recurring = event.deadline.recurring if event.deadline and not (
        until and until < event.day.date) else ""
    summary = reply("Deadline: {what}", what=shown.title) if due else reply(
        "{what}: {law}", what=shown.title, law=shown.law.short)
    return DatedEntry(
        uid, event.day.date, register.words(summary), _described(register, shown, url), url,
        register.words(reply("Deadline")) if due else shown.title,
        last_update(law, today), len(law.amended), recurring, until)


def _described(register: Register, shown: ShownEvent, url: str) -> str:
    chinese = register.laws[shown.law.key].chinese
    name = f"{shown.law.name} ({chinese})" if chinese else shown.law.name
    return "\n".join(filter(None, (shown.whom, shown.note, name, url)))


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
