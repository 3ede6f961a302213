"""Say what an issue is, and what its header must hold."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from bs4 import BeautifulSoup

from plugins.problems import Message, Problem, say

SUBJECT_LIMIT = 150
"""Characters; Mailchimp refuses a longer subject, though its specification does not say so."""


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


def header_problems(
    path: str, header: Mapping[str, str], known: Collection[str], lines: Mapping[str, int]
) -> list[Problem]:
    """Return what is wrong with the values of the header of the issue in `path`.

    `known` holds the keys of the articles that this edition publishes; `lines` says on which
    line of the file each key of the header stands.
    """
    return [
        *_subject_problems(path, header.get("subject", ""), lines.get("subject", 0)),
        *_article_problems(path, header.get("articles", ""), known, lines.get("articles", 0)),
    ]


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


def _subject_problems(path: str, subject: str, line: int) -> Iterator[Problem]:
    if len(subject) > SUBJECT_LIMIT:
        yield Problem(path, line, say(
            "the subject has {length} characters; Mailchimp takes {limit} at most",
            length=len(subject), limit=SUBJECT_LIMIT))


def _article_problems(
    path: str, value: str, known: Collection[str], line: int
) -> Iterator[Problem]:
    keys = (part.strip() for part in value.split(","))
    for key, times in Counter(filter(None, keys)).items():
        if times > 1:
            yield Problem(path, line, say(
                "the article “{key}” is named {times} times; once is enough",
                key=key, times=times))
        if key not in known:
            yield Problem(path, line, _unknown_article(key, known))


def _unknown_article(key: str, known: Collection[str]) -> Message:
    near = get_close_matches(key, sorted(known), n=3)
    if near:
        return say("this edition publishes no article “{key}”; did you mean {near}?",
                   key=key, near=", ".join(near))
    return say("this edition publishes no article “{key}”; name articles by their file’s name "
               "without its date and language, and no drafts", key=key)
