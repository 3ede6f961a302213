"""Prove that a reader sees the same words, in their order, before and after a conversion."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from markdown import Markdown

from plugins.content.markdown import converter
from plugins.core.html import read

WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True)
class Difference:
    """Words that differ, and those before them."""

    before: str
    after: str
    near: str


def words(html: str) -> list[str]:
    """Return the words and signs that a reader sees, in order; their typography levelled."""
    return WORD.findall(unicodedata.normalize("NFKC", read(html).get_text(" ")))


def compare(before: str, after: str) -> tuple[Difference, ...]:
    """Return where the words of two pieces of HTML differ."""
    first, second = words(before), words(after)
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return tuple(Difference(" ".join(first[a:b]), " ".join(second[c:d]),
                            " ".join(first[max(a - 6, 0):a]))
                 for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal")


def rendered(markdown: str, lang: str) -> str:
    """Return a body as a build renders it, before it is typeset."""
    return str(_converter(lang).reset().convert(markdown))


@cache
def _converter(lang: str) -> Markdown:
    return converter(str, str)
