"""Number the issues: each bears one number, the same in all its languages."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from plugins.core.messages import Problem, say

NUMBER = re.compile(r"[1-9]\d{0,5}", re.ASCII)


@dataclass(frozen=True)
class Dated:
    """An issue in one language; `number` is what its header says, on `line`, and mostly nothing."""

    path: str
    key: str
    date: date
    number: str = ""
    line: int = 0


def numbers(issues: Iterable[Dated]) -> dict[str, int]:
    """Return the number of each issue by its key: what a header says, else the next.

    The issues follow each other by date, those of one day by key. A firm that has sent issues
    before writes `number: 41` into its first here, and goes on from there.
    """
    found: dict[str, int] = {}
    number = 0
    for key, versions in _in_order(issues):
        number = next(_given(versions), number + 1)
        found[key] = number
    return found


def number_problems(issues: Iterable[Dated]) -> Iterator[Problem]:
    """Yield what is wrong with the numbers that headers give."""
    number = 0
    for _, versions in _in_order(issues):
        wanted = next(_given(versions), number + 1)
        for issue in versions:
            if issue.number and not NUMBER.fullmatch(issue.number):
                yield Problem(issue.path, issue.line, say(
                    "“{value}” is not the number of an issue; write it in digits, like 41, or "
                    "leave it out", value=issue.number))
            elif issue.number and int(issue.number) != wanted:
                yield Problem(issue.path, issue.line, say(
                    "the issue has the number {number} in another language; write the same in "
                    "both, or in one alone", number=wanted))
            elif issue.number and wanted <= number:
                yield Problem(issue.path, issue.line, say(
                    "the issue before has the number {number}; write a higher one, or leave it "
                    "out", number=number))
        number = wanted


def _in_order(issues: Iterable[Dated]) -> Iterator[tuple[str, list[Dated]]]:
    """Yield each issue with its versions, by the day of the first of them."""
    by_key = sorted(issues, key=lambda issue: (issue.key, issue.path))
    versions = [(key, list(same)) for key, same in groupby(by_key, lambda issue: issue.key)]
    yield from sorted(versions, key=lambda one: (min(issue.date for issue in one[1]), one[0]))


def _given(versions: Iterable[Dated]) -> Iterator[int]:
    return (int(issue.number) for issue in versions if NUMBER.fullmatch(issue.number))
