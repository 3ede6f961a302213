"""Find what would be printed, and was plainly meant as something else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from plugins.content.header import shown_keys
from plugins.content.text import Text
from plugins.core.markdown_source import read_source
from plugins.core.messages import Message, Problem, say

ITEM = r"[ ]{0,3}(?:[•·◦‣▪●■–—]|[a-z]\)|\d{1,2}[°)])[ \t\u00a0\u202f]+\S"
"""How a word processor begins an item."""

NUMBERED = ("titre", "chapitre", "livre", "tome", "annexe", "partie", "section", "article",
            "volume", "title", "chapter", "part", "book", "annex", "schedule", "appendix",
            r"art\.", "louis")
"""Words behind which XXX is thirty."""


@dataclass(frozen=True)
class Misread:
    """What to look for, and what to say of it; `at` is the group with its place.

    A pattern begins with a character that is rare, or with a line’s end: so it is quickly done.
    """

    pattern: re.Pattern[str]
    message: Message
    level: Literal["error", "warning"] = "warning"
    at: int = 0


IN_BODIES = (
    Misread(re.compile(r"\n[ ]{0,3}(?:`{3,}[^`\n]*|~{3,}[^\n]*)(?=\n|\Z)"),
            say("the code that begins here has no end; write the same signs on a line of their own "
                "below it"), "error"),
    Misread(re.compile(r"\n<{7}(?=[ \n])"),
            say("two versions of the text are left here, as a merge puts them; keep one, and "
                "delete the lines with “<<<<<<<”, “=======” and “>>>>>>>”"), "error"),
    Misread(re.compile(r"\n[ \t]*\n(?=[^\n]*\S)[^\n]*+(\n)"
                       r"(?:(?<=[.,;:!?…]\n)-+[ ]*(?=\n|\Z)|-+[ ]*(?=\n[ ]*\S))"),
            say("this line of hyphens makes a heading of the words above; write “## ” before a "
                "heading, or leave a blank line above a rule"), at=1),
    Misread(re.compile(rf"\n{ITEM}[^\n]*[^\s\\\ue000][ ]?(?:\n{ITEM}[^\n]*)+"),
            say("these lines run into one paragraph; begin each with “- ” or “1. ” to make a list, "
                "or leave a blank line between them")),
    Misread(re.compile(r"[Cc](?<![\[\w>*\ue000].)(?:liqu(?:ez|er) ici|lick here)"
                       r"(?![\]\w\ue000])"),
            say("there is no link at “{written}”; make one of words that say where it leads")),
)

IN_WORDS = Misread(
    re.compile(r"[XTFLl\[](?<!\w.)(?:(?<=X)" + "".join(
        rf"(?<!(?i:{word})[ \u00a0]X)" for word in NUMBERED) + r"XX+\b"
        r"|(?<=T)(?:ODO|BD)\b|(?<=F)IXME\b|(?<=[Ll])orem ipsum\b"
        r"|(?<=\[)(?i:à|a|to be|tbc)\s+(?i:complét|confirm|vérifi|précis|complet|check)"
        r"[^\]\n]*\])"),
    say("“{written}” is a placeholder; write the words themselves"))

NOTE = re.compile(r"^[ ]{0,3}\[\^([^\]\n]+)\]:", re.MULTILINE)

SENTENCE = re.compile(r"[ \t]*[«“\"]?[ \u00a0]?[^\W\d_a-zà-ÿ]"
                      r"(?:[^\s{}<>=|\\/_$#]+[ \u00a0\u202f]+){4,}"
                      r"[^{}<>=|\\/_$#]*[.,;:!?…»”]\s*")


def misread_words(text: Text) -> Iterator[Problem]:
    """Yield a problem at each mark that Markdown takes for another, and at what is unfinished."""
    prose = f"\n\n{text.prose}"
    for misread in (*IN_BODIES, IN_WORDS):
        for found in misread.pattern.finditer(prose):
            line = text.line_at(max(found.start(misread.at) - 1, 0))
            yield _problem(misread, found, text, line)
    for name in shown_keys():
        for found in IN_WORDS.pattern.finditer(text.header.get(name, "")):
            yield _problem(IN_WORDS, found, text, text.line_of(name))


def _problem(misread: Misread, found: re.Match[str], text: Text, line: int) -> Problem:
    return Problem(text.path, line, say(misread.message.text, written=found[0]), misread.level)


def notes_written_twice(text: Text) -> Iterator[Problem]:
    """Yield an error at each note whose name another one has already."""
    first: dict[str, int] = {}
    for found in NOTE.finditer(read_source(text.body).outside_code):
        line = text.line_at(found.start())
        if first.setdefault(found[1], line) != line:
            yield Problem(text.path, line, say(
                "the note “{note}” is written on line {line} already, and only one of the two "
                "would be printed; give one another name", note=f"[^{found[1]}]",
                line=first[found[1]]))


def sentences_as_code(text: Text) -> Iterator[Problem]:
    """Yield a warning at each sentence that is code because it is indented by four spaces."""
    last = 0
    for start, end in read_source(text.body).indented:
        line = text.line_at(start)
        if line != last + 1 and SENTENCE.fullmatch(text.body[start:end]):
            yield Problem(text.path, line, say(
                "this sentence is indented by four spaces, and printed as code; delete the spaces, "
                "or put code between two lines of “```”"), "warning")
        last = line
