"""End what is kept: once its time is over, or when a person asks for it (GDPR art. 5 and 17).

The consent to a subscription is not ended with the submission that gave it. The firm must be able
to prove it for every letter it has sent (GDPR art. 7(1); erasure leaves such proof alone, art.
17(3)(e)): it remains, without anything else that was typed, as long as the subscription, and three
years longer, after which nobody can hold a letter against the firm.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from plugins.core.email_address import names
from plugins.forms.declaration.form import Form
from plugins.forms.log import note, trouble
from plugins.forms.records.arrivals import forget
from plugins.forms.records.records import OWN
from plugins.forms.records.rows import OWED, UNDELIVERED
from plugins.forms.records.store import Store

LOST = f"""EXISTS (SELECT 1 FROM deliveries
    WHERE submission = s.id AND {UNDELIVERED} AND {OWED})"""
"""Whether the firm or the audience has yet to receive a submission `s`, as SQL."""

PROVED = timedelta(days=3 * 365 + 1)
"""How long the end of a subscription is outlasted by the proof that it was wanted."""


@dataclass(frozen=True)
class Purged:
    """How many submissions were removed, which are over but undelivered, which have no end.

    `endless` counts the submissions of forms that declare no retention, by form.
    """

    removed: int
    overdue: tuple[str, ...]
    endless: Mapping[str, int]


@dataclass(frozen=True)
class Erased:
    """What was removed of a person, what proves their consent, who else names them."""

    submissions: tuple[str, ...]
    proofs: int
    mentions: tuple[str, ...]


IsSubscribed = Callable[[str, datetime], bool]
"""Tells whether an address that asked for the letter then is still subscribed. May block."""

ASKED_AGAIN = timedelta(days=30)

MOST = 100
"""Of how many subscriptions a day is asked whether they go on."""


def purge_old(connection: sqlite3.Connection, forms: Mapping[str, Form], now: datetime,
          undelivered: bool = False) -> Purged:
    """Remove the submissions that are older than their form says, and proofs that have ended.

    What firm or audience did not receive is removed only if `undelivered` says so.
    """
    over, overdue = list[str](), list[str]()
    for form in forms.values():
        if form.retention:
            before = (now - timedelta(days=form.retention)).isoformat()
            for name, is_lost in connection.execute(
                    f"SELECT id, {LOST} FROM submissions s WHERE form = ? AND created < ? "
                    "ORDER BY created", (form.id, before)).fetchall():
                (overdue if is_lost and not undelivered else over).append(name)
    _remove(connection, over, None)
    connection.execute("DELETE FROM proofs WHERE until < ?", (now.isoformat(),))
    return Purged(len(over), tuple(overdue), _endless(connection, forms))


def erase_person(connection: sqlite3.Connection, email: str, now: datetime) -> Erased:
    """Remove what one person sent, delivered or not; what proves a consent is given its end."""
    own = [name for name, in connection.execute(
        f"SELECT id FROM submissions s WHERE {OWN}", {"email": email}).fetchall()]
    until = (now + PROVED).isoformat()
    _remove(connection, own, until)
    proofs = connection.execute(
        "UPDATE proofs SET until = coalesce(until, ?) WHERE comparable(email) = comparable(?)",
        (until, email)).rowcount
    mentions = tuple(name for name, fields in connection.execute(
        "SELECT id, fields FROM submissions ORDER BY created") if names(fields, email))
    return Erased(tuple(own), proofs, mentions)


def _remove(connection: sqlite3.Connection, names: Iterable[str], until: str | None) -> None:
    for name in names:
        connection.execute(
            "INSERT INTO proofs (id, email, form, lang, consents, page, created, until) "
            "SELECT s.id, address, form, lang, consents, page, created, ? "
            "FROM submissions s JOIN deliveries d ON d.submission = s.id "
            "WHERE s.id = ? AND kind = 'subscription' AND delivered IS NOT NULL", (until, name))
        connection.execute("INSERT OR IGNORE INTO removed VALUES (?)", (name,))
        connection.execute("DELETE FROM submissions WHERE id = ?", (name,))


def _endless(connection: sqlite3.Connection, forms: Mapping[str, Form]) -> dict[str, int]:
    counted = connection.execute("SELECT form, count(*) FROM submissions GROUP BY form").fetchall()
    return {name: number for name, number in counted
            if name not in forms or not forms[name].retention}


async def keep_up(store: Store, forms: Mapping[str, Form],
                  is_subscribed: IsSubscribed | None = None) -> None:
    """Remove what is older than its form says, and let proofs end with their subscriptions.

    What was never delivered stays, and its number is logged.
    """
    now = datetime.now(UTC)
    await asyncio.wrap_future(store.write(partial(forget, now=now)))
    purged = await asyncio.wrap_future(store.write(partial(purge_old, forms=dict(forms), now=now)))
    note("purged", removed=purged.removed, overdue=len(purged.overdue),
         endless=sum(purged.endless.values()))
    if is_subscribed:
        await _end_proofs(store, is_subscribed, now)
    await asyncio.to_thread(store.tidy)


async def _end_proofs(store: Store, is_subscribed: IsSubscribed, now: datetime) -> None:
    for name, email, asked in await asyncio.to_thread(store.read, partial(_unsure, now=now)):
        try:
            still = await asyncio.to_thread(is_subscribed, email, datetime.fromisoformat(asked))
        except Exception as error:  # tomorrow is another day
            trouble("proofs", error)
            return
        until = None if still else (now + PROVED).isoformat()
        await asyncio.wrap_future(store.write(partial(_note, name=name, now=now, until=until)))


def _unsure(connection: sqlite3.Connection, now: datetime) -> list[tuple[str, str, str]]:
    """Return the proofs whose subscriptions have longest not been asked for."""
    return connection.execute(
        "SELECT id, email, created FROM proofs WHERE until IS NULL AND looked < ? "
        "ORDER BY looked LIMIT ?", ((now - ASKED_AGAIN).timestamp(), MOST)).fetchall()


def _note(connection: sqlite3.Connection, name: str, now: datetime, until: str | None) -> None:
    connection.execute("UPDATE proofs SET looked = ?, until = ? WHERE id = ?",
                       (now.timestamp(), until, name))
