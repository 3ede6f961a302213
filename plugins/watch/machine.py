"""Examine the receiver and what it rests on: disk, clock and public addresses."""

import http.client
import json
import shutil
import ssl
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from plugins.core.messages import Failure, Message, decimal, say, why
from plugins.watch.doctor import Remarks, Unanswered

PATIENCE = 5.0
"""Seconds to wait for a connection, and for each part of an answer."""

SOON = timedelta(days=14)
"""What a certificate must still last: who renews it by a program does so a month before."""

LEAST = 500 * 1000 ** 2
"""Bytes that must be free: a build, and the messages of years."""

ASTRAY = timedelta(minutes=2)
"""By how much a clock may be wrong."""

ERROR = 400
"""The least status of an answer that shows nothing."""

GIGABYTE = 1000 ** 3

Health = Callable[[], Mapping[str, object]]
"""Asks the receiver for its health; raises Failure where none answers."""


KEEPING: Mapping[str, Message] = {
    "in_place": say(
        "the database is no longer where the receiver opened it, and visitors are asked to come "
        "back later; put it back in its place, and restart the receiver (systemctl restart "
        "lettre-forms)"),
    "whole": say(
        "the database is damaged; stop the receiver, move forms.sqlite3 and its neighbours out of "
        "“var”, and run “./inv restore” with the last backup"),
    "writable": say(
        "the receiver cannot keep messages, and visitors are asked to come back later; look at the "
        "disk and at its log (journalctl -u lettre-forms)"),
}
"""What the health says of keeping messages, and what to do where it is not so."""


@dataclass(frozen=True)
class Answer:
    """What an address answers: its status, the clock of its server, until when it proves itself."""

    status: int
    clock: datetime | None
    until: datetime | None


@dataclass(frozen=True)
class Address:
    """A public address, which is asked once."""

    url: str

    @property
    def host(self) -> str:
        """The name by which it is called."""
        return urlsplit(self.url).hostname or ""

    @property
    def answer(self) -> Answer:
        """What it answers; raises Failure if it does not."""
        if isinstance(self._outcome, Failure):
            raise self._outcome
        return self._outcome

    @cached_property
    def _outcome(self) -> Answer | Failure:
        try:
            return _asked(self.url)
        except ssl.SSLCertVerificationError as error:
            return Failure(say(
                "{host}: {reason}, and browsers warn visitors off; renew it (certbot renew), and "
                "have the web server load it", host=self.host, reason=why(error)))
        except (OSError, http.client.HTTPException) as error:
            return Failure(say("{url} cannot be reached ({reason}); check its name in the zone, "
                               "the web server and the network", url=self.url,
                               reason=why(error)))


