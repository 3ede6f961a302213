"""How far it is from a send to the request that sends: what a newcomer has to read."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import pytest

from plugins.newsletter import journal
from plugins.newsletter.send.send import send
from tests.conftest import PROJECT
from tests.newsletter.conftest import ISSUE, House
from tests.support.editor import ScriptedEditor

FILES, DEEP, READS = 16, 12, 2
ABOVE = 1
"""Calls above `send`: the command, which `tasks.send` calls."""


@dataclass
class Journey:
    """What a send passed through until its first order was asked for."""

    files: set[str] = field(default_factory=set)
    stack: list[str] = field(default_factory=list)
    """The calls from `send` to the request, both left out at the request's end."""
    reads: int = 0
    watching: bool = True

    def see(self, frame: FrameType, event: str, _: object) -> None:
        """Note one of our calls, and stop at the request that sends."""
        file = Path(frame.f_code.co_filename)
        if event != "call" or not self.watching:
            return
        if file.is_relative_to(PROJECT / "plugins"):
            self.files.add(str(file.relative_to(PROJECT / "plugins")))
        if frame.f_code.co_name == "request" and file.name == "sessions.py" \
                and str(frame.f_locals.get("url", "")).endswith("/actions/send"):
            self.stack = list(_callers(frame))
            self.watching = False

    def hear(self, event: str, arguments: tuple[object, ...]) -> None:
        """Count how often the journal is opened to be read."""
        if event == "open" and self.watching and str(arguments[0]).endswith(journal.NAME):
            self.reads += "r" in str(arguments[1])


def _callers(frame: FrameType) -> Iterator[str]:
    """Yield who called whom, upwards from what calls a frame, until `send` itself."""
    caller = frame.f_back
    while caller and caller.f_code is not send.__code__:
        yield caller.f_code.co_name
        caller = caller.f_back
    yield "send"


@contextmanager
def watched() -> Iterator[Journey]:
    """Watch what is done in the block."""
    journey = Journey()
    sys.addaudithook(journey.hear)
    sys.setprofile(journey.see)
    try:
        yield journey
    finally:
        sys.setprofile(None)
        journey.watching = False


@pytest.fixture
def journey(ready: House) -> Journey:
    """The journey of a send in which nothing goes wrong."""
    with watched() as seen:
        send(ready.newsletter(), ISSUE, ScriptedEditor(), site=ready.site)
    return seen


def test_a_send_goes_through_few_files(journey: Journey) -> None:
    """Those that it calls before the first order is asked for."""
    assert len(journey.files) <= FILES, sorted(journey.files)


def test_a_send_is_not_deep(journey: Journey) -> None:
    """The client library takes two of these calls."""
    assert journey.stack, "nothing was sent"
    assert ABOVE + len(journey.stack) <= DEEP, journey.stack


def test_a_send_reads_the_journal_at_the_start_and_before_the_order(journey: Journey) -> None:
    """What it writes meanwhile it knows."""
    assert journey.reads == READS
