"""Words in another language are marked as such: else they are spelt out in the wrong voice."""

import re
from collections.abc import Iterator

from plugins.content.text import Text
from plugins.core.messages import Problem, say

FRENCH = """
    le la les l d des du de un une et est sont qui que qu dans pour par sur avec au aux ce cette
    ces il elle ils elles nous vous leur leurs son sa ses pas ne n se s c être a ont été dont où
    ou mais plus sans sous entre selon après avant ainsi comme même toute tout"""

ENGLISH = """
    the of and to in is are was were that which who for with by from this these those it its
    they we you their his her not be been has have had will shall would should may must as at
    an or but when where than there any such into upon"""

COMMON = {"fr": frozenset(FRENCH.split()), "en": frozenset(ENGLISH.split())}
"""Words that a sentence can hardly do without, and that the other languages do not have."""

LEAST = 8
"""Words of a passage; of a shorter one (a title, a company’s name) nobody can be sure."""

SHARE = 0.3
"""What part of a passage its common words are, at the least, in either language."""

WORD = re.compile(r"[^\W\d_]{2,}|[^\W\d_](?=['’])|\b[aàA](?= )")
"""A lone letter counts a point of a law, “(c)”, unless it is elided or the word “a”."""
QUOTED = re.compile(r"[«“\"]([^«»“”\"\ue000]{40,})[»”\"]")
MARKED = re.compile(r"\blang\s*=|\{:?[^{}\n]*\blang=", re.IGNORECASE)
SPOKEN = re.compile(r"<(\w+)\b[^>]*\blang=.*?</\1>", re.IGNORECASE | re.DOTALL)


def unmarked_languages(text: Text) -> Iterator[Problem]:
    """Yield a warning at each paragraph or quotation in another language (WCAG 2.2, 3.1.2)."""
    spoken = [found.span() for found in SPOKEN.finditer(text.body)]
    for place, block in text.blocks():
        written = text.body[place:place + len(block)]
        if MARKED.search(written) or any(start <= place < end for start, end in spoken):
            continue
        for start, passage in _passages(block):
            lang = _other_language(passage, text.lang)
            if lang:
                yield Problem(text.path, text.line_at(place + start), say(
                    "“{words}…” is in “{lang}”; translate it, or write {{: lang={lang}}} on the "
                    "line below the paragraph or, in a sentence, *the words*{{lang={lang}}}",
                    words=" ".join(passage.strip("\ue000").split()[:5]), lang=lang), "warning")
                break


def _passages(block: str) -> Iterator[tuple[int, str]]:
    """Yield a block as a whole, then each quotation in it, with its place."""
    yield len(block) - len(block.lstrip("\n> ")), block.strip("\n> ")
    for quoted in QUOTED.finditer(block):
        yield quoted.start(1), quoted[1]


def _other_language(passage: str, lang: str) -> str:
    """Return the language of a passage if it is surely another than `lang`, or nothing."""
    words = [word.lower() for word in WORD.findall(passage)]
    own = COMMON.get(lang.partition("-")[0])
    if own is None or len(words) < LEAST:
        return ""
    counts = {other: sum(word in common for word in words) for other, common in COMMON.items()}
    most = max(counts, key=lambda other: counts[other])
    mine = counts[lang.partition("-")[0]]
    sure = counts[most] >= SHARE * len(words) and counts[most] >= 4 * max(mine, 1)
    return most if sure else ""
