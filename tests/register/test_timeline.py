"""What happens to a law, laid out along a line."""

from datetime import date

from plugins.register.timeline import GAP, Timeline, timeline
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
