"""Say what a rule sees of a text."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """An article, page or issue of one language, as its file and header declare it."""

    path: str
    kind: str
    key: str
    lang: str
    header: Mapping[str, str]
