"""Dates as each language writes them."""

from datetime import date

import pytest

from plugins.core.i18n import day, load, month
from tests.conftest import PROJECT


@pytest.mark.parametrize(("value", "lang", "words"), [
    (date(2018, 7, 3), "fr", "3 juillet 2018"), (date(2019, 1, 1), "fr", "1er janvier 2019"),
    (date(2019, 11, 21), "fr", "21 novembre 2019"), (date(2018, 7, 3), "en", "3 July 2018"),
    (date(2019, 1, 1), "en", "1 January 2019"),
])
def test_a_day_is_written_out(value: date, lang: str, words: str):
    """French has an ordinal on the first of a month; English is British."""
    assert day(value, lang, load(PROJECT / "theme" / "locale", lang)) == words


@pytest.mark.parametrize(("lang", "words"), [
    ("fr", "juillet 2018"), ("en", "July 2018"), ("zh-Hans", "2018年7月")])
def test_a_month_is_written_out(lang: str, words: str):
    """Any language that CLDR knows will do."""
    assert month(date(2018, 7, 3), lang) == words
