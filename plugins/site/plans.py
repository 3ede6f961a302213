"""Plan every page of an edition: its template, and all that it may show, as plain values."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import Any

from jinja2 import Environment

from plugins.content.firm import FOOT, SECTIONS
from plugins.register.calendar_file import calendar_file
from plugins.site.addresses import absolute, file_of, rooted
from plugins.site.contents import Contents, Entries, Entry
from plugins.site.edition import Edition, Once, Planned, Print, once, print_of, shown_digest
from plugins.site.lists import (
    FED,
    LISTS_OF_TEXTS,
    FeedEntry,
    chronology_of,
    feed,
    feed_entry,
    law_lists,
    paginate,
    subscribed_calendar,
    topics_of_laws,
)
from plugins.site.pages import (
    MenuItem,
    Page,
    Year,
    alternates,
    found_for,
    indexed,
    page_of,
    translations,
    used_topics,
)
from plugins.site.register import CALENDAR
from plugins.site.source_links import Topic

LISTS_OF_TOPICS = {"categories": "category", "tags": "tag", "authors": "author"}
"""The lists of topics by their template, and the kind that each lists."""

LONGEST_FEED = 20
"""Articles: a reader who was away for a year finds them in the archives."""


@dataclass(frozen=True)
class Frame:
    """What is around every page: where its head and its foot lead."""

    menu: tuple[MenuItem, ...]
    foot: tuple[MenuItem, ...]
    pages_by_key: Mapping[str, Entry]

    @cached_property
    def digest(self) -> bytes:
        """What stands for all that it shows."""
        return shown_digest(b"", (self.menu, self.foot, self.pages_by_key))[0]


@dataclass(frozen=True)
class PagePlan:
    """A page to be printed; its template sees `values`, frame and globals, nothing else."""

    about: Page
    template: str
    values: Mapping[str, Any]
    frame: Frame

    @property
    def path(self) -> str:
        """The file of the page."""
        return file_of(self.about.address)

    def print(self, env: Environment, made_with: bytes) -> Print:
        """Return the page as it is printed; `made_with` stands for what prints it."""
        return print_of(self.path, made_with, (self.template, self.frame.digest, self.values),
                        lambda: self._files(env), page=self.about)

    def _files(self, env: Environment) -> Mapping[str, bytes]:
        """Return the page and what is beside it: how it is cited, its PDF."""
        files = {self.path: self.render(env).encode(), **self.about.beside}
        paper = self.values["paper"]
        return {**files, paper.path: paper.load()} if paper else files

    def render(self, env: Environment) -> str:
        """Return the HTML of the page."""
        return env.get_template(f"{self.template}.html").render(
            self.values, menu=self.frame.menu, foot=self.frame.foot,
            pages_by_key=self.frame.pages_by_key, form_numbers=itertools.count(1))


@lru_cache(maxsize=512)
def _entry(text: Once, made_with: bytes, site_url: str, zone: str) -> FeedEntry:
    """Return a text as feeds have it, which is kept: a save changes one of hundreds."""
    return feed_entry(text.value, site_url, zone)


@dataclass(frozen=True)
class Planner:
    """Plans the pages and the feeds of one edition."""

    edition: Edition
    contents: Contents

    def plan(self) -> Iterator[tuple[str, Callable[[], PagePlan]]]:
        """Yield every page of the edition, each once, by its file, with what plans it."""
        yield from ((file_of(entry.url), plan) for entry, plan in self.texts())
        yield from self._lists()
        yield from self._register()
        if terms := tuple(self.contents.glossary.values()):
            yield self._page(self.edition.own.lists["glossary"], "glossary", terms=terms)
        for year, listed in self.years.items():
            yield self._page(year.url, "period_archives", articles=listed, year=str(year.number),
                             archive_years=[*self.years])
        for kind, topics in self.topics.items():
            for topic, listed in topics:
                shown = {kind: self.contents.authors.get(topic.url, topic)}
                yield from self._pages_of_list(topic.url, kind, "articles", listed, **shown)

    @cached_property
    def years(self) -> Mapping[Year, Entries]:
        """The years in which articles appeared, the latest first, each with these."""
        found: dict[int, list[Entry]] = {}
        for article in self.contents.articles:
            if article.date:
                found.setdefault(article.date.year, []).append(article)
        return {Year(year, self.edition.own.year(f"{year:04}")): Entries(found[year])
                for year in sorted(found, reverse=True)}

    @cached_property
    def topics(self) -> Mapping[str, list[tuple[Topic, Entries]]]:
        """The topics of each kind that articles name, in the order of their files."""
        named: dict[str, list[tuple[Topic, Entries]]] = {}
        for kind, declared in self.edition.declared.topics.items():
            found = {topic.key: (topic, listed) for topic, listed in self.contents.topics(kind)}
            named[kind] = [found[key] for key in declared if key in found]
        return named

    @cached_property
    def about(self) -> Mapping[str, Entries]:
        """The articles that name a law, by its key."""
        found: dict[str, list[Entry]] = {key: [] for key in self.contents.laws}
        for article in self.contents.articles:
            for key in found.keys() & article.header.listed("laws"):  # one may just be gone
                found[key].append(article)
        return {key: Entries(articles) for key, articles in found.items()}

    @cached_property
    def frame(self) -> Frame:
        """What is around every page of the edition."""
        publisher = self.edition.publisher
        usual = (*(topic.key for topic, _ in self.topics["category"]), "laws", "calendar", "issues",
                 "archives")
        return Frame(tuple(self._items(publisher.menu or usual)),
                     tuple(self._items(publisher.foot or FOOT)), self.contents.pages)

    def _items(self, keys: Iterable[str]) -> Iterator[MenuItem]:
        """Yield where keys lead; not those of pages and categories that nobody can read yet."""
        own, pages, gettext = self.edition.own, self.contents.pages, self.edition.catalogue.gettext
        categories = {topic.key: topic for topic, _ in self.topics["category"]}
        for key in keys:
            if page := pages.get(key):
                yield MenuItem("page", page.url, page.title)
            elif category := categories.get(key):
                yield MenuItem("category", category.url, category.name)
            elif key in SECTIONS and key not in self.edition.declared.absent:
                yield MenuItem(key, own.feed if key == "feed" else own.lists[key],
                               SECTIONS[key].render(gettext))

    @cached_property
    def used_topics(self) -> set[tuple[str, str, str]]:
        """The language, kind and key of every topic and year that an article of any edition has."""
        return set(used_topics(entry for (kind, _), same in self.contents.versions.items()
                               if kind == "article" for entry in same))

    @property
    def root(self) -> str:
        """What the links of pages begin with."""
        return rooted("", self.edition.options.site_url)

    def feeds(self, made_with: bytes) -> Iterator[Planned]:
        """Yield every feed and the calendar, with what plans it; `made_with` is what prints it."""
        own, laws = self.edition.own, self.contents.laws.values()
        feeds = [(own.home, "", self.contents.articles, ""), *(
            (topic.url, topic.name, listed, "") for kind in FED
            for topic, listed in self.topics[kind]), *(
            (law.url, law.short, self.about[law.key], law.key) for law in laws)]
        fed: dict[str, Once] = {}  # most texts are in several
        for about in feeds:
            yield f"{about[0]}feed.xml", partial(self._feed, made_with, fed, *about)
        if laws:
            yield own.calendar_file, partial(self._subscribed_calendar, made_with)

    def _feed(self, made_with: bytes, fed: dict[str, Once], address: str, title: str,
              listed: Entries, law: str) -> Print:
        edition, path = self.edition, f"{address}feed.xml"
        site_url, zone = edition.options.site_url, edition.options.settings["TIMEZONE"]
        texts = [fed.get(entry.path) or fed.setdefault(entry.path, once(
            self.contents.text(entry, absolute("", site_url)))) for entry in listed[:LONGEST_FEED]]
        return print_of(path, made_with, (address, title, texts), lambda: {path: feed(
            address, title, [_entry(text, made_with, site_url, zone) for text in texts],
            edition.lang, edition.publisher.publication, site_url).encode()},
            shows=filter(None, (law, LISTS_OF_TEXTS)))

    def _subscribed_calendar(self, made_with: bytes) -> Print:
        own, contents, path = self.edition, self.contents, self.edition.own.calendar_file
        values = subscribed_calendar(contents.register, own.publisher.publication.name,
                                     own.options.site_url, contents.today)
        return print_of(path, made_with, values, lambda: {path: calendar_file(*values)},
                        shows=(CALENDAR,))

    def texts(self) -> Iterator[tuple[Entry, Callable[[], PagePlan]]]:
        """Yield every text of the edition, with what plans its page."""
        contents = self.contents
        beside = (None, *contents.issues, None)
        for entry in (*contents.articles, *contents.pages.values()):
            yield entry, partial(self._text, entry)
        for newer, issue, older in zip(beside, contents.issues, beside[2:], strict=False):
            yield issue, partial(self._text, issue, newer=newer, older=older)

    def _text(self, entry: Entry, **values: Entry | None) -> PagePlan:
        text = self.contents.text(entry, self.root)
        return self._plan(entry.url, entry.template, **{entry.kind: text}, **values)

    def _home(self, address: str) -> PagePlan:
        contents = self.contents
        first = [contents.text(issue, self.root) for issue in contents.issues[:1]]
        articles = Entries(sorted(
            contents.articles, key=lambda article: not article.header.says("pinned")))
        return self._plan(address, "index", articles=articles,
                          issues=[*first, *contents.issues[1:]], categories=self.topics["category"],
                          coming=contents.register.coming(contents.today))

    def _lists(self) -> Iterator[tuple[str, Callable[[], PagePlan]]]:
        lists, contents, articles = self.edition.own.lists, self.contents, self.contents.articles
        yield file_of(lists["index"]), partial(self._home, lists["index"])
        yield from self._pages_of_list(lists["archives"], "archives", "articles", articles,
                                       archive_years=[*self.years])
        yield from self._pages_of_list(lists["issues"], "issues", "issues", contents.issues,
                                       articles=articles)
        for name, kind in LISTS_OF_TOPICS.items():
            yield self._page(lists[name], name, articles=articles, **{name: self.topics[kind]})
        yield self._page(lists["search"], "search", articles=articles,
                         archive_years=[*self.years], categories=self.topics["category"])
        yield self._page(lists["missing"], "missing", articles=articles)

    def _register(self) -> Iterator[tuple[str, Callable[[], PagePlan]]]:
        """Yield the page of each law, the list of all, and the calendar, if laws are declared."""
        contents, lists = self.contents, self.edition.own.lists
        if not contents.laws:
            return
        found = law_lists(contents.register, contents.laws.values(),
                          topics_of_laws(contents, self.topics["category"]))
        for chosen, listed in found.items():
            yield from self._pages_of_list(chosen.url, "laws", "laws", listed, chosen=chosen,
                                           choices=tuple(found))
        yield file_of(lists["calendar"]), partial(self._calendar, lists["calendar"])
        for law in contents.laws.values():
            yield self._page(law.url, "law", law=law, articles=self.about[law.key])

    def _calendar(self, address: str) -> PagePlan:
        today, file = self.contents.today, self.edition.own.calendar_file
        events = self.contents.register.calendar(today)
        return self._plan(address, "calendar", events=events, today=today, calendar_file=file,
                          chronology=chronology_of(events, today))

    def _pages_of_list(self, address: str, template: str, name: str, listed: Sequence[Any],
                       **values: Any) -> Iterator[tuple[str, Callable[[], PagePlan]]]:
        """Yield a list as one page or several."""
        size = self.edition.options.settings["LIST_SIZE"]
        for own, shown, place in paginate(listed, address, self.edition.own, size):
            yield self._page(own, template, **{**values, name: shown}, pagination=place)

    def _page(self, address: str, template: str, **values: Any
              ) -> tuple[str, Callable[[], PagePlan]]:
        return file_of(address), partial(self._plan, address, template, **values)

    def _plan(self, address: str, template: str, **values: Any) -> PagePlan:
        edition = self.edition
        lang, addresses = edition.lang, edition.addresses
        first = values["pagination"].pages[0][1] if "pagination" in values else address
        found = found_for(first, values, lang, addresses, self.used_topics,
                          edition.declared.topics)
        about = page_of(
            address, lang, template, values,
            alternates(address, indexed(found, values) if address == first else {}, lang, addresses,
                       edition.options.settings["DEFAULT_LANG"]),
            [form.thanks for form in edition.forms.values()],
            edition.publisher.publication.name, edition.options.site_url)
        card = edition.cards.get(address) or edition.cards.get(edition.own.home)
        others = translations(lang, edition.options.languages, addresses, found)
        paper = edition.find_paper and edition.find_paper(self.contents, address, values)
        return PagePlan(about, template, {
            **values, "url": address, "about": about, "page_card": card, "translations": others,
            "paper": paper}, self.frame)
