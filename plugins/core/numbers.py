"""Write numbers as the editor's language writes them."""

from babel import Locale
from babel.numbers import format_decimal, format_percent


def number(value: int, lang: str) -> str:
    """Return a whole number with its thousands apart: `1 204` with U+202F, `1,204`."""
    return format_decimal(value, locale=_locale(lang))


def percent(rate: float, lang: str) -> str:
    """Return a part of one as a percentage with two decimals: `0,12 %` with U+00A0, `0.12%`."""
    pattern = _locale(lang).percent_formats[None].pattern.replace("0", "0.00")
    # CLDR has a narrow space here; French typesetters, and ours, want the wide one.
    return format_percent(rate, pattern, locale=_locale(lang)).replace("\u202f%", "\u00a0%")


def _locale(lang: str) -> Locale:
    return Locale.parse(lang, sep="-")
