"""Worlds for the tests of reliability: each fresh, all served by the same few servers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.newsletter.reliability.worker import Workers
from tests.newsletter.reliability.world import Kept, World, published
from tests.support.fake_mailchimp import running

MEMORY = Path("/dev/shm")
"""A disk that costs nothing: where there is one, a sequence takes half the time."""

Worlds = Callable[[], "contextmanager[World]"]


@pytest.fixture(scope="module")
def worlds() -> Iterator[Worlds]:
    """Return what makes a world in which nothing has happened yet; one at a time."""
    workers, kept = Workers(), dict[int, Kept]()
    with running() as fake, published() as site:
        @contextmanager
        def fresh() -> Iterator[World]:
            with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
                yield World.fresh(fake, site, workers, Path(folder), kept)

        yield fresh
    workers.close()


@pytest.fixture
def world(worlds: Worlds) -> Iterator[World]:
    """Return a world in which nothing has happened yet."""
    with worlds() as world:
        yield world
