"""Say what an issue is, as its email and its web copy show it."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Show = Literal["summary", "full"]
"""How much of each article stands in the issue."""


@dataclass(frozen=True)
class IssueArticle:
    """One article of an issue; `summary` and `body` are HTML, `laws` those that it names."""

    key: str
    title: str
    url: str
    summary: str
    body: str
    category: str
    date: date
    laws: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Issue:
    """One dated number of the newsletter in one language; `editorial` is HTML, `url` its web copy.

    `title` may be empty: the subject then stands for it. `site` is the root of the website.
    """

    key: str
    lang: str
    date: date
    title: str
    subject: str
    preview: str
    editorial: str
    articles: tuple[IssueArticle, ...]
    url: str
    site: str
    number: int
    show: Show = "summary"
