"""Gather all texts of the site, and what their words may lead to, for the rules on all of them."""

import posixpath
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from plugins.check.addresses import Printed
from plugins.check.cache import CheckedText
from plugins.content.firm import FOOT, load_publishers
from plugins.content.reading import Declarations
from plugins.content.text import Link, Text
from plugins.core.messages import ContentError
from plugins.core.project import Options
from plugins.newsletter.issue import PAGES
from plugins.register.laws import Laws
from plugins.site.redirects import read_redirects


@dataclass(frozen=True)
class SiteTexts:
    """All texts of the site, and what their words may lead to.

    `root` is the content folder, `statics` are its folders of images and files. `published` are
    the paths of the texts that readers can reach, `addresses` are the addresses of all by path,
    `own_pages` those of lists and topics, with what each one shows. `prints` says
    whether there is a page or file at an address, `leads` also whether an old one leads to one;
    None, where the texts alone do not say. `needed` are the keys of the pages that must exist,
    each with the form that needs it, or nothing for the emails. Files that could not be read are
    `unreadable`. The declared `laws` stand as on `today`.
    """

    texts: Sequence[Text]
    languages: Sequence[str]
    root: str = "content"
    statics: Sequence[str] = ()
    published: frozenset[str] = frozenset()
    addresses: Mapping[str, str] = field(default_factory=dict)
    own_pages: Mapping[str, str] = field(default_factory=dict)
    prints: Callable[[str], bool | None] = lambda address: None
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
    texts = [each.text for each in checked if each.text]
    reached = [text for text in texts if preview or not text.stage(options.today)]
    printed = Printed(options, declared, reached)
    return SiteTexts(
        texts, tuple(options.languages), str(options.content),
        tuple(options.settings["STATIC_PATHS"]),
        published=frozenset(text.path for text in reached),
        addresses={text.path: printed.address_of(text) for text in texts},
        own_pages=printed.own_pages, prints=printed.has, leads=_leads(printed, options),
        needed=dict.fromkeys(PAGES, "") | {
            key: form.path for form in declared.forms.values() for key in form.pages},
        menus=_menus(options),
        unreadable=frozenset(each.problems[0].path for each in checked if not each.text),
        photos=frozenset(str(options.content / author.photo)
                         for author in declared.authors.values() if author.photo),
        laws=declared.laws, today=options.today)


def _menus(options: Options) -> Mapping[str, Collection[str]]:
    with suppress(ContentError):  # told already
        publishers = load_publishers(options.content / "firm.toml", options.languages)
        return {lang: (*own.menu, *(own.foot or FOOT)) for lang, own in publishers.items()}
    return dict.fromkeys(options.languages, FOOT)


def _leads(printed: Printed, options: Options) -> Callable[[str], bool | None]:
    """Return what says whether an address leads somewhere; an old one leads to a new one."""
    old = set[str]()
    with suppress(ContentError):  # reported already
        old.update(row.address for row in read_redirects(options.content) if not row.query)

    def leads(address: str) -> bool | None:
        folder = f"{address}/"
        return bool({address, folder} & old or printed.has(folder)) or printed.has(address)

    return leads
