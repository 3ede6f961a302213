"""What is kept is delivered: again and again, once taken never again, across restarts."""

import asyncio
import logging
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from aiosmtplib import SMTPResponseException

from plugins.core.messages import say
from plugins.forms.declaration.form import Form
from plugins.forms.delivery import worker as module
from plugins.forms.delivery.plan import planner, way_back
from plugins.forms.delivery.worker import (
    Bell,
    Ended,
    Later,
    Refused,
    back_off,
    delivery_lock,
    work,
)
from plugins.forms.records.records import records
from plugins.forms.records.retention import erase_person
from plugins.forms.records.store import Store
from plugins.forms.records.submission import Delivery, Planned
from tests.conftest import PROJECT
from tests.support.submissions import EMAIL, kept
from tests.support.working import Firm, progress, run, states


def test_what_a_crash_left_is_delivered_at_the_next_start(
        store: Store, plain: dict[str, Form]) -> None:
    """The worker takes up what waits, oldest first, and each once."""
    kept(store, "a", "b", "c")
    firm, again = Firm(), Store(store.path, planner(plain))

    run(again, firm, lambda: states(again) == "ddd")

    assert firm.taken == ["a", "b", "c"]
    assert [each.attempts for each in progress(again).values()] == [1, 1, 1]
    again.close()


def test_a_failure_waits_and_does_not_hold_up_the_others(store: Store) -> None:
    """Its reason is kept; the next attempt is some seconds away."""
    kept(store, "a", "b")

    run(store, Firm(a=TimeoutError()), lambda: states(store) == "wd")

    failed = progress(store)["a"]
    assert (str(failed.failure), failed.attempts) == ("no answer in time", 1)
    assert failed.next is not None
    assert timedelta(seconds=5) < failed.next - datetime.now(UTC) <= timedelta(seconds=10)


def test_a_refusal_for_good_is_parked_with_its_reason(store: Store) -> None:
    """Nobody tries it again; a person can read why, in their language."""
    kept(store, "a")

    run(store, Firm(a=Refused(say("no such mailbox: {code}", code=550))),
        lambda: states(store) == "p")

    failure = progress(store)["a"].failure
    assert failure is not None
    assert failure.render(lambda _: "boîte inconnue : {code}") == "boîte inconnue : 550"
    assert store.next_attempt("mail") is None


def test_what_nobody_can_change_ends_with_what_follows(store: Store) -> None:
    """Nobody is called; a mail that helps its owner is made."""
    kept(store, "a", form="subscribe")

    async def deliver(delivery: Delivery) -> Sequence[Planned]:
        if delivery.kind == "subscription":
            raise Ended(say("erased"), [way_back(EMAIL, "https://a.example")])
        return ()

    def told() -> list[tuple[str, str, str]]:
        [record] = store.read(lambda db: list(records(db)))
        return [(each.kind, each.state, str(each.failure)) for each in record.deliveries]

    run(store, deliver, lambda: "delivered" in str(told()))

    assert told() == [("subscription", "ended", "erased"), ("return", "delivered", "None")]


def test_a_mail_to_a_visitor_that_is_refused_for_good_ends(store: Store) -> None:
    """Anybody can type an address that takes none: a person could do nothing about it."""
    kept(store, "a", form="subscribe")
    store.write(lambda db: db.execute("UPDATE deliveries SET kind = 'return', lane = 'mail'")
                .rowcount).result()

    run(store, Firm(a=Refused(say("no such mailbox"))), lambda: states(store) == "e")


def test_what_is_refused_for_now_is_tried_for_days_and_is_not_late(store: Store) -> None:
    """Nobody can hurry it; after days it ends, and is no alarm either."""
    kept(store, "a", form="subscribe")

    run(store, Firm(a=Later(say("for now"))), lambda: progress(store)["a"].failure is not None)

    waits = progress(store)["a"]
    assert waits.next is not None
    assert waits.since == waits.next > datetime.now(UTC) + timedelta(hours=5)
    store.write(lambda db: db.execute("UPDATE submissions SET created = ?", (
        (datetime.now(UTC) - timedelta(days=6)).isoformat(),)).rowcount).result()
    store.write(lambda db: db.execute("UPDATE deliveries SET since = 0, next_attempt = 0"
                                      ).rowcount).result()
    run(store, Firm(a=Later(say("for now"))), lambda: states(store) == "e")
    assert str(progress(store)["a"].failure) == "given up after 5 days: for now"


