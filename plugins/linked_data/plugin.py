"""Let each template print what its page is, for search engines."""

from collections.abc import Iterator
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from plugins.content.firm import SECTIONS
from plugins.core.jinja import pages_environment
from plugins.linked_data import things
from plugins.linked_data.things import Link, Node, Publication, Term, node, reference
from plugins.register.topics import KINDS

LOGO = "icons/512.png"

PAGE_KINDS = {"contact": "ContactPage", "about": "AboutPage", "search": "SearchResultsPage"}
"""What schema.org has of its own for a page, by the page's key."""


FORCE = {status: f"https://schema.org/{force}" for force, statuses in (
    ("NotInForce", ("announced", "coming", "repealed")), ("InForce", ("in-force", "amended")),
    ("PartiallyInForce", ("partly-replaced",))) for status in statuses}
"""What schema.org calls a status, where it is known: https://schema.org/LegalForceStatus."""


def install_linked_data(env: Environment, edition: object) -> None:
    """Give the templates `linked_data(name, number, description)`."""
    env.globals["linked_data"] = linked_data


@pass_context
def linked_data(context: Context, name: Markup, number: Markup, description: Markup) -> Markup:
    """Return the block of the page that is being written.

    It is given the words of the page's title, the page of a list that it is, and its description.
    """
    return things.block(list(_things(context, *map(_plain, (name, name + number, description)))))


def _things(context: Context, name: str, title: str, description: str) -> Iterator[Node]:
    publication = _publication(context)
    page = Link(title, context["absolute"](context["url"]))
    kind = context["about"].kind
    if page.url == publication.home:
        firm = things.firm_itself(publication, context["firm"])
        yield firm
        yield things.website(publication, firm)
        return
    if kind == "article":
        publisher = things.organization(publication, context["firm"])
        yield publisher
        yield _news_article(context, publication, publisher)
    elif kind == "issue":
        yield from _issue(context, publication, page, description)
    elif kind == "law":
        yield from _law(context, publication, page, description)
    elif kind == "author" and page.name == name:
        yield from _author(context, publication, page, description)
    else:
        yield _page(context, publication, page, description)
    home = Link(publication.name, publication.home)
    yield things.breadcrumbs([home, *_above(context, name), page])


def _publication(context: Context) -> Publication:
    own, absolute = context["edition"], context["absolute"]
    return Publication(
        own.lang, own.title, context["publication"].description, absolute(""),
        absolute(own.home), absolute(LOGO),
        absolute(own.lists["search"]) + "?q={search_term_string}")


def _news_article(context: Context, publication: Publication, publisher: Node) -> Node:
    """Return an article as news."""
    article, languages = context["article"], [each.lang for each in context["editions"]]
    page, day = _link(article, context), article.date
    # The version in the first language is taken for the original of the others.
    first = min((article, *article.translations), key=lambda one: languages.index(one.lang))
    return node(
        "NewsArticle", id=f"{page.url}#article", url=page.url, mainEntityOfPage=page.url,
        headline=things.shortened(page.name), description=article.description,
        image=_picture(context), inLanguage=publication.lang, datePublished=day.isoformat(),
        dateModified=(article.updated or day).isoformat(),
        author=[things.byline(author, context["absolute"](author.url), publisher)
                for author in article.authors] or reference(publisher),
        publisher=reference(publisher), articleSection=article.category.name,
        keywords=[tag.name for tag in article.tags], wordCount=article.length,
        isAccessibleForFree=True, about=_laws(article.laws, context),
        isPartOf=[things.issue_reference(_link(issue, context)) for issue in article.issues],
        translationOfWork=None if first is article else _version(first, context),
        workTranslation=[_version(other, context)
                         for other in article.translations if first is article])


def _version(article: Any, context: Context) -> Node:
    return things.article_reference(_link(article, context), article.lang)


def _issue(context: Context, publication: Publication, page: Link, description: str
           ) -> Iterator[Node]:
    """Yield an issue with its articles, after the periodical of which it is a part."""
    issue, whole = context["issue"], things.periodical(publication)
    yield whole
    yield {**things.issue_reference(page), **node(
        "PublicationIssue", issueNumber=str(issue.number),
        datePublished=issue.date.isoformat(), description=description,
        inLanguage=publication.lang, image=_picture(context), isPartOf=reference(whole),
        hasPart=[things.article_reference(_link(article, context))
                 for article in issue.articles])}


