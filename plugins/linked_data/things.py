"""Describe things as schema.org does: who publishes, and who writes; the publication, its lists."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from plugins.content.firm import Firm

Node = Mapping[str, object]
"""A thing of schema.org, without the keys of which nothing is known."""

HEADLINE = 110
"""Characters; Google warns of a longer headline."""

LISTED = 50
"""Entries of a list that are named; all are counted."""

TOWN = re.compile(r"(\d[\d -]*\d)\s+(.+)")
"""The line of an address that holds postal code and town, as most of Europe writes it."""

# In a script element “</script>” ends it, wherever it is, and “<!--” hides that end.
ESCAPED = re.compile("[<>&\u2028\u2029]")


@dataclass(frozen=True)
class Publication:
    """The publication in one language; addresses are absolute, `search` may be empty."""

    lang: str
    name: str
    description: str
    site: str
    home: str
    logo: str
    search: str = ""


@dataclass(frozen=True)
class Link:
    """A page by its name and absolute address."""

    name: str
    url: str


@dataclass(frozen=True)
class Term(Link):
    """A term with its Chinese, which may be empty, and what it means."""

    chinese: str
    definition: str


def node(kind: str, **values: object) -> Node:
    """Return a thing of schema.org; what is empty is left out, `id` becomes `@id`."""
    identity = values.pop("id", None)
    return {"@type": kind, **({"@id": identity} if identity else {}),
            **{name: value for name, value in values.items() if value not in ("", None, [], ())}}


def reference(other: Node) -> Node:
    """Return a reference to a thing that is described in the same block."""
    return {"@id": other["@id"]}


def organization(publication: Publication, firm: Firm) -> Node:
    """Return the firm as other things refer to it."""
    return node("Organization", id=f"{publication.site}#publisher", name=firm.name,
                url=firm.website or publication.site, logo=publication.logo)


def firm_itself(publication: Publication, firm: Firm) -> Node:
    """Return all that the firm says of itself; one that names its bar is a legal service."""
    return {**organization(publication, firm), **node(
        "LegalService" if firm.bar else "Organization", image=publication.logo,
        address=_address(firm), email=firm.email, telephone=firm.phone,
        vatID=firm.vat)}


def site_reference(publication: Publication) -> Node:
    """Return the website of one language as its pages name it."""
    return node("WebSite", id=f"{publication.home}#website", url=publication.home,
                name=publication.name)


def website(publication: Publication, publisher: Node) -> Node:
    """Return the website of one language, with its search page if it has one."""
    action = publication.search and {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": publication.search},
        "query-input": "required name=search_term_string"}
    return {**site_reference(publication), **node(
        "WebSite", description=publication.description, inLanguage=publication.lang,
        publisher=reference(publisher), potentialAction=action)}


def whole_site(site: str, names: Sequence[str], languages: Sequence[str]) -> Node:
    """Return the site in all its languages; the first of its names is that of its root."""
    return node("WebSite", id=f"{site}#website", url=site, name=names[0],
                alternateName=list(names[1:]), inLanguage=list(languages))


def periodical(publication: Publication) -> Node:
    """Return the newsletter as a periodical, of which issues are parts."""
    return node("Periodical", id=f"{publication.home}#periodical", name=publication.name,
                url=publication.home, inLanguage=publication.lang)


def issue_reference(page: Link) -> Node:
    """Return an issue by its name, as the page of another thing names it."""
    return node("PublicationIssue", id=f"{page.url}#issue", name=page.name, url=page.url)


def web_page(kind: str, page: Link, description: str, publication: Publication) -> Node:
    """Return a page of the website; `kind` is its type, WebPage or a special one."""
    return node(kind, id=page.url, url=page.url, name=page.name, description=description,
                inLanguage=publication.lang, isPartOf=site_reference(publication))


def collection(page: Link, description: str, publication: Publication, entries: Sequence[Link]
               ) -> Node:
    """Return a list of pages."""
    items = node("ItemList", numberOfItems=len(entries), itemListElement=[
        node("ListItem", position=place, name=entry.name, url=entry.url)
        for place, entry in enumerate(entries[:LISTED], 1)])
    whole = web_page("CollectionPage", page, description, publication)
    return {**whole, "mainEntity": items} if entries else whole


def glossary(page: Link, description: str, publication: Publication, terms: Sequence[Term]) -> Node:
    """Return a set of terms with their definitions, each at its place on the page."""
    return node("DefinedTermSet", id=page.url, url=page.url, name=page.name,
                description=description, inLanguage=publication.lang,
                isPartOf=site_reference(publication), hasDefinedTerm=[
                    node("DefinedTerm", id=term.url, url=term.url, name=term.name,
                         alternateName=term.chinese, description=term.definition,
                         inDefinedTermSet={"@id": page.url}) for term in terms])


def breadcrumbs(trail: Sequence[Link]) -> Node:
    """Return the way from the home page to a page, which ends it."""
    return node("BreadcrumbList", itemListElement=[
        node("ListItem", position=place, name=page.name, item=page.url)
        for place, page in enumerate(trail, 1)])


def article_reference(page: Link, lang: str = "") -> Node:
    """Return an article as another thing names it; `lang` where it is in another language."""
    return node("NewsArticle", id=f"{page.url}#article", headline=shortened(page.name),
                url=page.url, inLanguage=lang)


def legislation_reference(page: Link) -> Node:
    """Return a law by its page, as an article or another law names it."""
    return node("Legislation", id=f"{page.url}#law", name=page.name, url=page.url)


def shortened(title: str) -> str:
    """Return a title as a headline, cut between two words where it is too long."""
    if len(title) <= HEADLINE:
        return title
    begun = title[:HEADLINE - 1]
    return (begun.rpartition(" ")[0] or begun).rstrip(" ,;:–") + "…"


def block(things: Sequence[Node]) -> Markup:
    """Return the script element that holds the things, in their order."""
    data = json.dumps({"@context": "https://schema.org", "@graph": list(things)},
                      ensure_ascii=False, separators=(",", ":"))
    data = ESCAPED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", data)
    return Markup(f'<script type="application/ld+json">{data}</script>')


def _address(firm: Firm) -> Node:
    *street, last = firm.address
    town = TOWN.fullmatch(last)
    lines = street if town else firm.address
    return node("PostalAddress", streetAddress=", ".join(lines),
                postalCode=town and town[1], addressLocality=town and town[2],
                addressCountry=firm.country)


def byline(author: Any, url: str, firm: Node) -> Node:
    """Return an author as a text names them; the `firm` is described in the same block."""
    if not author.person:
        return node("Organization", name=author.name, url=url)
    return node("Person", id=f"{url}#author", name=author.name, url=url, jobTitle=author.role,
                worksFor=None if author.guest else reference(firm))


def described(author: Any, url: str, firm: Node, picture: str) -> Node:
    """Return all that an author's own page tells; `picture` is the address of the photo, or empty.
    """
    known = {**byline(author, url, firm), "@id": f"{url}#author", **node(
        "", image=picture, description=author.bio, email=author.email,
        sameAs=[profile.value for profile in author.profiles])}
    own = node("", knowsLanguage=[language.value for language in author.languages],
               hasCredential=author.bar and node("EducationalOccupationalCredential",
                                                 name=author.bar)) if author.person else {}
    return {**known, **own, "@type": "Person" if author.person else "Organization"}


def profile_page(page: Link, description: str, publication: Publication, author: Node,
                 articles: list[Node]) -> Node:
    """Return the page of an author, with the articles that it lists.

    Source: https://developers.google.com/search/docs/appearance/structured-data/profile-page
    """
    return {**web_page("ProfilePage", page, description, publication),
            **node("ProfilePage", mainEntity=reference(author), hasPart=articles)}
