"""What happens while a command is on its way: another desk sends, or a person edits by hand."""

from functools import partial

import pytest

from tests.newsletter.reliability.conftest import Worlds
from tests.newsletter.reliability.world import TITLES, World
from tests.support.fake_faults import Fault


def ready(world: World) -> None:
    """Bring both drafts where they may be sent, from either of two desks."""
    world.run("push")
    world.run("test")
    world.run("test", desk=1)


def requests_of(worlds: Worlds, command: str) -> list[str]:
    """Return what a command asks of Mailchimp where nothing is in its way."""
    with worlds() as world:
        ready(world)
        before = len(world.fake.requests)
        world.run(command)
        return [f"{each.method} {each.path}" for each in world.fake.requests[before:]]


@pytest.mark.thorough
@pytest.mark.parametrize("first", ["send", "schedule"])
@pytest.mark.parametrize("second", ["send", "schedule"])
def test_two_desks_that_send_at_once_send_once(worlds: Worlds, first: str, second: str) -> None:
    """Wherever the second overtakes the first, Mailchimp takes one order for each campaign."""
    for number in range(len(requests_of(worlds, first))):
        with worlds() as world:
            ready(world)
            world.fake.meanwhile = partial(world.commands.here, world.task(second, desk=1))
            world.fake.faults.append(Fault("meanwhile", spared=number))
            result = world.commands.here(world.task(first))
            world.account.let_time_pass()

            assert not result.broken and not result.failure
            assert sorted(each.title for each in world.ours()) == sorted(TITLES.values())
            assert world.commands.here(world.task("send")).code == 0
