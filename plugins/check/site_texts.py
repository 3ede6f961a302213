"""Gather all texts of the site, and what their words may lead to, for the rules on all of them."""

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from plugins.check.cache import CheckedText
from plugins.content.firm import Publisher, load_publishers
from plugins.content.reading import LISTED, Declarations
from plugins.content.text import Link, Text, listed
from plugins.core.firm_file import FIRM_FILE
from plugins.core.messages import ContentError, Message
from plugins.core.project import Options
from plugins.images.picture import damage
from plugins.linked_data.citation import FILE
from plugins.newsletter.issue import PAGES
from plugins.register.laws import Laws
from plugins.register.standing import standings
from plugins.site.addresses import Addresses, addresses_of
from plugins.site.lists import FED, FOUND, paginate
from plugins.site.redirects import Redirect, read_redirects

UNTOLD = re.compile(r"(?:cards|pictures|icons|forms|_nginx|\.well-known)/"
                    r"|[\w-]+/(?:pagefind/|error\.html|site\.webmanifest)"
                    r"|.*\.pdf$|[^/]+\.[^/]+$")
"""What only a build can tell; the last are the files at the root."""


@dataclass(frozen=True)
class SiteTexts:
    """All texts of the site, and what their words may lead to.

    `root` is the content folder, `statics` are its folders of images and files. `published` are
    the paths of the texts that readers can reach, `addresses` are the addresses of all by path,
    `own_pages` those of lists and topics, with what each one shows. `printed` are all pages, feeds
    and what is beside them. `prints` says whether there is a page or file at an address, `leads`
    also whether an old one leads to one; None, where the texts alone do not say. `needed` are the
    keys of the pages that must exist, each with the form that needs it, or nothing for the emails.
    Files that could not be read are `unreadable`. The declared `laws` stand as on `today`.
    """

    texts: Sequence[Text]
    languages: Sequence[str]
    root: str = "content"
    statics: Sequence[str] = ()
    published: frozenset[str] = frozenset()
    addresses: Mapping[str, str] = field(default_factory=dict)
    own_pages: Mapping[str, str] = field(default_factory=dict)
    printed: frozenset[str] = frozenset()
    prints: Callable[[str], bool | None] = lambda address: None
    leads: Callable[[str], bool | None] = lambda address: None
    needed: Mapping[str, str] = field(default_factory=dict)
    publishers: Mapping[str, Publisher] = field(default_factory=dict)
    moved: Sequence[Redirect] = ()
    """Old addresses, and where they lead now."""

    unreadable: frozenset[str] = frozenset()
    photos: frozenset[str] = frozenset()
    """The files that show authors."""

    laws: Laws = field(default_factory=dict)
    today: date = date.max

    @cached_property
    def by_path(self) -> Mapping[str, Text]:
        """The texts by their files."""
        return {text.path: text for text in self.texts}

    @cached_property
    def by_address(self) -> Mapping[str, Text]:
        """The texts by the addresses of their pages."""
        return {self.addresses[text.path]: text for text in self.texts
                if text.path in self.addresses}

    @cached_property
    def ends(self) -> Mapping[str, frozenset[str]]:
        """All files and addresses that the links of a text may name, by the text's own file."""
        return {text.path: frozenset(ends_of(text, self.root)) for text in self.texts}

    @cached_property
    def linked(self) -> frozenset[str]:
        """The files of the texts to which others lead that readers can reach."""
        found = set[str]()
        for path in self.published & self.ends.keys():
            named = (self.by_address.get(end) for end in self.ends[path])
            led = {*self.ends[path], *(text.path for text in named if text)}
            found |= led - {path}
        return frozenset(found)

    @cached_property
    def damage(self) -> Callable[[str], Message | None]:
        """What says why an image cannot be shown, None of one that can or is not there."""
        return cache(lambda path: damage(Path(path)) if Path(path).is_file() else None)

    def learn(self, before: "SiteTexts") -> None:
        """Take over where the same texts lead; if no link is another, what is linked, too."""
        vars(self)["ends"] = {
            text.path: before.ends[text.path] if before.by_path.get(text.path) is text
            else frozenset(ends_of(text, self.root)) for text in self.texts}
        if (self.ends, self.addresses, self.published) == (
                before.ends, before.addresses, before.published):
            vars(self)["linked"] = before.linked

    def changes(self, before: "SiteTexts") -> frozenset[str]:
        """Return the files and addresses of which something else is true than before.

        What has changed on the disk besides texts is not looked at.
        """
        files, addresses = ({
            name for name in {*now, *then} if now.get(name) is not then.get(name)}
            for now, then in ((self.by_path, before.by_path), (self.by_address, before.by_address)))
        return frozenset(files | addresses | (self.published ^ before.published)
                         | (self.unreadable ^ before.unreadable) | (self.printed ^ before.printed)
                         | (self.linked ^ before.linked))

    @cached_property
    def versions(self) -> Mapping[tuple[str, str], Mapping[str, Text]]:
        """The texts by kind and key, then by language."""
        found: dict[tuple[str, str], dict[str, Text]] = {}
        for text in self.texts:
            found.setdefault((text.kind, text.key), {}).setdefault(text.lang, text)
        return found


