"""Say what the rest of the press must know of a page that an edition has written."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Page:
    """A page by its address; `kind` is article, page, issue, category, tag, author or list.

    `modified` is the day on which what it shows last changed, where that is known; `alternates`
    are the hreflang and the address of every version of it, its own among them. One that is not
    `indexed` tells search engines to pass over it.
    """

    address: str
    lang: str
    kind: str
    key: str
    title: str
    modified: date | None
    alternates: tuple[tuple[str, str], ...]
    indexed: bool


def page_of(address: str, lang: str, values: Mapping[str, Any],
            alternates: tuple[tuple[str, str], ...], unlisted: Collection[str]) -> Page:
    """Return the page that a template writes with `values`; pages keyed in `unlisted` stay apart.

    `values` hold an article, page or issue; or a category, tag or author, or the year of an
    archive, with what is listed there; or only the name of the template of a list.
    """
    if content := content_of(values):
        return Page(address, lang, content.kind, content.key, content.title, changed(content),
                    alternates, not content.stage and content.key not in unlisted)
    shown = [*values.get("articles", ()), *values.get("issues", ())]
    newest = max((day for day in map(changed, shown) if day), default=None)
    for kind in ("category", "tag", "author"):
        if kind in values:
            topic = values[kind]
            return Page(address, lang, kind, topic.key, topic.name, newest, alternates, True)
    key = values.get("year") or values.get("template_name", "")
    return Page(address, lang, "list", key, values.get("year", ""), newest, alternates,
                address.endswith("/"))


def content_of(values: Mapping[str, Any]) -> Any:
    """Return the article, page or issue that a template shows; a list shows none of its own."""
    return next((values[kind] for kind in ("article", "page", "issue") if kind in values), None)


def changed(content: Any) -> date | None:
    """Return the day on which a content last changed, where its file says so."""
    day = content.updated or getattr(content, "date", None)
    return day.date() if isinstance(day, datetime) else day
