"""Spoil what passes between a client and the fake Mailchimp."""

import os
import re
import select
import signal
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

Kind = str
"""What goes wrong, one of `KINDS`, and what became of the request: “reset” without effect,
“reset after” its effect, “reset late” with an effect that comes once the client has given up."""

KINDS = ("429", "bare 403", "empty 504", "hang", "reset", "refused", "html", "truncated",
         "json", "redirect", "kill", "interrupt", "meanwhile")
EFFECTS = ("", " after", " late")

BODIES = {
    "html": (200, b"<html>Welcome to our network</html>", "text/html"),
    "truncated": (200, b'{"id": "ca0000', "application/json"),
    "json": (200, b'{"ok": true}', "application/json"),
    "redirect": (302, b"{}", "application/json")}
SIGNALS = {"kill": signal.SIGKILL, "interrupt": signal.SIGINT}
PATIENCE = 5
"""Seconds after which a request that hangs is dropped; a client gives up sooner."""


@dataclass
class Fault:
    """What goes wrong with `times` requests that fit, once `spared` of them went well.

    `method` and `path` are regular expressions. A late effect comes after `delay` more requests.
    """

    kind: Kind
    method: str = ".*"
    path: str = ".*"
    times: int = 1
    spared: int = 0
    delay: int = 1

    @property
    def what(self) -> str:
        """The kind without what became of the request."""
        return self.kind.removesuffix(" after").removesuffix(" late")

    @property
    def effect(self) -> str:
        """When the request has its effect: "" for never, “after” or “late”."""
        return self.kind.removeprefix(self.what).strip()

    def due(self, method: str, path: str) -> bool:
        """Tell whether this request goes wrong, and count it."""
        if not (re.fullmatch(self.method, method) and re.search(self.path, path)):
            return False
        if self.spared:
            self.spared -= 1
            return False
        self.times -= 1
        return self.times >= 0


@dataclass
class Victim:
    """The process that a fault ends: it is known some time after it was started."""

    pid: int = 0
    known: threading.Event = field(default_factory=threading.Event)

    def name(self, pid: int) -> None:
        """Say who it is."""
        self.pid = pid
        self.known.set()

    def strike(self, number: signal.Signals) -> None:
        """Send it a signal."""
        if self.known.wait(PATIENCE):
            os.kill(self.pid, number)


@dataclass
class Postponed:
    """A request whose effect comes after `delay` more requests."""

    delay: int
    act: Callable[[], Any]


def spoil(handler: BaseHTTPRequestHandler, what: str, fake: Any) -> None:
    """Answer a request as `what` says, or not at all."""
    if what in BODIES:
        status, body, kind = BODIES[what]
        write(handler, status, body, kind, Location="http://127.0.0.1:9/")
    elif what in ("429", "bare 403", "empty 504"):
        write(handler, int(what[-3:]), b"", "text/plain")
    else:
        _drop(handler, what, fake)


def write(
    handler: BaseHTTPRequestHandler, status: int, body: bytes, kind: str, **headers: str
) -> None:
    """Write a whole answer."""
    handler.send_response(status)
    for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def _drop(handler: BaseHTTPRequestHandler, what: str, fake: Any) -> None:
    handler.close_connection = True
    if what == "hang":
        _await_farewell(handler.connection, fake.stopping)
    elif what in SIGNALS:
        fake.victim.strike(SIGNALS[what])
    elif what == "refused":
        fake.turn_deaf()
    if what != "interrupt":
        _reset(handler.connection)


def _await_farewell(connection: socket.socket, stopping: threading.Event) -> None:
    """Say nothing until the client closes its end, or the server stops."""
    for _ in range(PATIENCE * 100):
        if stopping.is_set() or select.select([connection], [], [], 0.01)[0]:
            return


def _reset(connection: socket.socket) -> None:
    """Close a connection as a broken network does, without a farewell."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(connection.detach())
