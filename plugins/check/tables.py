"""A table is one that Markdown sees: else readers get its bars and dashes as they stand."""

import re
from collections.abc import Iterator

from plugins.content.text import Text
from plugins.core.messages import Problem, say

RULE = re.compile(r"(?=.*\|)[ >]*\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?[ ]*")
"""The line of dashes between the head of a table and its rows."""

BAR = re.compile(r"(?<!\\)\|")


def broken_tables(text: Text) -> Iterator[Problem]:
    """Yield a warning at each line of dashes that is no second line, or fits not its head."""
    for place, block in text.blocks():
        lines = block.strip("\n").split("\n")
        first = text.line_at(place + len(block) - len(block.lstrip("\n")))
        for number, line in enumerate(lines):
            if not RULE.fullmatch(line):
                continue
            if number != 1:
                yield Problem(text.path, first + number, say(
                    "this line of a table is not its second; leave a blank line above the table, "
                    "and write the heads of its columns first"), "warning")
            elif _cells(line) != _cells(lines[0]):
                yield Problem(text.path, first + number, say(
                    "this line of a table has columns: {here}, and the one above: {above}; make "
                    "them equal", here=_cells(line), above=_cells(lines[0])), "warning")
            break


def _cells(line: str) -> int:
    """Return how many cells a line has; the bars at its ends are optional."""
    return len(BAR.findall(line.strip(" >").strip("|"))) + 1
