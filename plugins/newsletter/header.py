"""Say what is wrong with the articles that the header of an issue names."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches

from plugins.content.text import listed
from plugins.core.messages import Message, Problem, say

PAGES = ("legal", "privacy", "accessibility", "subscribe")
"""The keys of the pages to which every email leads."""


def header_problems(
    path: str, header: Mapping[str, str], known: Collection[str], lines: Mapping[str, int],
    held: Collection[str] = (),
) -> Iterator[Problem]:
    """Yield what is wrong with the articles that the header of the issue in `path` names.

    `known` are the keys of the articles that this edition publishes, `held` of those that it
    does not publish yet; `lines` says on which line of the file each key of the header stands.
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
        elif key not in known and re.search(r"\w", key):  # else none is named yet: told elsewhere
            yield Problem(path, line, _unknown_article(key, known))


def _unknown_article(key: str, known: Collection[str]) -> Message:
    near = get_close_matches(key, sorted(known), n=3)
    if near:
        return say("this edition publishes no article “{key}”; did you mean {near}?",
                   key=key, near=", ".join(near))
    return say("this edition publishes no article “{key}”; name articles by their file’s name "
               "without its date and language, and no drafts", key=key)
