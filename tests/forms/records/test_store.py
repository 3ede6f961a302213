"""What is kept is on the disk, comes out as it went in, and is kept once."""

import sqlite3
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from plugins.core.messages import say
from plugins.forms.delivery.plan import way_back
from plugins.forms.records.store import Limits, Store
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
    """Whoever restarts the receiver has mended something."""
    kept(store, "a")
    failed = store.next_due("mail", datetime.now(UTC))
    assert failed is not None
    store.mark_failed(failed, say("no"), datetime.now(UTC) + timedelta(hours=6)).result()
    assert due(store) == ""

    store.wake().result()

    assert due(store) == "a"


def test_what_follows_from_a_delivery_is_kept_with_its_end(store: Store) -> None:
    """Either both are on the disk, or none: a crash in between loses no mail."""
    kept(store, "a", form="subscribe")
    delivery = store.next_due("audience", datetime.now(UTC))
    assert delivery is not None

    store.mark_delivered(delivery, datetime.now(UTC), [way_back(EMAIL, "https://a.example")]
                         ).result()

    following = store.next_due("mail", datetime.now(UTC))
    assert due(store, "audience") == ""
    assert following is not None
    assert (following.kind, following.detail) == ("return", "https://a.example")


def test_an_address_is_not_written_to_again_and_again(store: Store) -> None:
    """Whoever types another's address, in whatever letters, cannot have them flooded."""
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

    assert counted == [1, 2]
    assert narrow.add(sent("c", name="Zoé"), "192.0.2.1").result() is not None
    assert narrow.add(sent("d"), "192.0.2.1").result() is not None


def arrived(store: Store) -> int:
    """Return how many were counted of one address, as another process sees it."""
    with sqlite3.connect(store.path) as connection:
        return connection.execute(
            "SELECT total(number) FROM arrivals WHERE address <> x''").fetchone()[0]


def test_no_restart_forgets_who_has_sent_too_many(narrow: Store) -> None:
    """The counts are in the database."""
    for name in "abc":
        narrow.add(sent(name), "192.0.2.1").result()
    again = Store(narrow.path, lambda _: [], Limits(2, 3))

    assert again.add(sent("d"), "192.0.2.1").result() is not None
    again.close()
