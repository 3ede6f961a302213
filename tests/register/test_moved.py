"""Which changes of a law an older text does not know, up to the midnight before each day."""

from datetime import date

import pytest

from plugins.register.moved import changes, moved_since
from tests.support.register import declared_laws

LAWS = """\
[old-law]
name = {fr = "Ancienne loi", en = "Old Law"}
adopted = 2000-01-01
in_force = 2000-06-01

[[old-law.amended]]
date = 2010-03-01
in_force = 2010-05-01

[new-law]
name = {fr = "Nouvelle loi", en = "New Law"}
promulgated = 2020-01-15
in_force = 2021-01-01
replaces = ["old-law"]
replaces_partly = ["other-law"]

[other-law]
name = {fr = "Autre loi", en = "Other Law"}
in_force = 2005-07-01

[[other-law.amended]]
date = "2012-09"
"""

AMENDED, REPLACED = date(2010, 3, 1), date(2021, 1, 1)


def last(key: str, written: date, today: date, *named: str) -> str:
    """Return the last change that a text of a day does not know, and its day."""
    change = moved_since(changes(declared_laws(LAWS), today)[key], written, {key, *named})
    return f"{change.what} {change.day.iso}" if change else ""


@pytest.mark.parametrize(("written", "today", "told"), [
    (date(2009, 1, 1), date(2010, 2, 28), ""),
    (date(2009, 1, 1), date(2010, 3, 1), "amended 2010-03-01"),
    (date(2009, 1, 1), date(2010, 3, 2), "amended 2010-03-01"),
    (date(2010, 2, 28), date(2010, 3, 1), "amended 2010-03-01"),
    (date(2010, 3, 1), date(2010, 3, 1), ""),
    (date(2010, 3, 1), date(2020, 12, 31), ""),
    (date(2010, 3, 2), date(2020, 12, 31), ""),
    (date(2009, 1, 1), date(2020, 12, 31), "amended 2010-03-01"),
    (date(2009, 1, 1), date(2021, 1, 1), "repealed 2021-01-01"),
    (date(2020, 12, 31), date(2021, 1, 1), "repealed 2021-01-01"),
    (date(2021, 1, 1), date(2021, 1, 1), ""),
])
def test_a_text_knows_what_happened_up_to_its_own_day(written: date, today: date, told: str):
    """From the midnight of a change on it is told; a text of the same day speaks of it itself."""
    assert last("old-law", written, today) == told


@pytest.mark.parametrize(("written", "today", "told"), [
    (date(2005, 6, 1), date(2012, 8, 31), ""),
    (date(2012, 8, 31), date(2012, 9, 29), ""),
    (date(2012, 8, 31), date(2012, 9, 30), "amended 2012-09"),
    (date(2012, 9, 1), date(2020, 12, 31), ""),
    (date(2012, 9, 30), date(2020, 12, 31), ""),
    (date(2012, 9, 30), date(2021, 1, 1), "partly-replaced 2021-01-01"),
])
def test_taking_effect_is_no_change_and_a_month_is_after_the_days_before_it(
        written: date, today: date, told: str):
    """Nobody can say that a text of that month was written before."""
    assert last("other-law", written, today) == told


@pytest.mark.parametrize(("written", "told"), [
    (date(2020, 1, 14), "repealed 2021-01-01"),
    (date(2020, 1, 15), ""),
])
def test_who_writes_of_the_newer_law_too_knows_that_it_comes(written: date, told: str):
    """An article that announced the change is not older than it."""
    assert last("old-law", written, REPLACED, "new-law") == told
    assert last("old-law", written, REPLACED) == "repealed 2021-01-01"
