"""What is kept ends in time, or when a person asks; a proof of consent outlasts it."""

import asyncio
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from plugins.core.messages import say
from plugins.forms.declaration.form import Form
from plugins.forms.delivery.plan import planner
from plugins.forms.records.records import OPEN, give_up, of_person, records, try_again
from plugins.forms.records.retention import (
    PROVED,
    Erased,
    Purged,
    erase_person,
    keep_up,
    purge_old,
)
from plugins.forms.records.store import Store
from tests.support.submissions import EMAIL, kept

NOW = datetime.now(UTC)
LATER = NOW + timedelta(days=31)


@pytest.fixture
def kept_for_a_month(forms: dict[str, Form]) -> dict[str, Form]:
    """Return forms of which the first keeps a month, the second for ever."""
    return {"contact": replace(forms["contact"], retention=30),
            "subscribe": replace(forms["subscribe"], retention=30),
            "quiz": replace(forms["contact"], id="quiz", retention=0)}


def deliver(store: Store, name: str) -> None:
    """Note that all of a submission is delivered."""
    store.write(lambda db: db.execute(
        "UPDATE deliveries SET delivered = ? WHERE submission = ?", (NOW.isoformat(), name)
        ).rowcount).result()


def names(store: Store) -> list[str]:
    """Return the ids of all that is kept."""
    return [each.submission.id for each in store.read(lambda db: list(records(db)))]


def purged(store: Store, forms: dict[str, Form], now: datetime, undelivered: bool = False
           ) -> Purged:
    """Return what a purge did."""
    return store.write(lambda db: purge_old(db, forms, now, undelivered)).result()


def test_what_is_old_enough_and_delivered_is_removed(
        store: Store, kept_for_a_month: dict[str, Form]) -> None:
    """As its form says, not a day earlier."""
    kept(store, "a", "b")
    deliver(store, "a")

    assert purged(store, kept_for_a_month, NOW + timedelta(days=29)).removed == 0
    assert purged(store, kept_for_a_month, LATER) == Purged(1, ("b",), {})
    assert names(store) == ["b"]


def test_what_was_never_delivered_is_reported_and_removed_only_when_asked(
        store: Store, kept_for_a_month: dict[str, Form]) -> None:
    """Nothing goes away silently."""
    kept(store, "a")

    assert purged(store, kept_for_a_month, LATER).overdue == ("a",)
    assert purged(store, kept_for_a_month, LATER, undelivered=True).removed == 1
    assert names(store) == []


def test_a_mail_to_a_visitor_keeps_nothing(
        store: Store, kept_for_a_month: dict[str, Form]) -> None:
    """Anybody can type an address to which none can be delivered."""
    kept(store, "a", "b", form="subscribe")
    deliver(store, "a")
    deliver(store, "b")
    for name, kind in (("a", "acknowledgement"), ("b", "return")):
        store.write(lambda db, name=name, kind=kind: db.execute(
            "INSERT INTO deliveries (submission, kind, lane, address, detail, since, parked) "
            "VALUES (?, ?, 'mail', '', '', 0, ?)", (name, kind, name == "a")).rowcount).result()

    assert purged(store, kept_for_a_month, LATER) == Purged(2, (), {})


def test_what_is_parked_can_be_dropped(
        store: Store, kept_for_a_month: dict[str, Form], plain: dict[str, Form]) -> None:
    """It is tried no more and keeps nothing; only what was sent stays, until its time is over."""
    kept(store, "aaaa", "bbbb")
    parked = store.next_due("mail", NOW + timedelta(days=1))
    assert parked
    store.mark_parked(parked, say("no such mailbox")).result()

    assert store.write(lambda db: give_up(db, records(db))).result() == 1

    one, other = store.read(lambda db: list(records(db)))
    assert (one.state, other.state) == ("dropped", "waiting")
    assert str(one.deliveries[0].failure) == "no such mailbox"
    assert store.read(lambda db: [each.submission.id for each in records(db, OPEN)]) == ["bbbb"]
    assert store.write(lambda db: try_again(db, planner(plain), one, NOW)).result() == 0
    assert purged(store, kept_for_a_month, LATER) == Purged(1, ("bbbb",), {})


def test_a_form_without_an_end_is_reported(store: Store, kept_for_a_month: dict[str, Form]) -> None:
    """So is one that is declared no longer: nobody knows how long it may be kept."""
    kept(store, "a", "b", form="quiz")
    kept(store, "c", form="gone")

    assert purged(store, kept_for_a_month, LATER).endless == {"quiz": 2, "gone": 1}


def test_the_consent_to_a_subscription_outlasts_what_was_sent(
        store: Store, kept_for_a_month: dict[str, Form]) -> None:
    """Word for word, and nothing else that was typed (GDPR art. 7(1))."""
    kept(store, "a", form="subscribe", first_name="Zoé")
    deliver(store, "a")

    purged(store, kept_for_a_month, LATER)

    submissions, [proof] = store.read(lambda db: of_person(db, EMAIL))
    assert submissions == []
    assert (proof.email, proof.consents[0].text, proof.until) == (EMAIL, "J’accepte.", None)
    with sqlite3.connect(store.path) as connection:
        assert "Zoé" not in str(connection.execute("SELECT * FROM proofs").fetchall())


