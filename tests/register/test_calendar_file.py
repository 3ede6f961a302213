"""A calendar that other programs read: whole days, in folded lines, the same at each build."""

from dataclasses import replace
from datetime import date, datetime
from itertools import islice

import pytest
import vobject
from dateutil.rrule import rrulestr
from icalendar import Calendar

from plugins.register.calendar_file import DatedEntry, calendar_file
from plugins.register.laws import Day, Deadline
from plugins.register.standing import occurrences

ENTRY = DatedEntry(
    "company-law-2027-06-30-deadline.fr@lettre.example", date(2027, 6, 30),
    "Échéance\u00a0: libérer, intégralement; les \\actions",
    "国务院关于实施《中华人民共和国公司法》注册资本登记管理制度的规定 (art.\u00a02)\nhttps://lettre.example/fr/textes/capital/",
    "https://lettre.example/fr/textes/capital/", "Échéance", date(2024, 7, 1), 2)
NAME = "Lettre de Chine\u00a0: calendrier, juridique"


def written(*entries: DatedEntry) -> bytes:
    """Return the calendar of some days."""
    return calendar_file(NAME, "Les dates.", "fr", entries or (ENTRY,))


def test_two_parsers_read_the_same(caplog: pytest.LogCaptureFixture, recwarn):
    """Without a warning."""
    one, other = Calendar.from_ical(written()), vobject.readOne(written().decode())
    [event] = one.events

    other.validate(raiseException=True)
    assert not one.errors and not event.errors and not caplog.records and not recwarn.list
    assert str(one["NAME"]).replace("\\,", ",") == other.x_wr_calname.value == NAME
    assert (event["SUMMARY"], event["DESCRIPTION"]) == (ENTRY.summary, ENTRY.description)
    assert (other.vevent.summary.value, other.vevent.description.value) == (
        ENTRY.summary, ENTRY.description)
    assert event["DTSTART"].dt == other.vevent.dtstart.value == ENTRY.day
    assert event["UID"] == other.vevent.uid.value == ENTRY.uid
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == other.vevent.dtstamp.value
    assert event["DTSTAMP"].dt.date() == ENTRY.updated and event["SEQUENCE"] == 2
    assert event["URL"] == ENTRY.url and event.categories == ["Échéance"]


def test_a_day_is_a_date_and_not_a_moment():
    """Whole days are no moments, which would be another day in Beijing."""
    assert b"\r\nDTSTART;VALUE=DATE:20270630\r\n" in written()


def test_each_line_is_short_and_whole():
    """At most 75 bytes, no character of three bytes cut in two (RFC 5545, 3.1)."""
    data = written(replace(ENTRY, description="中" * 200 + "é" * 200, summary="中é" * 90))
    lines = data.split(b"\r\n")

    assert data.endswith(b"END:VCALENDAR\r\n") and b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert all(line.decode() for line in lines[:-1])
    assert "中" * 200 + "é" * 200 in data.decode().replace("\r\n ", "")


def test_a_title_is_one_line():
    """A line break in it begins nothing else."""
    [event] = Calendar.from_ical(written(replace(ENTRY, summary="One\n\n two"))).events

    assert event["SUMMARY"] == "One two"


def test_the_same_days_make_the_same_bytes():
    """Nothing says when it was written."""
    assert written() == written() and f"{datetime.now():%Y%m%d}".encode() not in written()


@pytest.mark.parametrize("first", [date(2024, 1, 5), date(2024, 1, 28), date(2024, 1, 29),
                                   date(2024, 1, 30), date(2024, 1, 31), date(2024, 2, 29),
                                   date(2024, 4, 30)])
@pytest.mark.parametrize("recurring", ["monthly", "quarterly", "yearly"])
def test_a_deadline_comes_again_in_the_file_as_on_the_page(first: date, recurring: str):
    """On the last day of a month that is shorter."""
    [event] = Calendar.from_ical(written(replace(ENTRY, day=first, recurring=recurring))).events
    deadline = Deadline(Day(first, first.isoformat()), {}, {}, recurring)
    rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=datetime(*first.timetuple()[:3]))

    assert [day.date() for day in islice(rule, 30)] == [
        day.date for day in islice(occurrences(deadline, None, date(2060, 1, 1)), 30)]


def test_what_recurs_ends_with_its_law():
    """The rule has its last day."""
    ending = replace(ENTRY, recurring="yearly", until=date(2029, 12, 31))

    assert b"RRULE:FREQ=YEARLY;UNTIL=20291231\r\n" in written(ending)
