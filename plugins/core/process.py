"""Have another process do a piece of work: request and answer travel pickled, in and out."""

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection
from pathlib import Path
from pkgutil import resolve_name
from threading import current_thread, main_thread
from types import FrameType
from typing import Any, TypeVar

from plugins.core.project import PLUGINS

PROGRAM = Path(__file__).parents[2]

# Not by a fork of this process: `serve` asks from a thread. The server forks from one that has
# imported what a build needs and done nothing yet, which takes no time and keeps no state.
CONTEXT = multiprocessing.get_context("forkserver")
NEEDED = ["plugins.build.pelican_run", *PLUGINS, "babel.dates", "babel.messages.mofile",
          "babel.messages.pofile", "babel.numbers", "email_validator"]
CONTEXT.set_forkserver_preload(NEEDED)

Request = TypeVar("Request")
Answer = TypeVar("Answer")


class Stopped(Exception):
    """The process ended without an answer: killed, or short of memory."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def prepare() -> None:
    """Begin to import, in the background, what those that are asked will need."""
    # Ctrl-C is for the command, which ends them: each would print where it stopped. A process that
    # is started inherits what is blocked; the start of the tracker would let it through again.
    resource_tracker.ensure_running()
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)


def ask(work: str, request: object) -> Any:
    """Run a function in a process of its own, and return what it answers.

    `work` names it as in `module:function`, so that only that process imports what it needs.
    Raises Stopped if there is no answer.
    """
    prepare()
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


def at_once(asking: Callable[[Request], Answer], requests: Sequence[Request]) -> list[Answer]:
    """Return what a function that asks gives for each request; Ctrl-C ends all that were asked."""
    with ThreadPoolExecutor(len(requests)) as pool:
        try:
            return list(pool.map(asking, requests))
        except BaseException:
            for process in multiprocessing.active_children():
                process.kill()
            raise


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise TimeoutError within what takes longer; in the main thread alone, as signals come."""
    if current_thread() is not main_thread():
        yield
        return

    def end(number: int, frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _answer(pipe: Connection, work: str, request: object) -> None:
    # Its end is near: to look for garbage took a tenth of its time.
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    os.chdir(PROGRAM)
    sys.stdout = sys.stderr  # a program that reads the output gets the result alone
    pipe.send(resolve_name(work)(request))
