"""Count who sends how much, and tell who must wait: in the database, so that no restart forgets.

No address of a visitor is kept, only what a key makes of it that is thrown away with its day. So
at midnight (UTC) each visitor begins anew; all together do not.
"""

import hashlib
import hmac
import secrets
import sqlite3
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address

MINUTES = 60
"""How long what was sent counts."""

EVERYBODY = b""


@dataclass(frozen=True)
class Limits:
    """How many submissions are taken within an hour, from one address and in total."""

    address: int = 20
    total: int = 1000


UNLIMITED = Limits(sys.maxsize, sys.maxsize)
"""For one who tries out forms on their own computer."""


def waiting_time(connection: sqlite3.Connection, limits: Limits, visitor: str, now: datetime
                 ) -> timedelta | None:
    """Return how long this visitor must wait before sending once more, None for not at all.

    `visitor` is an IP address, empty where it is not known: then only the total counts.
    """
    waits = [_wait(connection, counted, most, now)
             for counted, most in ((_counted(connection, visitor, now), limits.address),
                                   (EVERYBODY, limits.total)) if counted is not None]
    return max((wait for wait in waits if wait), default=None)


def count(connection: sqlite3.Connection, visitor: str, now: datetime) -> None:
    """Note that a submission of this visitor was taken."""
    for counted in (_counted(connection, visitor, now), EVERYBODY):
        if counted is not None:
            connection.execute(
                "INSERT INTO arrivals VALUES (?, ?, 1) "
                "ON CONFLICT DO UPDATE SET number = number + 1", (counted, _minute(now)))


def forget(connection: sqlite3.Connection, now: datetime) -> None:
    """Remove what counts no longer, and the keys of days that are over."""
    connection.execute("DELETE FROM arrivals WHERE minute <= ?", (_minute(now) - MINUTES,))
    connection.execute("DELETE FROM keys WHERE day <> ?", (_day(now),))


def _wait(connection: sqlite3.Connection, counted: bytes, most: int, now: datetime
          ) -> timedelta | None:
    """Return the time until the oldest of too many counts no longer."""
    number, oldest = connection.execute(
        "SELECT total(number), min(minute) FROM arrivals WHERE address = ? AND minute > ?",
        (counted, _minute(now) - MINUTES)).fetchone()
    if number < most:
        return None
    until = datetime.fromtimestamp((oldest + MINUTES) * 60, UTC)
    return max(until - now, timedelta(seconds=1))


def _counted(connection: sqlite3.Connection, visitor: str, now: datetime) -> bytes | None:
    """Return what an address is counted under today; nobody can tell the address from it."""
    if not visitor:
        return None
    return hmac.digest(_key(connection, now), _household(visitor).encode(), hashlib.sha256)[:16]


def _key(connection: sqlite3.Connection, now: datetime) -> bytes:
    """Return the key of the day, made when the day's first visitor comes."""
    row = connection.execute("SELECT key FROM keys WHERE day = ?", (_day(now),)).fetchone()
    if row:
        return row[0]
    forget(connection, now)
    key = secrets.token_bytes(32)
    connection.execute("INSERT INTO keys VALUES (?, ?)", (_day(now), key))
    return key


def _household(visitor: str) -> str:
    """Return what one subscriber of a network has: of IPv6, the first 64 bits (RFC 6177)."""
    address = ip_address(visitor)
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or int(address) >> 64)
    return str(address)


def _day(now: datetime) -> str:
    return now.astimezone(UTC).date().isoformat()


def _minute(now: datetime) -> int:
    return int(now.timestamp()) // 60
