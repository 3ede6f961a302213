"""Tell a watchdog whether submissions can be kept and are delivered; nothing about anybody."""

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

    That is: it takes nothing, or firm or audience have long been waiting, or wait in vain.
    """
    last = (0.0, dict[str, object]())

    async def answer(request: Request) -> Response:
        nonlocal last
        if not last[1] or monotonic() - last[0] > FRESH:
            last = (monotonic(), await _look(store))
        told, ok = last[1], last[1]["ok"]
        if not comes_from_this_machine(request.client and request.client.host, request.headers):
            # Who has posted an address could tell by the counts what became of the mail to it.
            told = {"ok": ok}
        return JSONResponse(told, 200 if ok else 503, headers={"Cache-Control": "no-store"})

    return answer


async def _look(store: Store) -> dict[str, object]:
    try:
        async with asyncio.timeout(PATIENCE):
            await asyncio.wrap_future(store.write(_beat))
            writable = True
    except (sqlite3.Error, TimeoutError):
        writable = False
    try:
        counts = await asyncio.to_thread(store.read, _counts)
    except sqlite3.Error:
        return {"ok": False, "writable": writable}
    late = (counts["oldest_waiting_seconds"] or 0) > LATE.total_seconds()
    return {"ok": writable and not late and not counts["parked"], "writable": writable, **counts}


def _beat(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT OR REPLACE INTO pulse VALUES (1, ?)",
                       (datetime.now(UTC).isoformat(),))


def _counts(connection: sqlite3.Connection) -> dict[str, int | None]:
    """Return how many deliveries wait or are parked, and for how long the oldest has waited.

    Of mails to visitors only the number is told: anybody can type an address that takes none.
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
