"""Whatever goes wrong, and in whatever order: each subscriber receives an issue once."""

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.newsletter.fake_mailchimp import FakeMailchimp, running
from tests.newsletter.reliability.steps import Step, play, sequences
from tests.newsletter.reliability.worker import Workers
from tests.newsletter.reliability.world import World, published

Play = Callable[[list[Step]], None]


@pytest.fixture(scope="module")
def playing() -> Iterator[Play]:
    """Return what lets steps happen in a fresh world."""
    workers = Workers()
    with running() as fake, published() as site:
        def played(steps: list[Step]) -> None:
            with TemporaryDirectory() as folder:
                play(World.fresh(fake, site, workers, Path(folder)), steps)

        yield played
    workers.close()


@settings(max_examples=100, deadline=None, derandomize=True, database=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(sequences(3))
def test_short(playing: Play, steps: list[Step]) -> None:
    """x"""
    playing(steps)
