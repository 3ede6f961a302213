"""Killed, out of room or refused by everybody, the receiver loses nothing it has thanked for.

Real processes: the receiver as it is published, a mail server and a Mailchimp of this machine.
Everything is counted.
"""

import asyncio
import copy
import itertools
import json
import random
import resource
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from plugins.forms.declaration.form import Form
from plugins.forms.delivery.plan import planner
from plugins.forms.records.records import Record, records, try_again
from plugins.forms.records.store import Store
from tests.support.fake_account import Account, member_id
from tests.support.fake_faults import Fault, Kind
from tests.support.fake_mailchimp import FakeMailchimp, running
from tests.support.receiving import Receiver, post, receiving
from tests.support.smtp_sink import HANG, Sink, smtp_sink

PAUSE = 0.02
MOODS = ("", "", "450 try later", "421 going down", "554 not wanted", HANG)
QUICK: tuple[Kind, ...] = ("429", "bare 403", "empty 504", "empty 504 after", "reset",
                           "reset after", "html", "truncated", "redirect")


@dataclass
class Visitors:
    """What visitors sent, by the word that tells each apart, and for what they were thanked."""

    numbers: Iterator[int] = field(default_factory=itertools.count)
    sent: set[str] = field(default_factory=set)
    thanked: set[str] = field(default_factory=set)

    async def come(self, receiver: Receiver, most: int, rest: float) -> None:
        """Send messages and subscriptions in turn, several at once.

        Once `most` are thanked for, the receiver is killed, after the `rest` of a second.
        """
        most += len(self.thanked)
        async with asyncio.TaskGroup() as tasks:
            for _ in range(4):
                tasks.create_task(self._come(receiver.port))
            while len(self.thanked) < most:
                await asyncio.sleep(0.001)
            await asyncio.sleep(rest)
            receiver.process.kill()

    async def _come(self, port: int) -> None:
        with suppress(OSError, TimeoutError):
            while True:
                number = next(self.numbers)
                word, form = f"reader{number}", "subscribe" if number % 3 else "contact"
                self.sent.add(word)
                status = await post(port, form, {
                    "name": word, "email": f"{word}@{word}.example", "topic": "press",
                    "message": f"The question of {word}."}, f"10.{number >> 8}.{number & 255}.1")
                if status == "303":
                    self.thanked.add(word)
                await asyncio.sleep(PAUSE)


