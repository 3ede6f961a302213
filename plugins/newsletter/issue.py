"""Say what an issue is, as its email shows it."""

from dataclasses import dataclass
from datetime import date

from bs4 import BeautifulSoup


@dataclass(frozen=True)
class IssueArticle:
    """One article as an issue shows it; `summary` and `body` are HTML with absolute links."""

    key: str
    title: str
    url: str
    summary: str
    body: str
    category: str
    date: date


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


def opening(article: IssueArticle) -> str:
    """Return the summary of an article or, if it has none, its first paragraph, as inline HTML."""
    if article.summary.strip():
        return article.summary
    body = BeautifulSoup(article.body, "html.parser")
    for reference in body.select("sup:has(.footnote-ref)"):
        reference.decompose()
    # Neither a form nor the notes of an article say what it is about.
    paragraphs = body.select("p:not(.form-link, .footnote p, figure p)")
    return next((text.decode_contents() for text in paragraphs if text.get_text(strip=True)), "")
