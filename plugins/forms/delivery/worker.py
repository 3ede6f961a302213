"""Hand every stored submission on, again and again until it is taken or refused for good."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import get_args

from plugins.core.email_address import normal_form
from plugins.core.messages import Failure, Message, say, why
from plugins.forms.log import fault, note, trouble
from plugins.forms.records.store import Store
from plugins.forms.records.submission import Delivery, Lane, Planned, without_addresses

Deliver = Callable[[Delivery], Awaitable[Sequence[Planned]]]
"""Makes a delivery and returns those that follow from it.

Raises Refused or Ended if trying again is no use, Later or anything else if it is.
"""

PATIENCE = 90.0
"""Seconds after which a delivery that has not ended has failed."""

SHORTEST = timedelta(seconds=10)
LONGEST = timedelta(hours=6)

GIVEN_UP = timedelta(days=5)
"""How long a delivery is tried, as mail servers do (RFC 5321, 4.5.4.1)."""

HOUR, DAY = 3600.0, 86400.0

REST = 0.1
"""Seconds to rest after a delivery while visitors come: they wait for an answer, mail can wait."""

LOOK = 5.0
"""Seconds after which the database is looked at, as others may write into it."""

PAUSE = 0.5
"""Seconds between two looks whether the lock is free."""


@dataclass(frozen=True)
class Chore:
    """What the deliverer of a database does beside: `after` some seconds, then `every` so many."""

    do: Callable[[], Awaitable[object]]
    every: float = DAY
    after: float = 0.0


class Refused(Failure):
    """A delivery was refused for good: a person must look at it."""


class Later(Failure):
    """A delivery was refused for now, and nobody but who is to receive it can change that."""


class Ended(Failure):
    """A delivery was refused for good, and nobody but who is to receive it can change that."""

    def __init__(self, message: Message, further: Sequence[Planned] = ()) -> None:
        """Take the reason, and the deliveries that follow from it."""
        super().__init__(message)
        self.further = further


class Bell:
    """Wakes those that wait for something new."""

    def __init__(self) -> None:
        """Wait for the first ring."""
        self.next = asyncio.Event()
        """What the next ring sets; take it before looking for what is new."""

    def ring(self) -> None:
        """Wake all that wait for the next ring."""
        self.next.set()
        self.next = asyncio.Event()


async def work(store: Store, deliver: Deliver, bell: Bell, stopping: asyncio.Event,
               chores: Sequence[Chore] = ()) -> None:
    """Deliver what waits, whenever `bell` rings or an attempt is due, until `stopping` is set.

    Of several receivers on one database one delivers and does the chores, and the next takes over
    at once. A delivery is made at least once: a crash between delivery and its note repeats it.
    """
    while not stopping.is_set():
        try:
            async with delivery_lock(store.path, stopping), asyncio.TaskGroup() as lanes:
                # First: they tell the firm, too, that the database takes nothing.
                for chore in chores:
                    lanes.create_task(_again_and_again(chore, stopping))
                await _noted(store.wake)
                for lane in get_args(Lane):
                    lanes.create_task(_work_on(lane, store, deliver, bell, stopping))
        except Exception as error:  # nobody else would go on
            fault("worker", error)
            await _sleep(stopping, LOOK)


def back_off(attempts: int) -> timedelta:
    """Return how long to wait after so many failed attempts: 10 s, 30 s, 90 s, … 6 hours."""
    return min(SHORTEST * int(3 ** min(attempts, 10)), LONGEST)


async def _work_on(lane: Lane, store: Store, deliver: Deliver, bell: Bell,
                   stopping: asyncio.Event) -> None:
    while not stopping.is_set():
        rung = bell.next
        try:
            delivery = await asyncio.to_thread(store.next_due, lane, datetime.now(UTC))
            if delivery:
                await _noted(await _attempt(store, deliver, delivery))
                if rung.is_set():
                    await asyncio.sleep(REST)
                if delivery.kind == "subscription":  # a mail may follow
                    bell.ring()
                continue
            again = await asyncio.to_thread(store.next_attempt, lane)
            pause = (again - datetime.now(UTC)).total_seconds() if again else LOOK
        except Exception as error:  # whatever it is, the others must still be delivered
            fault("worker", error, lane=lane)
            pause = LOOK
        await _sleep(rung, min(max(pause, 0.0), LOOK))


async def _again_and_again(chore: Chore, stopping: asyncio.Event) -> None:
    await _sleep(stopping, chore.after)
    while not stopping.is_set():
        try:
            await chore.do()
        except Exception as error:  # the deliveries must go on
            fault("chores", error)
        await _sleep(stopping, chore.every)


async def _attempt(store: Store, deliver: Deliver, delivery: Delivery
                   ) -> Callable[[], Future[None]]:
    """Make one delivery, and return what notes its outcome; the log holds no word of the visitor.
    """
    facts = {"submission": delivery.submission.id, "form": delivery.submission.form,
             "kind": delivery.kind, "attempt": delivery.attempts + 1}
    try:
        async with asyncio.timeout(PATIENCE):
            further = await deliver(delivery)
    except Exception as error:
        return _failed(store, delivery, error, facts)
    note("delivered", **facts)
    return partial(store.mark_delivered, delivery, datetime.now(UTC), further)


def _failed(store: Store, delivery: Delivery, error: Exception, facts: Mapping[str, object]
            ) -> Callable[[], Future[None]]:
    """Return what notes that a delivery was not made: parked only if a person can do something."""
    now, reason = datetime.now(UTC), _reason(error, delivery)
    is_final = isinstance(error, Refused | Ended)
    if not is_final and now - _begun(delivery, error) > GIVEN_UP:
        is_final, reason = True, say("given up after {days} days: {reason}", days=GIVEN_UP.days,
                                     reason=reason)
    if not is_final:
        trouble("failed", error, **facts)
        is_theirs = isinstance(error, Later)
        again = now + (LONGEST if is_theirs else back_off(delivery.attempts))
        return partial(store.mark_failed, delivery, reason, again, is_theirs)
    if isinstance(error, Later | Ended) or not delivery.is_owed:
        note("ended", **facts)
        return partial(store.mark_ended, delivery, reason, now, getattr(error, "further", ()))
    fault("parked", error, **facts)
    return partial(store.mark_parked, delivery, reason)


def _begun(delivery: Delivery, error: Exception) -> datetime:
    """Return when a delivery was first tried: one refused for now has no such `since` any more."""
    return delivery.submission.created if isinstance(error, Later) else delivery.since


def _reason(error: Exception, delivery: Delivery) -> Message:
    """Return why a delivery failed, as it may be listed: without an address of the visitor’s."""
    typed = {value for value in delivery.submission.values.values() if normal_form(value)}
    return without_addresses(why(error), typed if delivery.kind == "mail"
                   else typed | {delivery.address})


async def _noted(write: Callable[[], Future[None]]) -> None:
    """Write what became of a delivery, as often as it takes: it must not be delivered again."""
    while True:
        try:
            return await asyncio.wrap_future(write())
        except Exception as error:  # a full disk, above all
            fault("unnoted", error)
            await asyncio.sleep(LOOK)


async def _sleep(rung: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await rung.wait()


@asynccontextmanager
async def delivery_lock(database: Path, stopping: asyncio.Event) -> AsyncIterator[None]:
    """Wait until no other process delivers from this database, then keep them all from it.

    The kernel frees the lock of a process with the process, however that ends. Goes on without the
    lock once `stopping` is set.
    """
    descriptor = os.open(f"{database}.turn", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        while not stopping.is_set() and not _is_locked(descriptor):
            await _sleep(stopping, PAUSE)
        yield
    finally:
        os.close(descriptor)


def _is_locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