def test_a_second_address_receives_what_the_first_refuses(store: Store) -> None:
    """The first is noted as ended, with its reason, and only the second one could be parked."""
    kept(store, "a", "b")
    taken: list[str] = []

    async def deliver(delivery: Delivery) -> Sequence[Planned]:
        if delivery.address == "cabinet@lettre.example":
            raise Ended(say("no such mailbox"),
                        [Planned("mail", "partner@firm.example", delivery.address)])
        if delivery.submission.id == "b":
            raise Refused(say("full"))
        taken.append(f"{delivery.submission.id} {delivery.address} {delivery.detail}")
        return ()

    def done() -> list[tuple[str, ...]]:
        return [tuple(f"{each.state} {each.failure}" for each in record.deliveries)
                for record in store.read(records)]

    run(store, deliver, lambda: "parked full" in str(done()))

    assert taken == ["a partner@firm.example cabinet@lettre.example"]
    assert done() == [("ended no such mailbox", "delivered None"),
                      ("ended no such mailbox", "parked full")]


@pytest.mark.parametrize("said", [
    f"5.1.1 <{EMAIL}>: user unknown", f"5.1.1 <{EMAIL.upper()}>: user unknown"])
@pytest.mark.parametrize("fault", [partial(SMTPResponseException, 450), lambda said: Refused(say(
    "refused: {answer}", answer=say("{said}", said=said)))])
def test_a_reason_names_no_visitor(store: Store, said: str, fault: Callable[[str], Exception]
                                   ) -> None:
    """Mail servers repeat the address, and a list of failures need not show whose it is."""
    kept(store, "a")

    run(store, Firm(a=fault(said)), lambda: progress(store)["a"].failure is not None)

    assert str(progress(store)["a"].failure).strip("”").endswith(" 5.1.1 <…>: user unknown")


def test_the_recipient_of_the_firm_is_named(store: Store) -> None:
    """It is the one that a person must correct."""
    kept(store, "a")

    run(store, Firm(a=Refused(say("{answer}", answer="<cabinet@lettre.example>: unknown"))),
        lambda: states(store) == "p")

    assert str(progress(store)["a"].failure) == "<cabinet@lettre.example>: unknown"


def test_what_fails_for_days_is_parked(store: Store) -> None:
    """A person must look at it; nothing is tried for ever, and nothing is dropped."""
    kept(store, "a")
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE deliveries SET since = since - 6 * 86400")

    run(store, Firm(a=TimeoutError()), lambda: states(store) == "p")

    assert str(progress(store)["a"].failure) == "given up after 5 days: no answer in time"


def test_a_bell_wakes_the_worker(store: Store) -> None:
    """A new submission does not wait for the next look."""
    firm, bell, stopping = Firm(), Bell(), asyncio.Event()

    async def ringing() -> None:
        worker = asyncio.create_task(work(store, firm, bell, stopping))
        await asyncio.sleep(0.2)
        await asyncio.to_thread(kept, store, "a")
        bell.ring()
        async with asyncio.timeout(2):
            while not firm.taken:
                await asyncio.sleep(0.01)
        stopping.set()
        bell.ring()
        await worker

    asyncio.run(ringing())
    assert firm.taken == ["a"]


def test_a_hanging_mail_server_keeps_no_subscription_waiting(store: Store) -> None:
    """Each server has a worker of its own."""
    kept(store, "a")
    kept(store, "b", form="subscribe")
    done: list[str] = []

    async def deliver(delivery: Delivery) -> Sequence[Planned]:
        if delivery.kind == "mail":
            await asyncio.sleep(60)
        done.append(delivery.submission.id)
        return ()

    with pytest.raises(asyncio.TimeoutError):
        asyncio.run(asyncio.wait_for(work(store, deliver, Bell(), asyncio.Event()), 0.7))
    assert done == ["b"]


