"""Count who sends how much within an hour: who must wait, who is asked to send once more."""

import hashlib
import hmac
import secrets
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address

MINUTES = 60
"""How long what was sent counts."""

WIDTHS = {4: {32: 1, 24: 5}, 6: {64: 1, 56: 2, 48: 5}}
"""How many bits of an address, by its version of IP, are counted as one network, the widest last;
and how many times as much as one address its visitors may send.

One subscriber has a /64 of IPv6 at least, and often a /56 or a /48 (RFC 6177).
"""

KEPT_FREE = 4
"""One part in so many of each total is for networks that have sent nothing within the hour."""

CEILING = 10
"""How many times its total a form takes from those who were asked: the disk has an end."""

FLOOD = 10
"""A form that takes one part in so many of its total is in a flood."""

ONCE_MORE = timedelta()
"""The wait of who need not wait, but must send it again with a proof."""

STAMPS = "stamps"
"""In the table of keys, the day of the key that lasts: with it, the receiver signs times."""


@dataclass(frozen=True)
class Limits:
    """How many submissions are taken within an hour from one address, and by one form.

    From the total on, a form takes only what comes with a proof.
    """

    address: int = 20
    total: int = 1000

    @property
    def flood(self) -> int:
        """From how many on a form is in a flood: more than a visitor may send by themselves."""
        return max(self.total // FLOOD, self.address)


UNLIMITED = Limits(sys.maxsize, sys.maxsize)
"""For one who tries out forms on their own computer."""


@dataclass(frozen=True)
class Arrival:
    """What somebody sends: by which form, from which IP address, empty if it is not known, when.

    `proof` is what a robot that only sends does not have, good for one submission; empty for none.
    """

    form: str
    visitor: str
    moment: datetime
    proof: bytes = b""


def waiting_time(connection: sqlite3.Connection, limits: Limits, arrival: Arrival
                 ) -> timedelta | None:
    """Return how long a visitor must wait before sending, None for not at all; or ONCE_MORE.

    A network waits for its own limit only. None can use up the hour of a form for the others.
    """
    networks, now = list(_networks(connection, arrival)), arrival.moment
    waits = [_wait(connection, network, limits.address * times, now) for network, times in networks]
    if any(waits):
        return max(wait for wait in waits if wait)
    is_new = bool(networks) and not _number(connection, networks[-1][0], now)
    ceiling = _room(limits.total * CEILING, is_new)
    wait = _wait(connection, _form(arrival), ceiling, now)
    if wait or _number(connection, _form(arrival), now) < _room(limits.total, is_new):
        return wait
    return None if is_proved(connection, arrival) else ONCE_MORE


def is_proved(connection: sqlite3.Connection, arrival: Arrival) -> bool:
    """Tell whether somebody sends what a robot does not have, and nothing was taken with yet."""
    return bool(arrival.proof) and not _number(connection, arrival.proof, arrival.moment)


def is_in_flood(connection: sqlite3.Connection, limits: Limits, arrival: Arrival) -> bool:
    """Tell whether the form takes more than people send."""
    return _number(connection, _form(arrival), arrival.moment) >= limits.flood


def count(connection: sqlite3.Connection, arrival: Arrival) -> None:
    """Note that a submission was taken."""
    networks = [network for network, _ in _networks(connection, arrival)]
    for counted in filter(None, (*networks, _form(arrival), arrival.proof)):
        connection.execute(
            "INSERT INTO arrivals VALUES (?, ?, 1) "
            "ON CONFLICT DO UPDATE SET number = number + 1", (counted, _minute(arrival.moment)))


def forget(connection: sqlite3.Connection, now: datetime) -> None:
    """Remove what counts no longer, and the keys of days that are over."""
    connection.execute("DELETE FROM arrivals WHERE minute <= ?", (_minute(now) - MINUTES,))
    _end_keys(connection, _day(now))


def stamp_key(connection: sqlite3.Connection) -> bytes:
    """Return the key with which times are signed, made with the database."""
    return _key(connection, STAMPS)


def _room(most: int, is_new: bool) -> int:
    """Return how many of a total there are for a visitor."""
    return most if is_new else most - most // KEPT_FREE


def _wait(connection: sqlite3.Connection, counted: bytes, most: int, now: datetime
          ) -> timedelta | None:
    """Return the time until the oldest of too many counts no longer."""
    if _number(connection, counted, now) < most:
        return None
    oldest = connection.execute("SELECT min(minute) FROM arrivals WHERE address = ? AND minute > ?",
                                (counted, _minute(now) - MINUTES)).fetchone()[0]
    until = datetime.fromtimestamp((oldest + MINUTES) * 60, UTC)
    return max(until - now, timedelta(seconds=1))


def _number(connection: sqlite3.Connection, counted: bytes, now: datetime) -> int:
    return int(connection.execute(
        "SELECT total(number) FROM arrivals WHERE address = ? AND minute > ?",
        (counted, _minute(now) - MINUTES)).fetchone()[0])


def _form(arrival: Arrival) -> bytes:
    return arrival.form.encode()


def _networks(connection: sqlite3.Connection, arrival: Arrival) -> Iterator[tuple[bytes, int]]:
    """Yield what each network of a visitor is counted under today, and how many times the limit.

    Nobody can tell the address from it. Of a visitor who is not known, only the total counts.
    """
    if not arrival.visitor:
        return
    address = ip_address(arrival.visitor)
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    key = _key(connection, _day(arrival.moment))
    for bits, times in WIDTHS[address.version].items():
        network = f"{int(address) >> (address.max_prefixlen - bits):x}/{bits}"
        yield hmac.digest(key, network.encode(), hashlib.sha256)[:16], times


def _key(connection: sqlite3.Connection, day: str) -> bytes:
    """Return the key of a day, made when it is first needed; those of earlier days end then."""
    row = connection.execute("SELECT key FROM keys WHERE day = ?", (day,)).fetchone()
    if row:
        return bytes(row[0])
    _end_keys(connection, day)
    key = secrets.token_bytes(32)
    connection.execute("INSERT INTO keys VALUES (?, ?)", (day, key))
    return key


def _end_keys(connection: sqlite3.Connection, day: str) -> None:
    connection.execute("DELETE FROM keys WHERE day NOT IN (?, ?)", (day, STAMPS))


def _day(now: datetime) -> str:
    return now.astimezone(UTC).date().isoformat()


def _minute(now: datetime) -> int:
    return int(now.timestamp()) // 60
