"""Write a calendar that readers subscribe to: the same days make the same bytes (RFC 5545)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from plugins.register.laws import RECURRING

PRODUCT = "-//lettre//register of law//EN"
"""What made the file (RFC 5545, 3.7.3); a calendar program shows it to nobody."""

HALF_A_DAY = timedelta(hours=12)
"""How often a program that has subscribed asks again (RFC 7986, 5.7)."""

EVERY_MONTH = 28
"""The last day that every month has."""


@dataclass(frozen=True)
class DatedEntry:
    """A whole day of a calendar; `recurring` is one of `RECURRING` or empty, `until` its last day.

    `uid` never changes. The entry last changed on the day `updated`, and was revised so many times
    (`sequence`); both stand in what it is made from, so that nothing need be remembered.
    """

    uid: str
    day: date
    summary: str
    description: str
    url: str
    category: str
    updated: date
    sequence: int
    recurring: str = ""
    until: date | None = None


def calendar_file(name: str, description: str, lang: str, entries: Iterable[DatedEntry]) -> bytes:
    """Return a calendar with its name, and what it says of itself."""
    from icalendar import Calendar, vDuration, vText  # it takes a while to import

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    for standard, usual, said in (("name", "x-wr-calname", name),
                                  ("description", "x-wr-caldesc", description)):
        for each in (standard, usual):  # Outlook and Google know only the older names
            calendar.add(each, vText(_one_line(said)), {"LANGUAGE": lang})
    calendar.add("refresh-interval", vDuration(HALF_A_DAY), {"VALUE": "DURATION"})
    head, end, tail = calendar.to_ical().rpartition(b"END:VCALENDAR")
    return b"".join((head, *map(_event, entries), end, tail))


def recurrence(first: date, recurring: str) -> dict[str, object]:
    """Return the rule by which a day comes again: a shorter month has it on its last day."""
    months = RECURRING[recurring]
    if first.day <= EVERY_MONTH or (months == RECURRING["yearly"] and first.month != 2):
        return {"freq": "yearly"} if months == RECURRING["yearly"] else {
            "freq": "monthly", "interval": months}
    return {"freq": "monthly", "interval": months,
            "bymonthday": list(range(EVERY_MONTH, first.day + 1)), "bysetpos": -1}


@lru_cache(maxsize=8192)
def _event(entry: DatedEntry) -> bytes:
    """Return an entry as it stands in the file, which the library takes long to write."""
    from icalendar import Event

    event = Event()
    changed = datetime.combine(entry.updated, time(), UTC)
    values = {"uid": entry.uid, "dtstamp": changed, "last-modified": changed,
              "sequence": entry.sequence, "dtstart": entry.day, "summary": _one_line(entry.summary),
              "description": entry.description, "categories": [entry.category], "url": entry.url,
              "transp": "TRANSPARENT"}  # a whole day that leaves its reader free
    for name, value in values.items():
        event.add(name, value)
    if entry.recurring:
        rule = recurrence(entry.day, entry.recurring)
        event.add("rrule", rule | ({"until": entry.until} if entry.until else {}))
    written: bytes = event.to_ical()
    return written


def _one_line(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text)