def test_the_firms_mail_waits_for_no_thanks(tmp_path: Path, forms: dict[str, Form]) -> None:
    """A courtesy to visitors, and one that hangs at that, is behind the duty."""
    store = Store(tmp_path / "forms.sqlite3", planner(forms))
    kept(store, "a", "b")
    done: list[tuple[str, str]] = []

    async def deliver(delivery: Delivery) -> Sequence[Planned]:
        if delivery.kind == "acknowledgement":
            await asyncio.sleep(60)
        done.append((delivery.kind, delivery.submission.id))
        return ()

    with pytest.raises(asyncio.TimeoutError):
        asyncio.run(asyncio.wait_for(work(store, deliver, Bell(), asyncio.Event()), 0.5))
    assert done == [("mail", "a"), ("mail", "b")]
    store.close()


@pytest.mark.parametrize("kind", ["acknowledgement", "return"])
def test_thanks_that_an_earlier_program_kept_in_the_firms_lane_are_delivered(
        store: Store, kind: str) -> None:
    """It knew no lane of their own."""
    kept(store, "a")
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE deliveries SET kind = ?, lane = 'mail'", (kind,))
    firm = Firm()

    run(store, firm, lambda: states(store) == "d")

    assert firm.taken == ["a"]


def test_two_receivers_deliver_nothing_twice(store: Store, plain: dict[str, Form]) -> None:
    """While one starts and the other ends, one of them delivers what both have taken."""
    other = Store(store.path, planner(plain))
    kept(store, "a", "b")
    kept(other, "c", "d")
    firm = Firm()

    async def overlapping() -> None:
        stopping = asyncio.Event()
        workers = [asyncio.create_task(work(each, firm, Bell(), stopping))
                   for each in (store, other)]
        async with asyncio.timeout(5):
            while states(store) != "dddd":
                await asyncio.sleep(0.01)
        stopping.set()
        await asyncio.wait_for(asyncio.gather(*workers), 10)

    asyncio.run(overlapping())
    assert sorted(firm.taken) == ["a", "b", "c", "d"]
    other.close()


