"""Gather all texts of the site, and what their words may lead to, for the rules on all of them."""

import posixpath
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from plugins.check.cache import CheckedText
from plugins.content.firm import DECLARED, FOOT, load_publishers
from plugins.content.reading import LISTED, Declarations
from plugins.content.text import Link, Text, listed
from plugins.core.messages import ContentError
from plugins.core.project import Options
from plugins.newsletter.issue import PAGES
from plugins.register.laws import Laws
from plugins.register.topics import Topics
from plugins.site.addresses import Addresses, addresses_of
from plugins.site.redirects import read_redirects

MADE = ("theme", "cards", "pictures", "forms", ".well-known")
"""The folders of a site that a build makes, besides those of its editions."""

KINDS = ("article", "page", "issue", "law", "category", "tag", "author")
"""The kinds of page whose addresses follow from the content alone."""


@dataclass(frozen=True)
class SiteTexts:
    """All texts of the site, and what their words may lead to.

    `root` is the content folder, `statics` are its folders of images and files. `published` are
    the paths of the texts that readers can reach, `addresses` are the addresses of all by path,
    `own_pages` those of lists and topics, with the name of each one’s template. `leads` says
    whether there is a page or file at an address; None, where the texts alone do not say. `needed`
    are the keys of the pages that must exist, each with the form that needs it, or nothing for the
    emails. Files that could not be read are `unreadable`. The declared `laws` stand as on `today`.
    """

    texts: Sequence[Text]
    languages: Sequence[str]
    root: str = "content"
    statics: Sequence[str] = ()
    published: frozenset[str] = frozenset()
    addresses: Mapping[str, str] = field(default_factory=dict)
    own_pages: Mapping[str, str] = field(default_factory=dict)
    leads: Callable[[str], bool | None] = lambda address: None
    needed: Mapping[str, str] = field(default_factory=dict)
    menus: Mapping[str, Collection[str]] = field(default_factory=dict)
    """The keys in menu and foot, by language."""

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
    def linked(self) -> frozenset[str]:
        """The files of the texts to which others lead that readers can reach."""
        return frozenset(path for text in self.texts if text.path in self.published
                         for path in leads_to(text, self) if path != text.path)

    @cached_property
    def versions(self) -> Mapping[tuple[str, str], Mapping[str, Text]]:
        """The texts by kind and key, then by language."""
        found: dict[tuple[str, str], dict[str, Text]] = {}
        for text in self.texts:
            found.setdefault((text.kind, text.key), {}).setdefault(text.lang, text)
        return found


def target_of(link: Link, text: Text, root: str) -> str:
    """Return the file that a link names, from the content folder or beside the text."""
    folder = root if link.target.startswith("/") else posixpath.dirname(text.path)
    return posixpath.normpath(posixpath.join(folder, link.target.lstrip("/")))


def leads_to(text: Text, site: SiteTexts) -> Iterator[str]:
    """Yield the files of the texts to which a text leads."""
    for link in text.links:
        if link.kind == "filename":
            yield target_of(link, text, site.root)
        elif other := site.by_address.get(f"{link.target.strip('/')}/"):
            yield other.path


def gather_texts(options: Options, declared: Declarations, checked: Sequence[CheckedText],
                 preview: bool) -> SiteTexts:
    """Return the texts with all that the rules must know of the site.

    In a `preview`, readers reach drafts too.
    """
    today, editions = options.today, addresses_of(options.languages)
    texts = [each.text for each in checked if each.text]
    reached = [text for text in texts if preview or not text.stage(today)]
    addresses = {text.path: _address_of(text, editions) for text in texts}
    own_pages = {address: f"{name}.html" for edition in editions.values()
                 for name, address in edition.lists.items()
                 if name not in declared.absent} | {
        editions[lang].content("law", law.slug[lang]): "law.html"
        for law in declared.laws.values() for lang in editions} | {
        address: f"{kind}.html" for text in reached if text.kind == "article"
        for kind, address in _topic_pages(text, editions[text.lang], declared.topics)}
    known = {"", *own_pages, *(edition.feed for edition in editions.values()),
             *(addresses[text.path] for text in reached)}
    return SiteTexts(
        texts, tuple(options.languages), str(options.content),
        tuple(options.settings["STATIC_PATHS"]),
        published=frozenset(text.path for text in reached), addresses=addresses,
        own_pages=own_pages, leads=_leads(known, editions, options),
        needed=dict.fromkeys(PAGES, "") | {
            key: form.path for form in declared.forms.values() for key in form.pages},
        menus=_menus(options),
        unreadable=frozenset(each.problems[0].path for each in checked if not each.text),
        photos=frozenset(str(options.content / author.photo)
                         for author in declared.authors.values() if author.photo),
        laws=declared.laws, today=today)


def _menus(options: Options) -> Mapping[str, Collection[str]]:
    with suppress(ContentError):  # told already
        publishers = load_publishers(options.content / "firm.toml", options.languages)
        return {lang: (*own.menu, *(own.foot or FOOT)) for lang, own in publishers.items()}
    return dict.fromkeys(options.languages, FOOT)


def _address_of(text: Text, editions: Mapping[str, Addresses]) -> str:
    return editions[text.lang].content(text.kind, text.header.get("slug") or text.key)


def _topic_pages(text: Text, edition: Addresses, topics: Topics) -> Iterator[tuple[str, str]]:
    """Yield kind and address of every topic that an article names."""
    for kind, name in LISTED.items():
        for key in listed(text.header.get(name, "")):
            if key in topics[kind]:
                yield kind, edition.content(kind, topics[kind][key].slugs[text.lang])


def _leads(known: set[str], editions: Mapping[str, Addresses], options: Options
           ) -> Callable[[str], bool | None]:
    """Return what says whether an address leads somewhere; None, where only a build can tell."""
    prefixes = [edition.content(kind, "\0").partition("\0")[0]
                for edition in editions.values() for kind in KINDS]
    statics: Iterable[str] = options.settings["STATIC_PATHS"]
    sections = {edition.lists[name] for edition in editions.values() for name in DECLARED}
    roots = {*MADE, *(edition.home.partition("/")[0] for edition in editions.values())}
    with suppress(ContentError):  # reported already
        roots.update(row.old.partition("/")[0] for row in read_redirects(options.content))

    def leads(address: str) -> bool | None:
        if address in known or f"{address}/" in known:
            return True
        if {address, f"{address}/"} & sections:
            return False
        if any(address.startswith(f"{folder}/") for folder in statics):
            return (options.content / address).is_file()
        root, slash, _ = address.partition("/")
        if root not in roots and (slash or "." not in root):
            return False
        named = (address[len(prefix):].removesuffix("/") for prefix in prefixes
                 if address.startswith(prefix))
        # What has a dot or a slash in it may be a feed or a page of a list.
        return False if any(name and not set(name) & set("./") for name in named) else None

    return leads
