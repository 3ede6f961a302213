"""Tell a watchdog whether messages can be kept, and reach firm and audience."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from time import monotonic

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from plugins.forms.receiver.request import comes_from_this_machine
from plugins.forms.records.rows import OWED, WAITING
from plugins.forms.records.store import Store

LATE = timedelta(hours=1)
"""How long a delivery may wait before somebody should look."""

FRESH = 2.0
"""Seconds for which one look serves all who ask: each writes to the disk."""

PATIENCE = 5.0


def health(store: Store) -> Callable[[Request], Awaitable[Response]]:
    """Return what answers for the health of a store: 503 if somebody should look.

    That is: it takes nothing, or its files are damaged or no longer where it opened them, or firm
    or audience have long been waiting, or never got something.
    """
    last = (0.0, dict[str, object]())

    async def answer(request: Request) -> Response:
        nonlocal last
        if not last[1] or monotonic() - last[0] > FRESH:
            last = (monotonic(), await health_of(store))
        told, ok = last[1], last[1]["ok"]
        if not comes_from_this_machine(request.client and request.client.host, request.headers):
            # From the counts, a visitor could learn what became of the mail to a posted address.
            told = {"ok": ok}
        return JSONResponse(told, 200 if ok else 503, headers={"Cache-Control": "no-store"})

    return answer


async def health_of(store: Store) -> dict[str, object]:
    """Return what the machine itself is told of the health of a store."""
    try:
        async with asyncio.timeout(PATIENCE):
            await asyncio.wrap_future(store.write(_beat))
            writable = True
    except (sqlite3.Error, TimeoutError):
        writable = False
    kept = {"writable": writable, "in_place": await asyncio.to_thread(store.is_in_place),
            "whole": await asyncio.to_thread(store.is_whole)}
    try:
        counts = await asyncio.to_thread(store.read, _counts)
    except sqlite3.Error:
        return {"ok": False, **kept}
    late = (counts["oldest_waiting_seconds"] or 0) > LATE.total_seconds()
    return {"ok": all(kept.values()) and not late and not counts["parked"], **kept, **counts}


def _beat(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT OR REPLACE INTO pulse VALUES (1, ?)",
                       (datetime.now(UTC).isoformat(),))


def _counts(connection: sqlite3.Connection) -> dict[str, int | None]:
    """Return how many deliveries wait or are parked, and for how long the oldest has waited.

    Of mails to visitors only the number is given: anybody can type an address that takes none.
    """
    row = connection.execute(
        f"SELECT count(*) FILTER (WHERE {WAITING}), "
        f"min(since) FILTER (WHERE {WAITING} AND {OWED}), "
        f"count(*) FILTER (WHERE parked = 1 AND {OWED}), "
        f"count(*) FILTER (WHERE parked = 1 AND NOT {OWED}) FROM deliveries").fetchone()
    waiting, since, parked, to_visitors = row
    oldest = None if since is None else max(int(datetime.now(UTC).timestamp() - since), 0)
    return {"waiting": waiting, "oldest_waiting_seconds": oldest, "parked": parked,
            "parked_to_visitors": to_visitors}
