"""Find what a reader of one article may want to read next."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import unescape

from plugins.core.html import MARKUP, WORDS_A_MINUTE

MOST_RELATED = 3

NEWEST = 12
"""Candidates under each law and tag: what a popular tag holds beyond them is old news, and
comparing every article with every other would make a large site slow."""


@dataclass(frozen=True)
class Subject:
    """What an article is about."""

    key: str
    date: date
    laws: frozenset[str]
    tags: frozenset[str]


SUMMARY_LENGTH = 160
"""Characters; about what search engines show of a description."""


def related(subjects: Iterable[Subject]) -> Callable[[str], list[str]]:
    """Return what gives the keys of at most MOST others for that of an article, the nearest first.

    Most shared laws come first, then most shared tags, then the newest. An article that shares
    nothing is not related.
    """
    ordered = sorted(subjects, key=lambda subject: (-subject.date.toordinal(), subject.key))
    by_key, shelves = {subject.key: subject for subject in ordered}, _shelves(ordered)
    return cache(lambda key: _nearest(by_key[key], shelves))


def _shelves(ordered: Iterable[Subject]) -> Mapping[tuple[str, str], list[Subject]]:
    """Return the newest articles under each law and each tag."""
    shelves: dict[tuple[str, str], list[Subject]] = defaultdict(list)
    for subject in ordered:
        for name in _names(subject):
            if len(shelves[name]) <= NEWEST:  # one more, for the article itself may be among them
                shelves[name].append(subject)
    return shelves


def _nearest(subject: Subject, shelves: Mapping[tuple[str, str], list[Subject]]) -> list[str]:
    others = {other.key: other for name in _names(subject) for other in shelves[name]
              if other.key != subject.key}
    nearest = sorted(others.values(), key=lambda other: (
        -len(subject.laws & other.laws), -len(subject.tags & other.tags),
        -other.date.toordinal(), other.key))
    return [other.key for other in nearest[:MOST_RELATED]]


def _names(subject: Subject) -> list[tuple[str, str]]:
    return [*(("law", law) for law in subject.laws), *(("tag", tag) for tag in subject.tags)]


def minutes(words: int) -> int:
    """Return the minutes in which a text of this length is read, one at least."""
    return max(1, round(words / WORDS_A_MINUTE))


def first_words(html: str) -> str:
    """Return the beginning of the first paragraph as plain text, or nothing."""
    start = html.find("<p>")
    if start < 0:
        return ""
    text = " ".join(unescape(MARKUP.sub("", html[start:html.find("</p>", start)])).split())
    return text if len(text) <= SUMMARY_LENGTH else text[:SUMMARY_LENGTH].rsplit(" ", 1)[0] + "…"
