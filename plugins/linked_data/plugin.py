"""Let each template print what its page is, for search engines."""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from plugins.core.jinja import pages_environment
from plugins.linked_data.things import (
    Link,
    Node,
    Publication,
    block,
    breadcrumbs,
    collection,
    firm_itself,
    issue_reference,
    node,
    organization,
    periodical,
    reference,
    shortened,
    site_reference,
    version_reference,
    web_page,
    website,
)

LOGO = "icons/512.png"

PAGE_KINDS = {"contact": "ContactPage", "about": "AboutPage", "search": "SearchResultsPage"}
"""What schema.org has of its own for a page, by the page's key."""

TOPICS = {"category": "categories", "tag": "tags", "author": "authors"}
"""The kinds of topic, and the template of the list of each."""

TITLES = {"archives": "Archives", "issues": "Issues", "categories": "Topics", "tags": "Keywords",
          "authors": "Authors"}
"""The lists of an edition by their template, in the words of the page itself."""


class Edition(Protocol):
    """What linked data take of the edition."""

    @property
    def languages(self) -> Mapping[str, Any]:
        """What is declared of each edition, in order."""


def install_linked_data(env: Environment, edition: Edition) -> None:
    """Give the templates `linked_data(name, number, description)`.

    They are the words of the page's title, the page of a list that it is, and its description.
    """
    languages = list(edition.languages)

    @pass_context
    def linked_data(context: Context, name: Markup, number: Markup, description: Markup) -> Markup:
        return block(list(_things(context, _plain(name), _plain(name + number),
                                  _plain(description), languages)))

    env.globals["linked_data"] = linked_data


def _things(context: Context, name: str, title: str, description: str, languages: list[str]
            ) -> Iterator[Node]:
    """Yield what stands in the block of the page that is being written."""
    publication = _publication(context)
    page = Link(title, context["absolute"](context["url"]))
    kind = context["about"].kind
    if page.url == publication.home:
        firm = firm_itself(publication, context["firm"])
        yield firm
        yield website(publication, firm)
        return
    if kind == "article":
        publisher = organization(publication, context["firm"])
        yield publisher
        yield _news_article(context, publication, publisher, languages)
    elif kind == "issue":
        yield from _issue(context, publication, page, description)
    else:
        yield _page(context, publication, page, description)
    yield breadcrumbs([Link(publication.name, publication.home), *_above(context, name), page])


def _publication(context: Context) -> Publication:
    own, absolute = context["edition"], context["absolute"]
    return Publication(
        own.lang, own.title, context["publication"].description, absolute(""),
        absolute(own.home), absolute(LOGO),
        absolute(own.lists["search"]) + "?q={search_term_string}")


def _news_article(context: Context, publication: Publication, publisher: Node,
                  languages: list[str]) -> Node:
    """Return an article as news; its authors are taken for desks, not for persons."""
    article = context["article"]
    page, day = _link(article, context), article.date
    # The version in the first language is taken for the original of the others.
    first = min((article, *article.translations), key=lambda one: languages.index(one.lang))
    authors = [_link(author, context) for author in article.authors]
    return node(
        "NewsArticle", id=f"{page.url}#article", url=page.url, mainEntityOfPage=page.url,
        headline=shortened(page.name), description=article.description,
        image=_picture(context), inLanguage=publication.lang, datePublished=day.isoformat(),
        dateModified=(article.updated or day).isoformat(),
        author=[node("Organization", name=author.name, url=author.url) for author in authors]
        or reference(publisher),
        publisher=reference(publisher), articleSection=article.category.name,
        keywords=[tag.name for tag in article.tags], wordCount=article.length,
        isAccessibleForFree=True,
        isPartOf=[issue_reference(_link(issue, context)) for issue in article.issues],
        translationOfWork=None if first is article else version_reference(_link(first, context)),
        workTranslation=[version_reference(_link(other, context))
                         for other in article.translations if first is article])


def _issue(context: Context, publication: Publication, page: Link, description: str
           ) -> Iterator[Node]:
    """Yield an issue with its articles, after the periodical of which it is a part."""
    issue, whole = context["issue"], periodical(publication)
    articles = [_link(article, context) for article in issue.articles]
    yield whole
    yield {**issue_reference(page), **node(
        "PublicationIssue", issueNumber=str(issue.number),
        datePublished=issue.date.isoformat(), description=description,
        inLanguage=publication.lang, image=_picture(context), isPartOf=reference(whole),
        hasPart=[node("NewsArticle", id=f"{article.url}#article", headline=shortened(article.name),
                      url=article.url) for article in articles])}


def _page(context: Context, publication: Publication, page: Link, description: str) -> Node:
    site, about = site_reference(publication), context["about"]
    if about.kind == "page" or (about.kind, about.key) == ("list", "search"):
        kind = PAGE_KINDS.get(about.key, "WebPage")
        return web_page(page, description, publication.lang, site, kind)
    return collection(page, description, publication.lang, site, _entries(context))


def _entries(context: Context) -> list[Link]:
    """Return the pages that a list names: on each of its pages, if it has several, its own."""
    key = context["about"].key
    if key == "issues":
        return [_link(issue, context) for issue in context["issues"]]
    if key in TOPICS.values():
        topics = context.environment.filters["by_name"](context[key])
        return [_link(topic, context) for topic, _ in topics]
    return [_link(article, context) for article in context.get("articles", ())]


def _above(context: Context, name: str) -> Iterator[Link]:
    """Yield the pages that stand between the home page and this one; `name` is this one's."""
    about = context["about"]
    if about.kind == "article":
        yield _link(context["article"].category, context)
    elif about.kind == "issue":
        yield _list("issues", context)
    elif about.kind in TOPICS:
        yield _list(TOPICS[about.kind], context)
    elif "year" in context:
        yield _list("archives", context)
    pagination = context.get("pagination")
    if pagination and pagination.previous:
        yield Link(name, context["absolute"](pagination.pages[0][1]))


def _link(content: Any, context: Context) -> Link:
    """Return a content or a topic by its title or name."""
    return Link(getattr(content, "title", None) or content.name,
                context["absolute"](content.url), getattr(content, "lang", ""))


def _list(key: str, context: Context) -> Link:
    title = context.call(context["gettext"], TITLES[key])
    return Link(str(title), context["absolute"](context["edition"].lists[key]))


def _picture(context: Context) -> str:
    card = context["page_card"]
    return context["absolute"](card.address) if card else ""


def _plain(text: Markup) -> str:
    return text.unescape().strip()


def register() -> None:
    """Connect the pages."""
    pages_environment.connect(install_linked_data)
