"""Find what would be printed, and was plainly meant as something else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from plugins.content.email_rules import BEGINNING, GAP, placeholders, template_tags
from plugins.content.header import shown_keys
from plugins.content.text import Text
from plugins.core.markdown_source import label, read_source
from plugins.core.messages import Message, Problem, say
from plugins.core.plain_text import expression

SHOWN = 60
"""Characters of a place that are enough to find it."""

GLUED = r"(?:[•◦‣▪●■➢☐☑✓]|-(?=[^\W\d])|\d{1,2}\.(?=[^\W\d]{2}))"
"""What begins an item with no space behind it."""

ITEM = rf"[ >]{{0,6}}(?:(?:[•·◦‣▪●■➢→☐☑✓–—]|\(?(?:[a-z]|[ivx]{{2,5}}|\d{{1,2}})\)" \
       rf"|\d{{1,2}}(?:°\)?|/)|\d{{1,2}}{GAP}[-–]|[IVX]{{2,5}}\.){GAP}+\S|{GLUED})"
"""How a word processor or a hand begins an item."""


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
    Misread(expression(r"\n[ ]{0,3}(?:`{3,}[^`\n]*|~{3,}[^\n]*)(?=\n|\Z)"),
            say("the code that begins here has no end; write the same signs on a line of their own "
                "below it"), "error"),
    Misread(expression(r"\n(?:<{7}(?=[ \n])|[|>]{7}[ ](?=\S))(?s:.*)"),
            say("two versions of the text are left here, as a merge puts them; keep one, and "
                "delete the lines with “<<<<<<<”, “=======” and “>>>>>>>”"), "error"),
    Misread(expression(r"\n[ \t]*\n(?=[^\n]*\S)[^\n]*+(\n)"
                       r"(?:(?<=[.,;:!?…]\n)-+[ ]*(?=\n|\Z)|-+[ ]*(?=\n[ ]*\S))"),
            say("this line of hyphens makes a heading of the words above; write “## ” before a "
                "heading, or leave a blank line above a rule"), at=1),
    Misread(expression(rf"\n(?:{ITEM}|I\.[ ]\S)[^\n]*[^\s\\\ue000][ ]?(?:\n{ITEM}[^\n]*)+"),
            say("these lines run into one paragraph; begin each with “- ” or “1. ” to make a list, "
                "or leave a blank line between them")),
    Misread(expression(r"\n[ ]{0,3}[^\W\d][^\n|]*[^\W_](\n)[ ]{0,3}[>+][ ]?\d"),
            say("the sign that begins this line makes a quotation or a list, and is not printed; "
                "write “\\>” or “\\+” to print it, or leave a blank line above"), at=1),
    Misread(expression(r"[CcSsFf](?<![\[\w>*\ue000“\"‘].)(?<!«[ \u00a0\u202f].)"
                       r"(?:liqu(?:ez|er)\s(?:ici|sur\sce\slien)|lick\s(?:here|on\sthis\slink)"
                       r"|uiv(?:ez|re|ant)\sce\slien|ollow(?:ing)?\sthis\slink)(?![\]\w\ue000])"),
            say("there is no link at “{written}”; make one of words that say where it leads")),
    Misread(expression("Ã[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œœ™Ÿ]|â€[™œ¦“”˜\u009d]|Â[\u0080-\u00bf]"),
            say("“{written}” is a letter that was read in another encoding; type the words again")),
)

NAMED = expression(r"^[ >]{0,6}\[(\^[^\]\n]+|[^\[\]\n]+(?=\]:[ \t]*<?(?:https?|mailto|\{|[#/])))\]:"
                   r"[ \t]*(\S*)", re.MULTILINE)
"""The text of a note, and the address that links have by its name."""

NUMBERED = expression(r" {0,1}(?P<number>\d{1,3})\. +\S|[#>*+-]|(?= {0,1}\S)")
"""An item of a list that no other holds, or what ends one below a blank line."""

SENTENCE = expression(r"[ \t]*[«“\"]?[ \u00a0]?[^\W\d_a-zà-ÿ]"
                      r"(?:[^\s{}<>=|\\/_$#]+[ \u00a0\u202f]+){4,}"
                      r"[^{}<>=|\\/_$#]*[.,;:!?…»”]\s*"
                      r"|[ \t]*(?:[-*+•–]|\d{1,2}[.)])[ \t]+"
                      r"[^\W\d_]+[ ,.;\u00a0][^{}<>=|\\/_$#:]*\s*")
"""A sentence, or an item of a list."""

HOLDS_HTML = expression(r" {0,3}<(article|aside|center|details|div|figure|section)\b"
                        r"(?!.*\bmarkdown=)", re.IGNORECASE)
MARKDOWN = expression(r"^\s*(?:[-*+]|\d{1,2}\.|#{1,6})[ \t]+\S"
                      r"|\*\*[^\s*]|\]\((?:https?:|[/{#])")


def misread_words(text: Text) -> Iterator[Problem]:
    """Yield a problem at each mark that Markdown takes for another, and at what is unfinished."""
    prose = f"\n\n{text.prose}"
    for misread in IN_BODIES:
        for found in misread.pattern.finditer(prose):
            line = text.line_at(max(found.start(misread.at) - 1, 0))
            yield Problem(text.path, line, say(
                misread.message.text, written=found[0][:SHOWN]), misread.level)
    for doubt in placeholders(text.prose):
        yield Problem(text.path, text.line_at(doubt.place), doubt.message, "warning")
    for name in shown_keys():
        for doubt in placeholders(text.header.get(name, "")):
            yield Problem(text.path, text.line_of(name), doubt.message, "warning")


def typed_templates(text: Text) -> Iterator[Problem]:
    """Yield a problem at each tag of a template language, in words, headers and addresses.

    What Mailchimp would fill in is an error; an email with any that is certain is not sent.
    """
    found = [(text.line_of(name), doubt) for name in shown_keys()
             for doubt in template_tags(text.header.get(name, ""), may_be_code=False)]
    if BEGINNING.search(text.body):
        found += [(text.line_at(doubt.place), doubt)
                  for doubt in template_tags(read_source(text.body).outside_code)]
    for line, doubt in found:
        is_filled_in = doubt.certain and doubt.written.startswith("*|")
        yield Problem(text.path, line, doubt.message, "error" if is_filled_in else "warning")


def printed_asterisks(text: Text) -> Iterator[Problem]:
    """Yield a warning at each pair of asterisks that makes nothing bold."""
    for line, words in text.asterisks:
        yield Problem(text.path, line, say(
            "the asterisks at “{written}” are printed; write them right before and right behind "
            "the words, in one paragraph: **words**", written=words), "warning")


def renumbered_items(text: Text) -> Iterator[Problem]:
    """Yield a warning at each item that is printed with another number than the one typed.

    A list counts for itself from its first number on; “1.” before each item leaves it to that.
    """
    first = typed = printed = 0
    blank = True
    for number, line in enumerate(text.prose.split("\n"), text.body_line):
        found = NUMBERED.match(line)
        if found and found["number"]:
            above, now = typed, int(found["number"])
            if above or blank or now == 1:
                typed, printed = now, printed + 1 if above else now
            if above and now != above + 1 and not now == above == first:
                yield Problem(text.path, number, say(
                    "this item begins with “{typed}.” and is printed as “{printed}.”, because a "
                    "list counts for itself; correct its number, or write “{typed}\\.” below a "
                    "blank line to keep it", typed=now, printed=printed), "warning")
            if not above or now != above + 1:
                first = now
        elif found and (blank or found[0]):
            typed = 0
        blank = not line.strip()


def markdown_in_html(text: Text) -> Iterator[Problem]:
    """Yield a warning at the first sign of Markdown in each block of HTML, which prints it."""
    inside = ""
    lines = read_source(text.body).outside_code.split("\n")
    for number, line in enumerate(lines, text.body_line):
        if inside and f"</{inside}" in line.lower():
            inside = ""
        elif inside and (found := MARKDOWN.search(line)):
            yield Problem(text.path, number, say(
                "“{written}” is printed as it is typed, because it is inside “<{tag}>”; write "
                "{repair}", written=found[0].strip(), tag=inside,
                repair=f'<{inside} markdown="1">'), "warning")
            inside = ""
        elif not inside and (opening := HOLDS_HTML.match(line)):
            inside = opening[1].lower() if f"</{opening[1]}" not in line else ""


def notes_written_twice(text: Text) -> Iterator[Problem]:
    """Yield an error at each note or address whose name another one has already."""
    first: dict[str, tuple[str, int]] = {}
    for found in NAMED.finditer(read_source(text.body).outside_code):
        name, line = f"[{label(found[1])}]", text.line_at(found.start())
        written, other = first.setdefault(name, (found[2], line))
        if other == line or (written == found[2] and not found[1].startswith("^")):
            continue
        yield Problem(text.path, line, say(
            "the note “{note}” is written on line {line} already, and only one of the two would "
            "be printed; give one another name", note=f"[{found[1]}]", line=other)
            if found[1].startswith("^") else say(
            "the address of “{name}” is written on line {line} already, and all links would lead "
            "to one of the two; give one another name", name=f"[{found[1]}]", line=other))


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
