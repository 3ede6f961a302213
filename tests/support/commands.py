"""Run a command of the project as it is called, without a process of its own."""

import io
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from typing import NamedTuple

import pytest

from plugins.commands.program import Desk
from tasks import DAY


class Finished(NamedTuple):
    """How a command has ended, and what it has printed."""

    returncode: int
    stdout: str
    stderr: str


def run_command(*words: str, environment: Mapping[str, str]) -> Finished:
    """Run `./inv` with these words, and nobody at the terminal; the environment is all it has."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr("os.environ", {**environment})
        try:
            Desk(DAY).run(["./inv", *words])
        except SystemExit as end:
            return Finished(int(end.code or 0), out.getvalue(), err.getvalue())
    return Finished(0, out.getvalue(), err.getvalue())
