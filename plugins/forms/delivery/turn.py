"""Let one receiver deliver at a time, also while a new one starts before the old one has ended."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

PAUSE = 0.5
"""Seconds between two looks whether the turn is free."""


@asynccontextmanager
async def turn(database: Path, stopping: asyncio.Event) -> AsyncIterator[None]:
    """Wait until no other process delivers from this database, then keep them all from it.

    The kernel ends the turn of a process with the process, however that ends. Goes on without a
    turn once `stopping` is set.
    """
    descriptor = os.open(f"{database}.turn", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        while not stopping.is_set() and not _is_taken(descriptor):
            with suppress(TimeoutError):
                async with asyncio.timeout(PAUSE):
                    await stopping.wait()
        yield
    finally:
        os.close(descriptor)


def _is_taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
