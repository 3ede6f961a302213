"""Say how a law stands on a day, what is known of it by then, and what comes next."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from plugins.core.messages import reply
from plugins.register.laws import RECURRING, Amendment, Day, Deadline, Law, Laws

ON, AMENDED, OFF, DUE = "in-force", "amended", "repealed", "deadline"
"""What happens to a law on a day: it or a version of it takes effect, it ends; something is due."""


MARKS = {
    "announced": reply("Not yet adopted"), "adopted": reply("Adopted, effect not stated"),
    "promulgated": reply("Promulgated, effect not stated"),
    "coming": reply("Not yet in force"), "in-force": reply("In force"),
    "amended": reply("In force, amended"), "partly-replaced": reply("Partly replaced"),
    "repealed": reply("Repealed")}
"""The statuses, from a law that is not adopted yet to one that has ended, each in a word.

One that is `coming` has a day to take effect; of one that is `adopted` or `promulgated` nobody says
from when it applies, and an old one has done so for years.
"""

SINCE = {
    "announced": (reply("Announced for {day}"), reply("Announced for {month}")),
    "adopted": (reply("Adopted on {day}; date of effect not stated here"),
                reply("Adopted in {month}; date of effect not stated here")),
    "promulgated": (reply("Promulgated on {day}; date of effect not stated here"),
                    reply("Promulgated in {month}; date of effect not stated here")),
    "coming": (reply("Takes effect on {day}"), reply("Takes effect in {month}")),
    "in-force": (reply("In force since {day}"), reply("In force since {month}")),
    "amended": (reply("In force; amended version since {day}"),
                reply("In force; amended version since {month}")),
    "partly-replaced": (reply("In force; replaced in part since {day}"),
                        reply("In force; replaced in part since {month}")),
    "repealed": (reply("Repealed since {day}"), reply("Repealed since {month}"))}
"""The same in a sentence, with a day and with a month."""

AND_AMENDED = (reply("{standing}; amended version since {day}"),
               reply("{standing}; amended version since {month}"))
"""What a law that is replaced in part says more if a version of it is in force."""

HAPPENING = {ON: reply("Takes effect"), AMENDED: reply("Amended version takes effect"),
             OFF: reply("Ceases to apply")}
"""What happens to a law; a deadline has words of its own."""

LONG_AGO = date(1970, 1, 1)

OFTEN = {"": None, "monthly": reply("every month"), "quarterly": reply("every three months"),
         "yearly": reply("every year")}
"""How a deadline comes again."""


@dataclass(frozen=True)
class Standing:
    """A status of `MARKS`, and the day from which it holds; for `coming`, on which it ends.

    `by` is the key of the law that has replaced it, wholly or in part; what is left of it may have
    been `amended`. Without any date in the declaration there is no status.
    """

    status: str = ""
    since: Day | None = None
    by: str = ""
    amended: Day | None = None


@dataclass(frozen=True)
class Event:
    """What happens to a law on a day; `amendment` or `deadline` say more of it."""

    law: str
    what: str
    day: Day
    amendment: Amendment | None = None
    deadline: Deadline | None = None


def known_on(laws: Laws, day: date, keys: Collection[str] | None = None) -> dict[str, Law]:
    """Return the laws whose text was known on a day, without what was decided later.

    An issue speaks as of its own date, whatever day it is built on. With `keys`, only these are
    returned.
    """
    asked = dict.fromkeys(laws if keys is None else keys)
    near = asked | dict.fromkeys(laws[key].replaced_by for key in asked)
    known = {key: law for key, law in ((key, laws.get(key)) for key in near)
             if law and (not law.known or law.known.last <= day)}
    return {key: _without_later(known[key], known, day) for key in asked if key in known}


def touched(before: Laws, laws: Laws) -> frozenset[str]:
    """Return the keys of the laws of which something else is said after an edit of the file.

    They are those that are declared otherwise, and all that replace them or are replaced by them.
    """
    other = {key for key, law in laws.items() if law != before.get(key)}
    links = [(key, {law.replaced_by, *law.replaces, *law.replaces_partly})
             for each in (before, laws) for key, law in each.items()] if other else []
    near = (named if key in other else {key} for key, named in links
            if key in other or not other.isdisjoint(named))
    return frozenset(other.union(*near)) & laws.keys()


def standings(laws: Laws, day: date) -> dict[str, Standing]:
    """Return how each law stands on a day, by its key."""
    begun = sorted((law for law in laws.values() if law.replaces_partly and _has_come(
        law.in_force, day)), key=lambda law: law.in_force.date if law.in_force else day)
    partly = {old: law for law in begun for old in law.replaces_partly}
    return {key: _standing(law, partly.get(key), day) for key, law in laws.items()}


def events(laws: Iterable[Law], until: date) -> list[Event]:
    """Return all that happens to laws, by day; of what recurs, up to the first on `until` or later.
    """
    return _by_day(event for law in laws for event in _events(law, until))


def coming(laws: Iterable[Law], day: date) -> list[Event]:
    """Return what happens on a day or later; a month counts until it is over."""
    found = (event for law in laws for event in _events(law, day, day) if event.day.last >= day)
    return _by_day(found)


def last_day(law: Law) -> date:
    """Return the last day on which something happens to a law; what recurs has no last one."""
    if any(deadline.recurring for deadline in law.deadlines):
        return date.max
    days = (law.in_force, law.repealed, *(version.in_force for version in law.amended),
            *(deadline.day for deadline in law.deadlines))
    return max((day.last for day in days if day), default=date.min)


def last_change(law: Law, day: date) -> Day | None:
    """Return the last day up to `day` on which a law began, changed or ended."""
    changes = (law.known, law.in_force, law.repealed,
               *(each for version in law.amended for each in (version.date, version.in_force)))
    return max((each for each in changes if each and each.last <= day),
               key=lambda each: each.date, default=None)


def last_update(law: Law, day: date) -> date:
    """Return the last day up to `day` on which what is said of a law was changed.

    It is the one that an editor writes, else that of its last version or announcement. Where nobody
    says any, it lies long ago.
    """
    if law.updated and law.updated <= day:
        return law.updated
    changes = (law.adopted, law.known, law.repeal_announced,
               *(version.date for version in law.amended),
               *(deadline.announced for deadline in law.deadlines))
    return max((each.date for each in changes if each and each.date <= day), default=LONG_AGO)


def _without_later(law: Law, known: Mapping[str, Law], day: date) -> Law:
    """Return a law without what was decided after a day: versions, deadlines, and its end."""
    amended = tuple(version for version in law.amended if version.date.last <= day)
    deadlines = tuple(deadline for deadline in law.deadlines
                      if not deadline.announced or deadline.announced.last <= day)
    by = law.replaced_by if law.replaced_by in known else ""
    ends = _has_come(law.repeal_announced, day) if law.repeal_announced else by == law.replaced_by
    if ends and (amended, deadlines, by) == (law.amended, law.deadlines, law.replaced_by):
        return law
    return replace(law, amended=amended, deadlines=deadlines,
                   repealed=law.repealed if ends else None, replaced_by=by if ends else "")


def _has_come(one: Day | None, day: date) -> bool:
    """Tell whether a day has come; of a month nobody can say so before it is over."""
    return one is not None and one.last <= day


def _standing(law: Law, partly: Law | None, day: date) -> Standing:
    first = law.adopted or law.promulgated
    known = _has_come(law.adopted, day) or _has_come(law.promulgated, day)
    versions = [version.in_force for version in law.amended if _has_come(version.in_force, day)]
    if _has_come(law.repealed, day):
        return Standing("repealed", law.repealed, law.replaced_by)
    if law.in_force and not _has_come(law.in_force, day):
        return Standing("coming" if known or not first else "announced", law.in_force)
    if not law.in_force and not versions:  # what has an amended version in force is in force
        begun = "adopted" if law.adopted else "promulgated"
        return Standing((begun if known else "announced") if first else "", first)
    amended = max(versions, key=lambda one: one.date, default=None)
    if partly:
        return Standing("partly-replaced", partly.in_force, partly.key, amended)
    if amended:
        return Standing("amended", amended)
    return Standing("in-force", law.in_force)


def _by_day(found: Iterable[Event]) -> list[Event]:
    return sorted(found, key=lambda event: event.day.order)


def _events(law: Law, until: date, since: date = date.min) -> Iterator[Event]:
    if law.in_force:
        yield Event(law.key, ON, law.in_force)
    for version in law.amended:
        yield Event(law.key, AMENDED, version.in_force, amendment=version)
    if law.repealed:
        yield Event(law.key, OFF, law.repealed)
    for deadline in law.deadlines:
        for day in occurrences(deadline, law.repealed, until, since):
            yield Event(law.key, DUE, day, deadline=deadline)


def occurrences(deadline: Deadline, end: Day | None, until: date, since: date = date.min
                ) -> Iterator[Day]:
    """Yield the days of a deadline, the last of them the first on `until` or later.

    What recurs does so until its law ends. Of those before `since`, one may be left.
    """
    step, first = RECURRING.get(deadline.recurring, 0), deadline.day.date
    months = (since.year - first.year) * 12 + since.month - first.month
    for number in count(max(months // step - 1, 0) if step else 0):
        day = _later(deadline.day, number * step)
        if number and end and day.date >= end.date:
            return
        yield day
        if not deadline.recurring or day.last >= until:
            return


def _later(day: Day, months: int) -> Day:
    """Return the same day some months later, or the last of a month that has fewer."""
    if not months:
        return day
    years, month = divmod(day.date.month - 1 + months, 12)
    begun = day.date.replace(day=1, year=day.date.year + years, month=month + 1)
    whole = Day(begun, begun.isoformat()[:7])
    if not day.exact:
        return whole
    moved = begun.replace(day=min(day.date.day, whole.last.day))
    return Day(moved, moved.isoformat())
