"""Typeset English: curly quotes, the ellipsis, the dash, no space before a mark."""


from plugins.core.plain_text import expression
from plugins.typography.edits import (
    FOLLOWS,
    GAP_AFTER_WORD,
    NO_BREAK,
    ORDINARY,
    Rule,
    dashes,
    gap_becomes,
    points,
)
from plugins.typography.quotes import quote_edits

STYLES = (("“", "”"), ("‘", "’"))

STRAY = expression(rf"{GAP_AFTER_WORD}(?:[,.;:]|[!?]++){FOLLOWS}")

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"

DAY = expression(rf"(?<![\w.,])(?:0?[1-9]|[12]\d|3[01])(?P<gap>{ORDINARY}++)(?=(?:{MONTHS})(?!\w))")
"""The gap between a day and its month."""


def rules() -> tuple[Rule, ...]:
    """Return the rules of English in the order in which they apply."""
    return (
        ("\"'", lambda text: quote_edits(text, STYLES)),
        (".", points),
        ("-", dashes),
        (",.;:!?", gap_becomes(STRAY, "")),
        ("0123456789", gap_becomes(DAY, NO_BREAK)),
    )
