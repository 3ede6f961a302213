"""Measure whole processes: wall clock, CPU and peak memory of a program and all that it starts."""

import ctypes
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

BECOME_REAPER = 36
"""PR_SET_CHILD_SUBREAPER of Linux: whom a program leaves behind is ours to wait for."""

SHARE = 20
"""Looking at memory may take this part of the time, or it would be measured as well."""


@dataclass(frozen=True)
class Figures:
    """What a program took: seconds of wall clock, of CPU, of waiting, and bytes of memory."""

    wall: float
    cpu: float = 0.0
    memory: int = 0
    waiting: float = 0.0


class FailedError(Exception):
    """A program ended with another status than 0; the sentence holds its last words."""


def environment() -> dict[str, str]:
    """Return the environment of what is measured, in which Python keeps what it compiles."""
    left_out = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PRESS_FOLDER", "SITEURL")
    return {name: value for name, value in os.environ.items() if name not in left_out}


def start(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own, its words kept in a file."""
    with (folder / "said.txt").open("wb") as said:
        return subprocess.Popen(command, cwd=folder, env=environment(), stdin=subprocess.DEVNULL,
                                stdout=said, stderr=said, start_new_session=True)


def measure(command: list[str], folder: Path) -> Figures:
    """Run a program to its end. Raises FailedError."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(BECOME_REAPER, 1)
    before, began = _cpu_of_children(), time.perf_counter()
    program = start(command, folder)
    peak = _Peak(program.pid)
    try:
        status = program.wait()
    except BaseException:
        os.killpg(program.pid, signal.SIGKILL)
        raise
    wall = time.perf_counter() - began
    memory = peak.end()
    wait_for_orphans()
    if status:
        said = (folder / "said.txt").read_text("utf-8", "replace")
        raise FailedError(f"“{' '.join(command)}” ended with status {status}: {said[-600:]}")
    return Figures(wall, _cpu_of_children() - before, memory)


def wait_for_orphans() -> None:
    """Wait until nothing that was started is left, so that its CPU is counted."""
    with suppress(ChildProcessError):
        while True:
            os.wait()


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class _Peak(threading.Thread):
    """Looks again and again at the memory of a session, and keeps the most."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self._session, self._most, self._over = session, 0, threading.Event()
        self.start()

    def run(self) -> None:
        pause = 0.0
        while not self._over.wait(pause):
            began = time.perf_counter()
            self._most = max(self._most, memory_of(self._session))
            pause = SHARE * (time.perf_counter() - began)

    def end(self) -> int:
        self._over.set()
        self.join()
        return self._most


def memory_of(session: int) -> int:
    """Return the bytes of memory of a session's processes, what they share divided among them."""
    return 1024 * sum(
        int(line.split()[1]) for process in _processes(session)
        for line in _read(process / "smaps_rollup").splitlines() if line.startswith("Pss:"))


def busy_seconds(session: int) -> float:
    """Return how long the session's living processes have run, or wanted a processor to run on."""
    return sum(sum(map(int, _read(file).split()[:2])) for process in _processes(session)
               for file in process.glob("task/*/schedstat")) / 1e9


def _processes(session: int) -> Iterator[Path]:
    for process in Path("/proc").glob("[0-9]*"):  # none where there is no such folder
        with suppress(OSError):  # it has ended meanwhile
            if os.getsid(int(process.name)) == session:
                yield process


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:  # it has ended meanwhile
        return ""
