"""Worlds for the tests of reliability: each fresh, all served by the same few servers."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.newsletter.reliability.worker import Commands, CommandsHere, Workers
from tests.newsletter.reliability.world import Kept, World, published
from tests.support.fake_mailchimp import running
from tests.support.memory_provider import MemoryProvider

MEMORY = Path("/dev/shm")
"""A disk that costs nothing: where there is one, a sequence takes half the time."""

Worlds = Callable[[], "contextmanager[World]"]


@pytest.fixture(scope="module", params=["over HTTP", "in memory"])
def worlds(request: pytest.FixtureRequest) -> Iterator[Worlds]:
    """Return what makes a world in which nothing has happened yet; one at a time.

    Its provider is Mailchimp, over HTTP, or another one in memory.
    """
    with running() as fake, published() as site, ExitStack() as stack:
        commands: Commands
        if request.param == "in memory":
            commands = CommandsHere(MemoryProvider(fake))
        else:
            commands = stack.enter_context(closing(Workers()))
        kept = dict[int, Kept]()

        @contextmanager
        def fresh() -> Iterator[World]:
            with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
                yield World.fresh(fake, site, commands, Path(folder), kept)

        yield fresh


@pytest.fixture
def world(worlds: Worlds) -> Iterator[World]:
    """Return a world in which nothing has happened yet."""
    with worlds() as world:
        yield world
