"""Give headings an address of their own, and a long text a table of contents."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from html import unescape

LONG = 700
"""Words from which on a text is long enough to be surveyed before it is read."""

MANY = 4
"""Headings from which on there is something to survey."""

TAKEN = frozenset({"content", "facts", "laws", "related", "toc"})
"""What the theme calls the parts of its own pages that hold a text."""

HEADING = re.compile(r"<!--.*?-->|<aside\b.*?</aside>|<h(?P<level>[2-6])(?P<attributes>\b[^>]*)>"
                     r"(?P<inner>.*?)</h(?P=level)>", re.S)
"""A heading; comments and boxes are passed over as a whole."""

ID = re.compile(r"""(?<![\w-])id\s*=\s*["']?([^\s"'>]+)""")

INNER_LINKS = re.compile(r"<sup\b.*?</sup>|</?a\b[^>]*>", re.S)

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l"})


@dataclass(frozen=True)
class Heading:
    """A heading of a text: its level, its id, and its words as HTML without links."""

    level: int
    id: str
    words: str


def with_ids(html: str) -> str:
    """Return a text in which every heading has an id, made of its words and used once."""
    used = {*TAKEN, *ID.findall(html)}

    def named(found: re.Match[str]) -> str:
        if not found["level"] or ID.search(found["attributes"]):
            return found[0]
        name = _unused(slug(found["inner"]), used)
        used.add(name)
        return (f'<h{found["level"]} id="{name}"{found["attributes"]}>{found["inner"]}'
                f'</h{found["level"]}>')

    return HEADING.sub(named, html)


def contents(html: str, words: int) -> list[Heading]:
    """Return the upper headings of a long text, in their order; of a short one none."""
    headings = [Heading(int(found["level"]), address[1], INNER_LINKS.sub("", found["inner"]))
                for found in HEADING.finditer(html) if found["level"] in ("2", "3")
                if (address := ID.search(found["attributes"]))]
    return headings if words >= LONG and len(headings) >= MANY else []


def slug(inner: str) -> str:
    """Return the words of a heading as an id: accents folded, Chinese kept, hyphens between.

    Ids may hold any character but white space (HTML, 3.2.6); one that begins with a letter needs
    no escaping in a style sheet.
    """
    text = unescape(re.sub(r"<sup\b.*?</sup>|<[^>]*>", "", inner, flags=re.S)).lower()
    plain = unicodedata.normalize("NFKD", text.translate(LIGATURES))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    name = re.sub(r"[\W_]+", "-", letters).strip("-")
    return name if name[:1].isalpha() else f"section-{name}".strip("-")


def _unused(name: str, used: Collection[str]) -> str:
    number = 2
    unused = name
    while unused in used:
        unused, number = f"{name}-{number}", number + 1
    return unused
