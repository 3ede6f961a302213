"""Typeset French (Lexique des règles typographiques, Imprimerie nationale)."""

import re

from plugins.typography.edits import (
    ENDS_WORD,
    FOLLOWS,
    HIDDEN,
    NARROW,
    NO_BREAK,
    ORDINARY,
    SPACE,
    Rule,
    dashes,
    gap_becomes,
    points,
    removed,
    space_after,
    space_before,
)
from plugins.typography.hiding import AMOUNT, MINUTES, thousands
from plugins.typography.quotes import quote_edits

STYLES = (("«", "»"), ("“", "”"), ("‘", "’"))

OPENING = re.compile(rf"«(?P<gap>{SPACE}*+)(?=[^»])")
CLOSING = re.compile(rf"(?<=[^\s«])(?P<gap>{SPACE}*+)»")

STRAY = re.compile(rf"(?<={ENDS_WORD})(?P<gap>{SPACE}++)[,.…)]{FOLLOWS}")
STRAY_LAST = re.compile(rf"(?<=[.…!?])(?P<gap>{SPACE}++)\){FOLLOWS}")
STRAY_AFTER = re.compile(rf"(?<=\()(?P<gap>{SPACE}++)(?=[^)])")

HIGH = re.compile(rf"(?:(?<={ENDS_WORD})|(?<=[.…]))(?P<gap>{SPACE}*+)(?:[!?]++|;)"
                  rf"(?:{FOLLOWS}|(?=[«“]))")
COLON = re.compile(rf"(?:(?<={ENDS_WORD})|(?<=[.…]))(?P<gap>{SPACE}*+):"
                   rf"(?={SPACE}|[«“\"]|\Z)")

GLUED = re.compile(rf"(?:{NARROW}(?:[!?]++|;)|{NO_BREAK}:)(?P<gap>)(?=[«“])")
"""The place after a mark and before a quotation, where a space is missing."""

SPLIT_SIGN = re.compile(rf"(?<![\w'’.-])[Nn](?P<gap>{SPACE}++)°(?={SPACE}*+\d)")
"""The gap inside “n °”."""

SEVERAL = (r"[Nn]os(?=\s++\d++(?:\s*+(?:,|[-–]|et\b|ou\b|à)\s*+\d++)++"
           r"(?:\s*+(?:[.;:!?…)\]»”]|,(?!\s*+\d)|\Z)|\s++d(?:e|u|es)\b))")
"""The plural of n°, where several numbers and no noun follow; elsewhere “nos” is “our”."""

PAGE = r"pp?\.(?=\s*+(?:\d|[IVXLC]++(?!\w)|[ivx]{2,}+(?!\w)))"

TITLE = re.compile(
    rf"(?<![\w.-])(?:[Nn](?:°s?|ºs?|ᵒˢ?)|{SEVERAL}|§§?|[Aa]rt\.|MM?\.|Mmes?|Mlles?|Dr|{PAGE}|"
    rf"Me(?=\s*+[A-ZÀ-ÖØ-Þ]))(?P<gap>{ORDINARY}++)(?=\w|{HIDDEN})")
"""The gap after a word that announces a number or a name."""


def rules() -> tuple[Rule, ...]:
    """Return the rules of French in the order in which they apply."""
    return (
        lambda text: quote_edits(text, STYLES),
        points,
        removed(STRAY_AFTER),
        removed(STRAY),
        removed(STRAY_LAST),
        removed(SPLIT_SIGN),
        space_after(OPENING, NO_BREAK),
        space_before(CLOSING, NO_BREAK),
        dashes,
        space_before(HIGH, NARROW),
        space_before(COLON, NO_BREAK),
        space_after(GLUED, " "),
        thousands,
        gap_becomes(AMOUNT, NO_BREAK),
        gap_becomes(MINUTES, NO_BREAK),
        gap_becomes(TITLE, NO_BREAK),
    )
