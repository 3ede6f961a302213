"""Which languages of an issue leave, and which keep the others."""

import shutil
from collections.abc import Callable

import pytest

from plugins.newsletter.outbox import OutboxError
from tests.newsletter.conftest import House, sends


@pytest.mark.parametrize("leave", [
    lambda house: house.send(), lambda house: house.schedule("2099-12-01 09:00")],
    ids=["send", "schedule"])
def test_a_language_that_was_not_built_keeps_the_others(
    ready: House, leave: Callable[[House], object]
) -> None:
    """Unless the editor lets one leave alone, by its name."""
    shutil.rmtree(ready.outbox / "2018-07" / "en")

    with pytest.raises(OutboxError, match="en: not built; .* by “--lang fr”"):
        leave(ready)

    assert sends(ready) == 0
    assert ready.send("fr").states == ["sent"]
