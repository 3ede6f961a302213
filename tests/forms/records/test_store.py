"""What is kept is on the disk, comes out as it went in, once, and from nobody too often."""

import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from plugins.core.messages import say
from plugins.forms.declaration.form import Form
from plugins.forms.delivery.plan import planner, way_back
from plugins.forms.records.arrivals import ONCE_MORE, Limits
from plugins.forms.records.backup import copy_of
from plugins.forms.records.records import records
from plugins.forms.records.rows import UNASKED
from plugins.forms.records.store import Store
from plugins.forms.records.submission import Planned
from tests.support.submissions import EMAIL, due, kept, sent


def test_a_submission_comes_out_as_it_went_in(store: Store) -> None:
    """Values, consent and time survive the database."""
    submission = sent("a")
    store.add(submission).result()

    delivery = store.next_due("mail", datetime.now(UTC))
    assert delivery is not None
    assert delivery.submission == submission
    assert (delivery.kind, delivery.address) == ("mail", "cabinet@lettre.example")
    assert abs(delivery.since - submission.created) < timedelta(milliseconds=1)


def test_what_is_kept_is_on_the_disk(store: Store) -> None:
    """Another process sees it at once; the file is the owner's alone."""
    kept(store, "a")

    with sqlite3.connect(store.path) as connection:
        assert connection.execute("SELECT id FROM submissions").fetchall() == [("a",)]
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600


def test_a_second_click_keeps_nothing_twice(store: Store) -> None:
    """The same words in the same form within minutes are one submission, and are thanked for."""
    first = sent("a", name="Zoé")
    again = sent("b", name="Zoé")

    assert store.add(first).result() is None
    assert store.add(again).result() is None

    assert due(store) == "a"
    with sqlite3.connect(store.path) as connection:
        assert connection.execute("SELECT count(*) FROM submissions").fetchone() == (1,)


def test_the_same_words_on_another_day_are_kept(store: Store) -> None:
    """Somebody may ask again."""
    first = sent("a", name="Zoé")
    later = sent("b", name="Zoé")

    store.add(first).result()
    store.add(type(later)(**{**vars(later), "created": first.created + timedelta(days=1)})).result()

    with sqlite3.connect(store.path) as connection:
        assert connection.execute("SELECT count(*) FROM submissions").fetchone() == (2,)


@pytest.mark.parametrize(("later", "number"), [
    (timedelta(minutes=10, microseconds=-1), 1), (timedelta(minutes=10), 2)])
def test_the_same_words_are_one_submission_for_ten_minutes(
        store: Store, later: timedelta, number: int) -> None:
    """Somebody clicked twice; after that, somebody asks again."""
    first = sent("a", name="Zoé")
    store.add(first).result()

    store.add(replace(first, id="b", created=first.created + later)).result()

    with sqlite3.connect(store.path) as connection:
        assert connection.execute("SELECT count(*) FROM submissions").fetchone() == (number,)


def test_the_next_attempt_is_when_the_first_of_its_lane_is_due(store: Store) -> None:
    """What is delivered or parked waits for nothing."""
    kept(store, "a", "b", "c")
    again = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
    for moment in (again + timedelta(days=1), again):
        one = store.next_due("mail", datetime.now(UTC))
        assert one is not None
        store.mark_failed(one, say("no"), moment).result()
    last = store.next_due("mail", datetime.now(UTC))
    assert last is not None
    assert store.next_attempt("mail") == datetime(1970, 1, 1, tzinfo=UTC)

    store.mark_parked(last, say("no such mailbox")).result()

    assert store.next_attempt("mail") == again
    assert store.next_attempt("audience") is None
    assert store.next_due("mail", again - timedelta(seconds=1)) is None
    due_again = store.next_due("mail", again)
    assert due_again is not None and due_again.submission.id == "b"
    assert due_again.attempts == 1


