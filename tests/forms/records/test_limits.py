"""Visitors are counted by hour, in total too, and no address of theirs is kept."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from plugins.forms.records.database import TABLES
from plugins.forms.records.store import Limits, count, forget, waiting_time

NOON = datetime(2018, 7, 3, 12, 0, 30, tzinfo=UTC)
MOST = Limits(2, 4)


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    """Return an empty database."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for table in TABLES:
        connection.execute(table)
    yield connection
    connection.close()


def came(database: sqlite3.Connection, visitor: str, *minutes: int) -> None:
    """Count a visitor, so many minutes after noon."""
    for minute in minutes:
        count(database, visitor, NOON + timedelta(minutes=minute))


def wait(database: sqlite3.Connection, visitor: str, minute: int = 0) -> timedelta | None:
    """Return how long a visitor must wait, so many minutes after noon."""
    return waiting_time(database, MOST, visitor, NOON + timedelta(minutes=minute))


@pytest.mark.parametrize(("minute", "left"), [
    (11, timedelta(minutes=48, seconds=30)), (59, timedelta(seconds=30)), (60, None), (200, None)])
def test_one_may_send_again_once_the_first_is_an_hour_old(
        database: sqlite3.Connection, minute: int, left: timedelta | None) -> None:
    """The wait is as long as that takes."""
    came(database, "192.0.2.1", 0, 10)

    assert wait(database, "192.0.2.1", minute) == left
    assert wait(database, "192.0.2.2", minute) is None


def test_all_together_are_counted_too(database: sqlite3.Connection) -> None:
    """Nobody fills the disk from many addresses; who is not known is among all."""
    for number in range(3):
        came(database, f"192.0.2.{number}", 0)
    came(database, "", 0)

    assert wait(database, "192.0.2.9") is not None
    assert wait(database, "") is not None


@pytest.mark.parametrize(("one", "other", "same"), [
    ("2001:db8::1", "2001:db8::ffff:1", True), ("2001:db8::1", "2001:db8:0:1::1", False),
    ("192.0.2.1", "::ffff:192.0.2.1", True), ("192.0.2.1", "192.0.2.2", False)])
def test_an_address_is_what_one_subscriber_of_a_network_has(
        database: sqlite3.Connection, one: str, other: str, same: bool) -> None:
    """Of IPv6, whoever has one address has billions."""
    came(database, one, 0, 0)

    assert (wait(database, other) is not None) == same


def test_midnight_forgets_visitors_but_not_their_number(database: sqlite3.Connection) -> None:
    """The key is gone with its day: nobody can tell any more who came."""
    came(database, "192.0.2.1", *[11 * 60 + 50] * 2)
    came(database, "192.0.2.2", *[11 * 60 + 50] * 2)

    assert wait(database, "192.0.2.1", 11 * 60 + 59) is not None
    assert waiting_time(database, Limits(2, 99), "192.0.2.1", NOON + timedelta(hours=12)) is None
    assert wait(database, "192.0.2.1", 12 * 60) is not None


def test_no_address_stands_in_the_database(database: sqlite3.Connection) -> None:
    """Neither as text nor as bytes nor as a hash that anybody could try out without the key."""
    came(database, "192.0.2.1", 0)
    rows = database.execute("SELECT address FROM arrivals WHERE address <> x''").fetchall()

    came(database, "192.0.2.1", 24 * 60)
    again = database.execute("SELECT address FROM arrivals WHERE address <> x''").fetchall()

    assert len(rows) == 1 and len(rows[0][0]) == 16
    assert rows != again
    assert database.execute("SELECT day FROM keys").fetchall() == [("2018-07-04",)]


def test_what_counts_no_longer_is_removed(database: sqlite3.Connection) -> None:
    """The key of today stays."""
    came(database, "192.0.2.1", 0, 59)

    forget(database, NOON + timedelta(minutes=60))

    assert database.execute("SELECT count(*) FROM arrivals").fetchone() == (2,)
    assert database.execute("SELECT count(*) FROM keys").fetchone() == (1,)
