"""Let each template print what its page is, for search engines."""

from collections.abc import Iterator
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from pelican.generators import Generator
from pelican.plugins import signals

from plugins.linked_data.block import block
from plugins.linked_data.pages import (
    Article,
    Link,
    breadcrumbs,
    collection,
    count_words,
    news_article,
    publication_issue,
    web_page,
)
from plugins.linked_data.publisher import (
    Node,
    Publication,
    firm_itself,
    organization,
    periodical,
    site_reference,
    website,
)

LOGO = "icons/512.png"

PAGE_KINDS = {"contact": "ContactPage", "about": "AboutPage"}
"""What schema.org has of its own for a page, by the page's key."""


def furnish(generator: Generator) -> None:
    """Give the templates `linked_data(name, description)`, the texts of the page's title."""
    languages = list(generator.settings["LANGUAGES"])

    @pass_context
    def linked_data(context: Context, name: Markup, description: Markup) -> Markup:
        return block(list(_things(context, name.unescape(), description.unescape(), languages)))

    generator.env.globals["linked_data"] = linked_data


def _things(context: Context, name: str, description: str, languages: list[str]
            ) -> Iterator[Node]:
    """Yield what stands in the block of the page that is being written."""
    publication = _publication(context)
    page = Link(name, context["absolute"](context["url"]))
    if page.url == publication.home:
        firm = firm_itself(publication, context["firm"])
        yield firm
        yield website(publication, firm)
        return
    if "article" in context:
        publisher = organization(publication, context["firm"])
        yield publisher
        yield news_article(_article(context, languages), publication.lang, publisher,
                           _picture(context))
    elif "issue" in context:
        yield from _issue(context, publication, page, description)
    else:
        yield _page(context, publication, page, description)
    yield breadcrumbs([Link(publication.name, publication.home), *_between(context), page])


def _publication(context: Context) -> Publication:
    own, absolute = context["edition"], context["absolute"]
    search = getattr(own, "search", "")
    return Publication(
        own.lang, own.title, context["publication"]["description"], absolute(""),
        absolute(own.home), absolute(LOGO),
        search and absolute(search) + "?q={search_term_string}")


def _article(context: Context, languages: list[str]) -> Article:
    article = context["article"]
    # The version in the first language is taken for the original of the others.
    first = min((article, *article.translations), key=lambda one: languages.index(one.lang))
    others = tuple(_version(other, context) for other in article.translations)
    day = article.date.date()
    return Article(
        _link(article, context), article.description, day, article.updated or day,
        article.category.name, count_words(article._content),
        [Link(author.name, context["absolute"](author.url)) for author in article.authors],
        [tag.name for tag in article.tags], [_link(issue, context) for issue in article.issues],
        None if first is article else _version(first, context),
        others if first is article else ())


def _issue(context: Context, publication: Publication, page: Link, description: str
           ) -> Iterator[Node]:
    issue, whole = context["issue"], periodical(publication)
    yield whole
    yield publication_issue(
        page, issue.key, issue.date.date(), description, publication.lang, whole,
        [_link(article, context) for article in issue.articles], _picture(context))


def _page(context: Context, publication: Publication, page: Link, description: str) -> Node:
    site = site_reference(publication)
    if "page" in context:
        kind = PAGE_KINDS.get(context["page"].key, "WebPage")
        return web_page(page, description, publication.lang, site, kind)
    return collection(page, description, publication.lang, site, list(_entries(context)))


def _entries(context: Context) -> Iterator[Link]:
    """Yield the pages that a list shows: those of its own page of it, where it has several."""
    own = context["edition"]
    shown = context.get("articles_page")
    if context["url"] == own.issues:
        contents = context["issues"]
    else:
        contents = shown.object_list if shown else context.get("articles", [])
    return (_link(content, context) for content in contents)


def _between(context: Context) -> Iterator[Link]:
    """Yield the pages that stand between the home page and this one."""
    own, absolute = context["edition"], context["absolute"]
    if "article" in context:
        category = context["article"].category
        yield Link(category.name, absolute(category.url))
    elif "issue" in context:
        yield Link(str(context.call(context["gettext"], "Issues")), absolute(own.issues))


def _picture(context: Context) -> str:
    card: Any = context.call(context["card"])
    return context["absolute"](card.address) if card else ""


def _link(content: Any, context: Context) -> Link:
    return Link(content.title, context["absolute"](content.url))


def _version(content: Any, context: Context) -> Link:
    return Link(content.title, context["absolute"](content.url), content.lang)


def register() -> None:
    """Connect the templates."""
    signals.generator_init.connect(furnish)
