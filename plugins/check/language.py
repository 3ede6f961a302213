"""Find what typesetting would have to guess, and passages in another language than their text's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from plugins.content.header import shown_keys
from plugins.content.survey import SPOKEN
from plugins.content.text import Text
from plugins.core.messages import Message, Problem, language_name, say
from plugins.core.plain_text import expression
from plugins.typography.hiding import hide
from plugins.typography.passages import language

MOST_TOLD = 100
"""Places of one text that are told of: who sees them looks for the others."""

MOST_LAYOUT = 200
"""Characters at the beginning of a line that may be Markdown’s, and not words."""

LETTER = r"[^\W\d_]"


@dataclass(frozen=True)
class Typing:
    """What is looked for, in the languages where it is wrong, and what to say of it.

    What is never typeset (an address, a number) is hidden from a pattern that is not `keen`.
    """

    pattern: re.Pattern[str]
    message: Message
    languages: tuple[str, ...] = ("fr", "en")
    keen: bool = False


# \ue000 takes the place of what is hidden; it is not a letter here. Each pattern begins with a
# character that it takes, and looks back afterwards: so it is tried at that character only.
AMBIGUOUS = (
    Typing(expression(r"\.\.{3,}|…\.+|\.\.*…"),
          say("“{written}” is printed as “…”; write three points, or one")),
    Typing(expression(rf"\.\.(?<=[\w)»”]..)(?=\s|$|{LETTER}{{2}})"),
          say("there are two points at “{around}”; write one, or three")),
    Typing(expression(r"  (?<=[^\s|]  ) *(?=[^\s|])"),
          say("there are two spaces at “{around}”; write one")),
    Typing(expression(rf"[,;!?.:\s\u00a0\u202f](?<!\s(?={LETTER}))(?:(?<={LETTER},)(?={LETTER})"
                     rf"|(?:(?<=\w[;!?])|(?<=\w[\s\u00a0\u202f])[;!?])(?={LETTER})"
                     rf"|(?<=[a-zà-ÿ]{{2}}[.])(?=[A-ZÀ-Þ][a-zà-ÿ’']+\s)"
                     rf"|(?<=\s:)(?={LETTER}[^:\s]*\s))"),
          say("a space is missing after the mark at “{around}”")),
    Typing(expression(r",,+|;;+|,\s?\.(?!\.)"),
          say("the marks at “{around}” do not belong together; keep one")),
    Typing(expression(rf"[´`'<](?:(?<={LETTER}[´`])(?={LETTER})|(?<=')'|(?<=<)<(?=\s?{LETTER}))"),
          say("the marks at “{around}” are not quotation marks or apostrophes; type those of the "
              "keyboard"), keen=True),
    Typing(expression(r"[\dIVX](?<!\w.)(?:(?<=1)(?:ère|ere)"
                     r"|(?:(?<=\d)\d*|(?<=[IVX])[IVX]+)(?:ème|eme|è))s?\b"),
          say("“{written}” is not a French ordinal; write 1re, 2e, XXIe"), ("fr",), keen=True),
    Typing(expression(r"[BbCcMmNnOoSsVv](?<!\w.)(?i:(?<=[cs])oeurs?|(?<=v)oeux?|(?<=n)oeuds?"
                     r"|(?<=b)oeufs?|(?<=o)e(?:uvr\w*|il|ufs?)|(?<=m)(?:oeurs|anoeuvr\w*))\b"),
          say("“{written}” is written with “œ”"), ("fr",)),
)

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

WORD = expression(r"[^\W\d_](?:[^\W\d_]+|(?=['’])|(?<=\b[aàA])(?= ))")
"""A lone letter counts a point of a law, “(c)”, unless it is elided or the word “a”."""

QUOTED = expression(r"[«“\"]([^«»“”\"\ue000]{40,})[»”\"]")
MARKED = expression(r"[lL](?<!\w.)[aA][nN][gG]\s*=")


def ambiguous_typing(text: Text) -> Iterator[Problem]:
    """Yield a warning at each place that typesetting would change by a guess, or leave wrong."""
    if not language(text.lang):
        return
    for name in shown_keys():
        words = text.header.get(name, "")
        for _, message in _typing_faults(words, hide(words)[0], text.lang):
            yield Problem(text.path, text.line_of(name), message, "warning")
    modest = hide(text.prose)[0]
    for place, message in islice(_typing_faults(text.prose, modest, text.lang), MOST_TOLD):
        yield Problem(text.path, text.line_at(place), message, "warning")
    for place, block in text.blocks():
        unpaired = _unpaired(modest[place:place + len(block)])
        if unpaired >= 0:
            yield Problem(text.path, text.line_at(place + unpaired), say(
                "the quotation mark at “{around}” has no partner, and stays straight; add the "
                "other one", around=_around(block, unpaired, unpaired + 1)), "warning")


def _typing_faults(words: str, modest: str, lang: str) -> Iterator[tuple[int, Message]]:
    """Yield the place and the message of each fault, in the order of the rules.

    `modest` are the words with what is never typeset hidden.
    """
    for fault in AMBIGUOUS:
        if language(lang) in fault.languages:
            for found in fault.pattern.finditer(words if fault.keen else modest):
                if not (found[0].isspace() and _is_layout(words, found.start())):
                    yield found.start(), say(
                        fault.message.text, written=found[0],
                        around=_around(words, found.start(), found.end()))


def _is_layout(words: str, place: int) -> bool:
    """Tell whether spaces are Markdown's: of a table, a list or the beginning of a line."""
    start = words.rfind("\n", 0, place) + 1
    return words.rfind("|", start, place) >= 0 or (place - start < MOST_LAYOUT and not re.sub(
        r"[-*+:>#\ue000]|\d+[.)]", "", words[start:place]).strip())


def _unpaired(block: str) -> int:
    """Return the place of a straight quotation mark without a partner, or -1; 5" is inches."""
    places = [found.start() for found in re.finditer('"', block)]
    inches = any(block[place - 1:place].isdigit() for place in places)
    return places[-1] if len(places) % 2 and not inches else -1


def _around(words: str, start: int, end: int) -> str:
    """Return the words about a place, by which the editor finds it."""
    before = re.split(r"[\n\ue000|]", words[max(0, start - 14):start])[-1]
    after = re.split(r"[\n\ue000|]", words[end:end + 14])[0]
    return before + words[start:end] + after


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
                    "“{words}…” is in {language}; translate it, or write {{: lang={lang}}} on the "
                    "line below the paragraph or, in a sentence, *the words*{{lang={lang}}}",
                    words=" ".join(passage.strip("\ue000").split()[:5]), lang=lang,
                    language=language_name(lang)), "warning")
                break


def words_to_avoid(text: Text) -> Iterator[Problem]:
    """Yield a warning at each word for which the glossary has a better one."""
    for line, written, right in text.avoided[:MOST_TOLD]:
        yield Problem(text.path, line, say("“{written}” is a word to avoid; write “{right}”, as in "
                                           "glossary.toml", written=written, right=right),
                      "warning")


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
    mine = max(sum(map(own.__contains__, words)), 1)
    if len(words) < 4 * mine:  # no other language can have four times as many
        return ""
    counts = {other: sum(map(common.__contains__, words)) for other, common in COMMON.items()}
    most = max(counts, key=lambda other: counts[other])
    return most if counts[most] >= max(SHARE * len(words), 4 * mine) else ""
