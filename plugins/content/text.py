"""Say what is known of a text: what the Reader finds, and rules and commands look at."""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

BLANK_LINES = re.compile(r"\n(?:[ \t>]*+\n)++")
"""What parts two blocks, in a quotation, too."""

Kind = Literal["article", "page", "issue"]

Stage = Literal["", "draft", "scheduled"]


@dataclass(frozen=True)
class Link:
    """A link: where its address is in the body, what it names, and the words that readers click on.

    `kind` is the word of `{filename}…`, or nothing for an address as it stands; `anchor` is what
    follows its “#”. An image has no `label`. The place is -1 where the address is spelled
    in a way of its own; the line is the nearest. Words and address are apart for `[1]: https://…`.
    """

    place: int
    line: int
    kind: str
    target: str
    anchor: str = ""
    label: str | None = None
    words_line: int = 0


@dataclass(frozen=True)
class Image:
    """An image: what it shows to those who do not see it (None: the text does not say)."""

    line: int
    target: str
    alt: str | None
    classes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heading:
    """A heading in the body, by its level as written: 2 for `##`."""

    line: int
    level: int
    words: str


@dataclass(frozen=True)
class Shortcode:
    """A WordPress shortcode as it is in the text, and as WordPress itself would write it."""

    line: int
    written: str
    repaired: str


@dataclass(frozen=True)
class Note:
    """A call for a footnote or, `written`, the footnote itself."""

    line: int
    name: str
    written: bool


@dataclass(frozen=True)
class SaidDay:
    """A day on which a text says that a law takes effect, in these words."""

    line: int
    day: datetime.date
    words: str


@dataclass(frozen=True)
class Text:
    """An article, page or issue of one language: its name, its header, and what its body holds.

    `prose` is the body with `\\ue000` for all that is not read as prose (code, tags, addresses),
    each place where it was; it is empty once the rules have looked at it. `anchors` are the
    places of its page to which a link may lead, `asterisks` those that readers see, each with its
    line and its words. `terms` are the keys of those that it explains, `avoided` the words that the
    glossary asks to avoid, with their line and the right ones. `said_days` are noted when the
    rules have looked at it.
    """

    path: str
    kind: Kind
    key: str
    lang: str
    date: datetime.date | None = None
    changed: datetime.date | None = None
    header: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    prose: str = ""
    links: tuple[Link, ...] = ()
    images: tuple[Image, ...] = ()
    headings: tuple[Heading, ...] = ()
    shortcodes: tuple[Shortcode, ...] = ()
    notes: tuple[Note, ...] = ()
    asterisks: tuple[tuple[int, str], ...] = ()
    anchors: frozenset[str] = frozenset()
    terms: tuple[str, ...] = ()
    avoided: tuple[tuple[int, str, str], ...] = ()
    said_days: tuple[SaidDay, ...] = ()

    def stage(self, today: datetime.date) -> Stage:
        """Return what keeps the text from being published on a day, or nothing."""
        return stage(self.header.get("status", ""), self.date, today)

    def line_at(self, place: int) -> int:
        """Return the line of the file on which a place of the body is."""
        return self.body_line + self.body.count("\n", 0, place)

    def line_of(self, name: str) -> int:
        """Return the line of a key of the header; what is missing belongs on the first."""
        return self.lines.get(name, 1)

    def blocks(self) -> Iterator[tuple[int, str]]:
        """Yield the prose of each block (what blank lines part), with its place in the body."""
        place = 0
        for gap in BLANK_LINES.finditer(self.prose):
            yield place, self.prose[place:gap.start()]
            place = gap.end()
        yield place, self.prose[place:]


def stage(status: str, day: datetime.date | None, today: datetime.date) -> Stage:
    """Return what keeps a text of this status and day from being published, or nothing."""
    if status == "draft":
        return "draft"
    return "scheduled" if day and day > today else ""


@lru_cache(maxsize=4096)
def listed(value: str) -> tuple[str, ...]:
    """Return what a value of the header names, parted by commas."""
    return tuple(part for part in map(str.strip, value.split(",")) if part)


def path_in(lang: str, path: str, own: str) -> str:
    """Return the file of a text in another language than its `own`."""
    return f"{path.removesuffix(f'.{own}.md')}.{lang}.md"
