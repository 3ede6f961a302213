"""Typeset English: curly quotes, the ellipsis, the dash, no space before a mark."""

import re

from plugins.typography.edits import FOLLOWS, GAP_AFTER_WORD, Rule, dashes, gap_becomes, points
from plugins.typography.quotes import quote_edits

STYLES = (("“", "”"), ("‘", "’"))

STRAY = re.compile(rf"{GAP_AFTER_WORD}(?:[,.;:]|[!?]++){FOLLOWS}")


def rules() -> tuple[Rule, ...]:
    """Return the rules of English in the order in which they apply."""
    return (
        ("\"'", lambda text: quote_edits(text, STYLES)),
        (".", points),
        ("-", dashes),
        (",.;:!?", gap_becomes(STRAY, "")),
    )
