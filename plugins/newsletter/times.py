"""Turn the hour an editor writes into the one a provider takes, and back."""

from collections.abc import Iterable
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from plugins.core.messages import Failure, say
from plugins.core.project import is_time_zone, no_time_zone

QUARTER = timedelta(minutes=15)
"""Mailchimp schedules on quarters of an hour only, and its refusal does not say so."""


class ScheduleError(Failure):
    """The time at which an issue is to be sent is past, ambiguous or not one the provider takes."""


def scheduled_time(written: str, zone: str, now: datetime, provider: str) -> datetime:
    """Return, in UTC, the time that `written` ("2026-12-01 09:00") means in a time zone.

    Raises ScheduleError, with what would be right, for a time that is past, that is not on a
    quarter of an hour, or that the clocks of the zone show never or twice (PEP 495).
    """
    if not is_time_zone(zone):
        raise ScheduleError(no_time_zone(zone))
    local = _parse_local(written)
    _require_once(local, zone)
    moment = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    _require_quarter(local, provider)
    if moment <= now:
        raise ScheduleError(say("{time} in {zone} has passed; choose a later time",
                                time=_format_local(local), zone=zone))
    return moment


def format_moment(moment: datetime, zones: Iterable[str]) -> str:
    """Return a moment as the clocks of each zone show it, each with its city."""
    return ", ".join(f"{_format_local(moment.astimezone(ZoneInfo(zone)))} ({city(zone)})"
                     for zone in zones)


def format_time(time: str, zones: Iterable[str]) -> str:
    """Return a time of a provider's, ISO 8601 in UTC, as the clocks of each zone show it."""
    try:
        moment = datetime.fromisoformat(time)
    except ValueError:
        return time
    return format_moment(moment if moment.tzinfo else moment.replace(tzinfo=UTC), zones)


def city(zone: str) -> str:
    """Return the city that a time zone is named for."""
    return zone.rpartition("/")[2].replace("_", " ")


def _parse_local(written: str) -> datetime:
    try:
        local = datetime.fromisoformat(written)
    except ValueError:
        local = None
    # A date alone would be midnight, which nobody means; a zone is named on its own. In another
    # zone the first and the last day there are would be none.
    if local is None or local.tzinfo or ":" not in written or not MINYEAR < local.year < MAXYEAR:
        raise ScheduleError(say("“{time}” is not a date and time; write it as in “2026-12-01 "
                                "09:00”", time=written))
    return local


def _require_once(local: datetime, zone: str) -> None:
    """Raise ScheduleError unless the clocks of the zone show `local` exactly once."""
    first, second = (local.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return
    exists = first.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local
    change = say("that time occurs twice") if exists else say("that time is skipped")
    raise ScheduleError(say(
        "the clocks change in {zone} that day, and {time} is not a single moment: {change}; "
        "choose a time an hour earlier or later", zone=zone,
        time=_format_local(local), change=change))


def _require_quarter(local: datetime, provider: str) -> None:
    past = timedelta(minutes=local.minute % 15, seconds=local.second,
                     microseconds=local.microsecond)
    if past:
        before = local - past
        raise ScheduleError(say(
            "{provider} sends on quarters of an hour only; choose {before} or {after}",
            provider=provider, before=_format_local(before), after=_format_local(before + QUARTER)))


def _format_local(local: datetime) -> str:
    return local.strftime("%Y-%m-%d %H:%M")
