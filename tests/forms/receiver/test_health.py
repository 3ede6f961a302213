"""A watchdog learns whether the receiver keeps and delivers, and nothing about anybody."""

import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from plugins.core.messages import say
from plugins.forms.receiver import health as module
from plugins.forms.receiver.health import health
from plugins.forms.records.store import Store
from tests.support.submissions import kept

Ask = Callable[[], httpx.Response]
Visit = Callable[[Starlette], AbstractContextManager[httpx.Client]]


@pytest.fixture
def ask(store: Store, monkeypatch: pytest.MonkeyPatch, visit: Visit) -> Iterator[Ask]:
    """Return what asks for the health of the store, each time again."""
    monkeypatch.setattr(module, "FRESH", -1)
    with visit(Starlette(routes=[Route("/forms/health", health(store))])) as client:
        yield lambda: client.get("/forms/health")


def test_an_idle_receiver_is_well(ask: Ask) -> None:
    """Nothing waits."""
    answer = ask()

    assert answer.status_code == 200
    assert answer.json() == {"ok": True, "writable": True, "in_place": True, "whole": True,
                             "waiting": 0, "oldest_waiting_seconds": None, "parked": 0,
                             "parked_to_visitors": 0}
    assert answer.headers["cache-control"] == "no-store"


def test_what_waits_and_what_is_parked_is_counted(store: Store, ask: Ask) -> None:
    """And for how long the oldest has been waiting."""
    kept(store, "a", "b", "c")
    parked = store.next_due("mail", datetime.now(UTC))
    assert parked is not None
    store.mark_parked(parked, say("no")).result()
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE deliveries SET since = since - 600 WHERE submission = 'b'")

    answer = ask()

    assert (answer.json()["waiting"], answer.json()["parked"]) == (2, 1)
    assert 600 <= answer.json()["oldest_waiting_seconds"] < 610


@pytest.mark.parametrize(("kind", "ok"), [
    ("mail", False), ("subscription", False), ("acknowledgement", True), ("return", True),
    ("confirmation", True)])
@pytest.mark.parametrize("trouble", ["parked = 1", "since = since - 9000"])
def test_only_what_the_firm_or_the_audience_lacks_is_an_alarm(
        store: Store, ask: Ask, kind: str, ok: bool, trouble: str) -> None:
    """Anybody can type an address to which no mail can be delivered."""
    kept(store, "a")
    with sqlite3.connect(store.path) as connection:
        connection.execute(f"UPDATE deliveries SET kind = ?, {trouble}", (kind,))

    answer = ask()

    assert (answer.status_code, answer.json()["ok"]) == (200 if ok else 503, ok)
    assert answer.json()["parked"] + answer.json()["parked_to_visitors"] == ("parked" in trouble)


def test_what_ended_is_no_alarm(store: Store, ask: Ask) -> None:
    """Mailchimp took an address not: nobody of the house can change that."""
    kept(store, "a", form="subscribe")
    ended = store.next_due("audience", datetime.now(UTC))
    assert ended
    store.mark_ended(ended, say("looks fake"), datetime.now(UTC)).result()

    assert ask().json()["ok"] is True
    assert (ask().json()["parked"], ask().json()["waiting"]) == (0, 0)


def test_a_delivery_that_waits_too_long_is_an_alarm(store: Store, ask: Ask) -> None:
    """An hour is too long, whatever the reason."""
    kept(store, "a")
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE deliveries SET since = since - 3601")

    assert (ask().status_code, ask().json()["ok"]) == (503, False)


def test_a_database_that_takes_nothing_is_an_alarm(store: Store, ask: Ask) -> None:
    """It is written to, not merely looked at."""
    store.write(lambda connection: connection.execute("PRAGMA query_only = ON")).result()

    answer = ask()

    assert answer.status_code == 503
    assert (answer.json()["writable"], answer.json()["waiting"]) == (False, 0)


def test_a_broken_database_is_an_alarm(store: Store, ask: Ask) -> None:
    """And no error of the program."""
    with sqlite3.connect(store.path) as connection:
        connection.execute("DROP TABLE deliveries")

    assert ask().status_code == 503


@pytest.mark.parametrize("move", [
    lambda path: path.rename(path.with_suffix(".old")),
    lambda path: path.unlink(),
    lambda path: Path(f"{path}-wal").unlink(),
    lambda path: Path(shutil.copy(path, f"{path}.new")).replace(path),
    lambda path: path.parent.rename(path.parent.with_name("elsewhere")),
], ids=["moved", "deleted", "log deleted", "replaced", "folder moved"])
def test_a_database_that_is_no_longer_in_its_place_is_an_alarm(
        store: Store, ask: Ask, move: Callable[[Path], object]) -> None:
    """The open files take everything still, and nobody would ever see it."""
    kept(store, "a")
    assert ask().json()["ok"]

    move(store.path)

    assert ask().status_code == 503
    assert (ask().json()["in_place"], ask().json()["writable"]) == (False, True)


def test_a_database_that_was_brought_back_is_well_again(store: Store, ask: Ask) -> None:
    """Nothing need be started again."""
    away = store.path.with_suffix(".away")
    store.path.rename(away)
    assert ask().status_code == 503

    away.rename(store.path)

    assert ask().json()["ok"]


def test_a_database_over_which_another_was_copied_is_an_alarm(store: Store, ask: Ask) -> None:
    """The file is the same still, and what it holds a mixture."""
    kept(store, *(f"a{number}" for number in range(30)))
    store.tidy()
    subprocess.run(["cp", store.path, f"{store.path}.old"], check=True)
    kept(store, *(f"b{number}" for number in range(100)))
    store.tidy()
    kept(store, "c")
    assert ask().json()["ok"]

    subprocess.run(["cp", f"{store.path}.old", store.path], check=True)

    assert (ask().status_code, ask().json()["whole"]) == (503, False)


def test_nothing_is_said_about_anybody(store: Store, ask: Ask) -> None:
    """Numbers alone."""
    kept(store, "a")

    assert "zoe" not in ask().text.lower()
    assert all(isinstance(value, bool | int | None) for value in ask().json().values())


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded"])
def test_who_asks_through_a_proxy_learns_no_numbers(store: Store, visit: Visit, header: str
                                                    ) -> None:
    """From one more or one less, somebody could tell what became of an address they typed."""
    kept(store, "a")

    with visit(Starlette(routes=[Route("/", health(store))])) as client:
        answer = client.get("/", headers={header: "192.0.2.1"})

    assert (answer.status_code, answer.json()) == (200, {"ok": True})


def test_many_questions_are_one_write(
        store: Store, monkeypatch: pytest.MonkeyPatch, visit: Visit) -> None:
    """Nobody wears the disk out by asking."""
    beats: list[object] = []
    monkeypatch.setattr(module, "_beat", beats.append)

    with visit(Starlette(routes=[Route("/", health(store))])) as client:
        assert {client.get("/").status_code for _ in range(5)} == {200}

    assert len(beats) == 1
