"""Load the form receiver: `.venv/bin/python -m bench.receive --rate 200 --seconds 30`.

Runs `./inv receive` as it is published, with a mail server of this machine, and sends contact
messages at a fixed rate, each over a connection of its own as from a web server, whether or not
those before it are answered. Prints how long the answers took, from the moment each message was to
leave, what became of the messages, and what the receiver and the disk had to do for it.
"""

import argparse
import asyncio
import os
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.receiving import post, receiving
from tests.support.smtp_sink import smtp_sink

PROJECT = Path(__file__).parents[1]
MOST = 1000
"""Messages under way at once; more wait here, and their wait counts."""

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Figures:
    """What was measured."""

    seconds: list[float] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    took: float = 0.0

    def percentile(self, share: float) -> float:
        """Return within how many milliseconds this share was answered."""
        ordered = sorted(self.seconds)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000


def main() -> None:
    """Start the receiver, load it, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=int, default=200, help="messages a second (200)")
    parser.add_argument("--seconds", type=int, default=30, help="for how long (30)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=PROJECT) as folder, smtp_sink() as sink:
        commit = commit_time(Path(folder))
        with receiving(Path(folder), sink.url) as receiver:
            busy, own = cpu_seconds(receiver.process.pid), time.process_time()
            figures = asyncio.run(load(receiver.port, given.rate, given.seconds))
            busy, own = cpu_seconds(receiver.process.pid) - busy, time.process_time() - own
            mails = len(sink.messages)
        kept = count(Path(folder) / "var" / "forms.sqlite3")
    report(figures, kept, mails, commit, busy, own)


async def load(port: int, rate: int, seconds: int) -> Figures:
    """Send `rate` messages a second, by the clock."""
    figures, room = Figures(), asyncio.Semaphore(MOST)
    begin = time.perf_counter() + 0.1

    async def one(number: int) -> None:
        due = begin + number / rate
        async with room:
            try:
                answer = await one_message(port, number)
            except (OSError, TimeoutError) as error:
                answer = type(error).__name__
        figures.seconds.append(time.perf_counter() - due)
        figures.answers[answer] += 1

    async with asyncio.TaskGroup() as tasks:
        for number in range(rate * seconds):
            await asyncio.sleep(max(begin + number / rate - time.perf_counter(), 0))
            tasks.create_task(one(number))
    figures.took = time.perf_counter() - begin
    return figures


async def one_message(port: int, number: int) -> str:
    """Send one message of a visitor of its own, and return the status of the answer."""
    visitor = f"{10 + (number >> 16)}.{number >> 8 & 255}.{number & 255}.1"
    return await post(port, "contact", {
        "name": f"Lectrice {number}", "email": f"reader{number}@firm.example", "topic": "article",
        "message": f"Une question, la {number}e. " + "Texte. " * 60}, visitor)


def commit_time(folder: Path) -> float:
    """Return for how many milliseconds this disk is busy with one commit, as a median."""
    connection = sqlite3.connect(folder / "trial.sqlite3", isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE trial (text)")
    times = []
    for _ in range(200):
        start = time.perf_counter()
        connection.execute("INSERT INTO trial VALUES (?)", ("x" * 1000,))
        times.append(time.perf_counter() - start)
    return sorted(times)[100] * 1000


def cpu_seconds(process: int) -> float:
    """Return how long a process has kept a core busy."""
    values = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(values[11]) + int(values[12])) / TICKS


def count(database: Path) -> int:
    """Return how many submissions are kept."""
    with sqlite3.connect(database) as connection:
        return connection.execute("SELECT count(*) FROM submissions").fetchone()[0]


def report(figures: Figures, kept: int, mails: int, commit: float, busy: float, own: float
           ) -> None:
    """Print the figures."""
    number, thanked = len(figures.seconds), figures.answers["303"]
    print(f"sent {number} in {figures.took:.1f} s ({number / figures.took:.0f} a second); "
          f"answers: {dict(figures.answers)}")
    print("answered within: " + ", ".join(
        f"{name} {figures.percentile(share):.0f} ms"
        for name, share in (("50 %", 0.5), ("90 %", 0.9), ("99 %", 0.99), ("all", 1))))
    print(f"thanked {thanked}, kept {kept}, mailed by then {mails}")
    print(f"the receiver kept {busy / figures.took:.0%} of a core busy, the client and its mail "
          f"server {own / figures.took:.0%}; one commit takes this disk {commit:.1f} ms; "
          f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    if thanked != number or kept != thanked:
        sys.exit(1)


if __name__ == "__main__":
    main()
