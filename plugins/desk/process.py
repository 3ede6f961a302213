"""Have another process do a piece of work: request and answer travel pickled, in and out."""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

PROGRAM = Path(__file__).parents[2]


class Stopped(Exception):
    """The process ended without an answer: killed, or short of memory."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def ask(module: str, request: object) -> Any:
    """Run a module as a program of its own, and return what it answers.

    By its name, not by fork: `serve` asks from a thread, and Pelican keeps global state. Raises
    Stopped if there is no answer.
    """
    done = subprocess.run([sys.executable, "-m", module], input=pickle.dumps(request),
                          stdout=subprocess.PIPE, cwd=PROGRAM, check=False)
    if done.returncode:
        raise Stopped(done.returncode)
    return pickle.loads(done.stdout)


def answer(work: Callable[[Any], object]) -> None:
    """Do the work that is asked for on standard input, and answer on standard output."""
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr  # nothing printed on the way may stand in the answer
    request = pickle.load(sys.stdin.buffer)
    with output:
        pickle.dump(work(request), output)
