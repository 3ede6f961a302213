"""Whatever goes wrong, and in whatever order: each subscriber receives an issue once."""

import pytest
from hypothesis import HealthCheck, given, seed, settings

from tests.newsletter.reliability.conftest import Worlds
from tests.newsletter.reliability.steps import Step, play, sequences

FEW = settings(max_examples=40, deadline=None, derandomize=True, database=None,
               suppress_health_check=list(HealthCheck))
MANY = settings(FEW, max_examples=250, derandomize=False)


@FEW
@given(sequences(3))
def test_a_few_steps_never_send_an_issue_twice(worlds: Worlds, steps: list[Step]) -> None:
    """After them, what an editor is told to run brings the issue to every reader."""
    with worlds() as world:
        play(world, steps)


@pytest.mark.thorough
@pytest.mark.parametrize("shard", range(8))
def test_no_sequence_of_thousands_sends_an_issue_twice(worlds: Worlds, shard: int) -> None:
    """Each shard draws others, and always the same ones."""
    @seed(shard)
    @MANY
    @given(sequences(8))
    def played(steps: list[Step]) -> None:
        with worlds() as world:
            play(world, steps)

    played()
