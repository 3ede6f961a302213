"""See to it that the pages about the firm print its data, and do not only speak of them."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from plugins.core.messages import Message, Problem, say

FACTS = {"legal": ("publisher", "host"), "privacy": ("controller",), "accessibility": ("contact",)}
"""What each page must print, by its key; the template `legal` knows it by these names."""

KNOWN = ("publisher", "host", "mediator", "controller", "contact")

TEMPLATE = re.compile(r"(?m)^template\s*:\s*legal\s*$")

PLACE = re.compile(r"<!--\s*firm\s*:?(.*?)-->", re.DOTALL)


def legal_page_problems(content: Path, languages: Iterable[str], production: bool
                        ) -> list[Problem]:
    """Return what the legal pages of the editions do not print: errors if they are published."""
    files = [(key, content / "pages" / f"{key}.{lang}.md") for lang in languages for key in FACTS]
    return [Problem(str(path), line, message, "error" if production else "warning")
            for key, path in files if path.is_file()
            for line, message in _wrong(key, path.read_text(encoding="utf-8", errors="replace"))]


def _wrong(key: str, text: str) -> Iterator[tuple[int, Message]]:
    if not TEMPLATE.search(text):
        yield 1, say("the page must print the firm’s data; add “template: legal” to its header")
        return
    for place in PLACE.finditer(text):
        if place[0] not in map(written, KNOWN):
            yield text.count("\n", 0, place.start()) + 1, say(
                "“{place}” is no place for the firm’s data; the places are {places}",
                place=place[0], places=", ".join(map(written, KNOWN)))
    for name in FACTS[key]:
        if written(name) not in text:
            yield 0, say("the page must print the firm’s data; write “{place}” on a line of its "
                         "own where they are to stand", place=written(name))


def written(name: str) -> str:
    """Return how a page says where data stand."""
    return f"<!-- firm: {name} -->"