def test_what_was_delivered_is_noted_as_soon_as_the_disk_has_room(
        store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk must not make the firm receive one mail again and again."""
    monkeypatch.setattr(module, "LOOK", 0.02)
    kept(store, "a")
    firm = Firm()
    full = sqlite3.connect(store.path, isolation_level=None, check_same_thread=False)
    store.write(lambda db: db.execute("PRAGMA max_page_count = 1").fetchone()).result()
    store.write(lambda db: db.execute("PRAGMA busy_timeout = 0").fetchone()).result()

    async def deliver(delivery: Delivery) -> Sequence[Planned]:
        full.execute("BEGIN IMMEDIATE")  # nobody else can write
        asyncio.get_running_loop().call_later(0.3, full.execute, "ROLLBACK")
        return await firm(delivery)

    run(store, deliver, lambda: states(store) == "d")
    assert firm.taken == ["a"]
    full.close()


def test_what_was_erased_meanwhile_stays_erased(store: Store) -> None:
    """Its delivery ends, leaves nothing behind, and holds up nobody."""
    kept(store, "a", form="subscribe")
    done: list[str] = []

    async def deliver(delivery: Delivery) -> Sequence[Planned]:
        if not done:
            await asyncio.wrap_future(store.write(
                lambda db: erase_person(db, EMAIL, datetime.now(UTC))))
            await asyncio.to_thread(kept, store, "b", form="subscribe", email="b@firm.example")
        done.append(delivery.submission.id)
        return [way_back(EMAIL, "")]

    run(store, deliver, lambda: len(done) == 3)
    assert done == ["a", "b", "b"]
    assert set(progress(store)) == {"b"}


def test_an_answer_that_is_no_text_is_kept_as_far_as_it_is_one(store: Store) -> None:
    """A server may write what it likes."""
    kept(store, "a")

    run(store, Firm(a=SMTPResponseException(450, "bo\udce9te inconnue")),
        lambda: bool(progress(store)["a"].failure))

    assert str(progress(store)["a"].failure) == "the server answers “450 bo?te inconnue”"


def test_what_follows_is_delivered_too(store: Store) -> None:
    """Somebody who left is written to."""
    kept(store, "a", form="subscribe")
    done: list[str] = []

    async def deliver(delivery: Delivery) -> Sequence[Planned]:
        done.append(delivery.kind)
        return [way_back(EMAIL, "")] if delivery.kind == "subscription" else []

    run(store, deliver, lambda: len(done) == 2)
    assert done == ["subscription", "return"]


def test_the_log_names_no_visitor(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    """Not even where an error repeats what was typed."""
    kept(store, "a", "b")
    faults = {"a": SMTPResponseException(450, f"<{EMAIL}> unknown"),
              "b": Refused(say("no {who}", who=EMAIL))}

    with caplog.at_level(logging.DEBUG):
        run(store, Firm(**faults), lambda: states(store) == "wp")

    assert [record.message for record in caplog.records if record.name == "plugins.forms"] == [
        "failed", "parked"]
    assert "zo" not in str([vars(record) for record in caplog.records]).lower()


@pytest.mark.parametrize(("attempts", "wait"), [
    (0, timedelta(seconds=10)), (1, timedelta(seconds=30)), (2, timedelta(seconds=90)),
    (6, timedelta(hours=2, seconds=90)), (7, timedelta(hours=6)), (10**6, timedelta(hours=6)),
])
def test_the_wait_grows_up_to_six_hours(attempts: int, wait: timedelta) -> None:
    """A mail server that is away for days is asked four times a day."""
    assert back_off(attempts) == wait


HOLDER = """
import asyncio, pathlib, sys
from plugins.forms.delivery.worker import delivery_lock

async def hold():
    async with delivery_lock(pathlib.Path(sys.argv[1]), asyncio.Event()):
        print("held", flush=True)
        await asyncio.sleep(60)

asyncio.run(hold())
"""


async def taken(database: Path, seconds: float) -> bool:
    """Tell whether the turn could be taken in that time."""
    async def take() -> None:
        async with delivery_lock(database, asyncio.Event()):
            return
    try:
        await asyncio.wait_for(take(), seconds)
    except TimeoutError:
        return False
    return True


def test_a_killed_receiver_gives_its_turn_back(tmp_path: Path) -> None:
    """The kernel does: no time need pass, and no clock is asked."""
    database = tmp_path / "forms.sqlite3"
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(database)], cwd=PROJECT,
                              stdout=subprocess.PIPE, text=True)
    assert holder.stdout and holder.stdout.readline() == "held\n"

    assert not asyncio.run(taken(database, 0.3))
    holder.send_signal(signal.SIGKILL)
    holder.wait()

    assert asyncio.run(taken(database, 0.3))


def test_the_next_receiver_takes_the_turn_that_is_given_back(tmp_path: Path) -> None:
    """It looks again and again, and need not be woken."""
    async def two() -> bool:
        async with delivery_lock(tmp_path / "a", asyncio.Event()):
            waiting = asyncio.create_task(taken(tmp_path / "a", 5))
            await asyncio.sleep(0.05)
        return await waiting

    assert asyncio.run(two())


def test_a_receiver_that_waits_for_its_turn_can_end(tmp_path: Path) -> None:
    """It does not keep a restart waiting."""
    async def two() -> float:
        stopping = asyncio.Event()
        async with delivery_lock(tmp_path / "a", asyncio.Event()):
            asyncio.get_running_loop().call_later(0.05, stopping.set)
            begun = time.monotonic()
            async with delivery_lock(tmp_path / "a", stopping):
                return time.monotonic() - begun

    assert asyncio.run(two()) < 0.4


def test_a_turn_is_the_owners_alone(tmp_path: Path) -> None:
    """Its file is beside the database, and stays."""
    assert asyncio.run(taken(tmp_path / "forms.sqlite3", 1))
    assert asyncio.run(taken(tmp_path / "forms.sqlite3", 1))

    [turn] = tmp_path.iterdir()
    assert turn.name == "forms.sqlite3.turn"
    assert stat.S_IMODE(turn.stat().st_mode) == 0o600


def test_a_ring_wakes_those_that_waited_before_it() -> None:
    """Who takes the next ring first misses nothing that comes while it looks."""
    async def two() -> tuple[bool, bool]:
        bell = Bell()
        before = bell.next
        bell.ring()
        return before.is_set(), bell.next.is_set()

    assert asyncio.run(two()) == (True, False)
