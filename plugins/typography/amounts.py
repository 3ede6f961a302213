"""Keep quantities together with their thousands, their currency and their unit."""

import re
from collections.abc import Iterator

from plugins.typography.characters import HIDDEN, NARROW, ORDINARY
from plugins.typography.edits import Edit

UNITS = (r"kg|g|mg|t|km|m|cm|mm|[kcm]?m[²³23]|ha|l|L(?!\.)|ml|mL|cl|hl|Ko|ko|Mo|Go|To|"
         r"W|kW|MW|GW|kWh|MWh|Hz|kHz|MHz|GHz|°C|h|min|millions?|milliards?")
SIGNS = r"[%‰]|(?:[kKM]|Mds?|HK|US|NT|CA|RMB)?[€$£¥]"
"""Signs, and the currencies that are written with a letter or two before the sign."""
CURRENCIES = "CNY|RMB|USD|EUR|GBP|HKD|JPY|CHF|euros?|dollars?|yuans?"

MEASURE = rf"(?:(?:{SIGNS})(?!\w)|(?:{CURRENCIES}|{UNITS})(?![\w'’-]))"
"""What makes the number before it a quantity."""

AMOUNT = re.compile(rf"(?<=[\d{HIDDEN}])(?P<gap>{ORDINARY}++)(?={MEASURE})")
"""The gap before a sign, a currency or a unit."""

MINUTES = re.compile(rf"(?<=\d)[ \u00a0]h(?P<gap>{ORDINARY}++)(?=[0-5]\d(?!\d))")

QUANTITY = re.compile(r"(?<!\w)(?<!\w[-–.,/])(?<![\d°][ \u00a0\u202f])"
                      r"[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3}(?!\d))++(?!\w)(?![ ]\d)")


def thousands(text: str) -> Iterator[Edit]:
    """Keep a quantity that is written in groups of three digits together."""
    for match in QUANTITY.finditer(text):
        yield from ((place, NARROW) for place in range(*match.span()) if text[place] == " ")
