"""How numbers are written."""

import pytest

from plugins.core.i18n import number, percent


@pytest.mark.parametrize(("lang", "count", "rate"), [
    ("fr", "1\u202f204\u202f567", "1,25\u00a0%"), ("en", "1,204,567", "1.25%")])
def test_numbers_are_typeset(lang: str, count: str, rate: str) -> None:
    """Thousands, decimals and the percent sign as the language has them."""
    assert number(1204567, lang) == count
    assert percent(0.0125, lang) == rate


@pytest.mark.parametrize(("lang", "rate"), [("fr", "0,00\u00a0%"), ("en", "0.00%")])
def test_nothing_is_written_with_its_decimals(lang: str, rate: str) -> None:
    """So that a column of rates stands straight."""
    assert number(0, lang) == "0"
    assert percent(0, lang) == rate
