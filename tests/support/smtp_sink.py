"""A real mail server of this machine's own, which keeps what it takes and answers as it is told."""

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword

HANG = "hang"
"""The answer of a server that gives none."""

Answer = str | Callable[[], str]


@dataclass
class Sink:
    """What the server has taken, its address, and its answers by command in place of its own.

    An answer may be a function; an empty one is the server's own.
    """

    answers: dict[str, Answer] = field(default_factory=dict)
    messages: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    sessions: list[SMTP] = field(default_factory=list)
    url: str = ""

    def session(self, loop: asyncio.AbstractEventLoop, tls: ssl.SSLContext | None) -> SMTP:
        """Begin a session with a client, and keep it."""
        self.sessions.append(SMTP(self, loop=loop, hostname="sink", authenticator=self.log_in,
                                  auth_require_tls=False, tls_context=tls))
        return self.sessions[-1]

    def drop(self) -> None:
        """Close all connections without a word."""
        for session in self.sessions:
            if session.transport and session.loop:
                session.loop.call_soon_threadsafe(session.transport.close)

    def log_in(self, server: SMTP, session: object, envelope: Envelope, mechanism: str,
               data: LoginPassword) -> AuthResult:
        """Let anybody in, and keep as whom; nobody if AUTH has an answer."""
        if "AUTH" in self.answers:
            return AuthResult(success=False, handled=False)
        self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=True)

    async def handle_MAIL(self, server: SMTP, session: object, envelope: Envelope,  # noqa: N802
                          address: str, options: list[str]) -> str:
        envelope.mail_from = address
        return await self._answer("MAIL")

    async def handle_RCPT(self, server: SMTP, session: object, envelope: Envelope,  # noqa: N802
                          address: str, options: list[str]) -> str:
        answer = await self._answer("RCPT")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: object, envelope: Envelope  # noqa: N802
                          ) -> str:
        answer = await self._answer("DATA")
        if answer.startswith("2"):
            assert isinstance(envelope.content, bytes)
            message = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(message, EmailMessage)
            self.messages.append(message)
            self.recipients += envelope.rcpt_tos
        return answer

    async def _answer(self, command: str) -> str:
        told = self.answers.get(command, "")
        answer = (told if isinstance(told, str) else told()) or "250 well"
        if answer == HANG:
            await asyncio.sleep(3600)
        return answer


@contextmanager
def smtp_sink(tls: ssl.SSLContext | None = None, **answers: Answer) -> Iterator[Sink]:
    """Run the server on a free port of 127.0.0.1, in a thread of its own; `tls` offers STARTTLS."""
    sink, loop = Sink(answers), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = _in(loop, loop.create_server(
        partial(sink.session, loop, tls), "127.0.0.1", 0))
    sink.url = f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield sink
    finally:
        _in(loop, _end(server))
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


async def _end(server: asyncio.Server) -> None:
    server.close()
    sessions = asyncio.all_tasks() - {asyncio.current_task()}
    for session in sessions:
        session.cancel()
    await asyncio.gather(*sessions, return_exceptions=True)


def _in(loop: asyncio.AbstractEventLoop, coroutine: Any) -> Any:
    return asyncio.run_coroutine_threadsafe(coroutine, loop).result(5)
