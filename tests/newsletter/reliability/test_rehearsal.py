"""Whatever goes wrong in a rehearsal: no issue is touched, and what is left over is named."""

import pytest

from plugins.newsletter.report.doctor import is_rehearsal
from tests.newsletter.conftest import NEWSLETTER
from tests.newsletter.reliability.conftest import Worlds
from tests.newsletter.reliability.steps import SPOILS
from tests.newsletter.reliability.world import TITLES, World
from tests.support.fake_faults import Fault


def left(world: World) -> list[str]:
    """Return the titles of the rehearsals that are still at the provider."""
    return [title for each in world.account.campaigns.values()
            if is_rehearsal(title := each["settings"]["title"], NEWSLETTER["name"])]


@pytest.mark.thorough
@pytest.mark.parametrize("spoil", dict.fromkeys(SPOILS))
@pytest.mark.parametrize(("method", "path"), [
    ("POST", "/campaigns$"), ("PUT", "/content"), ("DELETE", ".*"),
    (".*", ".*")])
def test_a_rehearsal_that_goes_wrong_names_what_is_left_of_it(
    worlds: Worlds, spoil: str, method: str, path: str
) -> None:
    """One draft at most; nothing but a kill keeps it from saying which."""
    with worlds() as world:
        world.ready(0)
        before = len(world.fake.acts)
        result = world.run("rehearse", trouble=Fault(spoil, method, path, 999, 0, 2))
        world.fake.let_come()

        assert {*TITLES.values()} <= {each["settings"]["title"]
                                      for each in world.account.campaigns.values()}
        assert len(left(world)) <= 1
        said = " ".join(result.said)
        assert result.end == "killed" or all(title in said for title in left(world)), said
        assert len(world.fake.acts) == before
        assert result.code != 0 or not left(world)
