"""Say what a page may show: plain values made from readings; templates are given nothing else."""

import datetime
from collections.abc import Callable, Collection, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any

from markupsafe import Markup

from plugins.content.derived import Subject, first_words, minutes, related
from plugins.content.header import Header
from plugins.content.markdown import Heading, contents
from plugins.content.reading import LISTED, Declarations, Reading
from plugins.content.text import stage
from plugins.register.laws import Laws
from plugins.register.moved import Moved, moved
from plugins.register.shown import ShownEvent, ShownLaw
from plugins.site.addresses import Addresses
from plugins.site.register import Register
from plugins.site.source_links import Body, ShownAuthor, ShownTerm, Topic, follow
from plugins.typography import marked


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An article, page or issue as lists and links show it: what its header says, in its language.

    `words` are what readers see of the header, typeset: `entry.changes` in a template is its key
    `changes`. `updated` is the day of a change, as the header says; `stage` is what keeps it from
    being published; only an issue has a `number`. `path` is its file, and `source` that file as
    seen from the content folder.
    """

    path: str
    source: str
    kind: str
    key: str
    lang: str
    title: str
    url: str
    date: datetime.date | None
    updated: datetime.date | None
    stage: str
    template: str
    summary: Markup
    words: Mapping[str, str]
    header: Header
    category: Topic | None = None
    tags: tuple[Topic, ...] = ()
    authors: tuple[Topic, ...] = ()
    number: int = 0

    def __getitem__(self, key: str) -> str:
        """Return the words of a key of the header, for templates; raises KeyError."""
        return self.words[key]

    @property
    def byline(self) -> tuple[str, ...]:
        """The names of its authors, where one is a person: a desk goes without saying in lists."""
        people = any(author.person for author in self.authors)
        return tuple(author.name for author in self.authors) if people else ()

    @cached_property
    def digest(self) -> bytes:
        """What stands for all that it says."""
        said = [getattr(self, each.name) for each in fields(self)]
        return blake2b(repr(said).encode(), digest_size=16).digest()


@dataclass(frozen=True, kw_only=True)
class Text:
    """An article, page or issue as its own page shows it: its entry, and its body.

    `targets` are the addresses of what the links of its body name, below `root`. `articles` are
    those of an issue, `issues` those that an article is in. Its `laws` stand as they do today, in
    an issue as they stood on its date, from which on an issue names the dates that are `coming`.
    Its `terms` are those marked in its body.
    """

    entry: Entry
    body: Body
    root: str
    targets: tuple[tuple[tuple[str, str], str | None], ...]
    translations: tuple[Entry, ...] = ()
    related: tuple[Entry, ...] = ()
    issues: tuple[Entry, ...] = ()
    articles: tuple["Text", ...] = ()
    laws: tuple[ShownLaw, ...] = ()
    coming: tuple[ShownEvent, ...] = ()
    terms: tuple[ShownTerm, ...] = ()

    def __getattr__(self, name: str) -> Any:
        """Return what its entry says."""
        return getattr(self.entry, name)

    def __getitem__(self, key: str) -> str:
        """Return the words of a key of the header, for templates; raises KeyError."""
        return self.entry[key]

    @cached_property
    def html(self) -> str:
        """Its body, with links that lead to pages and files of the site."""
        known = dict(self.targets)
        return follow(self.body.written, self.entry.source, self.root,
                      lambda kind, path: known.get((kind, path)))

    @property
    def length(self) -> int:
        """How many words it has."""
        return self.body.length

    @property
    def minutes(self) -> int:
        """The minutes in which it is read."""
        return minutes(self.length)

    @property
    def contents(self) -> list[Heading]:
        """Its upper headings, if it is long."""
        return contents(self.html, self.length)

    @cached_property
    def moved(self) -> tuple[Moved, ...]:
        """The laws that have changed since it was written or brought up to date."""
        return tuple(moved([(law.link, law.changes) for law in self.laws],
                           self.entry.date, self.entry.updated))

    @property
    def description(self) -> str:
        """What it is about, in plain words; never empty."""
        entry = self.entry
        return entry.words["summary"] or first_words(self.html) or entry.header.get("title")


class Entries(tuple[Entry, ...]):
    """Texts that are listed together."""

    @cached_property
    def digest(self) -> bytes:
        """What stands for all that they say."""
        return blake2b(b"".join(entry.digest for entry in self), digest_size=16).digest()


@dataclass
class Contents:
    """All that one edition publishes, the newest first, and what leads to it.

    `pages` are by key. `urls` are the addresses of all texts of all editions, by their files below
    the content folder; `statics` are those of images and other files. `versions` are the published
    texts by kind and key, in the order of the languages. The `register` shows laws, `today` or on
    the day of an issue; the `glossary` has the terms in alphabetical order, by their keys. The
    `authors` of articles are by the addresses of their pages.
    """

    lang: str
    register: Register
    today: datetime.date
    articles: Entries = Entries()
    issues: Entries = Entries()
    pages: dict[str, Entry] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    versions: dict[tuple[str, str], list[Entry]] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    statics: frozenset[str] = frozenset()
    glossary: Mapping[str, ShownTerm] = field(default_factory=dict)
    authors: Mapping[str, ShownAuthor] = field(default_factory=dict)

    def showing(self, bodies: Mapping[str, Body]) -> "Contents":
        """Return the same with other bodies of some texts, by their files."""
        other = copy(self)  # with what was found in the headers
        other.bodies = {**self.bodies, **bodies}
        return other

    def under(self, laws: Laws, touched: Collection[str]) -> "Contents":
        """Return the same after an edit that has `touched` some laws, of which none is new."""
        other = copy(self)
        if touched:
            other.register = self.register.after(laws, touched)
            links = other.register.links
            other.glossary = {key: replace(term, law=links[term.law.key]) if term.law else term
                              for key, term in self.glossary.items()}
        return other

    @property
    def days(self) -> set[datetime.date]:
        """The days of which something says what comes next: today, and those of issues."""
        return {self.today, *(issue.date for issue in self.issues if issue.date)}

    @cached_property
    def by_key(self) -> Mapping[str, Entry]:
        """The articles by their keys."""
        return {article.key: article for article in self.articles}

    @cached_property
    def issues_of(self) -> Mapping[str, list[Entry]]:
        """The issues that name an article, by its key."""
        found: dict[str, list[Entry]] = {}
        for issue in self.issues:
            for key in issue.header.listed("articles"):
                found.setdefault(key, []).append(issue)
        return found

    @cached_property
    def related_to(self) -> Callable[[str], list[str]]:
        """What gives the keys of the articles that a reader of one may want to read next."""
        return related(self.subjects)

    @cached_property
    def subjects(self) -> list[Subject]:
        """What each article is about."""
        return [Subject(entry.key, entry.date, *(frozenset(entry.header.listed(name))
                                                 for name in ("laws", "tags")))
                for entry in self.articles if entry.date]

    def topics(self, kind: str) -> list[tuple[Topic, Entries]]:
        """Return the topics of a kind that articles name, each with its articles."""
        found: dict[str, tuple[Topic, list[Entry]]] = {}
        for article in self.articles:
            for topic in topics_of(article):
                if topic.kind == kind:
                    found.setdefault(topic.slug, (topic, []))[1].append(article)
        return [(topic, Entries(listed)) for topic, listed in found.values()]

    def text(self, entry: Entry, root: str) -> Text:
        """Return a text with all that its own page shows; its links lead below `root`."""
        def laid(one: Entry, laws: Mapping[str, ShownLaw], **more: tuple[Any, ...]) -> Text:
            body = self.bodies[one.path]
            named = dict.fromkeys((link.kind, file) for link in body.links for file in link.files)
            targets = tuple((each, self.target(*each)) for each in named)
            return Text(
                entry=one, body=body, root=root, targets=targets,
                laws=tuple(laws[key] for key in one.header.listed("laws") if key in laws),
                terms=tuple(self.glossary[key] for key in body.terms), **more)

        more: dict[str, tuple[Any, ...]] = {"translations": tuple(self.translations(entry))}
        if entry.kind == "article":
            more["related"] = tuple(self.by_key[key] for key in self.related_to(entry.key))
            more["issues"] = tuple(self.issues_of.get(entry.key, ()))
        elif entry.kind == "issue":
            day = entry.date or self.today
            then = self.register.known_on(day)
            more["coming"] = self.register.coming(day)
            more["articles"] = tuple(laid(self.by_key[key], then)
                                     for key in entry.header.listed("articles")
                                     if key in self.by_key)
        return laid(entry, self.laws, **more)

    @property
    def laws(self) -> Mapping[str, ShownLaw]:
        """The declared laws as they stand today, by key."""
        return self.register.on(self.today)

    def translations(self, entry: Entry) -> Iterator[Entry]:
        """Yield the same text in the other editions that publish it."""
        return (other for other in self.versions.get((entry.kind, entry.key), ())
                if other.lang != entry.lang)

    def target(self, kind: str, path: str) -> str | None:
        """Return the address of a file of the content folder, None if readers are given none."""
        if kind == "filename" and path in self.urls:
            return self.urls[path]
        return path if path in self.statics else None


def topics_of(article: Entry) -> Iterator[Topic]:
    """Yield every topic that an article names."""
    if article.category:
        yield article.category
    yield from article.tags
    yield from article.authors


def entry_of(reading: Reading, declared: Declarations, addresses: Mapping[str, Addresses],
             today: datetime.date, topic: Callable[[str, str, str], Topic]) -> Entry:
    """Return what lists show of a text that was read without a problem.

    `topic` returns a topic by its kind, key and language.
    """
    source, header, words = reading.source, reading.header, reading.words
    lang, own = source.lang, addresses[source.lang]
    day = source.date or header.day("date")
    topics = {kind: tuple(topic(kind, key, lang) for key in header.listed(name))
              if source.kind == "article" else () for kind, name in LISTED.items()}
    return Entry(
        path=source.path, source=Path(source.path).relative_to(declared.content).as_posix(),
        kind=source.kind, key=source.key, lang=lang,
        title=words["title"] or words["subject"],
        url=own.content(source.kind, header.get("slug") or source.key), date=day,
        updated=header.day("modified"), stage=stage(header.get("status"), day, today),
        template=header.get("template") or source.kind,
        summary=Markup(marked(words["summary"], lang)),
        words=words, header=Header(header.values, header.lines, "", header.body_line),
        category=next(iter(topics["category"]), None), tags=topics["tag"],
        authors=topics["author"])
