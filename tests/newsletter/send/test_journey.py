"""How far it is from a send to the request that sends: what a newcomer has to read."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from types import FrameType

from plugins.newsletter import journal
from plugins.newsletter.send.send import send
from tests.conftest import PROJECT
from tests.newsletter.conftest import ISSUE, House
from tests.support.editor import ScriptedEditor

PLUGINS = f"{PROJECT / 'plugins'}/"
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
        file = frame.f_code.co_filename
        if event != "call" or not self.watching:
            return
        if file.startswith(PLUGINS):
            self.files.add(file.removeprefix(PLUGINS))
        if frame.f_code.co_name == "request" and file.endswith("/sessions.py") \
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


def test_it_is_not_far_from_a_send_to_its_order(ready: House) -> None:
    """It goes through few files and calls, and reads the journal first, and before the order."""
    with watched() as journey:
        send(replace(ready, over_http=True).newsletter(), ISSUE, ScriptedEditor(), site=ready.site)

    assert len(journey.files) <= FILES, sorted(journey.files)
    assert journey.stack, "nothing was sent"
    assert ABOVE + len(journey.stack) <= DEEP, journey.stack  # the client library takes two
    assert journey.reads == READS
