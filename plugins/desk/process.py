"""Have another process do a piece of work: request and answer travel pickled, in and out."""

import multiprocessing
import os
import sys
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from plugins.desk.options import PLUGINS

PROGRAM = Path(__file__).parents[2]

# Not by a fork of this process: `serve` asks from a thread. The server forks from one that has
# imported what a build needs and done nothing yet, which takes no time and keeps no state.
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["plugins.desk.run", *PLUGINS])


class Stopped(Exception):
    """The process ended without an answer: killed, or short of memory."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def prepare() -> None:
    """Begin to import, in the background, what those that are asked will need."""
    forkserver.ensure_running()


def ask(work: str, request: object) -> Any:
    """Run a function in a process of its own, and return what it answers.

    `work` names it as in `module:function`, so that only that process imports what it needs.
    Raises Stopped if there is no answer.
    """
    ours, theirs = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=_answer, args=(theirs, work, request), daemon=True)
    process.start()
    theirs.close()
    try:
        answer = ours.recv()
    except EOFError:
        process.join()
        raise Stopped(process.exitcode or 0) from None
    process.join()
    return answer


def _answer(pipe: Connection, work: str, request: object) -> None:
    os.chdir(PROGRAM)
    sys.stdout = sys.stderr  # what is printed on the way is for nobody who reads the output
    pipe.send(resolve_name(work)(request))