@dataclass(frozen=True)
class Printed:
    """What a build prints of the `texts` that readers reach: pages, feeds, and what is beside them.

    PDFs, and what has a digest in its name, only a build knows.
    """

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
        return lists | laws | {address: kind for topics in self._topics.values()
                               for kind, address, _ in topics}

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

    @cached_property
    def _topics(self) -> Mapping[str, Sequence[tuple[str, str, int]]]:
        """Kind and address of each topic that articles name, and how many do, by language."""
        return {lang: tuple(self._named(edition)) for lang, edition in self.editions.items()}

    def _named(self, edition: Addresses) -> Iterator[tuple[str, str, int]]:
        named = Counter((kind, key) for text in self._articles(edition.lang)
                        for kind, name in LISTED.items()
                        for key in set(listed(text.header.get(name, ""))))
        for (kind, key), count in named.items():
            if topic := self.declared.topics[kind].get(key):
                yield kind, edition.content(kind, topic.slugs[edition.lang]), count

    def _files(self, edition: Addresses) -> Iterator[str]:
        """Yield feeds, calendar and citations."""
        yield edition.feed
        yield from (f"{address}feed.xml" for kind, address, _ in self._topics[edition.lang]
                    if kind in FED)
        yield from (f"{address}{name}" for address in self._laws(edition)
                    for name in ("feed.xml", FILE))
        yield from (edition.calendar_file,) if self.declared.laws else ()

    def _pages(self, edition: Addresses) -> Iterator[str]:
        """Yield every page of every list, and the archives of each year."""
        dates = [text.date for text in self._articles(edition.lang)]
        issues = sum(text.kind == "issue" and text.lang == edition.lang for text in self.texts)
        lists = [(edition.archives, len(dates)), (edition.issues, issues), *(
            (address, count) for _, address, count in self._topics[edition.lang]),
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


def target_of(link: Link, text: Text, root: str) -> str:
    """Return the file that a link names, from the content folder or beside the text."""
    folder = root if link.target.startswith("/") else posixpath.dirname(text.path)
    return posixpath.normpath(posixpath.join(folder, link.target.lstrip("/")))


def address_of(link: Link) -> str:
    """Return the address of a page that a link names from the root of the site."""
    return link.target.lstrip("/").removesuffix("index.html")


def ends_of(text: Text, root: str) -> Iterator[str]:
    """Yield every file and address of which the rules on a text among all may ask."""
    for link in text.links:
        if link.kind == "filename":
            yield target_of(link, text, root)
        elif not link.kind:
            address = address_of(link)
            yield from (address, f"{address.rstrip('/')}/")


def gather_texts(options: Options, declared: Declarations, checked: Sequence[CheckedText],
                 preview: bool) -> SiteTexts:
    """Return the texts with all that the rules must know of the site.

    In a `preview`, readers reach drafts too.
    """
    texts = [each.text for each in checked if each.text]
    reached = [text for text in texts if preview or not text.stage(options.today)]
    printed = Printed(options, declared, reached)
    publishers: Mapping[str, Publisher] = {}
    moved: Sequence[Redirect] = ()
    with suppress(ContentError):  # told already
        publishers = load_publishers(options.content / FIRM_FILE, options.languages)
    with suppress(ContentError):  # told already
        moved = read_redirects(options.content)
    return SiteTexts(
        texts, tuple(options.languages), str(options.content),
        tuple(options.settings["STATIC_PATHS"]),
        published=frozenset(text.path for text in reached),
        addresses={text.path: printed.address_of(text) for text in texts},
        own_pages=printed.own_pages, printed=printed.addresses, prints=printed.has,
        leads=_leads(printed, moved),
        needed=dict.fromkeys(PAGES, "") | {
            key: form.path for form in declared.forms.values() for key in form.pages},
        publishers=publishers, moved=moved,
        unreadable=frozenset(each.problems[0].path for each in checked if not each.text),
        photos=frozenset(str(options.content / author.photo)
                         for author in declared.authors.values() if author.photo),
        laws=declared.laws, today=options.today)


def _leads(printed: Printed, moved: Iterable[Redirect]) -> Callable[[str], bool | None]:
    """Return what says whether an address leads somewhere; an old one leads to a new one."""
    old = {row.address for row in moved if not row.query}

    def leads(address: str) -> bool | None:
        folder = f"{address}/"
        return bool({address, folder} & old or printed.has(folder)) or printed.has(address)

    return leads
