"""Give every page of an edition its address: `/fr/articles/<slug>/`, as equals in each language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from plugins.core.project import Languages

WORDS = {"article": "articles", "category": "categories", "tag": "tags", "author": "authors",
         "issue": "issues", "archive": "archives", "search": "search", "law": "laws",
         "calendar": "calendar", "glossary": "glossary", "page": "page", "status": "status",
         "coming": "coming", "in-force": "in-force", "repealed": "repealed"}
"""The words of the addresses where an edition names none of its own."""


@dataclass(frozen=True)
class Addresses:
    """The addresses of one edition, as paths from the site's root, without a slash in front."""

    lang: str
    words: Mapping[str, str] = field(default_factory=dict)

    def content(self, kind: str, slug: str) -> str:
        """Return the address of an article, page, issue, law, category, tag or author."""
        if kind == "page":
            return f"{self.lang}/{slug}/"
        return f"{self.lang}/{self._word(kind)}/{slug}/"

    @property
    def home(self) -> str:
        """The first page of the edition."""
        return f"{self.lang}/"

    @property
    def feed(self) -> str:
        """The feed of all its articles."""
        return f"{self.lang}/feed.xml"

    @property
    def calendar_file(self) -> str:
        """The calendar that readers subscribe to."""
        return f"{self.lang}/calendar.ics"

    @property
    def archives(self) -> str:
        """The list of all its articles."""
        return self._list("archive")

    @property
    def issues(self) -> str:
        """The list of its issues."""
        return self._list("issue")

    @property
    def lists(self) -> dict[str, str]:
        """The pages that every edition has, by the name of their template."""
        return {"index": self.home, "archives": self.archives, "issues": self.issues,
                "categories": self._list("category"), "tags": self._list("tag"),
                "authors": self._list("author"), "search": self._list("search"),
                "laws": self._list("law"), "calendar": self._list("calendar"),
                "glossary": self._list("glossary"),
                "missing": f"{self.lang}/404.html"}

    def year(self, year: object) -> str:
        """Return the address of the archives of one year."""
        return f"{self.archives}{year}/"

    def page(self, address: str, number: int) -> str:
        """Return the address of a page of a list; the first is the list's own."""
        return address if number == 1 else f"{address}{self._word('page')}/{number}/"

    def laws_of(self, kind: str, slug: str) -> str:
        """Return the address of the laws of one status, or of one topic by its slug.

        No law is there: below the list a law has a single name.
        """
        name = self._word(slug) if kind == "status" else slug
        return f"{self._list('law')}{self._word(kind)}/{name}/"

    def _list(self, kind: str) -> str:
        return f"{self.lang}/{self._word(kind)}/"

    def _word(self, kind: str) -> str:
        return self.words.get(kind, WORDS[kind])


def addresses_of(languages: Languages) -> dict[str, Addresses]:
    """Return the addresses of every edition that the settings declare."""
    return {lang: Addresses(lang, declared.get("paths", {}))
            for lang, declared in languages.items()}


def file_of(address: str) -> str:
    """Return the file at an address."""
    return address + "index.html" if not address or address.endswith("/") else address


def rooted(address: str, site_url: str) -> str:
    """Return an address as pages link to it: from the root of the host, below the site's path."""
    return f"{urlsplit(site_url).path.rstrip('/')}/{address}"


def absolute(address: str, site_url: str) -> str:
    """Return an address as feeds, emails and search engines need it."""
    return f"{site_url.rstrip('/')}/{address}"


def is_own(address: str, site_url: str) -> bool:
    """Tell whether a full address leads to the site: to its root or to anything below it."""
    root = site_url.rstrip("/")
    return address == root or address.startswith((f"{root}/", f"{root}?", f"{root}#"))
