"""Do once a day what keeps the database small, and the promises of the privacy notice."""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial

from plugins.forms.declaration.form import Form
from plugins.forms.log import note, trouble
from plugins.forms.records.limits import forget
from plugins.forms.records.retention import PROVED, purge
from plugins.forms.records.store import Store

Stands = Callable[[str, datetime], bool]
"""Tells whether an address that asked for the letter then is still subscribed. May block."""

ASKED_AGAIN = timedelta(days=30)
MOST = 100
"""Of how many subscriptions a day is asked whether they still stand."""


async def keep_up(store: Store, forms: Mapping[str, Form], stands: Stands | None = None) -> None:
    """Remove what is older than its form says, and let proofs end with their subscriptions.

    What was never delivered stays, and is told.
    """
    now = datetime.now(UTC)
    await asyncio.wrap_future(store.write(partial(forget, now=now)))
    purged = await asyncio.wrap_future(store.write(partial(purge, forms=dict(forms), now=now)))
    note("purged", removed=purged.removed, overdue=len(purged.overdue),
         endless=sum(purged.endless.values()))
    if stands:
        await _end_proofs(store, stands, now)
    await asyncio.to_thread(store.tidy)


async def _end_proofs(store: Store, stands: Stands, now: datetime) -> None:
    for name, email, asked in await asyncio.to_thread(store.read, partial(_unsure, now=now)):
        try:
            still = await asyncio.to_thread(stands, email, datetime.fromisoformat(asked))
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
