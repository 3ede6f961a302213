"""Measure a builder's own server: until its first page, and from a save to the page."""

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable

from bench.builders import Builder
from bench.processes import FailedError, Figures, busy_seconds, memory_of, start, wait_for_orphans

PATIENCE = 300
"""Seconds after which the first page, or that of a saved text, is no longer waited for."""

POLL = 0.02
"""Seconds between two requests for a page; a browser, which is told, asks once."""


class Server:
    """A builder's own server at work; what is polled is the page of what is edited."""

    def __init__(self, builder: Builder, address: str) -> None:
        self._builder, self._address = builder, address
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]

    def __enter__(self) -> "Server":
        self._began = time.perf_counter()
        self._program = start(self._builder.command("serve", self._port), self._builder.folder)
        return self

    def __exit__(self, *_: object) -> None:
        os.killpg(self._program.pid, signal.SIGINT)
        try:
            self._program.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self._program.pid, signal.SIGKILL)
            self._program.wait()
        wait_for_orphans()

    def saved(self, save: Callable[[], None], word: str) -> Figures:
        """Save what brings a new word, and wait until the page has it."""
        self._settle()
        self._began = time.perf_counter()
        save()
        return self.page_with(word)

    def _settle(self) -> None:
        """Wait until the server does nothing: one that builds while it starts may miss a save."""
        session, quiet = self._program.pid, 0
        busy = busy_seconds(session)
        while quiet < 4:
            time.sleep(0.5)
            was_busy, busy = busy, busy_seconds(session)
            quiet = quiet + 1 if busy - was_busy < 0.1 else 0

    def page_with(self, word: str) -> Figures:
        """Wait for a page with the word, and count how long the server was idle meanwhile.

        It has to answer to the polling all the time, so it is idle if it works less than half.
        """
        waiting, session = 0.0, self._program.pid
        now, busy = time.perf_counter(), busy_seconds(session)
        while word not in self._page():
            if now - self._began > PATIENCE or self._program.poll() is not None:
                said = (self._builder.folder / "said.txt").read_text("utf-8", "replace")
                raise FailedError(f"{self._builder.title}: the page does not come; the "
                                  f"server said: {said[-600:]}")
            time.sleep(POLL)
            last, was_busy = now, busy
            now, busy = time.perf_counter(), busy_seconds(session)
            waiting += (now - last) * (0 <= busy - was_busy < (now - last) / 2)
        return Figures(time.perf_counter() - self._began, memory=memory_of(session),
                       waiting=waiting)

    def _page(self) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        try:
            connection.request("GET", self._address)
            answer = connection.getresponse()
            return answer.read().decode() if answer.status == 200 else ""
        except (OSError, http.client.HTTPException):  # it does not listen yet
            return ""
        finally:
            connection.close()
