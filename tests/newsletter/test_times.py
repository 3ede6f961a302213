"""Which moment an editor means, and how it is written."""

from datetime import UTC, datetime

import pytest

from plugins.newsletter.times import ScheduleError, format_moment, format_time, scheduled_time

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
ZONES = ("Europe/Paris", "Asia/Shanghai")


@pytest.mark.parametrize(("written", "zone", "utc"), [
    ("2026-12-01 09:00", "Europe/Paris", "2026-12-01T08:00"),
    ("2027-07-01 09:00", "Europe/Paris", "2027-07-01T07:00"),
    ("2026-12-01 09:15", "Asia/Shanghai", "2026-12-01T01:15"),
    ("2026-12-01T23:45", "America/New_York", "2026-12-02T04:45"),
    ("2027-03-28 01:45", "Europe/Paris", "2027-03-28T00:45"),
    ("2027-03-28 03:00", "Europe/Paris", "2027-03-28T01:00"),
    ("2026-11-28 13:15", "Europe/Paris", "2026-11-28T12:15")])
def test_an_hour_in_a_zone_is_one_moment(written: str, zone: str, utc: str) -> None:
    """Summer time included."""
    assert scheduled_time(written, zone, NOW, "Mailchimp") == datetime.fromisoformat(f"{utc}+00:00")


@pytest.mark.parametrize(("written", "words"), [
    ("2026-12-01 09:10", "choose 2026-12-01 09:00 or 2026-12-01 09:15"),
    ("2026-12-01 23:59", "choose 2026-12-01 23:45 or 2026-12-02 00:00"),
    ("2026-12-01 09:00:30", "choose 2026-12-01 09:00 or 2026-12-01 09:15"),
    ("2026-11-28 13:00", "has passed"), ("2018-07-05 09:00", "has passed"),
    ("2027-03-28 02:30", "that time is skipped"), ("2027-10-31 02:30", "that time occurs twice"),
    ("2026-12-01", "is not a date and time"), ("tomorrow", "is not a date and time"),
    ("", "is not a date and time"), ("2026-12-01 09:00+01:00", "is not a date and time"),
    ("2026-02-30 09:00", "is not a date and time"),
    ("9999-12-31 23:45", "is not a date and time"),
    ("0001-01-01 00:00", "is not a date and time")])
def test_a_time_that_cannot_be_meant_is_refused_with_one_that_can(written: str, words: str
                                                                   ) -> None:
    """Mailchimp’s own refusal gives no reason."""
    with pytest.raises(ScheduleError, match="[ ]") as refused:
        scheduled_time(written, "Europe/Paris", NOW, "Mailchimp")

    assert words in str(refused.value)


def test_a_zone_that_does_not_exist_is_reported() -> None:
    """With one that does."""
    with pytest.raises(ScheduleError, match="Europe/Paris"):
        scheduled_time("2026-12-01 09:00", "Paris", NOW, "Mailchimp")


def test_a_moment_is_shown_where_the_firm_and_its_readers_are() -> None:
    """As the clocks there show it."""
    assert format_moment(datetime(2026, 12, 1, 17, 0, tzinfo=UTC), ZONES) \
        == "2026-12-01 18:00 (Paris), 2026-12-02 01:00 (Shanghai)"


@pytest.mark.parametrize(("time", "words"), [
    ("2018-07-03T09:00:00+00:00", "2018-07-03 11:00 (Paris)"),
    ("2018-07-03T09:00:00", "2018-07-03 11:00 (Paris)"), ("", ""), ("soon", "soon")])
def test_a_time_of_mailchimps_is_shown_in_the_same_way(time: str, words: str) -> None:
    """What is no time stays as it is."""
    assert format_time(time, ZONES[:1]) == words
