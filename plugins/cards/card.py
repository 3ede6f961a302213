"""Say what is on the card of a page, and at which address its picture is."""

import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from hashlib import sha256
from pathlib import Path

from plugins.core import plain_text
from plugins.core.files import digest_of

WIDTH, HEIGHT = 1200, 630
"""Pixels; what Facebook, LinkedIn, X and the messengers ask of an `og:image`."""

PAPER, VERMILION = "#FBF9F4", "#B5301C"
"""Colours of the theme by day: its ground, and the site's mark."""


@dataclass(frozen=True)
class Card:
    """The words of a card, as plain text; `kicker` and `foot` may be empty."""

    title: str
    kicker: str
    foot: str
    publication: str
    language: str

    @property
    def address(self) -> str:
        """Where the picture is: networks keep pictures by address, so other words move it."""
        words = json.dumps(astuple(self), ensure_ascii=False)
        return f"cards/{sha256(words.encode()).hexdigest()[:20]}.png"

    @property
    def words(self) -> str:
        """All that is drawn."""
        return "".join(astuple(self))


LIBRARIES = ("pillow", "resvg_py")


def fingerprint(files: Iterable[Path]) -> str:
    """Return a name for the state of these files, of the code and of the libraries."""
    from importlib.metadata import version
    code = [*Path(__file__).parent.glob("*.py"), Path(plain_text.__file__)]
    return digest_of([*files, *code], *map(version, LIBRARIES)).hex()[:20]
