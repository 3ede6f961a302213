"""The worker of a receiver at work, and the state of the deliveries."""

import asyncio
from collections.abc import Callable, Sequence

from plugins.forms.delivery.worker import Bell, Chore, Deliver, work
from plugins.forms.records.records import Progress, records
from plugins.forms.records.store import Store
from plugins.forms.records.submission import Delivery, Planned


def run(store: Store, deliver: Deliver, until: Callable[[], bool], chores: tuple[Chore, ...] = ()
        ) -> None:
    """Let the worker work until something holds, five seconds at most."""
    async def working() -> None:
        stopping, bell = asyncio.Event(), Bell()
        worker = asyncio.create_task(work(store, deliver, bell, stopping, chores))
        async with asyncio.timeout(5):
            while not until():
                await asyncio.sleep(0.01)
        stopping.set()
        bell.ring()
        await worker
    asyncio.run(working())


def progress(store: Store) -> dict[str, Progress]:
    """Return the state of the first delivery of each submission."""
    return {record.submission.id: record.deliveries[0]
            for record in store.read(lambda db: list(records(db)))}


def states(store: Store) -> str:
    """Return the first letter of each state: w, p, e or d."""
    return "".join(each.state[0] for each in progress(store).values())


class Firm:
    """Takes deliveries, but for those whose submissions `faults` names."""

    def __init__(self, **faults: Exception) -> None:
        self.faults, self.taken = faults, list[str]()

    async def __call__(self, delivery: Delivery) -> Sequence[Planned]:
        if delivery.submission.id in self.faults:
            raise self.faults[delivery.submission.id]
        self.taken.append(delivery.submission.id)
        return ()
