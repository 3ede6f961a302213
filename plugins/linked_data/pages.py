"""Describe pages: an article, an issue, a list, and where each stands in the site."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jinja2.runtime import Context

from plugins.linked_data.things import Node, node, reference

HEADLINE = 110
"""Characters; Google warns of a longer headline."""

LISTED = 50
"""Entries of a list that are named; all are counted."""


@dataclass(frozen=True)
class Link:
    """A page by its name and absolute address; `lang` where it is in another language."""

    name: str
    url: str
    lang: str = ""


@dataclass(frozen=True)
class Article:
    """What is said of an article; `original` is the version it translates, if it does."""

    page: Link
    description: str
    published: date
    modified: date
    section: str
    words: int
    authors: Sequence[Link] = ()
    keywords: Sequence[str] = ()
    issues: Sequence[Link] = ()
    original: Link | None = None
    translations: Sequence[Link] = ()


TOPICS = {"category": "categories", "tag": "tags", "author": "authors"}
"""The kinds of topic, and the template of the list of each."""

TITLES = {"archives": "Archives", "issues": "Issues", "categories": "Topics", "tags": "Keywords",
          "authors": "Authors"}
"""The lists of an edition by their template, in the words of the page itself."""


def news_article(article: Article, lang: str, publisher: Node, picture: str) -> Node:
    """Return an article as news; its authors are taken for desks, not for persons."""
    return node(
        "NewsArticle", id=f"{article.page.url}#article", url=article.page.url,
        mainEntityOfPage=article.page.url, headline=shortened(article.page.name),
        description=article.description, image=picture, inLanguage=lang,
        datePublished=article.published.isoformat(), dateModified=article.modified.isoformat(),
        author=[node("Organization", name=author.name, url=author.url)
                for author in article.authors] or reference(publisher),
        publisher=reference(publisher), articleSection=article.section,
        keywords=list(article.keywords), wordCount=article.words, isAccessibleForFree=True,
        isPartOf=[issue_reference(issue) for issue in article.issues],
        translationOfWork=article.original and _version(article.original),
        workTranslation=[_version(other) for other in article.translations])


def publication_issue(page: Link, number: str, published: date, description: str, lang: str,
                      whole: Node, articles: Iterable[Link], picture: str) -> Node:
    """Return an issue with its articles, as a part of the periodical `whole`."""
    return {**issue_reference(page), **node(
        "PublicationIssue", issueNumber=number, datePublished=published.isoformat(),
        description=description, inLanguage=lang, image=picture, isPartOf=reference(whole),
        hasPart=[node("NewsArticle", id=f"{article.url}#article", headline=shortened(article.name),
                      url=article.url) for article in articles])}


def issue_reference(page: Link) -> Node:
    """Return an issue by its name, as the page of another thing names it."""
    return node("PublicationIssue", id=f"{page.url}#issue", name=page.name, url=page.url)


def collection(page: Link, description: str, lang: str, site: Node, entries: Sequence[Link]
               ) -> Node:
    """Return a list of pages."""
    items = node("ItemList", numberOfItems=len(entries), itemListElement=[
        node("ListItem", position=place, name=entry.name, url=entry.url)
        for place, entry in enumerate(entries[:LISTED], 1)])
    return node("CollectionPage", id=page.url, url=page.url, name=page.name,
                description=description, inLanguage=lang, isPartOf=site,
                mainEntity=items if entries else None)


def web_page(page: Link, description: str, lang: str, site: Node, kind: str = "WebPage") -> Node:
    """Return a page that is none of the other things."""
    return node(kind, id=page.url, url=page.url, name=page.name, description=description,
                inLanguage=lang, isPartOf=site)


def breadcrumbs(trail: Sequence[Link]) -> Node:
    """Return the way from the home page to a page, which ends it."""
    return node("BreadcrumbList", itemListElement=[
        node("ListItem", position=place, name=page.name, item=page.url)
        for place, page in enumerate(trail, 1)])


def shortened(title: str) -> str:
    """Return a title as a headline, cut between two words where it is too long."""
    if len(title) <= HEADLINE:
        return title
    begun = title[:HEADLINE - 1]
    return (begun.rpartition(" ")[0] or begun).rstrip(" ,;:–") + "…"


def _version(page: Link) -> Node:
    return node("NewsArticle", id=f"{page.url}#article", headline=shortened(page.name),
                url=page.url, inLanguage=page.lang)


def entries(context: Context) -> list[Link]:
    """Return the pages that a list names: on each of its pages, if it has several, its own."""
    key = context["about"].key
    if key == "issues":
        return [link(issue, context) for issue in context["issues"]]
    if key in TOPICS.values():
        topics = context.environment.filters["by_name"](context[key])
        return [link(topic, context) for topic, _ in topics]
    return [link(article, context) for article in context.get("articles", ())]


def above(context: Context, name: str) -> Iterator[Link]:
    """Yield the pages that stand between the home page and this one; `name` is this one's."""
    about = context["about"]
    if about.kind == "article":
        yield link(context["article"].category, context)
    elif about.kind == "issue":
        yield _list("issues", context)
    elif about.kind in TOPICS:
        yield _list(TOPICS[about.kind], context)
    elif "year" in context:
        yield _list("archives", context)
    pagination = context.get("pagination")
    if pagination and pagination.previous:
        yield Link(name, context["absolute"](pagination.pages[0][1]))


def link(content: Any, context: Context) -> Link:
    """Return a content or a topic by its title or name."""
    return Link(getattr(content, "title", None) or content.name,
                context["absolute"](content.url), getattr(content, "lang", ""))


def _list(key: str, context: Context) -> Link:
    title = context.call(context["gettext"], TITLES[key])
    return Link(str(title), context["absolute"](context["edition"].lists[key]))
