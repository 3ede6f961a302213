"""Find what is not shown as it was meant: images, headings, notes, tables, shortcodes."""

import re
from collections.abc import Iterator

from plugins.content.email_rules import DECORATIVE
from plugins.content.header import UNWRITTEN
from plugins.content.text import Image, Text
from plugins.core.messages import Problem, say
from plugins.core.plain_text import expression

NOT_LOADED = expression(r"[a-z][a-z\d+.-]*:|//", re.IGNORECASE)
"""What the policy of our pages has no browser load: a reader sees the words alone."""

NO_WORDS = expression(r"[\w-]*\.(?:png|jpe?g|gif|webp|avif|svg)|(?:img|dsc|image|photo|picture|"
                      r"capture|screenshot|illustration|logo)?[\s_-]*\d*", re.IGNORECASE)
"""What cameras and hurried editors write in place of words."""

RULE = expression(r"(?=.*\|)[ >]*\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?[ ]*")
"""The line of dashes between the head of a table and its rows."""

BAR = expression(r"(?<!\\)\|")
VALUE = r"""(?:"[^"«»“”″]*"|'[^'«»“”″]*'|[^\s"'«»“”‘’″′&=\]]+)"""

WELL = expression(rf"\[[a-z0-9_-]+(?:[ \t\n]+(?:[\w-]+=)?{VALUE})*[ \t\n]*/?\]"
                  r"(?:.*\[/[^\]]*\])?", re.IGNORECASE | re.DOTALL)
"""What WordPress itself reads without a guess (Shortcode API)."""

OTHER_ORIGIN = expression(r"(?:https?:)?//|data:", re.IGNORECASE)


def wordless_images(text: Text) -> Iterator[Problem]:
    """Yield an error at each image without alternative text (WCAG 2.2, 1.1.1), and a warning
    where it is another site’s.
    """
    for image in text.images:
        if NOT_LOADED.match(image.target):
            yield Problem(text.path, image.line, say(
                "the image {name} is on another site, from which no page of this one loads "
                "anything; put it into the folder of images, and write {{static}}/images/…",
                name=_file_name(image)), "warning")
        if DECORATIVE in image.classes:
            continue
        alt = (image.alt or "").strip()
        if not alt:
            yield Problem(text.path, image.line, say(
                "the image {name} has no alternative text; write what it shows between the "
                "brackets, or {{.decorative}} behind it if it shows nothing",
                name=_file_name(image)))
        elif alt.startswith(UNWRITTEN):
            yield Problem(text.path, image.line, say(
                "the alternative text of the image {name} is to be written; put what it shows in "
                "the place of “{alt}”", name=_file_name(image), alt=alt),
                "warning" if text.header.get("status") == "draft" else "error")
        elif NO_WORDS.fullmatch(alt):
            yield Problem(text.path, image.line, say(
                "“{alt}” does not say what the image {name} shows; write it in a few words",
                alt=alt, name=_file_name(image)), "warning")


def _file_name(image: Image) -> str:
    return image.target.rpartition("/")[2] or "?"


def wrong_headings(text: Text) -> Iterator[Problem]:
    """Yield a warning at a heading of the first level, and an error where a level is skipped or
    the words are missing.
    """
    above = 1
    for heading in text.headings:
        if not heading.words:
            yield Problem(text.path, heading.line, say(
                "the heading has no words; write them, or delete the line"))
        if heading.level == 1:
            yield Problem(text.path, heading.line, say(
                "a first-level heading is printed as a second-level one, because only the title "
                "is of the first level; write “##”"), "warning")
        level = max(heading.level, 2)
        if level > above + 1:
            yield Problem(text.path, heading.line, say(
                "a heading of level {level} follows one of level {above}; write “{marks}”",
                level=level, above=above, marks="#" * (above + 1)))
            level = above + 1
        above = level


def lonely_notes(text: Text) -> Iterator[Problem]:
    """Yield an error at each call that would be printed as it is, and at each idle note."""
    written = {note.name for note in text.notes if note.written}
    called = {note.name for note in text.notes if not note.written}
    for note in text.notes:
        if not note.written and note.name not in written:
            yield Problem(text.path, note.line, say(
                "the note “{call}” is called for and not written; write it at the end, “{note}”",
                call=f"[^{note.name}]", note=f"[^{note.name}]: …"))
        elif note.written and note.name not in called:
            yield Problem(text.path, note.line, say(
                "nothing in the text calls for the note “{call}”; write “{call}” where it "
                "belongs, or delete the note", call=f"[^{note.name}]"))


def broken_tables(text: Text) -> Iterator[Problem]:
    """Yield a warning at each line of dashes that is not the second, or does not fit its head."""
    for place, block in text.blocks():
        if "-" not in block or "|" not in block:
            continue
        lines = block.strip("\n").split("\n")
        first = text.line_at(place + len(block) - len(block.lstrip("\n")))
        for number, line in enumerate(lines):
            if not RULE.fullmatch(line):
                continue
            if number != 1:
                yield Problem(text.path, first + number, say(
                    "the line of dashes must be the second of its table; leave a blank line above, "
                    "and write the heads of its columns first"), "warning")
            elif _cells(line) != _cells(lines[0]):
                yield Problem(text.path, first + number, say(
                    "this line of a table has columns: {here}, and the one above: {above}; make "
                    "them equal", here=_cells(line), above=_cells(lines[0])), "warning")
            else:
                yield from _uneven_rows(text, first, lines)
            break


def _uneven_rows(text: Text, first: int, lines: list[str]) -> Iterator[Problem]:
    """Yield a warning at each row of a table that would lose a cell, or have an empty one."""
    for number, line in enumerate(lines[2:], 2):
        if "|" in line and _cells(line) != _cells(lines[0]):
            yield Problem(text.path, first + number, say(
                "this row of a table has cells: {here}, and its head: {above}; make them equal",
                here=_cells(line), above=_cells(lines[0])), "warning")


def _cells(line: str) -> int:
    """Return how many cells a line has; the bars at its ends are optional."""
    return len(BAR.findall(line.strip(" >").removeprefix("|").removesuffix("|"))) + 1


def damaged_shortcodes(text: Text) -> Iterator[Problem]:
    """Yield a warning at each shortcode that had to be guessed, with its repaired form."""
    for shortcode in text.shortcodes:
        if not WELL.fullmatch(shortcode.written) and shortcode.written != shortcode.repaired:
            yield Problem(text.path, shortcode.line, say(
                "the shortcode {written} is damaged; write {repaired}",
                written=" ".join(shortcode.written.split()), repaired=shortcode.repaired),
                "warning")


def images_from_elsewhere(text: Text) -> Iterator[Problem]:
    """Yield an error at each image that browsers would leave out of the page."""
    for image in text.images:
        if OTHER_ORIGIN.match(image.target):
            yield Problem(text.path, image.line, say(
                "the image comes from another place, and the site’s security policy blocks "
                "it; save it in images/ and write {{static}}/images/{name}",
                name=image.target.rpartition("/")[2] or "…"))
