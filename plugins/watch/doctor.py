"""Examine one thing after the other: say of each whether it is fine, or what to do."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from plugins.core.messages import Failure, Message, say

State = Literal["fine", "to do", "unknown"]

Remarks = Iterable[tuple[bool, Message]]
"""Whether something is fine, with what is to be said of it."""


class Unanswered(Failure):
    """Someone who had to be asked gave no answer: nothing is known."""


@dataclass(frozen=True)
class Finding:
    """What one check has found: that something is fine, what to do, or that it cannot be known."""

    check: str
    state: State
    subject: Message
    sentence: Message


@dataclass(frozen=True)
class Check:
    """One thing to look at; `needs` are the checks that must be fine before it makes sense.

    If a check gets no answer, what it needs gives none: each further look would wait for nothing.
    """

    name: str
    subject: Message
    look: Callable[[], Remarks]
    needs: tuple[str, ...] = ()


def examine(checks: Iterable[Check]) -> Iterator[Finding]:
    """Yield what every check has found; a Failure is something to do, Unanswered is not known."""
    subjects = dict[str, Message]()
    failed = set[str]()
    for check in checks:
        subjects[check.name] = check.subject
        missing = next((name for name in check.needs if name in failed), "")
        found = [_waiting(subjects[missing])] if missing else _looked(check)
        if any(state != "fine" for state, _ in found):
            failed.add(check.name)
        if not missing and any(state == "unknown" for state, _ in found):
            failed.update(check.needs)
        for state, sentence in found:
            yield Finding(check.name, state, check.subject, sentence)


def healthy(findings: Sequence[Finding]) -> bool:
    """Tell whether everything is fine."""
    return all(finding.state == "fine" for finding in findings)


def _waiting(subject: Message) -> tuple[State, Message]:
    return "unknown", say("depends on: {subject}", subject=subject)


def _looked(check: Check) -> list[tuple[State, Message]]:
    found: list[tuple[State, Message]] = []
    try:
        for fine, sentence in check.look():
            found.append(("fine" if fine else "to do", sentence))
    except Unanswered as error:
        found.append(("unknown", error.message))
    except Failure as error:
        found.append(("to do", error.message))
    return found
