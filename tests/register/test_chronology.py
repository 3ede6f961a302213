"""Days on a line of years: where each is, and what is above what."""

from datetime import date, timedelta

from plugins.register.chronology import HIGHEST, LABELS, LEFT, RIGHT, chronology

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