def test_what_became_of_a_delivery_is_kept(store: Store) -> None:
    """Each attempt counts; a reason lasts until it is delivered."""
    kept(store, "a")
    now = datetime.now(UTC)
    one = store.next_due("mail", now)
    assert one is not None

    store.mark_failed(one, say("no network"), now).result()
    failed = told(store)
    store.mark_parked(one, say("no such mailbox")).result()
    parked = told(store)
    store.mark_delivered(one, now).result()

    assert failed == (1, "waiting", None, "no network")
    assert parked == (2, "parked", None, "no such mailbox")
    assert told(store) == (3, "delivered", now, "None")


def told(store: Store) -> tuple[int, str, datetime | None, str]:
    """Return what is known of the only delivery."""
    [record] = store.read(lambda db: list(records(db)))
    [one] = record.deliveries
    return one.attempts, one.state, one.done, str(one.failure)


def test_a_closed_store_answers_nobody(store: Store) -> None:
    """Neither is anything taken nor read; what was taken is there."""
    kept(store, "a")

    store.close()

    with pytest.raises(sqlite3.ProgrammingError):
        store.add(sent("b")).result()
    with pytest.raises(sqlite3.ProgrammingError):
        due(store)
    with sqlite3.connect(store.path) as connection:
        assert connection.execute("SELECT id FROM submissions").fetchall() == [("a",)]


def test_the_longest_waiting_comes_first(store: Store) -> None:
    """What failed comes when it is due, behind what is due already."""
    kept(store, "a", "b")
    first = store.next_due("mail", datetime.now(UTC))
    assert first is not None

    store.mark_failed(first, say("no"), datetime.now(UTC) + timedelta(seconds=30)).result()

    assert due(store) == "b"
    again = store.next_due("mail", datetime.now(UTC) + timedelta(minutes=1))
    assert again is not None and again.submission.id == "b"


def test_a_start_has_all_that_waits_tried_at_once(store: Store) -> None:
    """A restart means that something was put right."""
    kept(store, "a")
    failed = store.next_due("mail", datetime.now(UTC))
    assert failed is not None
    store.mark_failed(failed, say("no"), datetime.now(UTC) + timedelta(hours=6)).result()
    assert due(store) == ""

    store.wake().result()

    assert due(store) == "a"


def test_a_database_is_in_its_place_whoever_else_works_with_it(
        store: Store, plain: dict[str, Form]) -> None:
    """Commands open and close it, it is tidied and copied."""
    kept(store, "a")
    Store(store.path, planner(plain)).close()
    store.tidy()
    assert copy_of(store.path)

    assert store.is_in_place()
    kept(store, "b")


def test_what_follows_from_a_delivery_is_kept_with_its_end(store: Store) -> None:
    """Either both are on the disk, or none: a crash in between loses no mail."""
    kept(store, "a", form="subscribe")
    delivery = store.next_due("audience", datetime.now(UTC))
    assert delivery is not None

    store.mark_delivered(delivery, datetime.now(UTC), [way_back(EMAIL, "https://a.example")]
                         ).result()

    following = store.next_due("courtesy", datetime.now(UTC))
    assert due(store, "audience") == ""
    assert following is not None
    assert (following.kind, following.detail) == ("return", "https://a.example")


def test_an_address_is_not_written_to_again_and_again(store: Store) -> None:
    """Typing another's address, in whatever letters, cannot have them flooded."""
    for number, email in enumerate((EMAIL, EMAIL.upper(), "other@firm.example")):
        kept(store, f"n{number}", form="subscribe", email=email)
        delivery = store.next_due("audience", datetime.now(UTC))
        assert delivery is not None
        store.mark_delivered(delivery, datetime.now(UTC), [way_back(email, "")]).result()

    with sqlite3.connect(store.path) as connection:
        assert connection.execute("SELECT address FROM deliveries WHERE kind = 'return'"
                                  ).fetchall() == [(EMAIL,), ("other@firm.example",)]


@pytest.fixture
def narrow(tmp_path: Path) -> Iterator[Store]:
    """Return a store that takes two submissions an hour from an address, three in total."""
    store = Store(tmp_path / "narrow.sqlite3", lambda _: [Planned("mail", "a@firm.example")],
                  Limits(2, 3))
    yield store
    store.close()


