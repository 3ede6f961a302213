"""Headings go down one level at a time, from the second: the title is the page's first."""

import re
from collections.abc import Iterator

from plugins.content.text import Text
from plugins.core.messages import Problem, say

EMPTY = re.compile(r"^[> ]{0,3}#{1,6}[ \t#]*$", re.MULTILINE)


def wrong_headings(text: Text) -> Iterator[Problem]:
    """Yield a warning at a heading of the first level, and an error where a level is skipped or
    the words are missing.
    """
    for empty in EMPTY.finditer(text.prose):
        yield Problem(text.path, text.line_at(empty.start()), say(
            "the heading has no words; write them, or delete the line"))
    above = 1
    for heading in text.headings:
        if heading.level == 1:
            yield Problem(text.path, heading.line, say(
                "a heading of the first level is printed as one of the second, because the title "
                "is the only first; write “##”"), "warning")
        level = max(heading.level, 2)
        if level > above + 1:
            yield Problem(text.path, heading.line, say(
                "a heading of level {level} follows one of level {above}; write “{marks}”",
                level=level, above=above, marks="#" * (above + 1)))
            level = above + 1
        above = level
