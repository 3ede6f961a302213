"""Tell the firm by mail what is wrong: at most once a day and cause, whatever restarts."""

import fcntl
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_datetime as format_in_words

from plugins.core.email_address import as_sent
from plugins.core.i18n import locale_of
from plugins.core.messages import Failure, say, why
from plugins.forms.delivery.deliver import Send, Sender
from plugins.forms.log import fault, note, trouble
from plugins.watch.doctor import Finding

DAY = timedelta(days=1)
WEEK = timedelta(days=7)

URGENT = frozenset({"settings", "receiver", "parked", "waiting", "disk"})
"""The checks of what keeps messages from the firm: it is told each day, of others each week."""

ROOM = 8192
"""Bytes of the memory. It is written over in place: that works on a full disk, too."""

NEVER = 0.0


@dataclass(frozen=True)
class Cause:
    """Since when something is wrong, and when the firm was last told; in seconds, NEVER for not."""

    since: float = NEVER
    told: float = NEVER


@dataclass(frozen=True)
class Reader:
    """Who is told: the addresses, and in which language."""

    addresses: tuple[str, ...]
    lang: str
    gettext: Callable[[str], str]


class Memory:
    """What the firm was told of, in a file that several programs share.

    What the disk does not take is remembered as long as the program runs; one that ends at once
    is refused to tell anything, as it would tell it each time.
    """

    def __init__(self, path: Path, ends_at_once: bool = False) -> None:
        """Take the file, which need not be there."""
        self._path, self._ends_at_once = path, ends_at_once
        self._causes: Mapping[str, Cause] = {}

    def due(self, found: Sequence[Finding], now: datetime) -> Mapping[str, datetime]:
        """Note what was found; return of what the firm is to be told now, and since when it is so.

        It counts as told; `take_back` says that it was not.
        """
        with self._opened() as causes:
            wrong = {each.check for each in found if each.state == "to do"}
            for name in {each.check for each in found if each.state == "fine"} & {*causes} - wrong:
                causes[name] = replace(causes[name], since=NEVER)
            due = dict[str, datetime]()
            for name in sorted(wrong):
                known = causes.get(name, Cause())
                causes[name] = replace(known, since=known.since or now.timestamp())
                rest = DAY if name in URGENT else WEEK
                if now.timestamp() - known.told >= rest.total_seconds():
                    causes[name] = replace(causes[name], told=now.timestamp())
                    due[name] = datetime.fromtimestamp(causes[name].since, UTC)
            return due

    def take_back(self, names: Iterable[str]) -> None:
        """Note that the firm could not be told."""
        with self._opened() as causes:
            causes.update({name: replace(causes[name], told=NEVER) for name in names})

    @contextmanager
    def _opened(self) -> Iterator[dict[str, Cause]]:
        """Give what is remembered, and keep it as the block leaves it."""
        causes = dict(self._causes)
        with ExitStack() as held:
            file = None
            with self._refusals():
                file = held.enter_context(os.fdopen(
                    os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600), "r+b", buffering=0))
                fcntl.flock(file, fcntl.LOCK_EX)
                causes |= _read(file.read())
            yield causes
            self._causes = causes
            with self._refusals():
                if file:
                    file.seek(0)
                    file.write(_written(causes))
                    os.fsync(file)

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if self._ends_at_once:
                raise Failure(say("{path}: cannot be written ({reason}); so nobody is told by "
                                  "mail: each restart would repeat it", path=self._path,
                                  reason=why(error))) from error
            trouble("alarms", error)


async def raise_alarm(found: Sequence[Finding], memory: Memory, reader: Reader, sender: Sender,
                      send: Send) -> bool:
    """Tell the firm of what it is to be told now; return False if nobody took the mail.

    The mail goes straight to the server: what waits for it, or fails, is no delivery to watch.
    """
    now = datetime.now(UTC)
    due = memory.due(found, now)
    if not due:
        return True
    message = alarm([each for each in found if each.check in due and each.state == "to do"],
                    due, reader, sender, now)
    taken = 0
    for address in reader.addresses:
        try:
            await send(message, address)
            taken += 1
        except Exception as error:  # each address on its own, and whatever it is
            fault("untold", error, causes=sorted(due))
    if taken:
        note("told", causes=sorted(due), addresses=taken)
    else:
        memory.take_back(due)
    return taken > 0


def alarm(wrong: Sequence[Finding], since: Mapping[str, datetime], reader: Reader, sender: Sender,
          now: datetime) -> EmailMessage:
    """Return the mail that says what is wrong, since when, and what settles it."""
    message = EmailMessage(SMTP)
    message["From"] = sender.address
    message["To"] = ", ".join(map(as_sent, reader.addresses))
    message["Subject"] = say("The forms of {site} need your attention",
                             site=sender.site.partition("://")[2]).render(reader.gettext)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=sender.address.rpartition("@")[2])
    # RFC 3834: no machine must answer what a machine wrote.
    message["Auto-Submitted"] = "auto-generated"
    zone = ZoneInfo(sender.zone)
    lines = [say("{subject}: {sentence} (since {moment})", subject=each.subject,
                 sentence=each.sentence, moment=format_in_words(
                     since[each.check], "d MMMM y, HH:mm", zone, locale_of(reader.lang)))
             for each in wrong]
    words = [*lines, say("You are told once a day as long as messages to you are concerned, and "
                         "once a week of everything else. On the server, “./inv forms.doctor” "
                         "examines all of it, and says when it is right again.")]
    message.set_content("\n\n".join(each.render(reader.gettext) for each in words) + "\n",
                        cte="quoted-printable")
    message["Content-Language"] = reader.lang
    return message


def _read(kept: bytes) -> dict[str, Cause]:
    """Return what the file holds; what cannot be read is nothing: the firm is told once more."""
    with suppress(ValueError, TypeError, AttributeError):
        return {str(name): Cause(float(since), float(told))
                for name, (since, told) in json.loads(kept).items()}
    return {}


def _written(causes: Mapping[str, Cause]) -> bytes:
    return json.dumps({name: (each.since, each.told) for name, each in causes.items()}
                      ).encode().ljust(ROOM)
