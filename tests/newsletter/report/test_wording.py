"""Whether complaints stay within the limits that Gmail sets."""

import pytest

from plugins.newsletter.report.wording import Verdict, advice, remark, verdict


@pytest.mark.parametrize(("complaints", "delivered", "found"), [
    (0, 0, "fine"), (0, 1204, "fine"), (1, 1204, "fine"), (9, 10_000, "fine"),
    (1, 1000, "high"), (10, 10_000, "high"), (29, 10_000, "high"),
    (3, 1000, "too high"), (30, 10_000, "too high"), (1, 200, "too high"), (1, 0, "too high"),
])
def test_the_limits_themselves_are_not_within(
    complaints: int, delivered: int, found: Verdict
) -> None:
    """Below 0.10 % is fine, 0.30 % is never to be reached; no rounding in between."""
    assert verdict(complaints, delivered) == found


@pytest.mark.parametrize(("found", "said", "todo"), [
    ("fine", "OK: Gmail wants less than 0.10%", None),
    ("high", "too many: Gmail wants less than 0.10%", "latest subscribers came from"),
    ("too high", "far too many: Gmail wants no sender to reach 0.30%", "before the "
     "next issue is sent"),
])
def test_a_verdict_says_the_limit_and_what_to_do(
    found: Verdict, said: str, todo: str | None
) -> None:
    """Nothing, if all is fine."""
    told = advice(found)

    assert str(remark(found, "0.10%", "0.30%")) == said
    assert told is None if todo is None else todo in str(told)
