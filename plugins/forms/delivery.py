"""Hand every stored submission on, again and again until it is taken or refused for good."""

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from plugins.forms.store import Store, Submission
from plugins.problems import Failure

log = logging.getLogger(__name__)

Deliver = Callable[[Submission], Awaitable[None]]
"""Hands a submission on; raises Refused if trying again is no use, anything else if it is."""

PATIENCE = 90.0
"""Seconds after which a delivery that has not ended has failed."""

SHORTEST = timedelta(seconds=10)
LONGEST = timedelta(hours=6)


class Refused(Failure):
    """A delivery was refused for good: a person must look at it."""


async def work(store: Store, deliver: Deliver, bell: asyncio.Event) -> None:
    """Deliver what waits, then sleep until `bell` rings or a further attempt is due; never end.

    A submission is delivered at least once: a crash between delivery and its note repeats it.
    """
    while True:
        bell.clear()
        try:
            await _deliver_due(store, deliver)
            again = await asyncio.to_thread(store.next_attempt)
            pause = _seconds_until(again) if again else None
        except sqlite3.Error as error:
            log.error("the database of submissions failed: %s", type(error).__name__)
            pause = SHORTEST.total_seconds()
        await _sleep(bell, pause)


def back_off(attempts: int) -> timedelta:
    """Return how long to wait after so many failed attempts: 10 s, 30 s, 90 s, … 6 hours."""
    return min(SHORTEST * 3 ** min(attempts, 10), LONGEST)


async def _deliver_due(store: Store, deliver: Deliver) -> None:
    for submission in await asyncio.to_thread(store.due, datetime.now(UTC)):
        await _attempt(store, deliver, submission)


async def _attempt(store: Store, deliver: Deliver, submission: Submission) -> None:
    """Deliver one submission and note the outcome; the log holds no word of the visitor."""
    try:
        async with asyncio.timeout(PATIENCE):
            await deliver(submission)
    except Refused as refusal:
        log.error("the delivery of submission %s is refused for good", submission.id)
        await asyncio.to_thread(store.mark_parked, submission, str(refusal))
    except Exception as error:
        log.warning("the delivery of submission %s failed (%s); it will be tried again",
                    submission.id, type(error).__name__)
        again = datetime.now(UTC) + back_off(submission.attempts)
        await asyncio.to_thread(store.mark_failed, submission, _reason(error), again)
    else:
        await asyncio.to_thread(store.mark_delivered, submission, datetime.now(UTC))


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _seconds_until(moment: datetime) -> float:
    return max((moment - datetime.now(UTC)).total_seconds(), 0.0)


async def _sleep(bell: asyncio.Event, seconds: float | None) -> None:
    try:
        async with asyncio.timeout(seconds):
            await bell.wait()
    except TimeoutError:
        return
