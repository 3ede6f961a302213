"""The words of a link say where it leads: many readers hear them without the sentence around."""

import re
from collections.abc import Iterator

from plugins.content.text import Text
from plugins.core.messages import Problem, say

EMPTY_WORDS = frozenset((
    "ici", "cliquez ici", "cliquer ici", "là", "lien", "ce lien", "suite", "la suite",
    "lire la suite", "en savoir plus", "plus", "voir", "here", "click here", "link", "this link",
    "more", "read more", "learn more", "see more",
))

MARKUP = re.compile(r"<[^>]*>|[*_`]|\[\^[^\]]*\]")
TEXT_OF_IMAGE = re.compile(r"!\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])?"
                           r"|<img\b[^>]*\balt=[\"']([^\"']*)[^>]*>")


def poor_link_words(text: Text) -> Iterator[Problem]:
    """Yield an error at a link without words, and a warning where they say nothing."""
    for link in text.links:
        if link.label is None:
            continue
        words = MARKUP.sub("", TEXT_OF_IMAGE.sub(r"\1\2", link.label)).replace("\ue000", "")
        said = " ".join(words.split()).strip(" \u00a0\u202f.…:!>→»«").lower()
        if not said:
            yield Problem(text.path, link.line, say(
                "the link has no words; write between the brackets where it leads"))
        elif said in EMPTY_WORDS:
            yield Problem(text.path, link.line, say(
                "the link’s words “{words}” do not say where it leads; name what the reader will "
                "find there", words=said), "warning")
