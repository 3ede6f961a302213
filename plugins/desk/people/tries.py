"""Have who guesses passwords wait, longer each time: for one account, and from one network."""

from datetime import datetime
from ipaddress import ip_address, ip_network
from math import ceil
from sqlite3 import Connection

from plugins.desk.store import Store
from plugins.forms.records.arrivals import WIDTHS

FREE = {"account": 5, "network": 20}
"""Tries without waiting; an office of many people is one network."""

LONGEST = 900
"""Seconds to wait, at most."""

FORGOTTEN = 3600
"""Seconds after the last try; then nothing is known of the others."""


def wait_for_try(store: Store, account: str, visitor: str, now: datetime) -> int:
    """Return how many seconds to wait, or 0 and count a try, before it is known how it ends.

    `visitor` is an IP address, "" if it cannot be known. Whether there is such an account plays no
    part: nobody learns it by waiting.
    """
    moment = now.timestamp()
    with store.transaction() as database:
        database.execute("DELETE FROM tries WHERE at < ?", (moment - FORGOTTEN,))
        counted = ("account", account), ("network", _network(visitor))
        if wait := max(_wait(database, kind, who, moment) for kind, who in counted):
            return wait
        database.executemany(
            "INSERT INTO tries VALUES (?, ?, 1, ?) ON CONFLICT DO UPDATE SET "
            "number = number + 1, at = excluded.at",
            [(kind, who, moment) for kind, who in counted])
    return 0


def forgive(store: Store, account: str, visitor: str) -> None:
    """Take back a try that was right; nothing is held against the account any more."""
    with store.transaction() as database:
        database.execute("DELETE FROM tries WHERE kind = 'account' AND who = ?", (account,))
        database.execute("UPDATE tries SET number = number - 1 WHERE kind = 'network' AND who = ?",
                         (_network(visitor),))


def _wait(database: Connection, kind: str, who: str, moment: float) -> int:
    number, at = database.execute("SELECT number, at FROM tries WHERE kind = ? AND who = ?",
                                  (kind, who)).fetchone() or (0, moment)
    if number < FREE[kind]:
        return 0
    return max(0, ceil(at + min(2.0 ** (number - FREE[kind]), LONGEST) - moment))


def _network(visitor: str) -> str:
    """Return what one subscriber has: an address of IPv4, a /64 of IPv6."""
    if not visitor:
        return ""
    width = max(WIDTHS[ip_address(visitor).version])
    return str(ip_network(f"{visitor}/{width}", strict=False))
