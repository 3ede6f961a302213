"""Find what has changed a law since a text on it was written, and say so in a dated sentence."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from plugins.core.messages import reply
from plugins.register.laws import Day, LawLink, Laws

SENTENCES = {
    "amended": (
        reply("{law}: this law was amended on {day}; this article was written before."),
        reply("{law}: this law was amended in {month}; this article was written before.")),
    "partly-replaced": (
        reply("{law}: part of this law was replaced on {day}; this article was written before."),
        reply("{law}: part of this law was replaced in {month}; this article was written before.")),
    "repealed": (
        reply("{law}: this law was repealed on {day}; this article was written before."),
        reply("{law}: this law was repealed in {month}; this article was written before."))}
"""What an older article says of each change, with a day and with a month."""

RANKS = tuple(SENTENCES)


@dataclass(frozen=True)
class Change:
    """What makes an older text say of a law what is right no longer; `what` is in `SENTENCES`.

    That a law or a version of it takes effect is no such change: whoever wrote after it was made
    knew the day. `by` is the law that replaces it, wholly or in part, whose text was `known`.
    """

    what: str
    day: Day
    by: str = ""
    known: Day | None = None


@dataclass(frozen=True)
class Moved:
    """That a law has changed since a text was written: on which day, and the sentence to show."""

    name: str
    url: str
    day: date
    sentence: str


def changes(laws: Laws, day: date) -> dict[str, tuple[Change, ...]]:
    """Return what has changed each law up to a day, by its key and in the order of the days."""
    found: dict[str, list[Change]] = {key: [] for key in laws}
    for key, change in _changes(laws):
        if key in found and change.day.last <= day:
            found[key].append(change)
    return {key: tuple(sorted(listed, key=lambda one: (one.day.date, RANKS.index(one.what))))
            for key, listed in found.items()}


def moved_since(changed: Iterable[Change], written: date, named: Collection[str]) -> Change | None:
    """Return the last change of a law after the day on which a text was written.

    A text that names the newer law too, and was written when that was known, speaks of the change
    itself. What happened in a month that nobody knows better is after the days before that month.
    """
    after = [one for one in changed if written < one.day.date and not (
        one.by in named and one.known and one.known.date <= written)]
    return after[-1] if after else None


def moved(laws: Sequence[tuple[LawLink, Iterable[tuple[Change, str]]]], *days: date | None
          ) -> Iterator[Moved]:
    """Yield the laws that have changed since a text was written, the last of its `days`.

    Each law comes with what has changed it, and the sentence of each change.
    """
    written = max(filter(None, days), default=date.max)
    named = {law.key for law, _ in laws}
    for law, changed in laws:
        sentences = dict(changed)
        if change := moved_since(sentences, written, named):
            yield Moved(law.short, law.url, change.day.date, sentences[change])


def _changes(laws: Laws) -> Iterator[tuple[str, Change]]:
    for key, law in laws.items():
        yield from ((key, Change("amended", version.date)) for version in law.amended)
        if law.in_force:
            yield from ((old, Change("partly-replaced", law.in_force, key, law.known))
                        for old in law.replaces_partly)
        if law.repealed:
            newer = laws.get(law.replaced_by)
            yield key, Change("repealed", law.repealed, law.replaced_by,
                              newer.known if newer else None)
