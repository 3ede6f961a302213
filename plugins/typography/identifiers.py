"""Find the numbers that name a firm, a standard or a patent: they are no quantities."""

import re
from collections.abc import Iterator

from plugins.typography.amounts import MEASURE
from plugins.typography.characters import SPACE

COUNTED = (r"(?:actions|parts|francs|personnes|habitants|entreprises|sociétés|inscri\w+|"
           r"immatriculations|salariés|clients|utilisateurs)\b")
QUANTITY_FOLLOWS = rf"(?={SPACE}*+(?:{MEASURE}|{COUNTED}))"

NUMBER = re.compile(rf"(?<!\w)(?:\d\d{SPACE})?\d{{3}}{SPACE}\d{{3}}{SPACE}\d{{3}}"
                    rf"(?:{SPACE}\d{{5}})?(?!\w|{SPACE}\d)(?!{QUANTITY_FOLLOWS})")
"""SIREN, SIRET (décret 73-314, INSEE), or a VAT number without its FR."""

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

ANNOUNCED = re.compile(
    rf"{ANNOUNCES}(?:{BETWEEN}*+(?<!\w)(?:{JOINING}|{PLACE})(?!\w)){{0,12}}+{BETWEEN}*+"
    rf"(?P<numbers>{NUMBER.pattern}(?:{NEXT}{NUMBER.pattern})*+)")
"""The numbers of firms after a word that announces them, with nothing but a place between."""

KNOWN = re.compile("|".join((
    # The number before its register: “123 456 789 RCS Paris”.
    rf"(?<!\d{SPACE}){NUMBER.pattern}(?={SPACE}(?:RCS\b|R\.C\.S\b))",
    rf"(?<!\w)FR{SPACE}?[\dA-Z]{{2}}{SPACE}\d{{3}}{SPACE}\d{{3}}{SPACE}\d{{3}}(?!\w|{SPACE}\d)",
    # Standards and patents: “ISO 27 001”, “CN 109 876 543 A”.
    rf"(?<![\w-])(?:ISO|IEC|CEI|DIN|NF|GB(?:/T)?|CN|ZL|EP|WO){SPACE}\d{{1,3}}(?:{SPACE}\d{{3}})++"
    rf"(?!\w|{SPACE}\d)(?!{QUANTITY_FOLLOWS})",
)))
"""Numbers that the letters beside them make names."""


def identifiers(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each number that is a name begins and ends."""
    for match in ANNOUNCED.finditer(text):
        yield from (found.span() for found in NUMBER.finditer(text, *match.span("numbers")))
    yield from (match.span() for match in KNOWN.finditer(text))
