"""Name the old addresses of what WordPress lists: terms, authors, days, pages of lists, feeds."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import parse_qs, urlsplit

from plugins.importer.wordpress.export import Export, Item, Term, TermKey
from plugins.site.addresses import Addresses

Old = tuple[str, str]
"""An old address, full or a path, and the new one."""

BASES = {"category": "category", "post_tag": "tag"}
"""What begins the addresses of terms, unless somebody has chosen another word."""

FEEDS = ("feed", "feed/rss2", "feed/atom", "feed/rdf", "feed/rss", "comments/feed")
FORMATS = ("rss2", "atom", "rss", "rdf", "comments-rss2", "comments-atom")

A_PAGE = 10
"""Posts on a page of a list, as WordPress has it unless somebody has changed it."""


@dataclass(frozen=True)
class Now:
    """Where what an export holds is now: addresses from the root that begin with “/”.

    `texts` by the numbers of items, `terms` by taxonomy and slug, `authors` by login and language:
    only those that readers reach. `langs` are the languages of items, `term_langs` of terms;
    `years` those in which each language has articles. `upload` gives for the address of an upload,
    or of a picture made from one, that of the file here, or nothing. `base` is the path below
    which the new site is.
    """

    editions: Mapping[str, Addresses]
    texts: Mapping[int, str] = field(default_factory=dict)
    terms: Mapping[TermKey, str] = field(default_factory=dict)
    authors: Mapping[tuple[str, str], str] = field(default_factory=dict)
    langs: Mapping[int, str] = field(default_factory=dict)
    term_langs: Mapping[TermKey, str] = field(default_factory=dict)
    years: Mapping[str, frozenset[int]] = field(default_factory=dict)
    upload: Callable[[str], str] = lambda address: ""
    base: str = ""

    @cached_property
    def lists(self) -> frozenset[str]:
        """The addresses of all lists that readers reach, with those of topics."""
        return frozenset((*self.terms.values(), *self.authors.values(), *(
            f"/{address}" for own in self.editions.values()
            for address in (*own.lists.values(), own.feed)), *(
            f"/{own.year(year)}" for lang, own in self.editions.items()
            for year in self.years.get(lang, ()))))


@dataclass(frozen=True)
class Archives:
    """The lists of the old site, and where each is now."""

    export: Export
    now: Now

    @cached_property
    def first(self) -> str:
        """The language of what says none."""
        return next(iter(self.now.editions))

    @cached_property
    def posts(self) -> list[Item]:
        """The posts that readers saw."""
        return [item for item in self.export.items if item.kind == "post"
                and item.status == "publish" and not item.password and _is_address(item.link)]

    @cached_property
    def roots(self) -> Mapping[str, str]:
        """What begins the addresses of each language, by those of most of its posts."""
        found: dict[str, Counter[str]] = {lang: Counter() for lang in self.now.editions}
        for item in self.posts:
            lang, first = self.now.langs.get(item.number, ""), self._segment(item)
            if lang in found:
                found[lang][first if first == lang or first.startswith(f"{lang}-") else ""] += 1
        return {lang: "".join(f"{self.home}/{first}" if first else self.home
                              for first, _ in counts.most_common(1)) or self.home
                for lang, counts in found.items()}

    @cached_property
    def home(self) -> str:
        """The address of the old site, without a slash at its end."""
        return self.export.home.rstrip("/")

    def terms(self) -> Iterator[Old]:
        """Yield categories, with those above them in the address and without, and tags."""
        for term, new in self._terms():
            for path in dict.fromkeys((self._tree(term), term.slug)):
                yield self._below(term, path), new
            if term.taxonomy == "post_tag":
                yield f"{self.home}/?tag={term.slug}", new
            elif term.number:
                yield f"{self.home}/?cat={term.number}", new

    def people(self) -> Iterator[Old]:
        """Yield the pages of authors, in each language in which they wrote."""
        for author in self.export.authors:
            name = "-".join(author.login.lower().replace("@", "-").replace(".", "-").split())
            for lang in self.now.editions:
                new = self.now.authors.get((author.login, lang)) or self._archives(lang)
                yield f"{self.roots[lang]}/author/{name}/{self._query(lang)}", new
                if author.number and lang == self.first:
                    yield f"{self.home}/?author={author.number}", new

    def homes(self) -> Iterator[Old]:
        """Yield what leads to the first page of a language, and the maps of the site."""
        for lang, own in self.now.editions.items():
            yield f"{self.home}/?lang={lang}", f"/{own.home}"
            yield f"{self.roots[lang]}/", f"/{own.home}"
        for name in ("sitemap_index.xml", "wp-sitemap.xml", "post-sitemap.xml",
                     "page-sitemap.xml"):
            yield f"{self.home}/{name}", "/sitemap.xml"

    def dates(self) -> Iterator[Old]:
        """Yield the archives of years, months and days with posts; here, years have pages."""
        formats = (("/%Y/", "%Y"), ("/%Y/%m/", "%Y%m"), ("/%Y/%m/%d/", "%Y%m%d"))
        for path, short in formats:
            for item in self.posts:
                lang = self.now.langs.get(item.number, self.first)
                if item.written and lang in self.now.editions:
                    new = self._year(lang, item.written.year)
                    yield item.written.strftime(f"{self.roots[lang]}{path}") + self._query(
                        lang), new
                    yield item.written.strftime(f"{self.home}/?m={short}"), new

    def pages(self) -> Iterator[Old]:
        """Yield the further pages of lists, as many as WordPress made of so many posts."""
        posts = Counter(self.now.langs.get(item.number, self.first) for item in self.posts)
        for lang in self.now.editions:
            for number in range(2, posts[lang] // A_PAGE + 2):
                yield f"{self.roots[lang]}/page/{number}/{self._query(lang)}", self._archives(lang)
                yield f"{self.home}/?paged={number}", self._archives(self.first)
        for term, new in self._terms():
            for number in range(2, self._count(term) // A_PAGE + 2):
                yield self._below(term, f"{self._tree(term)}/page/{number}"), new

    def feeds(self) -> Iterator[Old]:
        """Yield the feeds of the site and of its terms; there are none of comments here."""
        for lang, own in self.now.editions.items():
            for path in FEEDS:
                yield f"{self.roots[lang]}/{path}/{self._query(lang)}", f"/{own.feed}"
        for term, new in self._terms():
            has_feed = term.key in self.now.terms
            new = f"{new}feed.xml" if has_feed else f"/{self.now.editions[self._lang(term)].feed}"
            yield self._below(term, f"{self._tree(term)}/feed"), new
            if term.taxonomy == "category" and term.number:
                yield f"{self.home}/?feed=rss2&cat={term.number}", new
        for name in FORMATS:
            yield f"{self.home}/?feed={name}", f"/{self.now.editions[self.first].feed}"

    def _terms(self) -> Iterator[tuple[Term, str]]:
        """Yield each category and tag with where it is now, or the list of all articles."""
        for term in self.export.terms:
            if term.taxonomy in BASES and self._lang(term) in self.now.editions:
                new = self.now.terms.get(term.key)
                yield term, new or self._archives(self._lang(term))

    @cached_property
    def _named(self) -> Counter[TermKey]:
        return Counter(ref.key for item in self.posts for ref in item.terms)

    def _count(self, term: Term) -> int:
        return self._named[term.key]

    @cached_property
    def _parents(self) -> Mapping[TermKey, str]:
        return {term.key: term.parent for term in self.export.terms}

    def _tree(self, term: Term) -> str:
        """Return the slugs of a category and of those above it."""
        slugs = [term.slug]
        while (parent := self._parents.get((term.taxonomy, slugs[0]), "")) and parent not in slugs:
            slugs.insert(0, parent)
        return "/".join(slugs)

    def _below(self, term: Term, path: str) -> str:
        """Return the address of a path among those of the terms of a kind and language."""
        lang = self._lang(term)
        return f"{self.roots[lang]}/{BASES[term.taxonomy]}/{path}/{self._query(lang)}"

    def _lang(self, term: Term) -> str:
        return self.now.term_langs.get(term.key) or self.first

    def _query(self, lang: str) -> str:
        """Return what the addresses of a language end with where it is said behind a “?”."""
        return f"?lang={self._asked[lang]}" if self._asked.get(lang) else ""

    @cached_property
    def _asked(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for item in self.posts:
            if asked := parse_qs(urlsplit(item.link).query).get("lang"):
                found.setdefault(self.now.langs.get(item.number, ""), asked[0])
        return found

    def _segment(self, item: Item) -> str:
        """Return the first part of an address below the old site."""
        path = urlsplit(item.link).path.removeprefix(urlsplit(self.home).path)
        return path.strip("/").partition("/")[0]

    def _archives(self, lang: str) -> str:
        return f"/{self.now.editions[lang].archives}"

    def _year(self, lang: str, year: int) -> str:
        own = self.now.editions[lang]
        return f"/{own.year(year)}" if year in self.now.years.get(lang, ()) else \
            self._archives(lang)


def _is_address(link: str) -> bool:
    try:
        return bool(urlsplit(link).path)
    except ValueError:  # no such host or port
        return False