def receiver_on(port: int) -> Mapping[str, object]:
    """Return the health that the receiver on this port of this machine reports."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", "/forms/health")
        told = json.loads(connection.getresponse().read())
        if isinstance(told, dict) and "ok" in told:
            return told
        raise ValueError
    except OSError as error:
        reason = why(error)
    except (http.client.HTTPException, ValueError):
        reason = say("it is another program")
    finally:
        connection.close()
    raise Failure(say("no receiver answers on port {port} of this machine ({reason}); start it "
                      "(systemctl start lettre-forms), and read why it ended (journalctl -u "
                      "lettre-forms)", port=port, reason=reason))


def examine_receiver(health: Health) -> Remarks:
    """Look whether the receiver runs, and keeps what visitors send."""
    told = health()
    wrong = next((sentence for name, sentence in KEEPING.items() if not told.get(name, True)), None)
    yield wrong is None, wrong or say("the receiver runs, and keeps what is sent")


def examine_parked(health: Health) -> Remarks:
    """Look whether anything waits for a person."""
    number = _number(health(), "parked")
    if number:
        yield False, say("deliveries to the firm or the audience that failed for good: {number}; "
                         "“./inv forms.list --state parked” says why, “./inv forms.retry” and "
                         "“./inv forms.drop” settle it", number=number)
    else:
        yield True, say("no delivery is parked")


def examine_waiting(health: Health, late: timedelta) -> Remarks:
    """Look whether anything that firm or audience should have has waited too long."""
    told = health()
    number = _number(told, "waiting")
    waited = timedelta(seconds=_number(told, "oldest_waiting_seconds"))
    if waited > late:
        yield False, say("deliveries waiting: {number}, the oldest for {hours} h; “./inv "
                         "forms.list” says why; they are retried by themselves, and at once by "
                         "“./inv forms.retry all”", number=number,
                         hours=waited // timedelta(hours=1))
    else:
        yield True, say("deliveries waiting: {number}, none for long", number=number)


def examine_disk(folders: Iterable[Path]) -> Remarks:
    """Look how much room there is for what is kept and what is built."""
    for folder in folders:
        there = next(each for each in (folder, *folder.parents) if each.exists())
        free = shutil.disk_usage(there).free
        room = decimal(free / GIGABYTE, 1)
        if free < LEAST:
            yield False, say("{folder}: only {room} GB are free; make room before messages can no "
                             "longer be kept", folder=folder, room=room)
        else:
            yield True, say("{folder}: {room} GB are free", folder=folder, room=room)


def examine_address(address: Address, otherwise: Message) -> Remarks:
    """Look whether an address answers visitors by HTTPS, and how long its certificate is good."""
    if urlsplit(address.url).scheme != "https":
        yield False, say("{url} is not encrypted; serve it by HTTPS, and write https:// in "
                         "content/firm.toml, below “[site]”", url=address.url)
        return
    answer = address.answer
    if answer.status >= ERROR:
        yield False, say("{url} answers with {status}; {advice}", url=address.url,
                         status=answer.status, advice=otherwise)
    days = ((answer.until or datetime.now(UTC)) - datetime.now(UTC)).days
    if days < SOON.days:
        yield False, say("the certificate of {host} ends in {days} days; renew it (certbot renew), "
                         "and have the web server load it", host=address.host, days=days)
    elif answer.status < ERROR:
        yield True, say("{url} answers; its certificate is good for {days} days", url=address.url,
                        days=days)


def examine_clock(others: Iterable[Address]) -> Remarks:
    """Compare the clock of this machine with that of the first of others that tells its own."""
    for other in others:
        try:
            clock = other.answer.clock
        except Failure:
            continue
        if clock:
            yield _compared(datetime.now(UTC) - clock, other.host)
            return
    raise Unanswered(say("nobody answers whose clock could be compared with that of this machine"))


def _compared(ahead: timedelta, host: str) -> tuple[bool, Message]:
    if abs(ahead) <= ASTRAY:
        return True, say("the clock agrees with that of {host}", host=host)
    minutes = abs(round(ahead / timedelta(minutes=1)))
    told = say("{minutes} min fast", minutes=minutes) if ahead > timedelta(0) \
        else say("{minutes} min slow", minutes=minutes)
    return False, say("the clock of this machine is {told}, says {host}; have it set by the "
                      "network (timedatectl set-ntp true)", told=told, host=host)


def _asked(url: str) -> Answer:
    parts = urlsplit(url)
    assert parts.hostname
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=PATIENCE) \
        if parts.scheme == "http" else http.client.HTTPSConnection(
            parts.hostname, parts.port, timeout=PATIENCE, context=ssl.create_default_context())
    try:
        connection.connect()
        until = _proved_until(connection.sock)
        connection.request("GET", parts.path or "/")
        answer = connection.getresponse()
        return Answer(answer.status, _clock(answer), until)
    finally:
        connection.close()


def _proved_until(socket: object) -> datetime | None:
    certificate = socket.getpeercert() if isinstance(socket, ssl.SSLSocket) else None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), UTC) \
        if certificate else None


def _clock(answer: http.client.HTTPResponse) -> datetime | None:
    """Return the time at which an answer was given, also one that was kept on the way (Age)."""
    try:
        return parsedate_to_datetime(answer.headers["Date"]) + timedelta(
            seconds=int(answer.headers.get("Age", "0")))
    except (TypeError, ValueError, OverflowError):
        return None


def _number(told: Mapping[str, object], name: str) -> int:
    value = told.get(name)
    return value if isinstance(value, int) else 0
