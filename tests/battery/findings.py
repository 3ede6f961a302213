"""What a checker found, said so that one can correct it."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pytest

SHOWN = 3
NUMBER = re.compile(r":nth-(?:child|of-type)\(\d+\)")


@dataclass(frozen=True)
class Finding:
    """One fault: the page's path, the rule, the place in the page, and what is wrong."""

    page: str
    rule: str
    where: str
    message: str


def none_of(findings: Iterable[Finding]) -> None:
    """Fail with every finding, the same fault of several pages named once."""
    pages: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for finding in findings:
        place = NUMBER.sub("", finding.where)
        pages[finding.rule, finding.message, place].append(finding.page)
    if pages:
        pytest.fail(_told(pages), pytrace=False)


def found_by(check: Callable, *given: object) -> str:
    """Return what a check says of what it is given; it must say something."""
    with pytest.raises((AssertionError, pytest.fail.Exception)) as said:
        check(*given)
    return str(said.value)


def _told(pages: dict[tuple[str, str, str], list[str]]) -> str:
    lines = [f"{sum(map(len, pages.values()))} findings of {len(pages)} kinds"]
    for (rule, message, where), paths in sorted(pages.items()):
        rest = f" and {len(paths) - SHOWN} more" if len(paths) > SHOWN else ""
        lines += [f"{rule}: {message}", f"    in: {where}",
                  f"    on: {', '.join(sorted(paths)[:SHOWN])}{rest}"]
    return "\n".join(lines)
