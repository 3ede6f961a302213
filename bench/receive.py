"""Load the form receiver: `.venv/bin/python -m bench.receive --rate 200 --seconds 30`.

Runs `./inv receive` as it is published, with a mail server of this machine, and sends contact
messages at a fixed rate, each over a connection of its own as from a web server, whether or not
those before it are answered. Prints how long the answers took, from the moment each message was to
leave, what became of the messages, and what the receiver and the disk had to do for it.
"""

import argparse
import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from tests.forms.smtp_sink import smtp_sink

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
        with receiving(Path(folder), sink.url) as (process, port):
            busy, own = cpu_seconds(process.pid), time.process_time()
            figures = asyncio.run(load(port, given.rate, given.seconds))
            busy, own = cpu_seconds(process.pid) - busy, time.process_time() - own
            mails = len(sink.messages)
        kept = count(Path(folder) / "var" / "forms.sqlite3")
    report(figures, kept, mails, commit, busy, own)


@contextmanager
def receiving(folder: Path, mail: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Run the receiver on a free port, with a site that has its pages."""
    pages = {lang: {"page": f"{lang}/contact/", "thanks": f"{lang}/thanks/"}
             for lang in ("fr", "en")}
    (folder / "output").mkdir()
    (folder / "output" / "forms.json").write_text(json.dumps({"contact": pages}))
    environment = {
        **os.environ, "SMTP_URL": mail, "FORMS_MOST_IN_TOTAL": "999999999",
        "MAILCHIMP_API_KEY": "0123456789abcdef0123456789abcdef-us1",
        "MAILCHIMP_AUDIENCE_ID": "a1b2c3d4e5", "MAILCHIMP_API_ROOT": "http://127.0.0.1:9/3.0"}
    process = subprocess.Popen(
        [sys.executable, "-m", "invoke", "receive", "--port", "0", "--messages", "en",
         "--output", str(folder / "output"), "--var", str(folder / "var")],
        cwd=PROJECT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert process.stdout
        yield process, int(process.stdout.readline().split(";")[0].rpartition(":")[2])
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


async def load(port: int, rate: int, seconds: int) -> Figures:
    """Send `rate` messages a second, by the clock."""
    figures, room = Figures(), asyncio.Semaphore(MOST)
    begin = time.perf_counter() + 0.1

    async def one(number: int) -> None:
        due = begin + number / rate
        async with room:
            try:
                answer = await post(port, number)
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


async def post(port: int, number: int) -> str:
    """Send one message of a visitor of its own, and return the status of the answer."""
    body = urlencode({
        "lang": "fr", "name": f"Lectrice {number}", "email": f"reader{number}@firm.example",
        "topic": "article", "message": f"Une question, la {number}e. " + "Texte. " * 60,
        "consent": "yes", "website": ""}).encode()
    visitor = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    head = (f"POST /forms/contact HTTP/1.1\r\nHost: lettre.example\r\nConnection: close\r\n"
            f"Origin: https://lettre.example\r\nX-Forwarded-For: {visitor}\r\n"
            f"Referer: https://lettre.example/fr/contact/\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n").encode()
    async with asyncio.timeout(30):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(head + body)
        answer = await reader.read()
        writer.close()
    return answer[9:12].decode()


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
