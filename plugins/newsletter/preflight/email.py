"""Read the HTML of an email: its tags, the words that readers see, and what is code."""

import re
from bisect import bisect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from plugins.content.email_rules import DECORATIVE
from plugins.core.html import Token, attributes, joined_tokens
from plugins.core.messages import Message
from plugins.newsletter.digest import UNSEEN
from plugins.newsletter.outbox import Campaign
from plugins.site.addresses import is_own

CODE = ("code", "pre", "kbd", "samp")

INLINE = ("a", "abbr", "b", "bdi", "bdo", "br", "cite", "dfn", "em", "font", "i", "img", "mark",
          "q", "s", "small", "span", "strong", "sub", "sup", "u", "wbr", *CODE)
"""The elements that do not end a sentence."""

BORDER = "\n\ue000\n"
"""Stands between blocks, and for code: no phrase goes across."""

CONDITION = re.compile(r"<!--\[if[^\]]*\]>(?:(?:<!)?--+>)?|(?:<!--)?<!\[endif\]--+>"
                       r"|<!\[(?:if[^\]]*|endif)\]>")
"""What shows a part of the email to Outlook alone, or to all others: each must be as good."""

ADDRESSED = ("href", "src", "background")
"""The attributes that hold an address."""

WRITTEN = re.compile(r"\b(?:https?|file)://[^\s<>]+")
"""An address in the plain text; what ends a sentence is not of it."""

SIZE_LIMIT = 100_000
"""Bytes of HTML; Gmail cuts a message after 102 kB, and the unsubscribe link with it."""


@dataclass(frozen=True)
class Tag:
    """A tag with its attributes, and the line on which it begins."""

    name: str
    attributes: Mapping[str, str]
    line: int

    def line_at(self, place: int) -> int:
        """Return the line of a place of its attributes."""
        return self.line

    @property
    def image_name(self) -> str:
        """What a person calls an image: the name of its file."""
        return self.attributes.get("src", "").partition("?")[0].rpartition("/")[2][:60] or "?"

    @property
    def written_name(self) -> str:
        """How the name of an image begins in a text: the site's has a fingerprint behind it."""
        return re.sub(r"(?:-[0-9a-f]{8}.*)?\.\w+$", "", self.image_name) + "."

    @property
    def has_words(self) -> bool:
        """Whether an image says what it shows, or that it tells a reader nothing."""
        given = self.attributes
        decorative = (DECORATIVE in given.get("class", "").split()
                      or given.get("role") in ("presentation", "none"))
        return bool(given.get("alt")) or ("alt" in given and decorative)


@dataclass(frozen=True)
class Markup:
    """What an HTML holds; `places` are the lines of the words, `code` the passages of code."""

    tags: tuple[Tag, ...]
    words: str
    places: tuple[tuple[int, int], ...]
    code: tuple[str, ...]

    def line_at(self, place: int) -> int:
        """Return the line of the HTML that holds a place of the words."""
        start, line = self.places[bisect(self.places, (place, len(self.words))) - 1]
        return line + self.words.count("\n", start, place)


@dataclass(frozen=True)
class BuiltSite:
    """The site as it was built.

    `fault` says what is wrong with a link into it, None for a good one and for any other site’s;
    `read` returns the file at one of its addresses, None if there is none.
    """

    fault: Callable[[str], Message | None]
    read: Callable[[str], bytes | None]


@dataclass(frozen=True)
class InspectedEmail:
    """An email, what its HTML holds, and the site to which it leads: what a rule looks at."""

    campaign: Campaign
    html: Markup
    site: BuiltSite

    def is_own(self, address: str) -> bool:
        """Tell whether an address is one of the site."""
        return is_own(address, self.campaign.site)

    def addresses(self) -> Iterator[tuple[str, str, int]]:
        """Yield each address of either part with the file and the line where it first occurs."""
        found: dict[str, tuple[str, int]] = {}
        for tag in self.html.tags:
            for name in ADDRESSED:
                if name in tag.attributes:
                    found.setdefault(tag.attributes[name], ("email.html", tag.line))
        text = self.campaign.text
        for written in WRITTEN.finditer(text):
            line = text.count("\n", 0, written.start()) + 1
            found.setdefault(written[0].rstrip(".,;:!?)»”…"), ("email.txt", line))
        return ((address, *place) for address, place in found.items())


@dataclass(frozen=True)
class Finding:
    """What speaks against an email; a warning may be left, one that `asks` if an editor agrees.

    It concerns the line `field` of the issue's header, as “subject”, or else a line of a file of
    the outbox, which counts from 1; 0 is the file. `written` is what to look for in the texts of
    which the email was made, "" where none of them has it.
    """

    message: Message
    level: Literal["error", "warning"] = "error"
    field: str = ""
    file: str = "email.html"
    line: int = 0
    asks: bool = False
    written: str = ""

    @property
    def place(self) -> str:
        """What an editor finds it by: “subject”, “email.html:12”."""
        return self.field or (f"{self.file}:{self.line}" if self.line else self.file)


def read_markup(html: str) -> Markup:
    """Return what an HTML holds, whatever a mail program would show of it."""
    reader = _Reader()
    # A condition holds no line break, so every line keeps its number.
    for token in joined_tokens(CONDITION.sub("", html)):
        reader.take(token)
    return Markup(tuple(reader.tags), "".join(reader.words), tuple(reader.places),
                  tuple(reader.code))


def kilobytes(size: int) -> int:
    """Return a number of bytes in thousands, rounded up."""
    return -(-size // 1000)


class Passage(NamedTuple):
    """Words of an email, and where they are: in a field of its header, or on a line of a file.

    Those that nobody `reads` as words are the attributes, and the plain text, which says them
    again.
    """

    words: str
    line_at: Callable[[int], int] = lambda place: 0
    field: str = ""
    file: str = "email.html"
    reads: bool = True


class _Reader:
    """The tags, words and code gathered so far."""

    def __init__(self) -> None:
        self.tags: list[Tag] = []
        self.words: list[str] = []
        self.places: list[tuple[int, int]] = [(0, 1)]
        self.code: list[str] = []
        self._line = 1
        self._length = 0
        self._within: list[str] = []

    def take(self, token: Token) -> None:
        """Go through one piece of the HTML."""
        if token.kind == "text":
            self._take_text(token.text)
        elif token.kind in ("open", "close"):
            self._take_tag(token)
        self._line += token.source.count("\n")

    def _take_tag(self, token: Token) -> None:
        name = token.text
        if token.kind == "open":
            given = {key: value.strip() for key, value in attributes(token.source).items()}
            self.tags.append(Tag(name, given, self._line))
            if name in CODE or name in UNSEEN:
                self._within.append(name)
        elif name in self._within:
            del self._within[self._within.index(name):]
        if name not in INLINE:
            self._add(BORDER)

    def _take_text(self, text: str) -> None:
        if any(name in UNSEEN for name in self._within):
            return
        if self._within:
            self.code.append(text)
        self._add(BORDER if self._within else text)

    def _add(self, words: str) -> None:
        self.places.append((self._length, self._line))
        self.words.append(words)
        self._length += len(words)
