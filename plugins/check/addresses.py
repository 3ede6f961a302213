"""Say from the content alone whether there is a page or a file at an address of the site.

It knows what a build prints: texts, lists and their further pages, topics, laws, years, feeds, and
what lies beside a page. PDFs, and what has a digest in its name, only the build knows.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from plugins.content.reading import LISTED, Declarations
from plugins.content.text import Text, listed
from plugins.core.project import Options
from plugins.linked_data.citation import FILE
from plugins.register.standing import standings
from plugins.site.addresses import Addresses, addresses_of
from plugins.site.lists import FOUND, paginate

UNTOLD = re.compile(r"""
    (?:cards | pictures | icons | forms | _nginx | \.well-known)/
    | [\w-]+/(?:pagefind/ | error\.html | site\.webmanifest)
    | .*\.pdf$
    | [^/]+\.[^/]+$
    """, re.VERBOSE)
"""What only a build can tell; the last are the files at the root."""

FED = ("category", "tag")
"""The kinds of topic that have a feed."""


@dataclass(frozen=True)
class Printed:
    """What a site prints of the `texts` that readers reach."""

    options: Options
    declared: Declarations
    texts: Collection[Text]

    @cached_property
    def editions(self) -> Mapping[str, Addresses]:
        """The addresses of each edition."""
        return addresses_of(self.options.languages)

    def address_of(self, text: Text) -> str:
        """Return the address of the page of a text."""
        return self.editions[text.lang].content(text.kind, text.header.get("slug") or text.key)

    @cached_property
    def own_pages(self) -> Mapping[str, str]:
        """The first pages of lists, topics and laws, with what each one shows."""
        lists = {address: name for edition in self.editions.values()
                 for name, address in edition.lists.items() if name not in self.declared.absent}
        laws = {address: "law" for edition in self.editions.values()
                for address in self._laws(edition)}
        return lists | laws | {address: kind for edition in self.editions.values()
                               for kind, address, _ in self._topics(edition)}

    @cached_property
    def addresses(self) -> frozenset[str]:
        """Every page and feed of the site, and what lies beside them."""
        return frozenset(("", *self.own_pages, *map(self.address_of, self.texts),
                          *(f"{self.address_of(text)}{FILE}" for text in self._articles()),
                          *(address for edition in self.editions.values()
                            for address in (*self._pages(edition), *self._files(edition)))))

    def has(self, address: str) -> bool | None:
        """Tell whether there is a page or file; None where only a build can tell."""
        if address in self.addresses:
            return True
        root, _, name = address.partition("/")
        if root in self.options.settings["STATIC_PATHS"] and name:
            return (self.options.content / address).is_file()
        if root == "theme" and name:
            return (self.options.theme / "static" / name).is_file()
        return None if UNTOLD.match(address) else False

    def _articles(self, lang: str = "") -> Iterator[Text]:
        return (text for text in self.texts if text.kind == "article" and lang in ("", text.lang))

    def _laws(self, edition: Addresses) -> Iterator[str]:
        return (edition.content("law", law.slug[edition.lang])
                for law in self.declared.laws.values())

    def _topics(self, edition: Addresses) -> Iterator[tuple[str, str, int]]:
        """Yield kind and address of each topic that articles name, and how many do."""
        named = Counter((kind, key) for text in self._articles(edition.lang)
                        for kind, name in LISTED.items()
                        for key in set(listed(text.header.get(name, ""))))
        for (kind, key), count in named.items():
            if topic := self.declared.topics[kind].get(key):
                yield kind, edition.content(kind, topic.slugs[edition.lang]), count

    def _files(self, edition: Addresses) -> Iterator[str]:
        """Yield feeds, calendar and citations."""
        yield edition.feed
        yield from (f"{address}feed.xml" for kind, address, _ in self._topics(edition)
                    if kind in FED)
        yield from (f"{address}{name}" for address in self._laws(edition)
                    for name in ("feed.xml", FILE))
        yield from (edition.calendar_file,) if self.declared.laws else ()

    def _pages(self, edition: Addresses) -> Iterator[str]:
        """Yield every page of every list, and the archives of each year."""
        dates = [text.date for text in self._articles(edition.lang)]
        issues = sum(text.kind == "issue" and text.lang == edition.lang for text in self.texts)
        lists = [(edition.archives, len(dates)), (edition.issues, issues), *(
            (address, count) for _, address, count in self._topics(edition)),
            *self._lists_of_laws(edition)]
        for address, count in lists:
            size = self.options.settings["LIST_SIZE"]
            yield from (page for page, _, _ in paginate(range(count), address, edition, size))
        yield from {edition.year(f"{day.year:04}") for day in dates if day}

    def _lists_of_laws(self, edition: Addresses) -> Iterator[tuple[str, int]]:
        laws = self.declared.laws
        if not laws:
            return
        stand = standings(laws, self.options.today)
        found = Counter(standing.status for standing in stand.values())
        yield edition.lists["laws"], len(laws)
        for name, statuses in FOUND.items():
            yield edition.laws_of("status", name), sum(found[status] for status in statuses)
        named = defaultdict[str, set[str]](set)
        for text in self._articles(edition.lang):
            category = text.header.get("category", "").strip()
            named[category].update(listed(text.header.get("laws", "")))
        for key, keys in named.items():
            if keys and (topic := self.declared.topics["category"].get(key)):
                yield edition.laws_of("category", topic.slugs[edition.lang]), len(keys)
