"""What happens to a law, laid out along a line."""

from datetime import date, timedelta

from plugins.register.timeline import (
    GAP,
    HIGHEST,
    LABELS,
    LEFT,
    RIGHT,
    Timeline,
    chronology,
    timeline,
)
from tests.support.register import declared_laws

LAW = """\
[a-law]
name = {fr = "Loi", en = "Law"}
adopted = 2010-12-01
promulgated = 2010-12-01
in_force = 2011-01-01
repealed = 2030-01-01

[[a-law.amended]]
date = 2020-05-01
in_force = 2020-09-01

[[a-law.deadlines]]
day = 2012-03-31
what = {fr = "Déclarer", en = "Report"}
recurring = "yearly"
"""


def laid_out(text: str, today: date) -> Timeline:
    """Return the line of the only law of a declaration."""
    law, = declared_laws(text).values()
    return timeline(law, today)


def test_each_day_is_there_once_and_what_recurs_comes_next():
    """The years gone by of a deadline would hide all the rest."""
    line = laid_out(LAW, date(2026, 11, 30))

    assert [(point.day.iso, point.what, point.passed) for point in line.points] == [
        ("2010-12-01", ("adopted",), True), ("2011-01-01", ("in-force",), True),
        ("2020-09-01", ("amended",), True), ("2027-03-31", ("deadline",), False),
        ("2030-01-01", ("repealed",), False)]


def test_the_line_is_strong_while_the_law_is_in_force():
    """It is whole as far as time has come, and ends with the law."""
    line = laid_out(LAW, date(2026, 11, 30))

    assert [(span.in_force, span.passed) for span in line.spans] == [
        (False, True), (True, True), (True, False), (True, False)]
    assert line.spans[-1].end == line.points[-1].x


def test_a_law_without_an_end_runs_on():
    """As far as the drawing."""
    line = laid_out(LAW.replace("repealed = 2030-01-01\n", ""), date(2026, 11, 30))

    assert (line.spans[-1].end, line.spans[-1].passed) == (100, False)


def test_days_have_room_and_are_else_as_far_apart_as_they_are():
    """A month between two of them is no more than a dot among years."""
    places = [point.x for point in laid_out(LAW, date(2026, 11, 30)).points]

    assert round(places[1] - places[0], 1) == GAP
    assert places[2] - places[1] > places[3] - places[2] > places[4] - places[3] > GAP


def test_it_changes_only_when_something_has_happened():
    """So a page that shows it is printed again on that day, and on no other."""
    before, then, after = (laid_out(LAW, date(*day)) for day in (
        (2027, 3, 1), (2027, 3, 31), (2027, 4, 1)))

    assert before == laid_out(LAW, date(2026, 11, 30))
    assert then.points[3].passed
    assert after.points[3].day.iso == "2028-03-31"


def test_a_law_without_days_has_no_line():
    """Nor has one with a single day anything between two."""
    assert laid_out('[a]\nname = {fr = "A", en = "A"}\n', date(2026, 1, 1)) == Timeline()
    alone = laid_out('[a]\nname = {fr = "A", en = "A"}\nadopted = "2020-01"\n', date(2026, 1, 1))
    assert [point.year for point in alone.points] == ["2020"] and not alone.spans


TODAY = date(2026, 11, 30)


def days(*dates: date):
    """Return a line of days."""
    return chronology(((day, "deadline", day.isoformat()) for day in dates), TODAY)


def test_days_are_in_their_order_within_the_drawing():
    """Earlier is to the left; today lies between what has passed and what comes."""
    line = days(date(2019, 1, 1), date(2026, 11, 29), date(2026, 12, 1), date(2032, 12, 31))
    places = [float(mark.at) for mark in line.marks]

    assert LEFT == places[0] < places[1] < float(line.today) < places[2] < places[3] < RIGHT
    assert [mark.passed for mark in line.marks] == [True, True, False, False]
    assert line.marks[0].words == "2019-01-01"


def test_days_beside_each_other_stand_above_each_other():
    """Otherwise one would hide the other."""
    line = days(date(2027, 6, 30), date(2027, 6, 30), date(2027, 7, 1), date(2032, 6, 30))

    assert [mark.level for mark in line.marks] == [0, 1, 2, 0]
    assert line.levels == 3 and line.left_out == 0


def test_what_finds_no_room_is_counted():
    """A tower would be no drawing; the list below names every day."""
    line = days(*[date(2027, 6, 30)] * (HIGHEST + 4))

    assert line.levels == HIGHEST and line.left_out == 4 and len(line.marks) == HIGHEST


def test_few_years_are_named_however_many_there_are():
    """A phone has room for no more."""
    for length in (0, 1, 5, 12, 30, 80, 400):
        line = days(TODAY, TODAY + timedelta(days=365 * length))
        assert 0 < len(line.years) <= LABELS
        assert all(LEFT <= float(at) <= RIGHT for at, _ in line.years)


def test_without_a_day_there_is_today():
    """Nothing divides by nothing."""
    assert days().marks == () and LEFT < float(days().today) < RIGHT
