"""Find what in a text is never typeset: addresses, numbers, places, tags."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from plugins.core.html import Token
from plugins.core.plain_text import expression
from plugins.typography.edits import HIDDEN, NARROW, ORDINARY, SPACE, Edit

LAST = r"""[^\s<>"«»“”.,;:!?…)\]'’\ue000]"""
"""The last character of an address: a mark after it belongs to the sentence."""

REST = r"""[^\s<>"«»“”\ue000]*"""

EMOTICON = r"['’()DPpO|/\\*\[\]-]"

NEVER = expression(r"|".join((
    r"\ue000++",
    r"\{\{[^{}]*+\}\}",
    r"\{%(?:[^{}%]|%(?!\}))*+%\}",
    r"\{#(?:[^{}#]|#(?!\}))*+#\}",
    r"\*\|[^|*\n]{1,200}+\|\*",
    r"\{(?:filename|static|attach|author|category|tag|index|form)\}" + REST + LAST,
    r"\{[\w.!:<>^=+\[\]-]*+\}",
    # A shortcode: values named with `=`, or a compound name before a number or a quoted title.
    r"\[/?[A-Za-z][\w-]*+(?:\s[^\[\]=]*+=[^\[\]]*+)?/?\]",
    r"\[[A-Za-z][a-z\d]*[-_][\w-]*+\s+[\d\"'][^\[\]]*+\]",
    r"(?:\b(?:https?|s?ftp|file|ssh|git)://|\b(?:mailto|tel|data|urn|doi):(?=\w)|\bwww\.)"
    + REST + LAST,
    # An email; but in “d'info@…” the d' is French elision.
    r"(?:(?<![\w.+'’-])(?![cdjlmnst]'|qu')|(?<=\b[cdjlmnst]['’])|(?<=\bqu['’]))"
    r"[\w.+'-]{1,64}+@[\w-]++(?:\.[\w-]++)++",
    # A path, from the root, the folder, the house or a drive.
    r"(?<![^\s(«“])(?:~|\.{1,2}|[A-Za-z]:)?[/\\](?=\w|\.)" + REST + LAST,
    r"(?<![\w+])\+\d{1,3}(?:[ .\u00a0\u202f-]?(?:\(0\)[ ]?)?\d{1,4}){2,6}(?![\w])",
    r"(?<![\w+.,-])0\d(?:[ .\u00a0\u202f-]\d\d){4}(?!\w)",
    # An emoticon; after a space that typesetting has put there it is a mark.
    r"(?<![^\s(])(?<!\u202f)(?<!«\u00a0)[:;=8]['’]?-?[()DPpO|/\\*\[\]](?![^\s.,;:!?…)<])",
    # An ellipsis written with spaces, and quotes written with two apostrophes.
    r"\.(?:[ \u00a0\u202f]\.)++",
    r"'{2,}+",
)))

ASKED = expression("|".join(f"{re.escape(mark)}(?={rest})" for mark, rest in {
    "\ue000": "", "{": "", "[": "", "*": r"\|", ":": r"\S", "w": r"ww\.", "@": r"[\w-]", "+": r"\d",
    "/": r"[\w.]", "\\": r"[\w.]", "0": r"\d[ .\u00a0\u202f-]", ".": r"[ \u00a0\u202f]\.", "'": "'",
    ";": EMOTICON, "=": EMOTICON, "8": EMOTICON}.items()))
"""One of these characters, with what follows it, is in the first word of all that `NEVER` finds."""

RAW = expression(r"\{%-?\s*raw\s*-?%\}.*?\{%-?\s*endraw\s*-?%\}", re.DOTALL)
"""What is between these is printed as it is."""

REFERENCE = expression(rf"&#?\w{{1,32}}{SPACE}*+;")
"""What is a character reference, or would become one if a space went away."""

COUNTED = (r"(?:actions|parts|francs|personnes|habitants|entreprises|sociétés|inscri\w+|"
           r"immatriculations|salariés|clients|utilisateurs)\b")

SIGN = rf"n{SPACE}*+[°º]s?"

ANNOUNCES = (rf"(?<!\w)(?i:SIRENE?|SIRET|R\.?C\.?S|registre{SPACE}du{SPACE}commerce|"
             rf"immatricul[^\W\d_]{{1,8}}|intracommunautaire|numéros?|{SIGN})(?![^\W\d_])\.?+")

BETWEEN = rf"(?:{SPACE}|[:,()\[\]«»“”\"–—-])"

JOINING = (rf"(?i:{SIGN}|nos?|numéros?|unique|sous|les?|la|de|du|des|en|à|aux?|et|par|"
           rf"est(?!{SPACE}++de\b)|sociétés|commerce|registre|greffe|tribunal|ville|"
           r"d['’]identification|entreprise|intracommunautaire)")

PLACE = r"(?:[ld]['’])?[A-ZÀ-ÖØ-Þ](?:[^\W\d_]|['’.-](?=[^\W\d_])){0,30}+"

NEXT = (rf"(?:{SPACE}*+\([^()\d]*+\))?+{SPACE}*+[,;/]?+{SPACE}*+"
        rf"(?:(?:et|ou|puis|ainsi{SPACE}que){SPACE}++)?+")

UNITS = (r"kg|g|mg|t|km|m|cm|mm|[kcm]?m[²³23]|ha|l|L(?!\.)|ml|mL|cl|hl|Ko|ko|Mo|Go|To|"
         r"W|kW|MW|GW|kWh|MWh|Hz|kHz|MHz|GHz|°C|h|min|millions?|milliards?")

SIGNS = r"[%‰]|(?:[kKM]|Mds?|HK|US|NT|CA|RMB)?[€$£¥]"
"""Signs, and the currencies that are written with a letter or two before the sign."""

CURRENCIES = "CNY|RMB|USD|EUR|GBP|HKD|JPY|CHF|euros?|dollars?|yuans?"

MEASURE = rf"(?:(?:{SIGNS})(?!\w)|(?:{CURRENCIES}|{UNITS})(?![\w'’-]))"
"""What makes the number before it a quantity."""

QUANTITY_FOLLOWS = rf"(?={SPACE}*+(?:{MEASURE}|{COUNTED}))"

NUMBER = expression(rf"(?<!\w)(?:\d\d{SPACE})?\d{{3}}{SPACE}\d{{3}}{SPACE}\d{{3}}"
                    rf"(?:{SPACE}\d{{5}})?(?!\w|{SPACE}\d)(?!{QUANTITY_FOLLOWS})")
"""SIREN, SIRET (décret 73-314, INSEE), or a VAT number without its FR."""

ANNOUNCED = expression(
    rf"{ANNOUNCES}(?:{BETWEEN}*+(?<!\w)(?:{JOINING}|{PLACE})(?!\w)){{0,12}}+{BETWEEN}*+"
    rf"(?P<numbers>{NUMBER.pattern}(?:{NEXT}{NUMBER.pattern})*+)")
"""The numbers of firms after a word that announces them, with nothing but a place between."""

KNOWN = expression("|".join((
    # The number before its register: “123 456 789 RCS Paris”.
    rf"(?<!\d{SPACE}){NUMBER.pattern}(?={SPACE}(?:RCS\b|R\.C\.S\b))",
    rf"(?<!\w)FR{SPACE}?[\dA-Z]{{2}}{SPACE}\d{{3}}{SPACE}\d{{3}}{SPACE}\d{{3}}(?!\w|{SPACE}\d)",
    # Standards and patents: “ISO 27 001”, “CN 109 876 543 A”.
    rf"(?<![\w-])(?:ISO|IEC|CEI|DIN|NF|GB(?:/T)?|CN|ZL|EP|WO){SPACE}\d{{1,3}}(?:{SPACE}\d{{3}})++"
    rf"(?!\w|{SPACE}\d)(?!{QUANTITY_FOLLOWS})",
)))
"""Numbers that the letters beside them make names."""

GROUPS = expression(rf"[\dA-Z]{SPACE}\d{{1,3}}{SPACE}\d{{3}}")
"""What is in every number that is a name."""

AMOUNT = expression(rf"[\d{HIDDEN}](?P<gap>{ORDINARY}++)(?={MEASURE})")
"""The gap before a sign, a currency or a unit."""

MINUTES = expression(rf"\d[ \u00a0]h(?P<gap>{ORDINARY}++)(?=[0-5]\d(?!\d))")

QUANTITY = expression(r"[1-9](?<!\w.)(?<!\w[-–.,/].)(?<![\d°][ \u00a0\u202f].)"
                      r"\d{0,2}(?:[ \u00a0\u202f]\d{3}(?!\d))++(?!\w)(?![ ]\d)")


def hide(text: str) -> tuple[str, str]:
    """Return `text` with a stand-in for each character never to be changed, and those in order."""
    spans = [*_never(text), *(match.span() for match in REFERENCE.finditer(text)),
             *identifiers(text), *raw_blocks(text)]
    if not spans:
        return text, ""
    parts: list[str] = []
    hidden: list[str] = []
    done = 0
    for start, end in sorted(spans):
        start = max(start, done)
        if end > start:
            parts += text[done:start], HIDDEN * (end - start)
            hidden.append(text[start:end])
            done = end
    return "".join(parts) + text[done:], "".join(hidden)


def show(pieces: list[str], hidden: str) -> list[str]:
    """Return `pieces` with the characters that `hide` took out of them."""
    if not hidden:
        return pieces
    shown, used = [], 0
    for piece in pieces:
        parts = piece.split(HIDDEN)
        count = len(parts) - 1
        letters = [*hidden[used:used + count], ""]
        shown.append("".join(part + letter for part, letter in zip(parts, letters, strict=True)))
        used += count
    return shown


def raw_places(html: str, found: Sequence[Token]) -> set[int]:
    """Return which pieces of `html` a block that is printed as it is shares with others."""
    blocks = list(raw_blocks(html))
    ends = list(accumulate(len(token.source) for token in found)) if blocks else []
    places: set[int] = set()
    for start, end in blocks:
        first, last = bisect_right(ends, start), bisect_left(ends, end)
        if first < last:
            places.update(range(first, last + 1))
    return places


def raw_blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each `{% raw %}` begins and its `{% endraw %}` ends."""
    last = text.rfind("endraw")  # behind it, none would be found and all be sought
    if last >= 0:
        yield from (match.span() for match in RAW.finditer(text, 0, text.find("}", last) + 1))


def _never(text: str) -> Iterator[tuple[int, int]]:
    """Yield where what `NEVER` finds begins and ends; only words that `ASKED` names are tried."""
    tried = 0
    for asked in ASKED.finditer(text):
        place = asked.start()
        start = max(place, tried)
        while start > tried and not text[start - 1].isspace():
            start -= 1
        while start <= place:
            found = NEVER.match(text, start)
            if found:
                yield found.span()
            start = found.end() if found else start + 1
        tried = start


def identifiers(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each number that is a name begins and ends."""
    if not GROUPS.search(text):
        return
    for match in ANNOUNCED.finditer(text):
        yield from (found.span() for found in NUMBER.finditer(text, *match.span("numbers")))
    yield from (match.span() for match in KNOWN.finditer(text))


def thousands(text: str) -> Iterator[Edit]:
    """Keep a quantity that is written in groups of three digits together."""
    for match in QUANTITY.finditer(text):
        yield from ((place, NARROW) for place in range(*match.span()) if text[place] == " ")
