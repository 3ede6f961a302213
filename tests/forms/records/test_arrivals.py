"""Nobody sends too much, and nobody who sends too much keeps the others from sending."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from plugins.forms.records.arrivals import (
    CEILING,
    ONCE_MORE,
    UNLIMITED,
    Arrival,
    Limits,
    count,
    forget,
    is_in_flood,
    waiting_time,
)
from plugins.forms.records.database import TABLES

NOON = datetime(2018, 7, 3, 12, 0, 30, tzinfo=UTC)
MOST = Limits(2, 400)


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    """Return an empty database."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for table in TABLES:
        connection.execute(table)
    yield connection
    connection.close()


def arrival(visitor: str, minute: int = 0, form: str = "contact", proof: str = "") -> Arrival:
    """Return what a visitor sends, so many minutes after noon."""
    return Arrival(form, visitor, NOON + timedelta(minutes=minute), proof.encode())


def came(database: sqlite3.Connection, visitor: str, *minutes: int) -> None:
    """Count a visitor, so many minutes after noon."""
    for minute in minutes:
        count(database, arrival(visitor, minute))


def wait(database: sqlite3.Connection, visitor: str, minute: int = 0, limits: Limits = MOST
         ) -> timedelta | None:
    """Return how long a visitor must wait, so many minutes after noon."""
    return waiting_time(database, limits, arrival(visitor, minute))


def taken(database: sqlite3.Connection, limits: Limits, *arrivals: Arrival) -> int:
    """Return how many are taken of those that come one after the other."""
    number = 0
    for each in arrivals:
        if waiting_time(database, limits, each) is None:
            count(database, each)
            number += 1
    return number


@pytest.mark.parametrize(("minute", "left"), [
    (11, timedelta(minutes=48, seconds=30)), (59, timedelta(seconds=30)), (60, None), (200, None)])
def test_one_may_send_again_once_the_first_is_an_hour_old(
        database: sqlite3.Connection, minute: int, left: timedelta | None) -> None:
    """The wait is as long as that takes."""
    came(database, "192.0.2.1", 0, 10)

    assert wait(database, "192.0.2.1", minute) == left
    assert wait(database, "192.0.2.2", minute) is None


@pytest.mark.parametrize(("sources", "most"), [
    ([f"2001:db8:0:{number:02x}::1" for number in range(256)] * 2, 40),
    ([f"2001:db8:0:{number * 16:x}::1" for number in range(300)], 100),
    ([f"2001:db8:0:1::{number:x}" for number in range(300)], 20),
    ([f"192.0.2.{number}" for number in range(256)], 100),
    (["192.0.2.7"] * 300, 20),
])
def test_a_wider_network_has_a_wider_limit(
        database: sqlite3.Connection, sources: list[str], most: int) -> None:
    """A /56 twice that of a /64, a /48 five times, a /24 of IPv4 five times that of an address."""
    assert taken(database, Limits(), *map(arrival, sources)) == most


def test_honest_visitors_get_through_while_one_network_floods(database: sqlite3.Connection) -> None:
    """Three hundred sources of one /56, and between them visitors of other networks."""
    flood = [arrival(f"2001:db8:0:{number % 256:x}::{number:x}") for number in range(300)]
    honest = [arrival(f"2001:db8:{number:x}::1") for number in range(1, 101)]
    limits = Limits(20, 100)

    numbers = [taken(database, limits, *flood[3 * turn:3 * turn + 3], honest[turn])
               for turn in range(60)]

    assert all(numbers)
    assert sum(numbers) == 100


def test_a_part_of_the_total_is_for_who_has_not_come_yet(database: sqlite3.Connection) -> None:
    """The others are asked to send once more from three quarters on."""
    limits = Limits(20, 40)
    came(database, "192.0.2.1", *[0] * 15)
    came(database, "198.51.100.1", *[0] * 15)

    assert wait(database, "192.0.2.1", limits=limits) == ONCE_MORE
    assert wait(database, "192.0.2.99", limits=limits) == ONCE_MORE
    assert wait(database, "", limits=limits) == ONCE_MORE
    assert wait(database, "203.0.113.1", limits=limits) is None


def test_each_form_has_its_own_total(database: sqlite3.Connection) -> None:
    """Who floods one leaves the other open."""
    came(database, "", *[0] * 400)

    assert wait(database, "192.0.2.9") == ONCE_MORE
    assert waiting_time(database, MOST, arrival("192.0.2.9", form="subscribe")) is None


def test_who_has_a_proof_is_taken_when_the_rest_is_full(database: sqlite3.Connection) -> None:
    """Once for each proof, and not above the limit of their own network."""
    came(database, "", *[0] * 400)
    proved = arrival("192.0.2.9", proof="a")

    assert taken(database, MOST, proved) == 1
    assert waiting_time(database, MOST, proved) == ONCE_MORE
    assert taken(database, MOST, arrival("192.0.2.9", proof="b")) == 1
    own = waiting_time(database, MOST, arrival("192.0.2.9", proof="c"))
    assert own is not None and own > timedelta(minutes=59)


