"""Say what is wrong with the header of an issue."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches

from plugins.problems import Message, Problem, say
from plugins.texts import listed

PAGES = ("legal", "privacy", "accessibility", "subscribe")
"""The keys of the pages to which every email leads."""

SUBJECT_LIMIT = 150
"""Characters; Mailchimp refuses a longer subject, though its specification does not say so."""


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


def _subject_problems(path: str, subject: str, line: int) -> Iterator[Problem]:
    if len(subject) > SUBJECT_LIMIT:
        yield Problem(path, line, say(
            "the subject has {length} characters; Mailchimp takes {limit} at most",
            length=len(subject), limit=SUBJECT_LIMIT))


def _article_problems(
    path: str, value: str, known: Collection[str], line: int
) -> Iterator[Problem]:
    for key, times in Counter(listed(value)).items():
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
