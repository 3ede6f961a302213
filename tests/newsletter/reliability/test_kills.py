"""The state of an issue after a command was killed, and that the same command then ends well."""

import itertools

import pytest

from tests.newsletter.conftest import LANGUAGES
from tests.newsletter.reliability.conftest import Worlds
from tests.newsletter.reliability.steps import conclude
from tests.newsletter.reliability.world import Dies, Trouble, World
from tests.support.fake_faults import Fault

pytestmark = pytest.mark.thorough


def states(world: World) -> str:
    """Return the state of the languages, as an editor reads it."""
    found = {lang: state for lang, state, _ in world.look(0).verdicts}
    return " ".join(found[lang] for lang in LANGUAGES)


def path(worlds: Worlds, command: str, trouble: list[Trouble], only_new: bool = False) -> list[str]:
    """Return the state of the issue after each trouble that a command met, one after the other.

    From each of them, or from each new state, what an editor runs again brings the issue to its
    end.
    """
    found = []
    for each in trouble:
        with worlds() as world:
            if command == "test":
                world.run("push")
            elif command != "push":
                world.ready(0)
            if not world.run(command, trouble=each).end:
                break
            found.append(states(world))
            if not only_new or found[-1] not in found[:-1]:
                conclude(world)
    return [state for state, _ in itertools.groupby(found)]


def at_each(kind: str, method: str = ".*") -> list[Trouble]:
    """Return the same fault at the first request of a command, at the second, and so on."""
    return [Fault(kind, method, spared=number) for number in range(99)]


WRITES = "POST|PUT|PATCH"
EARLY = {"push": ["built built"], "test": ["draft draft"], "send": ["tested tested"],
         "schedule": ["tested tested"]}
"""The state of the issue as long as a command has only looked."""
KILLED = {
    ("push", ""): ["built built", "behind built", "draft built", "draft behind"],
    ("push", " after"): ["built built", "behind built", "draft built", "draft behind",
                         "draft draft"],
    ("test", ""): ["draft draft", "tested draft"],
    ("test", " after"): ["draft draft", "tested draft"],
    ("send", ""): ["uncertain tested", "sent uncertain"],
    ("send", " after"): ["sent tested", "sent sent"],
    ("schedule", ""): ["uncertain tested", "scheduled uncertain"],
    ("schedule", " after"): ["scheduled tested", "scheduled scheduled"]}
"""The state of the languages after a command was ended at each of its writes, before or after it
took effect."""


def known_path(request: pytest.FixtureRequest, command: str, effect: str) -> list[str]:
    """Return where the languages are; in memory no folder is made: the first write is a draft."""
    in_memory = request.node.callspec.params["worlds"] == "in memory"
    return KILLED[command, effect][in_memory and (command, effect) == ("push", " after"):]


@pytest.mark.parametrize(("command", "effect"), KILLED)
def test_a_command_killed_at_a_write_leaves_what_status_explains(
    request: pytest.FixtureRequest, worlds: Worlds, command: str, effect: str
) -> None:
    """A write that may not have been done shows as such; the next command goes on from there."""
    assert path(worlds, command, at_each(f"kill{effect}", WRITES)) \
        == known_path(request, command, effect)


@pytest.mark.parametrize(("command", "effect"), KILLED)
def test_a_command_interrupted_at_a_write_leaves_what_status_explains(
    request: pytest.FixtureRequest, worlds: Worlds, command: str, effect: str
) -> None:
    """Ctrl-C is no other than a kill."""
    assert path(worlds, command, at_each(f"interrupt{effect}", WRITES)) \
        == known_path(request, command, effect)


@pytest.mark.parametrize("command", EARLY)
def test_a_command_killed_while_it_looks_leaves_what_status_explains(
    worlds: Worlds, command: str
) -> None:
    """Looking changes nothing, and what is between two writes is one of the same states."""
    found = path(worlds, command, at_each("kill", "GET"), only_new=True)

    known = [*EARLY[command], *KILLED[command, ""], *KILLED[command, " after"]]
    assert [state for state in found if state not in known] == []
    assert found[:1] == EARLY[command]


@pytest.mark.parametrize(("command", "states"), [
    ("push", ["built built", "behind built", "draft built", "draft behind", "draft draft"]),
    ("test", ["draft draft", "tested draft", "tested tested"]),
    ("send", ["tested tested", "uncertain tested", "sent tested", "sent uncertain", "sent sent"]),
    ("schedule", ["tested tested", "uncertain tested", "scheduled tested", "scheduled uncertain",
                  "scheduled scheduled"])])
def test_a_command_killed_at_the_disk_leaves_what_status_explains(
    worlds: Worlds, command: str, states: list[str]
) -> None:
    """The intent is on the disk before Mailchimp is asked, and what became of it after."""
    assert path(worlds, command, [Dies(number) for number in range(1, 99)]) == states