def test_too_many_from_one_address_must_wait(narrow: Store) -> None:
    """What was refused is not kept, and others are still served."""
    waits = [narrow.add(sent(name), "192.0.2.1").result() for name in "abc"]

    assert waits[:2] == [None, None]
    assert waits[2] is not None and timedelta(minutes=58) < waits[2] <= timedelta(hours=1)
    assert narrow.add(sent("d"), "192.0.2.2").result() is None
    assert due(narrow) == "a"


def test_what_is_kept_already_is_treated_like_all_others(narrow: Store) -> None:
    """Counted and refused alike, and on the disk first: no stranger learns who has just written."""
    counted = [narrow.add(sent(name, name="Zoé"), "192.0.2.1").result() or arrived(narrow)
               for name in "ab"]

    assert counted == [3, 6]
    assert narrow.add(sent("c", name="Zoé"), "192.0.2.1").result() is not None
    assert narrow.add(sent("d"), "192.0.2.1").result() is not None


def arrived(store: Store) -> int:
    """Return how often something was counted, as another process sees it."""
    with sqlite3.connect(store.path) as connection:
        return connection.execute(
            "SELECT total(number) FROM arrivals").fetchone()[0]


def test_no_restart_forgets_who_has_sent_too_many(narrow: Store) -> None:
    """The counts are in the database."""
    for name in "abc":
        narrow.add(sent(name), "192.0.2.1").result()
    again = Store(narrow.path, lambda _: [], Limits(2, 3))

    assert again.add(sent("d"), "192.0.2.1").result() is not None
    again.close()


def test_in_a_flood_only_the_firm_gets_mail(tmp_path: Path, forms: dict[str, Form]) -> None:
    """A robot has typed addresses of strangers; those who wrote have been thanked by the page."""
    store = Store(tmp_path / "forms.sqlite3", planner(forms), Limits(3, 30))
    for number in range(5):
        assert store.add(sent(f"n{number}", email=f"n{number}@firm.example"), "", b"", ["unsigned"]
                         ).result() is None

    found = store.read(records)
    store.close()
    assert [[each.kind for each in one.deliveries].count("acknowledgement") for one in found] \
        == [1, 1, 1, 0, 0]
    assert all("mail" in {each.kind for each in one.deliveries} for one in found)
    assert [one.suspicions for one in found] \
        == [("unsigned",)] * 3 + [("unsigned", "flood")] * 2


def test_where_a_domain_is_asked_for_very_often_a_visitor_is_asked_for_more(store: Store) -> None:
    """Nobody can use up the hour of a domain for those who have their address there."""
    def asked(name: str, domain: str = "gmail.com", proof: bytes = b"") -> timedelta | None:
        submission = sent(name, "subscribe", email=f"{name}@{domain}")
        return store.add(submission, proof=proof).result()

    assert [asked(f"n{number}") for number in range(UNASKED)] == [None] * UNASKED

    assert (asked("late"), asked("other", "firm.example")) == (ONCE_MORE, None)
    assert (asked("late", proof=b"a"), asked("later", proof=b"a")) == (None, ONCE_MORE)
    delivery, = (each for each in store.read(records) if each.submission.id == "late")
    assert delivery.deliveries[0].since <= datetime.now(UTC)


def test_a_start_leaves_for_later_what_was_for_later(store: Store) -> None:
    """A restart sends nobody eighteen requests to confirm."""
    for number in range(4):
        kept(store, f"n{number}", form="subscribe", email=f"zoe+{number}@firm.example")

    store.wake().result()

    again = datetime.now(UTC) + timedelta(hours=23)
    assert [store.next_due("audience", moment) is not None for moment in (datetime.now(UTC), again)
            ] == [True, True]
    for _ in range(3):
        delivery = store.next_due("audience", again)
        assert delivery is not None
        store.mark_delivered(delivery, datetime.now(UTC)).result()
    assert store.next_due("audience", again) is None
    assert store.next_due("audience", again + timedelta(hours=2)) is not None
