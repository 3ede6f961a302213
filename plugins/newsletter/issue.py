"""Say what an issue is, as its email and its web copy show it."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from itertools import groupby
from typing import Any, Literal

from plugins.content.text import listed
from plugins.core.messages import Message, Problem, say
from plugins.register.moved import Moved
from plugins.register.shown import ShownEvent

Show = Literal["summary", "full"]
"""How much of each article is in the issue."""


@dataclass(frozen=True)
class IssueArticle:
    """One article of an issue; `summary` and `body` are HTML, `laws` those that it names.

    Of these some have `moved` since it was written. `byline` are the names of its authors, none
    where only the publication's own desk has written it.
    """

    key: str
    title: str
    url: str
    summary: str
    body: str
    category: str
    date: date
    laws: tuple[Any, ...] = ()
    moved: tuple[Moved, ...] = ()
    byline: tuple[str, ...] = ()


@dataclass(frozen=True)
class Issue:
    """One dated number of the newsletter in one language; `editorial` is HTML, `url` its web copy.

    `title` may be empty: the subject then takes its place. `site` is the root of the website.
    `coming` are the dates that it announces, as they were known on its own.
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
    coming: tuple[ShownEvent, ...] = ()


NUMBER = re.compile(r"[1-9]\d{0,5}", re.ASCII)


@dataclass(frozen=True)
class Dated:
    """An issue in one language; `number` is what its header says, on `line`, and mostly nothing."""

    path: str
    key: str
    date: date
    number: str = ""
    line: int = 0


PAGES = ("legal", "privacy", "accessibility", "subscribe")
"""The keys of the pages to which every email leads."""


def numbers(issues: Iterable[Dated]) -> dict[str, int]:
    """Return the number of each issue by its key: what a header says, else the next.

    The issues follow each other by date, those of one day by key. A firm that has sent issues
    before writes `number: 41` into its first here, and goes on from there.
    """
    found: dict[str, int] = {}
    number = 0
    for key, versions in _in_order(issues):
        number = next(_given(versions), number + 1)
        found[key] = number
    return found


def number_problems(issues: Iterable[Dated]) -> Iterator[Problem]:
    """Yield what is wrong with the numbers that headers give."""
    number = 0
    for _, versions in _in_order(issues):
        wanted = next(_given(versions), number + 1)
        for issue in versions:
            if issue.number and not NUMBER.fullmatch(issue.number):
                yield Problem(issue.path, issue.line, say(
                    "“{value}” is not the number of an issue; write it in digits, like 41, or "
                    "leave it out", value=issue.number))
            elif issue.number and int(issue.number) != wanted:
                yield Problem(issue.path, issue.line, say(
                    "the issue has the number {number} in another language; write the same in "
                    "both, or in one alone", number=wanted))
            elif issue.number and wanted <= number:
                yield Problem(issue.path, issue.line, say(
                    "the previous issue has the number {number}; write a higher one, or leave it "
                    "out", number=number))
        number = wanted


def _in_order(issues: Iterable[Dated]) -> Iterator[tuple[str, list[Dated]]]:
    """Yield each issue with its versions, by the day of the first of them."""
    by_key = sorted(issues, key=lambda issue: (issue.key, issue.path))
    versions = [(key, list(same)) for key, same in groupby(by_key, lambda issue: issue.key)]
    yield from sorted(versions, key=lambda one: (min(issue.date for issue in one[1]), one[0]))


def _given(versions: Iterable[Dated]) -> Iterator[int]:
    return (int(issue.number) for issue in versions if NUMBER.fullmatch(issue.number))


def header_problems(
    path: str, header: Mapping[str, str], known: Collection[str], lines: Mapping[str, int],
    held: Collection[str] = (),
) -> Iterator[Problem]:
    """Yield what is wrong with the articles that the header of the issue in `path` names.

    `known` are the keys of the articles that this edition publishes, `held` of those that it
    does not publish yet; `lines` gives the line of the file of each key of the header.
    """
    line = lines.get("articles", 0)
    for key, times in Counter(listed(header.get("articles", ""))).items():
        if times > 1:
            yield Problem(path, line, say(
                "the article “{key}” is named {times} times; once is enough",
                key=key, times=times))
        if key in held and key not in known:
            yield Problem(path, line, say(
                "the article “{key}” is a draft or dated later; publish it, or take it out of the "
                "issue", key=key))
        elif key not in known and re.search(r"\w", key):  # else none is named: see another rule
            yield Problem(path, line, _unknown_article(key, known))


def _unknown_article(key: str, known: Collection[str]) -> Message:
    near = get_close_matches(key, sorted(known), n=3)
    if near:
        return say("this edition publishes no article “{key}”; did you mean {near}?",
                   key=key, near=", ".join(near))
    return say("this edition publishes no article “{key}”; name articles by their file’s name "
               "without its date and language, and no drafts", key=key)
