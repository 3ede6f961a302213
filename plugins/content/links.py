"""Find the links of a text, with the line of each."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from plugins.content.text import Link

# Where Markdown or HTML have the address of a link: [a](…), [a](<…>), [a]: …, href="…", src="…",
# and <https://…>.
# `[^1]: …` is a note.
ADDRESS = re.compile(r"""
    (?: \]\(\s* | ^[ ]{0,3}\[(?!\^)[^\]\n]+\]:[ \t]* | (?:href|src)\s*=\s*(?P<quote>["'])
      | (?=<https?://) )
    (?P<angle><)?
    (?P<address> (?:\{(?P<kind>\w+)\})?
        (?P<target> (?(angle)[^>\n]* | (?(quote)[^"'\n]* | [^)\s]*) ) ) )
    """, re.VERBOSE | re.MULTILINE)

LEFT_ALONE = re.compile(r"^(`{3,}|~{3,}).*?^\1|(`+)(?!`)[^`\n]*\2|<!--.*?-->",
                        re.MULTILINE | re.DOTALL)
"""Code and comments."""

CLOSING = re.compile(r"[^>]*>(.*?)</a>", re.DOTALL)


def find_links(body: str, first_line: int = 1) -> Iterator[Link]:
    """Yield the links and images of a Markdown text; code and comments are passed over."""
    text = outside_code(body)
    for found in ADDRESS.finditer(text):
        path, _, anchor = found["target"].strip().partition("#")
        place = found.start("address")
        yield Link(place, first_line + body.count("\n", 0, place), found["kind"] or "",
                   unquote(path.partition("?")[0]), unquote(anchor), _label(text, found))


def outside_code(body: str) -> str:
    """Return a Markdown text with blanks for code and comments; each place stays where it was."""
    return LEFT_ALONE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), body)


def opening_bracket(text: str, end: int) -> int:
    """Return where the bracket opens that closes before `end`, or -1."""
    depth = 0
    for place in range(end - 1, -1, -1):
        depth += {"]": 1, "[": -1}.get(text[place], 0)
        if depth == 0:
            return place
    return -1


def _label(text: str, found: re.Match[str]) -> str | None:
    """Return the words of a link; an image has none, and a definition has them elsewhere."""
    if found[0].startswith("]("):
        opening = opening_bracket(text, found.start() + 1)
        is_image = opening > 0 and text[opening - 1] == "!"
        return None if opening < 0 or is_image else text[opening + 1:found.start()]
    if found[0].startswith("href") and text.rfind("<a", 0, found.start()) >= 0:
        closing = CLOSING.match(text, found.end())
        return closing[1] if closing else None
    return None
