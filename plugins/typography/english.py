"""Typeset English: curly quotes, the ellipsis, the dash, no space before a mark."""

import re

from plugins.typography.edits import ENDS_WORD, FOLLOWS, SPACE, Rule, dashes, points, removed
from plugins.typography.quotes import quote_edits

STYLES = (("“", "”"), ("‘", "’"))

STRAY = re.compile(rf"(?<={ENDS_WORD})(?P<gap>{SPACE}++)(?:[,.;:]|[!?]++){FOLLOWS}")


def rules() -> tuple[Rule, ...]:
    """Return the rules of English in the order in which they apply."""
    return (lambda text: quote_edits(text, STYLES), points, dashes, removed(STRAY))
