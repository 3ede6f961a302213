"""Whatever goes wrong, and in whatever order: each subscriber receives an issue once."""

import pytest
from hypothesis import HealthCheck, example, given, settings

from tests.newsletter.reliability.conftest import Worlds
from tests.newsletter.reliability.steps import (
    ByHand,
    Ready,
    Run,
    Step,
    Subscribers,
    play,
    sequences,
)
from tests.support.fake_faults import Fault

FEW = settings(max_examples=8, deadline=None, derandomize=True, database=None,
               suppress_health_check=list(HealthCheck))
MANY = {name: settings(FEW, max_examples=count) for name, count in (
    ("over HTTP", 40), ("in memory", 600))}
"""A sequence over HTTP takes ten times as long."""


@FEW
@given(sequences(3))
# A language that has left is no reason not to test the other.
@example([Ready(desk=1), Run("send", desk=1, trouble=Fault(
    "reset late", "POST", "/actions/send", delay=999))])
@example([Ready(), Run("send", trouble=Fault("bare 403", "POST", "/actions/send", spared=1)),
          Subscribers("en", 2)])
# A copy is sent by hand while the editor is asked to confirm.
@example([Ready(), Run("send", meanwhile=ByHand("send_copy", "fr"))])
# A copy that left keeps one language for ever, and not the other.
@example([Ready(), ByHand("send_copy", "fr"), Run("schedule")])
# A folder is made late that nobody answered for, beside the one that was made meanwhile.
@example([Run("push", trouble=Fault("reset late", "POST|PUT|PATCH", delay=2)),
          Run("test"), Run("send")])
def test_a_few_steps_never_send_an_issue_twice(worlds: Worlds, steps: list[Step]) -> None:
    """After them, the commands that the messages name bring the issue to every reader."""
    with worlds() as world:
        play(world, steps)


@pytest.mark.thorough
def test_many_steps_never_send_an_issue_twice(
    worlds: Worlds, request: pytest.FixtureRequest
) -> None:
    """Nor do longer ways: a failing one is printed as steps, to be pasted as an example above."""
    @MANY[request.node.callspec.params["worlds"]]
    @given(sequences(6))
    def hold(steps: list[Step]) -> None:
        with worlds() as world:
            play(world, steps)

    hold()
