"""Say what may be a key, the end of an address, and a day on which something is published."""

import datetime
import re
import unicodedata
from collections.abc import Iterator
from itertools import count

from plugins.core.messages import Message, say

KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

MOST_NAME = 200
"""Letters of a key or slug, as in WordPress; a disk takes 255 bytes, date and ending included."""

FIRST_YEAR, YEARS_AHEAD = 1900, 10
"""What is dated before or after has a digit too many or too few."""


def plain_words(text: str) -> list[str]:
    """Return the words of a text in letters of which keys and addresses are made."""
    spelled = text.lower().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z0-9]+", plain)


def numbered(*names: str, mark: str = "-") -> Iterator[str]:
    """Yield names, then the first of them with a number behind a mark, until one is free."""
    yield from names
    yield from (f"{names[0]}{mark}{number}" for number in count(2))


def slug_faults(slug: str) -> Iterator[Message]:
    """Yield what is wrong with a chosen end of an address."""
    if not KEY.fullmatch(slug):
        yield say("the slug “{slug}” may contain lower-case letters without accents, digits and "
                  "hyphens only", slug=slug)
    elif len(slug) > MOST_NAME:
        yield too_long(slug)


def too_long(name: str) -> Message:
    """Say that a disk cannot hold a file of this name, and how long it may be."""
    return say("“{beginning}…” has {length} letters, and a name or slug may have {most}; shorten "
               "it", beginning=name[:30], length=len(name), most=MOST_NAME)


def far_day(day: datetime.date, first: int = FIRST_YEAR, ahead: int = YEARS_AHEAD
            ) -> Message | None:
    """Say that nothing is dated such a day; None if something may be."""
    last = datetime.date.today().year + ahead
    if first <= day.year <= last:
        return None
    return say("the year {year} cannot be meant; write one from {first} to {last}",
               year=f"{day.year:04}", first=str(first), last=str(last))
