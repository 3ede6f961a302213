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

ROMAN = (r"(?:titre|chapitre|livre|tome|annexe|partie|section|article|art\.|volume|title|chapter|"
         r"part|book|annex|schedule|appendix)\s+XXX\b")
"""Where XXX is thirty."""


@dataclass(frozen=True)
class Misread:
    """What to look for, and what to say of it; what its group `right` takes is left alone."""

    pattern: re.Pattern[str]
    message: Message
    level: Literal["error", "warning"] = "warning"


IN_BODIES = (
    Misread(re.compile(r"^[ ]{0,3}(?:`{3,}[^`\n]*|~{3,}[^\n]*)$", re.MULTILINE),
            say("the code that begins here has no end; write the same signs on a line of their own "
                "below it"), "error"),
    Misread(re.compile(r"^<{7}(?= |$)", re.MULTILINE),
            say("two versions of the text are left here, as a merge puts them; keep one, and "
                "delete the lines with “<<<<<<<”, “=======” and “>>>>>>>”"), "error"),
    Misread(re.compile(r"(?:\A|\n[ \t]*\n)(?=[^\n]*\S)[^\n]*+(?P<at>\n)-+[ ]*\n(?=[ ]*\S)"
                       r"|(?:\A|\n[ \t]*\n)[^\n]*[.,;:!?…][ ]*(?P<end>\n)-+[ ]*$", re.MULTILINE),
            say("this line of hyphens makes a heading of the words above; write “## ” before a "
                "heading, or leave a blank line above a rule")),
    Misread(re.compile(rf"^{ITEM}[^\n]*[^\s\\\ue000][ ]?(?:\n{ITEM}[^\n]*)+", re.MULTILINE),
            say("these lines run into one paragraph; begin each with “- ” or “1. ” to make a list, "
                "or leave a blank line between them")),
    Misread(re.compile(r"(?<![\[\w>*\ue000])(?:cliqu(?:ez|er) ici|click here)(?![\]\w\ue000])",
                       re.IGNORECASE),
            say("there is no link at “{written}”; make one of words that say where it leads")),
)

IN_WORDS = (
    Misread(re.compile(rf"(?P<right>\b{ROMAN})|\bXXX+\b|\b(?:TODO|FIXME|TBD)\b|\blorem ipsum\b"
                       r"|\[(?:à|a|to be|tbc)\s+(?:complét|confirm|vérifi|précis|complet|check)"
                       r"[^\]\n]*\]", re.IGNORECASE),
            say("“{written}” is a placeholder; write the words themselves")),
)

NOTE = re.compile(r"^[ ]{0,3}\[\^([^\]\n]+)\]:", re.MULTILINE)

SENTENCE = re.compile(r"[ \t]*[«“\"]?[ \u00a0]?[^\W\d_a-zà-ÿ]"
                      r"(?:[^\s{}<>=|\\/_$#]+[ \u00a0\u202f]+){4,}"
                      r"[^{}<>=|\\/_$#]*[.,;:!?…»”]\s*")


def misread_words(text: Text) -> Iterator[Problem]:
    """Yield a problem at each mark that Markdown takes for another, and at what is unfinished."""
    for misread in (*IN_BODIES, *IN_WORDS):
        for found in misread.pattern.finditer(text.prose):
            if found.lastgroup != "right":
                place = found.end(found.lastgroup) if found.lastgroup else found.start()
                yield _problem(misread, found, text, text.line_at(place))
    for name in shown_keys():
        for misread in IN_WORDS:
            for found in misread.pattern.finditer(text.header.get(name, "")):
                if found.lastgroup != "right":
                    yield _problem(misread, found, text, text.line_of(name))


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