def test_the_disk_has_an_end(database: sqlite3.Connection) -> None:
    """At ten times the total all wait; a quarter of it, too, is for networks that are new."""
    limits = Limits(20, 40)
    came(database, "192.0.2.1", 0)
    database.execute("UPDATE arrivals SET number = ? WHERE address = ?",
                     (40 * CEILING * 3 // 4, b"contact"))

    seen = waiting_time(database, limits, arrival("192.0.2.1", proof="a"))
    assert seen is not None and seen > timedelta(minutes=59)
    assert waiting_time(database, limits, arrival("198.51.100.1", proof="b")) is None
    database.execute("UPDATE arrivals SET number = ? WHERE address = ?",
                     (40 * CEILING, b"contact"))
    assert waiting_time(database, limits, arrival("198.51.100.1", proof="b")) == seen


@pytest.mark.parametrize(("limits", "number", "visitor", "waits"), [
    (Limits(), 19, "192.0.2.1", False), (Limits(), 20, "192.0.2.1", True),
    (Limits(), 20, "192.0.2.2", False), (Limits(), 20, "", False),
    (Limits(), 999, "198.51.100.1", False), (Limits(), 1000, "198.51.100.1", True),
    (Limits(), 749, "", False), (Limits(), 750, "", True),
    (UNLIMITED, 9999, "192.0.2.1", False), (UNLIMITED, 9999, "", False),
])
def test_twenty_are_taken_from_an_address_and_a_thousand_by_a_form(
        database: sqlite3.Connection, limits: Limits, number: int, visitor: str, waits: bool
        ) -> None:
    """Within an hour; who tries out forms on their own computer may send as many as they like."""
    count(database, arrival("192.0.2.1"))
    database.execute("UPDATE arrivals SET number = ?", (number,))
    if visitor == "192.0.2.2":
        database.execute("UPDATE arrivals SET number = 1 WHERE address <> ?", (b"contact",))

    assert (wait(database, visitor, limits=limits) is not None) == waits


@pytest.mark.parametrize(("limits", "number", "flood"), [
    (Limits(), 99, False), (Limits(), 100, True), (Limits(20, 40), 19, False),
    (Limits(20, 40), 20, True), (UNLIMITED, 9999, False)])
def test_a_form_that_takes_more_than_people_send_is_in_a_flood(
        database: sqlite3.Connection, limits: Limits, number: int, flood: bool) -> None:
    """A tenth of the total, but no fewer than one visitor may send."""
    came(database, "", *[0] * number)

    assert is_in_flood(database, limits, arrival("192.0.2.1")) == flood
    assert not is_in_flood(database, limits, arrival("192.0.2.1", minute=60))


def test_the_longest_of_several_waits_counts(database: sqlite3.Connection) -> None:
    """A visitor has sent too many after all of the network together had."""
    came(database, "192.0.2.2", 0, 0)
    came(database, "192.0.2.3", *[5] * 6)
    came(database, "192.0.2.1", 10, 20)

    assert wait(database, "192.0.2.9", 30) == timedelta(minutes=29, seconds=30)
    assert wait(database, "192.0.2.1", 30) == timedelta(minutes=39, seconds=30)


def test_nobody_is_asked_to_come_back_at_once(database: sqlite3.Connection) -> None:
    """What counts within a minute is over at its end, or a second later."""
    came(database, "192.0.2.1", 0, 0)

    last = NOON.replace(second=0) + timedelta(minutes=60, microseconds=-1)
    assert waiting_time(database, MOST, Arrival("contact", "192.0.2.1", last)) \
        == timedelta(seconds=1)
    assert waiting_time(database, MOST, Arrival(
        "contact", "192.0.2.1", last + timedelta(microseconds=1))) is None


@pytest.mark.parametrize(("one", "other", "same"), [
    ("2001:db8::1", "2001:db8::ffff:1", True), ("2001:db8::1", "2001:db8:0:1::1", False),
    ("192.0.2.1", "::ffff:192.0.2.1", True), ("192.0.2.1", "192.0.2.2", False)])
def test_an_address_is_what_one_subscriber_of_a_network_has(
        database: sqlite3.Connection, one: str, other: str, same: bool) -> None:
    """A visitor who has one IPv6 address has billions."""
    came(database, one, 0, 0)

    assert (wait(database, other) is not None) == same


def test_midnight_forgets_visitors_but_not_their_number(database: sqlite3.Connection) -> None:
    """The key is gone with its day: who came can no longer be found out."""
    came(database, "192.0.2.1", *[11 * 60 + 50] * 2)
    came(database, "192.0.2.2", *[11 * 60 + 50] * 2)

    assert wait(database, "192.0.2.1", 11 * 60 + 59) is not None
    assert wait(database, "192.0.2.1", 12 * 60) is None
    assert wait(database, "192.0.2.1", 12 * 60, Limits(2, 4)) == ONCE_MORE


def test_no_address_is_in_the_database(database: sqlite3.Connection) -> None:
    """Neither as text nor as bytes nor as a hash that anybody could try out without the key."""
    listed = "SELECT address FROM arrivals WHERE address <> ?"
    came(database, "192.0.2.1", 0)
    rows = database.execute(listed, (b"contact",)).fetchall()

    came(database, "192.0.2.1", 24 * 60)
    again = database.execute(listed, (b"contact",)).fetchall()

    assert len(rows) == 2 and all(len(row[0]) == 16 for row in rows)
    assert len(set(again)) == 4
    assert database.execute("SELECT day FROM keys").fetchall() == [("2018-07-04",)]


def test_what_counts_no_longer_is_removed(database: sqlite3.Connection) -> None:
    """The key of today stays."""
    came(database, "192.0.2.1", 0, 59)

    forget(database, NOON + timedelta(minutes=60))

    assert database.execute("SELECT count(*), min(minute) = max(minute) FROM arrivals"
                            ).fetchone() == (3, 1)
    assert database.execute("SELECT count(*) FROM keys").fetchone() == (1,)
