"""Whatever goes wrong, and in whatever order: each subscriber receives an issue once."""

from hypothesis import HealthCheck, given, settings

from tests.newsletter.reliability.conftest import Worlds
from tests.newsletter.reliability.steps import Step, play, sequences

FEW = settings(max_examples=40, deadline=None, derandomize=True, database=None,
               suppress_health_check=list(HealthCheck))
MANY = settings(FEW, max_examples=250)


@FEW
@given(sequences(3))
def test_a_few_steps_never_send_an_issue_twice(worlds: Worlds, steps: list[Step]) -> None:
    """After them, what an editor is told to run brings the issue to every reader."""
    with worlds() as world:
        play(world, steps)
