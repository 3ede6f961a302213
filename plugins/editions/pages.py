"""Say what the rest of the press must know of a page that an edition has written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Page:
    """A page by its address; `kind` is article, page, issue, category, tag, author or list.

    `modified` is the day on which what it shows last changed, where that is known; `translations`
    are the addresses of the same page in other languages. One that is not `indexed` tells search
    engines to pass over it.
    """

    address: str
    lang: str
    kind: str
    key: str
    title: str
    modified: date | None
    translations: Mapping[str, str]
    indexed: bool = True
