"""Copy a page as the search should read it: plain apostrophes and spaces, each ideograph a word."""

import re

from plugins.typography.chinese import HAN, IDEOGRAPHS

FINDABLE = "data-pagefind-body"
"""Stands in what of a page can be found, a title or a text."""

HIDDEN = re.compile(r'<meta name="robots" content="[^"]*noindex')

TAG = re.compile(r"(<[^>]*>)")

TYPESET = str.maketrans({"’": "'", "\u00a0": " ", "\u202f": " "})
"""Pagefind takes ’ for a closing quote, and would know “l’enregistrement” by its whole only."""

BESIDE_IDEOGRAPH = re.compile(f"(?<=[{IDEOGRAPHS}])(?=\\w)|(?<=\\w)(?=[{IDEOGRAPHS}])")
"""Between a Chinese character and the next, or a letter.

Pagefind divides Chinese into words only on pages in Chinese; elsewhere it knows a run of
characters by its beginning alone. Divided everywhere, any part of it is found as a phrase.
"""


def copy_of(html: str) -> str | None:
    """Return the copy of a page, or None for one that nobody should find.

    Attributes stay as they are: titles and dates are shown as they were typeset.
    """
    if FINDABLE not in html or HIDDEN.search(html):
        return None
    return "".join(part if part.startswith("<") else _plain(part) for part in TAG.split(html))


def _plain(text: str) -> str:
    text = text.translate(TYPESET)
    return BESIDE_IDEOGRAPH.sub(" ", text) if HAN.search(text) else text