def test_a_person_is_erased(store: Store) -> None:
    """All that they sent, delivered or not; messages that mention them are listed."""
    kept(store, "a", "b")
    deliver(store, "a")
    kept(store, "c", email="other@firm.example", message=f"Ask {EMAIL}.")

    erased = store.write(lambda db: erase_person(db, EMAIL.upper(), NOW)).result()
    assert erased == Erased(("a", "b"), 0, ("c",))

    assert names(store) == ["c"]
    with sqlite3.connect(store.path) as connection:
        assert connection.execute("SELECT DISTINCT submission FROM deliveries").fetchall() \
            == [("c",)]


@pytest.mark.parametrize("written", [
    "ZOÉ@SOCIÉTÉ.example", "zoe\u0301@société.example", "zoé@xn--socit-esab.example"])
def test_a_person_is_erased_however_the_address_is_written(
        store: Store, kept_for_a_month: dict[str, Form], written: str) -> None:
    """With what is kept as proof, and what others wrote."""
    kept(store, "a", "b", form="subscribe", email="zoé@société.example")
    kept(store, "c", email="other@firm.example", message="Ask Zoé@Société.example.")
    deliver(store, "a")
    purged(store, kept_for_a_month, LATER)

    assert [len(found) for found in store.read(lambda db: of_person(db, written))] == [1, 1]
    assert store.write(lambda db: erase_person(db, written, NOW)).result() \
        == Erased(("b",), 1, ("c",))


def test_the_proof_of_an_erased_person_has_an_end(
        store: Store, kept_for_a_month: dict[str, Form]) -> None:
    """Three years after they left nobody can hold a letter against the firm."""
    kept(store, "a", form="subscribe")
    deliver(store, "a")

    assert store.write(lambda db: erase_person(db, EMAIL, NOW)).result() == Erased(("a",), 1, ())

    [proof] = store.read(lambda db: of_person(db, EMAIL))[1]
    assert proof.until == NOW + PROVED
    purged(store, kept_for_a_month, NOW + PROVED + timedelta(days=1))
    assert store.read(lambda db: of_person(db, EMAIL)) == ([], [])


def test_a_subscription_that_never_reached_the_audience_needs_no_proof(store: Store) -> None:
    """Nobody was written to."""
    kept(store, "a", form="subscribe")

    assert store.write(lambda db: erase_person(db, EMAIL, NOW)).result() == Erased(("a",), 0, ())


def test_nothing_of_what_was_removed_is_left_in_the_files(store: Store) -> None:
    """Neither in free pages nor in the log of the last writes."""
    kept(store, "a", message="SECRET-WORD " * 20)
    assert b"SECRET-WORD" in b"".join(each.read_bytes() for each in store.path.parent.iterdir())

    store.write(lambda db: erase_person(db, EMAIL, NOW)).result()
    store.tidy()

    assert b"SECRET-WORD" not in b"".join(
        each.read_bytes() for each in store.path.parent.iterdir())


def test_the_receiver_purges_by_itself(store: Store, kept_for_a_month: dict[str, Form]) -> None:
    """Every day, and counts what comes no longer."""
    kept(store, "a")
    deliver(store, "a")
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE submissions SET created = '2018-07-03T10:00:00+00:00'")
        connection.execute("UPDATE arrivals SET minute = 0")

    asyncio.run(keep_up(store, kept_for_a_month))

    with sqlite3.connect(store.path) as connection:
        assert connection.execute("SELECT count(*) FROM submissions").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM arrivals").fetchone() == (0,)


def test_a_proof_ends_three_years_after_its_subscription(store: Store, forms: dict[str, Form]
                                                         ) -> None:
    """The audience is asked once a month who is still in it."""
    began = datetime.now(UTC)
    for name, email in (("a", "stays@firm.example"), ("b", "left@firm.example")):
        kept(store, name, form="subscribe", email=email)
        deliver(store, name)
        store.write(lambda db, email=email: erase_person(db, email, NOW)).result()
    store.write(lambda db: db.execute("UPDATE proofs SET until = NULL").rowcount).result()
    asked: list[str] = []

    def stands(email: str, since: datetime) -> bool:
        asked.append(email)
        return email.startswith("stays")

    for _ in "ab":
        asyncio.run(keep_up(store, forms, stands))

    ends = [store.read(lambda db, email=email: of_person(db, email))[1][0].until
            for email in ("stays@firm.example", "left@firm.example")]
    assert sorted(asked) == ["left@firm.example", "stays@firm.example"]
    assert ends[0] is None
    assert ends[1] is not None and began <= ends[1] - PROVED <= datetime.now(UTC)


def test_an_audience_that_is_away_is_asked_another_day(store: Store, forms: dict[str, Form]
                                                       ) -> None:
    """No proof ends because nobody answered."""
    kept(store, "a", form="subscribe")
    deliver(store, "a")
    store.write(lambda db: erase_person(db, EMAIL, NOW)).result()
    store.write(lambda db: db.execute("UPDATE proofs SET until = NULL").rowcount).result()

    def away(email: str, since: datetime) -> bool:
        raise OSError("away")

    asyncio.run(keep_up(store, forms, away))

    assert store.read(lambda db: of_person(db, EMAIL))[1][0].until is None
