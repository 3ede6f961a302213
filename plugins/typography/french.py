"""Typeset French (Lexique des règles typographiques, Imprimerie nationale)."""

import re
from collections.abc import Iterator

from plugins.typography.characters import HIDDEN, NARROW, NO_BREAK, ORDINARY, SPACE
from plugins.typography.edits import Edit, Rule, gap_becomes, space_after, space_before
from plugins.typography.points import ENDS_WORD, FOLLOWS, dashes, points, removed
from plugins.typography.quotes import quote_edits

STYLES = (("«", "»"), ("“", "”"), ("‘", "’"))

OPENING = re.compile(rf"«(?P<gap>{SPACE}*+)(?=[^»])")
CLOSING = re.compile(rf"(?<=[^\s«])(?P<gap>{SPACE}*+)»")

STRAY = re.compile(rf"(?<={ENDS_WORD})(?P<gap>{SPACE}++)[,.…)]{FOLLOWS}")
STRAY_AFTER = re.compile(rf"(?<=\()(?P<gap>{SPACE}++)(?=[^)])")

HIGH = re.compile(rf"(?:(?<={ENDS_WORD})|(?<=[.…]))(?P<gap>{SPACE}*+)(?:[!?]++|;){FOLLOWS}")
COLON = re.compile(rf"(?:(?<={ENDS_WORD})|(?<=[.…]))(?P<gap>{SPACE}*+):"
                   rf"(?={SPACE}|[«“\"]|\Z)")

UNITS = (r"kg|g|mg|t|km|m|cm|mm|km²|m²|cm²|m³|cm³|ha|l|L(?!\.)|ml|mL|cl|hl|Ko|ko|Mo|Go|To|"
         r"W|kW|MW|GW|kWh|MWh|Hz|kHz|MHz|GHz|°C|h|min|millions?|milliards?")
CURRENCIES = "CNY|RMB|USD|EUR|GBP|HKD|JPY|CHF"
AMOUNT = re.compile(rf"(?<=[\d{HIDDEN}])(?P<gap>{ORDINARY}++)"
                    rf"(?=[%‰€$£¥](?!\w)|(?:{CURRENCIES}|{UNITS})(?![\w'’-]))")
"""The gap before a sign, a currency or a unit."""

MINUTES = re.compile(rf"(?<=\d)[ \u00a0]h(?P<gap>{ORDINARY}++)(?=[0-5]\d(?!\d))")

TITLE = re.compile(
    r"(?<![\w.-])(?:[Nn]°|§§?|[Aa]rt\.|MM?\.|Mmes?|Mlles?|Dr|p\.(?=\s*+\d)|Me(?=\s*+[A-ZÀ-ÖØ-Þ]))"
    rf"(?P<gap>{ORDINARY}++)(?=\w|{HIDDEN})")
"""The gap after a word that announces a number or a name."""

QUANTITY = re.compile(r"(?<!\w)(?<!\w[-–.,/])(?<![\d°][ \u00a0\u202f])"
                      r"[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3}(?!\d))++(?!\w)(?![ ]\d)")


def rules() -> tuple[Rule, ...]:
    """Return the rules of French in the order in which they apply."""
    return (
        lambda text: quote_edits(text, STYLES),
        points,
        dashes,
        removed(STRAY_AFTER),
        removed(STRAY),
        space_after(OPENING, NO_BREAK),
        space_before(CLOSING, NO_BREAK),
        space_before(HIGH, NARROW),
        space_before(COLON, NO_BREAK),
        thousands,
        gap_becomes(AMOUNT, NO_BREAK),
        gap_becomes(MINUTES, NO_BREAK),
        gap_becomes(TITLE, NO_BREAK),
    )


def thousands(text: str) -> Iterator[Edit]:
    """Keep a quantity that is written in groups of three digits together."""
    for match in QUANTITY.finditer(text):
        yield from ((place, NARROW) for place in range(*match.span()) if text[place] == " ")
