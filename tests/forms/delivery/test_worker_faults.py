"""Whatever fails, the worker goes on, and says what became of each attempt."""

import asyncio
import logging
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtplib import SMTPResponseException

from plugins.core.messages import say
from plugins.forms.delivery import worker as module
from plugins.forms.delivery.worker import Chore, Refused
from plugins.forms.records.store import Store
from plugins.forms.records.submission import Delivery, Planned
from tests.support.submissions import kept
from tests.support.working import Firm, progress, run, states


def test_a_server_that_never_answers_is_a_failure(
        store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """What hangs is given up for now, and tried again."""
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    kept(store, "a")

    async def deliver(delivery: Delivery) -> Sequence[Planned]:
        await asyncio.sleep(60)
        return ()

    run(store, deliver, lambda: progress(store)["a"].attempts == 1)

    assert (states(store), str(progress(store)["a"].failure)) == ("w", "no answer in time")


@pytest.mark.parametrize(("age", "state"), [
    (timedelta(days=4, hours=23), "w"), (timedelta(days=5, minutes=1), "p")])
def test_a_delivery_is_tried_for_five_days(store: Store, age: timedelta, state: str) -> None:
    """As mail servers do."""
    kept(store, "a")
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE deliveries SET since = since - ?", (age.total_seconds(),))

    run(store, Firm(a=OSError("no network")), lambda: progress(store)["a"].attempts == 1)

    assert states(store) == state


def test_each_further_attempt_is_later(store: Store) -> None:
    """The third waits a minute and a half."""
    kept(store, "a")
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE deliveries SET attempts = 2")

    run(store, Firm(a=OSError("no network")), lambda: progress(store)["a"].attempts == 3)

    again = progress(store)["a"].next
    assert again is not None
    assert timedelta(seconds=85) < again - datetime.now(UTC) <= timedelta(seconds=90)


def test_the_log_says_what_became_of_each_delivery(
        store: Store, caplog: pytest.LogCaptureFixture) -> None:
    """Which attempt it was, of what, and what kind of error came of it."""
    kept(store, "a", "b", "c", "d")
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE deliveries SET since = 0, attempts = 7 WHERE submission = 'd'")
    refusals = {"a": OSError("no"), "b": Refused(say("never")), "d": OSError("no")}

    with caplog.at_level(logging.INFO, "plugins.forms"):
        run(store, Firm(**refusals), lambda: states(store) == "wpdp")

    told = {record.facts["submission"]: record for record in caplog.records
            if record.name == "plugins.forms"}
    assert {name: (record.levelname, record.message, record.facts.get("error"),
                   record.facts["attempt"]) for name, record in told.items()} == {
        "a": ("WARNING", "failed", "OSError", 1), "b": ("ERROR", "parked", "Refused", 1),
        "c": ("INFO", "delivered", None, 1), "d": ("ERROR", "parked", "OSError", 8)}
    assert {(record.facts["form"], record.facts["kind"]) for record in told.values()} \
        == {("contact", "mail")}


def test_when_a_delivery_is_done_is_noted(store: Store) -> None:
    """By the clock, not by the day of the submission."""
    kept(store, "a")
    begun = datetime.now(UTC)

    run(store, Firm(), lambda: states(store) == "d")

    done = progress(store)["a"].done
    assert done is not None and begun <= done <= datetime.now(UTC)


def test_a_reason_does_not_name_whom_a_visitors_mail_goes_to(store: Store) -> None:
    """Even where the address is none of what was typed."""
    kept(store, "a", form="subscribe")
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE deliveries SET address = 'other@firm.example'")

    run(store, Firm(a=SMTPResponseException(450, "<other@firm.example> unknown")),
        lambda: progress(store)["a"].failure is not None)

    assert str(progress(store)["a"].failure) == "the server answers “450 <…> unknown”"


def test_chores_are_done_at_once_and_then_every_day(
        store: Store, caplog: pytest.LogCaptureFixture) -> None:
    """Or as often as each says; one that fails is reported, and done again when it is due."""
    done: list[str] = []

    async def daily() -> None:
        done.append("day")

    async def often() -> None:
        done.append("a")
        if done.count("a") == 1:
            raise OSError("no room")

    assert timedelta(seconds=Chore(daily).every) == timedelta(days=1)
    run(store, Firm(), lambda: done.count("a") == 3, (Chore(daily), Chore(often, 0.02, 0.01)))

    assert done == ["day", "a", "a", "a"]

    assert [(record.message, record.facts) for record in caplog.records
            if record.levelname == "ERROR"] == [
        ("chores", {"error": "OSError", "at": caplog.records[0].facts["at"]})]


def test_chores_are_done_while_the_database_takes_nothing(
        store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are what tells the firm."""
    monkeypatch.setattr(module, "LOOK", 0.02)
    firm = Firm()
    kept(store, "a")

    def rename(before: str, after: str) -> None:
        with sqlite3.connect(store.path) as connection:
            connection.execute(f"ALTER TABLE {before} RENAME TO {after}")

    async def put_right() -> None:
        assert firm.taken == []
        rename("elsewhere", "deliveries")

    rename("deliveries", "elsewhere")
    run(store, firm, lambda: firm.taken == ["a"], (Chore(put_right),))


def test_a_database_that_fails_for_a_while_is_worked_on_again(
        store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """The lane says that it cannot read, and reads again."""
    monkeypatch.setattr(module, "LOOK", 0.02)
    kept(store, "a")
    with sqlite3.connect(store.path) as connection:
        connection.execute("ALTER TABLE submissions RENAME TO away")

    def recovered() -> bool:
        if faults(caplog) and not back:
            with sqlite3.connect(store.path) as connection:
                connection.execute("ALTER TABLE away RENAME TO submissions")
            back.append(True)
        return bool(back) and states(store) == "d"

    back: list[bool] = []
    firm = Firm()
    run(store, firm, recovered)

    assert firm.taken == ["a"]
    assert ("worker", "mail", "OperationalError") in faults(caplog)


def faults(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str, str]]:
    """Return the faults that were logged: the event, the lane, the kind of error."""
    return [(record.message, record.facts.get("lane", ""), record.facts["error"])
            for record in caplog.records if record.levelname == "ERROR"]


def test_a_turn_that_cannot_be_taken_is_tried_for_again(
        store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """A folder that was away for a moment ends no receiver."""
    monkeypatch.setattr(module, "LOOK", 0.02)
    kept(store, "a")
    turn = Path(f"{store.path}.turn")
    turn.mkdir()

    def recovered() -> bool:
        if faults(caplog) and turn.exists() and turn.is_dir():
            turn.rmdir()
        return states(store) == "d"

    run(store, Firm(), recovered)

    assert faults(caplog)[0] == ("worker", "", "IsADirectoryError")