def _law(context: Context, publication: Publication, page: Link, description: str
         ) -> Iterator[Node]:
    """Yield a law, after the page that is on it."""
    law = context["law"]
    whole = {**things.legislation_reference(page), **node(
        "Legislation", alternateName=[*_chinese(law), *({law.short} - {law.name})],
        description=law.note, inLanguage="zh-Hans" if law.chinese else "",
        legislationIdentifier=law.number, legislationType=law.kind,
        legislationPassedBy=law.authority and node("GovernmentOrganization", name=law.authority),
        legislationDate=_iso(law.adopted), datePublished=_iso(law.promulgated),
        legislationDateOfApplicability=_iso(law.in_force),
        legislationDateVersion=_iso(law.amended[-1][0].date) if law.amended else "",
        legislationLegalForce=FORCE.get(law.status, ""),
        legislationRepeals=_laws(law.replaces, context),
        legislationChanges=_laws(law.replaces_partly, context), sameAs=law.official,
        subjectOf=[things.article_reference(_link(article, context))
                   for article in context["articles"][:things.LISTED]])}
    yield {**things.web_page("WebPage", page, description, publication),
           "mainEntity": things.reference(whole)}
    yield whole


def _author(context: Context, publication: Publication, page: Link, description: str
            ) -> Iterator[Node]:
    """Yield an author, after the firm for which they write and the page that is on them."""
    author, absolute = context["author"], context["absolute"]
    firm = things.organization(publication, context["firm"])
    known = things.described(author, page.url, firm,
                              author.picture and absolute(author.picture))
    yield firm
    yield things.profile_page(page, description, publication, known, [
        things.article_reference(_link(article, context)) for article in context["articles"]])
    yield known


def _chinese(law: Any) -> Iterator[Node]:
    """Yield its Chinese name, as one in that language (JSON-LD 1.1, 4.2.4)."""
    if law.chinese:
        yield {"@value": law.chinese, "@language": "zh-Hans"}


def _laws(laws: Any, context: Context) -> list[Node]:
    return [things.legislation_reference(_link(law, context)) for law in laws]


def _iso(day: Any) -> str:
    """Return a day, or a month of which the day is not known: ISO 8601 has both."""
    return day.iso if day else ""


def _page(context: Context, publication: Publication, page: Link, description: str) -> Node:
    about = context["about"]
    if about.kind == "page" or (about.kind, about.key) == ("list", "search"):
        kind = PAGE_KINDS.get(about.key, "WebPage")
        return things.web_page(kind, page, description, publication)
    if "terms" in context:
        return things.glossary(page, description, publication, [
            Term(term.name, context["absolute"](term.url), term.chinese, term.definition)
            for term in context["terms"]])
    return things.collection(page, description, publication, _entries(context))


def _entries(context: Context) -> list[Link]:
    """Return the pages that a list names: on each of its pages, if it has several, its own."""
    key = context["about"].key
    if key == "issues":
        return [_link(issue, context) for issue in context["issues"]]
    if key == "laws":
        return [_link(law, context) for law in context["laws"]]
    if key in KINDS.values():
        return [_link(topic, context) for topic, _ in context[key]]
    return [_link(article, context) for article in context.get("articles", ())]


def _above(context: Context, name: str) -> Iterator[Link]:
    """Yield the pages between the home page and this one; `name` is this one's."""
    about = context["about"]
    if about.kind == "article":
        yield _link(context["article"].category, context)
    elif about.kind == "issue":
        yield _list("issues", context)
    elif about.kind == "law" or ("chosen" in context and context["chosen"].kind):
        yield _list("laws", context)
    elif about.kind in KINDS:
        yield _list(KINDS[about.kind], context)
    elif "year" in context:
        yield _list("archives", context)
    pagination = context.get("pagination")
    if pagination and pagination.previous:
        yield Link(name, context["absolute"](pagination.pages[0][1]))


def _link(content: Any, context: Context) -> Link:
    """Return a content or a topic by its title or name."""
    return Link(getattr(content, "title", None) or content.name,
                context["absolute"](content.url))


def _list(key: str, context: Context) -> Link:
    title = context.call(context["gettext"], SECTIONS[key].text)
    return Link(str(title), context["absolute"](context["edition"].lists[key]))


def _picture(context: Context) -> str:
    card = context["page_card"]
    return context["absolute"](card.address) if card else ""


def _plain(text: Markup) -> str:
    return text.unescape().strip()


def register() -> None:
    """Connect the pages."""
    pages_environment.connect(install_linked_data)
