"""What the tests of publishing share: building, looking, and dying at a chosen moment."""

import itertools
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from plugins.atomic import begin, commit, lock, recover, write

STEPS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir"}
"""What Python reports before it asks the system to change a disk, as audit events."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return where a site is published; nothing is there yet."""
    return tmp_path / "output"


@pytest.fixture
def publish() -> Callable[..., None]:
    """Return a function that publishes {root: {path: bytes}} as a command does."""
    return _publish


@pytest.fixture
def tree() -> Callable[[Path], dict[str, bytes]]:
    """Return a function that reads {path: bytes} from a folder."""
    return lambda root: {path.relative_to(root).as_posix(): path.read_bytes()
                         for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def die_at() -> Callable[[int, Callable[[], object]], bool]:
    """Return a function that runs another in a process killed before its nth change of the disk.

    It tells whether the process lived long enough to be killed.
    """
    return _die_at


@pytest.fixture
def interrupt() -> Callable[[Mapping[Path, Mapping[str, bytes]]], None]:
    """Return a function that publishes {root: {path: bytes}}, killed as soon as it is certain."""
    return _interrupt


def _interrupt(builds: Mapping[Path, Mapping[str, bytes]]) -> None:
    journal = next(root.parent / f".{root.name}.press/journal.json" for root in builds)
    assert _die_once(journal.exists, lambda: _publish(builds)), "the commit ended unharmed"


def _publish(builds: Mapping[Path, Mapping[str, bytes]]) -> None:
    with lock(builds):
        recover(list(builds))
        stagings = {root: begin(root) for root in builds}
        commit([(stagings[root], {write(stagings[root], path, data)
                                  for path, data in files.items()})
                for root, files in builds.items()])


def _die_at(step: int, work: Callable[[], object]) -> bool:
    steps = itertools.count()
    return _die_once(lambda: next(steps) == step, work)


def _die_once(due: Callable[[], bool], work: Callable[[], object]) -> bool:
    process = multiprocessing.get_context("fork").Process(target=_doomed, args=(due, work))
    process.start()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


def _doomed(due: Callable[[], bool], work: Callable[[], object]) -> None:
    def die(event: str, _: object) -> None:
        if event in STEPS and due():
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(die)
    work()
