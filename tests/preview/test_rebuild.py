"""Tests of building again."""

import pytest

from plugins.core.messages import ContentError, Failure, Problem, say
from plugins.preview.server import Rebuilder

MISSING = Problem("content/a.fr.md", 3, say("it has no title"))


def test_each_build_has_its_own_stamp():
    """A page can tell that it is not of the last build."""
    rebuilder = Rebuilder(list)

    stamps = {rebuilder.last_build().stamp}
    for _ in range(3):
        rebuilder.run()
        stamps.add(rebuilder.last_build().stamp)

    assert len(stamps) == 4
    assert not rebuilder.last_build().failed


@pytest.mark.parametrize(("error", "line"), [
    (ContentError(MISSING), "content/a.fr.md:3: it has no title"),
    (Failure(say("the disk is full")), "the disk is full"),
    (ZeroDivisionError(), "the program stopped in the middle of the build; the terminal says "
                          "where, and a developer can mend it"),
])
def test_a_build_that_breaks_is_told_and_the_next_one_runs(error, line, capsys):
    """The server outlives every failure."""
    outcomes = [error]

    def build():
        if outcomes:
            raise outcomes.pop()
        return []

    rebuilder = Rebuilder(build)
    rebuilder.run()
    assert rebuilder.last_build().failed
    assert rebuilder.last_build().lines(str) == [line]
    assert ("ZeroDivisionError" in capsys.readouterr().err) == isinstance(error, ZeroDivisionError)

    rebuilder.run()
    assert rebuilder.last_build().problems == ()