@dataclass
class World:
    """All that the receiver works with; `changes` counts what Mailchimp did for an address."""

    folder: Path
    sink: Sink
    mailchimp: FakeMailchimp
    visitors: Visitors = field(default_factory=Visitors)
    changes: Counter[str] = field(default_factory=Counter)

    @property
    def database(self) -> Path:
        return self.folder / "var" / "forms.sqlite3"

    @property
    def records(self) -> list[Record]:
        """All that is kept."""
        with sqlite3.connect(self.database) as connection:
            return list(records(connection))

    def receiving(self) -> Any:
        """Run the receiver."""
        return receiving(self.folder, self.sink.url, self.mailchimp.root)

    def received(self) -> Counter[str]:
        """Return how often each mail came, by its id."""
        return Counter(str(mail["Message-ID"]) for mail in self.sink.messages)

    def wanted(self) -> set[str]:
        """Return the ids of the mails that must come of all that is kept: two for a message.

        The one to the visitor is given up where the mail server refuses it for good.
        """
        return {f"<contact.{each.submission.id}{kind}@lettre.example>" for each in self.records
                if each.submission.form == "contact" for kind in ("", ".ack")
                if not kind or each.state != "ended"}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Return a mail server and a Mailchimp in good order."""
    with smtp_sink() as sink, running() as mailchimp:
        world = World(tmp_path, sink, mailchimp)
        mailchimp.account.put_member = counting(  # type: ignore[method-assign]
            mailchimp.account, world.changes)
        yield world


def counting(account: Account, changes: Counter[str]) -> Any:
    """Return what does the same as `put_member`, and counts whom it has changed anything for."""
    put = account.put_member

    def counted(query: Any, list_id: str, subscriber_hash: str, body: Any) -> Any:
        before = copy.deepcopy(account.members.get(subscriber_hash))
        answer = put(query, list_id, subscriber_hash, body)
        changes[subscriber_hash] += account.members[subscriber_hash] != before
        return answer

    return counted


def wait(receiver: Receiver, seconds: float = 60) -> None:
    """Wait until nothing waits to be delivered."""
    deadline = time.monotonic() + seconds
    while receiver.health().json().get("waiting", 1):
        assert time.monotonic() < deadline, receiver.health().text
        time.sleep(0.1)


def retry_all(world: World, forms: dict[str, Form]) -> None:
    """Do what `./inv forms.retry all` does."""
    plan = planner(forms)
    store = Store(world.database, plan)
    for record in world.records:
        store.write(lambda database, record=record: try_again(
            database, plan, record, datetime.now(UTC))).result()
    store.close()


@pytest.mark.thorough
@pytest.mark.parametrize(("rounds", "kinds"), [(2, QUICK), (8, (*QUICK, "hang after"))])
def test_killed_at_any_moment_nothing_thanked_for_is_lost(
        world: World, forms: dict[str, Form], rounds: int, kinds: tuple[Kind, ...]) -> None:
    """While the mail server refuses, hangs and breaks off, and Mailchimp fails in all its ways."""
    chance = random.Random(rounds)
    world.sink.answers |= dict.fromkeys(("RCPT", "DATA"), lambda: chance.choice(MOODS))
    for _ in range(rounds):
        world.mailchimp.faults += [Fault(kind, times=2) for kind in chance.sample(kinds, 4)]
        with world.receiving() as receiver:
            asyncio.run(world.visitors.come(receiver, chance.randint(5, 30), chance.random() / 10))

    world.sink.answers.clear()
    world.mailchimp.faults.clear()
    with world.receiving() as receiver:
        wait(receiver)
    parked = [record for record in world.records if record.state == "parked"]
    retry_all(world, forms)
    with world.receiving() as receiver:
        wait(receiver)

    assert all("554 not wanted" in str(delivery.failure) for each in parked
               for delivery in each.deliveries if delivery.state == "parked")
    assert all((delivery.kind, "554 not wanted" in str(delivery.failure))
               == ("acknowledgement", True) for each in world.records
               for delivery in each.deliveries if delivery.state == "ended")
    check(world)


def check(world: World) -> None:
    """Count: all is kept, delivered, and nobody was subscribed twice."""
    kept = {record.submission.values["email"].partition("@")[0]: record for record in world.records}
    assert world.visitors.thanked <= set(kept) <= world.visitors.sent
    assert {record.state for record in kept.values()} <= {"delivered", "ended"}
    assert set(world.received()) == world.wanted()  # however often a mail came, its id is one
    subscribed = {member_id(f"{word}@{word}.example") for word, record in kept.items()
                  if record.submission.form == "subscribe"}
    assert {name: member["status"] for name, member in world.mailchimp.account.members.items()} \
        == dict.fromkeys(subscribed, "pending")
    assert world.changes == dict.fromkeys(subscribed, 1)
    print(f"thanked for {len(world.visitors.thanked)} of {len(world.visitors.sent)}, "
          f"kept {len(kept)}; mails {len(world.wanted())}, "
          f"come {sum(world.received().values())} times; "
          f"subscribed {len(subscribed)} by {len(world.mailchimp.requests)} requests")


def message(world: World) -> dict[str, str]:
    """Return what a visitor types who writes a message."""
    word = f"reader{next(world.visitors.numbers)}"
    return {"lang": "en", "name": word, "email": f"{word}@{word}.example", "topic": "press",
            "message": f"The question of {word}. {'More. ' * 200}", "consent": "yes"}


@pytest.mark.thorough
def test_a_full_disk_thanks_nobody_and_nothing_is_sent_twice(world: World) -> None:
    """The kernel refuses to let the files grow, until there is room again."""
    with world.receiving() as receiver:
        assert receiver.post("contact", **message(world)).status_code == 303
        wait(receiver)
        log = world.database.with_name("forms.sqlite3-wal")
        limit_files(receiver, log.stat().st_size + 250_000)
        full = [receiver.post("contact", **message(world)) for _ in range(20)]
        limit_files(receiver, 4096)  # not a page more
        time.sleep(2.1)  # health is looked at every two seconds
        health = receiver.health()
        limit_files(receiver, resource.RLIM_INFINITY)
        assert receiver.post("contact", **message(world)).status_code == 303
        wait(receiver)

    statuses = [answer.status_code for answer in full]
    assert set(statuses) == {303, 503}
    assert statuses[-1] == 503
    assert "We could not keep your message" in full[-1].text
    assert "The question of reader20." in full[-1].text
    assert (health.status_code, health.json()["writable"]) == (503, False)
    assert len(world.records) == statuses.count(303) + 2
    assert world.received() == Counter(world.wanted())


def limit_files(receiver: Receiver, size: int) -> None:
    """Let no file of the receiver grow beyond a size."""
    _, hard = resource.prlimit(receiver.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(receiver.process.pid, resource.RLIMIT_FSIZE, (size, hard))


@pytest.mark.thorough
def test_two_receivers_deliver_each_mail_once(world: World) -> None:
    """A new one starts before the old one has ended, and takes over what that has taken."""
    with world.receiving() as new:
        with world.receiving() as old:
            for receiver in (old, new) * 5:
                assert receiver.post("contact", **message(world)).status_code == 303
        for _ in range(3):
            assert new.post("contact", **message(world)).status_code == 303
        wait(new)

    assert len(world.records) == 13
    assert world.received() == Counter(world.wanted())


@pytest.mark.thorough
def test_a_restart_waits_for_the_mail_under_way(world: World) -> None:
    """Else it would be sent once more."""
    begun = threading.Event()

    def slow() -> str:
        begun.set()
        time.sleep(1)
        return "250 well"

    world.sink.answers["DATA"] = slow
    with world.receiving() as receiver:
        receiver.post("contact", **message(world))
        assert begun.wait(10)
    with world.receiving() as receiver:
        wait(receiver)

    assert world.received() == Counter(world.wanted())


def test_no_log_line_holds_what_was_typed(world: World) -> None:
    """The log of the process itself: its own events, and those of the libraries."""
    with world.receiving() as receiver:
        receiver.post("contact", **message(world))
        receiver.post("contact", **message(world) | {"email": "reader9"})
        wait(receiver)
        lines = [json.loads(line) for line in receiver.log.read_text().splitlines()]

    assert [line["event"] for line in lines[:1]] == ["started"]
    assert {"kept", "delivered", "purged"} <= {line["event"] for line in lines}
    assert "reader" not in receiver.log.read_text()
