"""Let each template print what its page is, for search engines."""

from collections.abc import Iterator

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from pelican.generators import Generator
from pelican.plugins import signals

from plugins.core.html import count_words
from plugins.linked_data.pages import (
    Article,
    Link,
    above,
    breadcrumbs,
    collection,
    entries,
    link,
    news_article,
    publication_issue,
    web_page,
)
from plugins.linked_data.things import (
    Node,
    Publication,
    block,
    firm_itself,
    organization,
    periodical,
    site_reference,
    website,
)

LOGO = "icons/512.png"

PAGE_KINDS = {"contact": "ContactPage", "about": "AboutPage", "search": "SearchResultsPage"}
"""What schema.org has of its own for a page, by the page's key."""


def install_globals(generator: Generator) -> None:
    """Give the templates `linked_data(name, number, description)`.

    They are the words of the page's title, the page of a list that it is, and its description.
    """
    languages = list(generator.settings["LANGUAGES"])

    @pass_context
    def linked_data(context: Context, name: Markup, number: Markup, description: Markup) -> Markup:
        return block(list(_things(context, _plain(name), _plain(name + number),
                                  _plain(description), languages)))

    generator.env.globals["linked_data"] = linked_data


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
        yield news_article(_article(context, languages), publication.lang, publisher,
                           _picture(context))
    elif kind == "issue":
        yield from _issue(context, publication, page, description)
    else:
        yield _page(context, publication, page, description)
    yield breadcrumbs([Link(publication.name, publication.home), *above(context, name), page])


def _publication(context: Context) -> Publication:
    own, absolute = context["edition"], context["absolute"]
    return Publication(
        own.lang, own.title, context["publication"].description, absolute(""),
        absolute(own.home), absolute(LOGO),
        absolute(own.lists["search"]) + "?q={search_term_string}")


def _article(context: Context, languages: list[str]) -> Article:
    article = context["article"]
    # The version in the first language is taken for the original of the others.
    first = min((article, *article.translations), key=lambda one: languages.index(one.lang))
    day = article.date.date()
    return Article(
        link(article, context), article.description, day, article.updated or day,
        article.category.name, count_words(article._content),
        [link(author, context) for author in article.authors],
        [tag.name for tag in article.tags], [link(issue, context) for issue in article.issues],
        None if first is article else link(first, context),
        [link(other, context) for other in article.translations] if first is article else ())


def _issue(context: Context, publication: Publication, page: Link, description: str
           ) -> Iterator[Node]:
    issue, whole = context["issue"], periodical(publication)
    yield whole
    yield publication_issue(
        page, str(issue.number), issue.date.date(), description, publication.lang, whole,
        [link(article, context) for article in issue.articles], _picture(context))


def _page(context: Context, publication: Publication, page: Link, description: str) -> Node:
    site, about = site_reference(publication), context["about"]
    if about.kind == "page" or (about.kind, about.key) == ("list", "search"):
        kind = PAGE_KINDS.get(about.key, "WebPage")
        return web_page(page, description, publication.lang, site, kind)
    return collection(page, description, publication.lang, site, entries(context))


def _picture(context: Context) -> str:
    card = context.call(context["card"])
    return context["absolute"](card.address) if card else ""


def _plain(text: Markup) -> str:
    return text.unescape().strip()


def register() -> None:
    """Connect the templates."""
    signals.generator_init.connect(install_globals)
