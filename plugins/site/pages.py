"""Say what the rest of the program must know of a page that an edition has written."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from plugins.core.project import Languages
from plugins.linked_data.citation import FILE, Author, Citation
from plugins.register.shown import ListedLaw, ShownLaw
from plugins.site.addresses import Addresses, absolute
from plugins.site.contents import Entry, Text, topics_of


@dataclass(frozen=True)
class Translation:
    """A page in another edition; not `exact`, it is that edition's home."""

    lang: str
    name: str
    url: str
    exact: bool


@dataclass(frozen=True)
class Paper:
    """The PDF of a page: its file beside that of the page, and its bytes.

    `name` stands for all that it shows; `load` reads it.
    """

    path: str
    size: int
    name: str
    load: Callable[[], bytes] = field(repr=False, compare=False)


def pdf_beside(address: str) -> str:
    """Return the file of the PDF of a page, which has the page's own name."""
    return f"{address}{address.rstrip('/').rpartition('/')[2]}.pdf"


def content_of(values: Mapping[str, Any]) -> Any:
    """Return the article, page or issue that a template shows; a list shows none of its own."""
    return next((values[kind] for kind in ("article", "page", "issue") if kind in values), None)


def changed(content: Text | Entry | ShownLaw | ListedLaw) -> date | None:
    """Return the day on which a content last changed, where its file says so."""
    return content.updated or (content.date if isinstance(content, Text | Entry) else None)


def translations(lang: str, languages: Languages,
                 addresses: Mapping[str, Addresses],
                 found: Mapping[str, str]) -> list[Translation]:
    """Return the other editions in the order of the settings; `found` are addresses by language."""
    return [
        Translation(other, languages[other]["name"],
                    found.get(other, addresses[other].home), other in found)
        for other in languages if other != lang
    ]


def found_for(address: str, values: Mapping[str, Any], lang: str,
              addresses: Mapping[str, Addresses], used: Iterable[tuple[str, str, str]],
              topics: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return the addresses in the other editions of the page that is being written.

    `values` are the template's: an article, page or issue, a law or the chosen ones, a category,
    tag or author, the year of an archive, or none of them for a list that every edition has.
    `used` holds (language, kind, key) of every topic that some published article has, and of every
    year.
    """
    for kind in ("article", "page", "issue"):
        if kind in values:
            return {other.lang: other.url for other in values[kind].translations}
    for kind in ("law", "chosen"):
        if kind in values:
            return dict(values[kind].addresses)
    for kind in ("category", "tag", "author"):
        if kind in values:
            declared = topics[kind][values[kind].key]
            return {other: addresses[other].content(kind, declared.slugs[other])
                    for other, used_kind, key in used if (used_kind, key) == (kind, declared.key)}
    if "year" in values:
        return {other: addresses[other].year(key) for other, used_kind, key in used
                if (used_kind, key) == ("year", values["year"])}
    for name, own in addresses[lang].lists.items():
        if own == address and name != "missing":
            return {other: there.lists[name] for other, there in addresses.items()}
    return {}


def indexed(found: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, str]:
    """Return those of the addresses in other editions that search engines may list."""
    content = content_of(values)
    apart = {other.lang for other in content.translations
             if other.header.says("noindex")} if content else set()
    return {lang: address for lang, address in found.items() if lang not in apart}


def alternates(address: str, found: Mapping[str, str], lang: str,
               addresses: Mapping[str, Addresses], default: str) -> tuple[tuple[str, str], ...]:
    """Return (hreflang, address) of a page itself, of its translations, and as `x-default`.

    The last is the gateway for homes; elsewhere the version in the settings' own language or,
    failing that, the page itself. Source:
    https://developers.google.com/search/docs/specialty/international/localized-versions
    """
    known = {**found, lang: address}
    fallback = "" if address == addresses[lang].home else known.get(default, address)
    return (*((other, known[other]) for other in addresses if other in known),
            ("x-default", fallback))


@dataclass(frozen=True)
class Year:
    """A year in which articles appeared, and the address of its archives."""

    number: int
    url: str


@dataclass(frozen=True)
class MenuItem:
    """A link of the menu or the foot; `kind` is page, category, or the section's own key."""

    kind: str
    url: str
    name: str


@dataclass(frozen=True)
class Page:
    """A page by its address; `kind` is article, page, issue, law, category, tag, author or list.

    `modified` is the day on which what it shows last changed, where that is known; `alternates`
    are the hreflang and the address of every version of it, its own among them. One that is not
    `found` is for nobody who searches, here or elsewhere; one that is not `indexed` tells search
    engines to pass over it. Beside one that can be cited is a file that says how.
    """

    address: str
    lang: str
    kind: str
    key: str
    title: str
    modified: date | None
    alternates: tuple[tuple[str, str], ...]
    found: bool
    noindex: bool = False
    citation: Citation | None = None

    @property
    def indexed(self) -> bool:
        """Whether search engines may list it."""
        return self.found and not self.noindex

    @property
    def beside(self) -> Mapping[str, bytes]:
        """The files that only this page leads to, by their addresses."""
        cited = self.citation
        return {f"{self.address}{FILE}": cited.bibtex().encode()} if cited else {}


def page_of(address: str, lang: str, template: str, values: Mapping[str, Any],
            alternates: tuple[tuple[str, str], ...], unlisted: Collection[str],
            publication: str, site_url: str) -> Page:
    """Return the page that a template writes with `values`; pages keyed in `unlisted` stay apart.

    `values` hold an article, page or issue; or a category, tag or author, or the year of an
    archive, with what is listed there; or only what a list of the edition shows.
    """
    cited = _citation(values, lang, publication, absolute(address, site_url))
    if content := content_of(values):
        return Page(address, lang, content.kind, content.key, content.title, changed(content),
                    alternates, not content.stage and content.key not in unlisted,
                    content.header.says("noindex"), cited)
    if "law" in values:
        law = values["law"]
        return Page(address, lang, "law", law.key, law.name, law.updated, alternates, True,
                    citation=cited)
    shown = [*values.get("articles", ()), *values.get("issues", ()), *values.get("laws", ())]
    newest = max((day for day in map(changed, shown) if day), default=None)
    for kind in ("category", "tag", "author"):
        if kind in values:
            topic = values[kind]
            return Page(address, lang, kind, topic.key, topic.name, newest, alternates, True)
    key = values.get("year", template)
    return Page(address, lang, "list", key, values.get("year", ""), newest, alternates,
                address.endswith("/"))


def used_topics(articles: Iterable[Entry]) -> Iterator[tuple[str, str, str]]:
    """Yield the language, kind and key of every topic and year that an article has."""
    for article in articles:
        if article.date:
            yield article.lang, "year", str(article.date.year)
        yield from ((article.lang, topic.kind, topic.key) for topic in topics_of(article))


def _citation(values: Mapping[str, Any], lang: str, publication: str, address: str
              ) -> Citation | None:
    """Return how the page of an article or a law is cited; others are not."""
    if "article" in values:
        article = values["article"]
        return Citation(
            key=article.key, lang=lang, title=article.title, publication=publication,
            address=address, date=article.date.isoformat(),
            version=article.updated.isoformat() if article.updated else "",
            authors=tuple(Author(author.name, author.person) for author in article.authors))
    if "law" in values:
        law = values["law"]
        day = law.adopted or law.promulgated or law.in_force
        return Citation(
            key=f"law-{law.key}", lang=lang, title=law.name, publication=publication,
            address=address, date=day.iso if day else "", addition=law.chinese,
            authors=(Author(law.authority),) if law.authority else (), number=law.number)
    return None
