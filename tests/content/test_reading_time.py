"""How long a text is for its reader."""

import pytest

from plugins.content.derived import minutes


@pytest.mark.parametrize(("words", "time"), [(0, 1), (90, 1), (310, 2), (900, 4), (2000, 10)])
def test_minutes_are_whole_and_never_none(words: int, time: int):
    """Two hundred words are read in one."""
    assert minutes(words) == time
