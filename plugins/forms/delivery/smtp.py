"""Post a mail: into a folder on this computer, or to a mail server."""

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

from plugins.core.email_address import as_sent
from plugins.core.files import write_atomically
from plugins.core.messages import SettingsError, say
from plugins.forms.delivery.worker import Refused

PATIENCE = 30.0
"""Seconds to wait for each answer of the mail server."""

KEPT = 2.0
"""Seconds for which a session waits for another mail."""

STARTTLS = {"yes": True, "no": False, "": None}
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over; `start_tls` None encrypts if the server offers it."""

    host: str
    port: int
    tls: bool
    start_tls: bool | None
    user: str | None
    password: str | None = field(repr=False)


def to_folder(message: EmailMessage, folder: Path) -> Path:
    """Write a mail as `<time>-<form>-<id>.eml`, whole or not at all; a repetition replaces it."""
    moment = parsedate_to_datetime(message["Date"]).strftime("%Y%m%dT%H%M%SZ")
    name = re.sub(r"[^A-Za-z0-9-]", "-", message["Message-ID"].strip("<>").partition("@")[0])
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{moment}-{name}.eml"
    write_atomically(path, message.as_bytes())
    return path


class MailSessions:
    """Hands mails to the server of an SMTP_URL, in one session for those that follow each other."""

    def __init__(self, url: str) -> None:
        """Read where the server is; raise SettingsError if the address does not say it."""
        self._new = partial(client_of, mail_server(url), PATIENCE)
        self._resting: dict[aiosmtplib.SMTP, asyncio.Task[None]] = {}

    async def __call__(self, message: EmailMessage, address: str) -> None:
        """Hand a mail over for one address.

        Raises Refused if the server will never take it, and what aiosmtplib raises if it may yet.
        """
        if session := await self._rested():
            # Nothing was handed over yet: some servers take only so many mails in a session.
            with suppress(aiosmtplib.SMTPSenderRefused):
                await self._use(session, message, address)
                return
        session = self._new()
        await session.connect()
        await self._use(session, message, address)

    async def _rested(self) -> aiosmtplib.SMTP | None:
        """Return a session that waits for a mail and still answers, if there is one."""
        while self._resting:
            session, ending = self._resting.popitem()
            ending.cancel()
            with suppress(aiosmtplib.SMTPException):
                await session.rset()
                return session
            session.close()
        return None

    async def _use(self, session: aiosmtplib.SMTP, message: EmailMessage, address: str) -> None:
        """Hand a mail over in a session, which waits for another one unless this one failed."""
        try:
            await _hand_over(session, message, address)
        except BaseException:
            session.close()
            raise
        self._resting[session] = asyncio.create_task(self._end(session))

    async def _end(self, session: aiosmtplib.SMTP) -> None:
        """End a session that no mail has come for, or together with the program."""
        try:
            await asyncio.sleep(KEPT)
        finally:
            if self._resting.pop(session, None):  # else it is at work again
                with suppress(aiosmtplib.SMTPException):
                    await session.quit(timeout=KEPT)


def client_of(server: MailServer, patience: float) -> aiosmtplib.SMTP:
    """Return a client of a mail server, not yet connected; `patience` is in seconds an answer."""
    return aiosmtplib.SMTP(
        hostname=server.host, port=server.port, use_tls=server.tls, start_tls=server.start_tls,
        username=server.user, password=server.password, timeout=patience)


async def _hand_over(session: aiosmtplib.SMTP, message: EmailMessage, address: str) -> None:
    try:
        await session.send_message(message, recipients=[as_sent(address) or address])
    except aiosmtplib.SMTPRecipientsRefused as error:
        raise _judged(error.recipients[0]) from error
    except aiosmtplib.SMTPDataError as error:
        raise _judged(error) from error
    except aiosmtplib.SMTPNotSupported as error:
        if address.isascii():
            raise
        raise Refused(say("the mail server accepts no address with such letters before the @ (it "
                          "lacks SMTPUTF8)")) from error


def mail_server(url: str) -> MailServer:
    """Return what an SMTP_URL says: smtp[s]://user:password@host:port?starttls=yes|no.

    With a password the connection is encrypted unless the server is this computer. Raises
    SettingsError, without the password, if the address is not of that form.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        tls = {"smtp": False, "smtps": True}[parts.scheme]
        wanted = STARTTLS[parse_qs(parts.query).get("starttls", [""])[-1]]
        if not host:
            raise ValueError
    except (ValueError, KeyError):
        raise SettingsError(say("SMTP_URL is not the address of a mail server; write it as in "
                                "smtp://user:password@mail.firm.example:587?starttls=yes"
                                )) from None
    if wanted is None and parts.username and host not in LOOPBACK:
        wanted = True
    return MailServer(host, port or (465 if tls else 587 if parts.username else 25),
                      tls, False if tls else wanted,
                      unquote(parts.username) if parts.username else None,
                      unquote(parts.password) if parts.password else None)


def _judged(error: aiosmtplib.SMTPResponseException) -> Exception:
    """Return a refusal for good as such; others may yet be taken back (RFC 5321, 4.2.1)."""
    if error.code < 500:
        return error
    return Refused(say("the mail server refuses it permanently: {code} {answer}",
                       code=error.code, answer=error.message))
