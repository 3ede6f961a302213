"""Tell how long a text is for its reader."""

import re
from html import unescape

from plugins.typography.chinese import HAN

WORDS_A_MINUTE = 200
CHARACTERS_A_MINUTE = 255
"""French about 195 words, English 228, Chinese 255 characters: Trauzettel-Klosinski and Dietz,
“Standardized Assessment of Reading Performance”, IOVS 53 (2012), p. 5452."""

SILENT = re.compile(r"<!--.*?-->|<sup\b.*?</sup>|<[^>]*>", re.S)
"""Markup, and the numbers of notes."""

NUMBER_GAP = re.compile("(?<=\\d)[\u00a0\u202f](?=\\d)")

WORD = re.compile(r"\S*[^\W_]\S*")
"""What stands between two spaces and holds a letter or a digit: no dash, no French colon."""


def length(html: str) -> int:
    """Return how many words a text has; Chinese characters count as the words read meanwhile."""
    text = NUMBER_GAP.sub("", unescape(SILENT.sub(" ", html)))
    others, characters = HAN.subn(" ", text)
    return len(WORD.findall(others)) + round(characters * WORDS_A_MINUTE / CHARACTERS_A_MINUTE)


def minutes(words: int) -> int:
    """Return the minutes in which a text of this length is read, one at least."""
    return max(1, round(words / WORDS_A_MINUTE))
