"""One receiver delivers at a time, and the next takes over as soon as it can."""

import asyncio
import signal
import subprocess
import sys
import time
from pathlib import Path

from plugins.forms.delivery.worker import delivery_lock
from tests.conftest import PROJECT

HOLDER = """
import asyncio, pathlib, sys
from plugins.forms.delivery.worker import delivery_lock

async def hold():
    async with delivery_lock(pathlib.Path(sys.argv[1]), asyncio.Event()):
        print("held", flush=True)
        await asyncio.sleep(60)

asyncio.run(hold())
"""


async def taken(database: Path, seconds: float) -> bool:
    """Tell whether the turn could be taken in that time."""
    async def take() -> None:
        async with delivery_lock(database, asyncio.Event()):
            return
    try:
        await asyncio.wait_for(take(), seconds)
    except TimeoutError:
        return False
    return True


def test_a_killed_receiver_gives_its_turn_back(tmp_path: Path) -> None:
    """The kernel does: no time need pass, and no clock is asked."""
    database = tmp_path / "forms.sqlite3"
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(database)], cwd=PROJECT,
                              stdout=subprocess.PIPE, text=True)
    assert holder.stdout and holder.stdout.readline() == "held\n"

    assert not asyncio.run(taken(database, 0.3))
    holder.send_signal(signal.SIGKILL)
    holder.wait()

    assert asyncio.run(taken(database, 0.3))


def test_a_receiver_that_waits_for_its_turn_can_end(tmp_path: Path) -> None:
    """It does not keep a restart waiting."""
    async def two() -> float:
        stopping = asyncio.Event()
        async with delivery_lock(tmp_path / "a", asyncio.Event()):
            asyncio.get_running_loop().call_later(0.05, stopping.set)
            begun = time.monotonic()
            async with delivery_lock(tmp_path / "a", stopping):
                return time.monotonic() - begun

    assert asyncio.run(two()) < 0.4
