"""Read the HTML of an email: its tags, the words that readers see, and what is code."""

import re
from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

CODE = ("code", "pre", "kbd", "samp")
UNSEEN = ("style", "script", "title")

INLINE = ("a", "abbr", "b", "bdi", "bdo", "br", "cite", "dfn", "em", "font", "i", "img", "mark",
          "q", "s", "small", "span", "strong", "sub", "sup", "u", "wbr", *CODE)
"""The elements that do not end a sentence."""

BORDER = "\n\ue000\n"
"""Stands between blocks, and for code: no phrase goes across."""

CONDITION = re.compile(r"<!--\[if[^\]]*\]>(?:(?:<!)?--+>)?|(?:<!--)?<!\[endif\]--+>"
                       r"|<!\[(?:if[^\]]*|endif)\]>")
"""What shows a part of the email to Outlook alone, or to all others: each must be as good."""


@dataclass(frozen=True)
class Tag:
    """A tag with its attributes, and the line on which it begins."""

    name: str
    attributes: Mapping[str, str]
    line: int


@dataclass(frozen=True)
class Markup:
    """What an HTML holds; `places` are the lines of the words, `code` the passages of code."""

    tags: tuple[Tag, ...]
    words: str
    places: tuple[tuple[int, int], ...]
    code: tuple[str, ...]

    def line_at(self, place: int) -> int:
        """Return the line of the HTML on which a place of the words stands."""
        start, line = self.places[bisect(self.places, (place, len(self.words))) - 1]
        return line + self.words.count("\n", start, place)


def read_markup(html: str) -> Markup:
    """Return what an HTML holds, whatever a mail program would show of it."""
    reader = _Reader()
    # A condition holds no line break, so every line keeps its number.
    reader.feed(CONDITION.sub("", html))
    reader.close()
    return Markup(tuple(reader.tags), "".join(reader.words), tuple(reader.places),
                  tuple(reader.code))


class _Reader(HTMLParser):
    """Gathers tags, words and code while the parser of the library goes through the HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[Tag] = []
        self.words: list[str] = []
        self.places: list[tuple[int, int]] = [(0, 1)]
        self.code: list[str] = []
        self._length = 0
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: (value or "").strip() for name, value in attrs}
        self.tags.append(Tag(tag, given, self.getpos()[0]))
        if tag in CODE or tag in UNSEEN:
            self._within.append(tag)
        if tag not in INLINE:
            self._add(BORDER)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._within:
            del self._within[self._within.index(tag):]
        if tag not in INLINE:
            self._add(BORDER)

    def handle_data(self, data: str) -> None:
        if any(tag in UNSEEN for tag in self._within):
            return
        if self._within:
            self.code.append(data)
        self._add(BORDER if self._within else data)

    def _add(self, words: str) -> None:
        self.places.append((self._length, self.getpos()[0]))
        self.words.append(words)
        self._length += len(words)
