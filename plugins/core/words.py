"""Write dates as the language of an edition writes them."""

import re
import unicodedata
from datetime import date

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_skeleton

from plugins.core.i18n import Catalogue

EUROPEAN = {"en": "en_GB"}
"""English without a territory is American to CLDR: “July 3, 2018”."""


def day(value: date, lang: str, catalogue: Catalogue) -> str:
    """Return a date in words: `3 juillet 2018`, `3 July 2018`, `1er janvier 2019`.

    CLDR has no ordinal in dates, so the catalogue says how the first of a month is written.
    """
    written = format_date(value, "long", locale=locale_of(lang))
    if value.day == 1:
        first = catalogue.pgettext("the first day of a month, in a date", "1")
        written = re.sub(r"(?<!\d)1(?!\d)", first, written, count=1)
    return written


def month(value: date, lang: str) -> str:
    """Return the month and year of a date: `juillet 2018`."""
    return format_skeleton("yMMMM", value, locale=locale_of(lang))


def sort_key(name: str) -> tuple[str, str]:
    """Return by what a name is sorted: `Éthique` stands between `Droit` and `Fonds`."""
    plain = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "Oe"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold(), name


def territorial(lang: str) -> str:
    """Return a language with the country where most speak it: `fr_FR`, `en_GB`, `zh_CN`."""
    locale, likely = locale_of(lang), get_global("likely_subtags")
    known = likely.get(str(locale)) or likely.get(locale.language, "")
    territory = locale.territory or known.rpartition("_")[2]
    return f"{locale.language}_{territory}" if territory else locale.language


def plurals(lang: str) -> dict[str, int]:
    """Return a number of each kind that the language tells apart, by CLDR's name of the kind.

    A script that counts has the words of each kind written for it with these.
    """
    rule = locale_of(lang).plural_form
    return {rule(number): number for number in reversed(range(200))}


def locale_of(lang: str) -> Locale:
    """Return Babel's locale of a language."""
    return Locale.parse(EUROPEAN.get(lang, lang), sep="_" if lang in EUROPEAN else "-")
