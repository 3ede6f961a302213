"""Read from a template's values what a list holds, and which pages stand above a page."""

from collections.abc import Iterator
from typing import Any

from jinja2.runtime import Context

from plugins.linked_data.pages import Link

TOPICS = {"category": "categories", "tag": "tags", "author": "authors"}
"""The kinds of topic, and the template of the list of each."""

TITLES = {"archives": "Archives", "issues": "Issues", "categories": "Topics", "tags": "Keywords",
          "authors": "Authors"}
"""The lists of an edition by their template, in the words of the page itself."""


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
