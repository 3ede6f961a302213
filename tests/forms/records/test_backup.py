"""A copy of the database, and what comes back of it: nothing is ever delivered twice."""

import os
import signal
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plugins.core.email_address import comparable
from plugins.core.messages import Failure, say
from plugins.forms.declaration.form import Form
from plugins.forms.delivery.plan import planner
from plugins.forms.records.backup import BroughtBack, bring_back, copy_of, is_whole
from plugins.forms.records.records import give_up, records
from plugins.forms.records.retention import erase_person
from plugins.forms.records.store import Store
from tests.support.submissions import EMAIL, due, kept, sent
from tests.support.working import Firm, progress, run, states

AT = datetime(2018, 7, 3, 10, 0, tzinfo=UTC)


@pytest.fixture
def lost(tmp_path: Path, plain: dict[str, Form]) -> Store:
    """Return an empty database on another computer."""
    return Store(tmp_path / "elsewhere" / "forms.sqlite3", planner(plain))


def copied(store: Store) -> bytes:
    """Return a copy of a database that has something in it."""
    data = copy_of(store.path)
    assert data
    return data


def restored(store: Store, data: bytes, trial: bool = False) -> BroughtBack:
    """Bring back a copy into a database that a receiver has open."""
    return bring_back(store.path, data, store.plan, AT, trial=trial)


def deliver(store: Store, name: str) -> None:
    """Have a message delivered."""
    delivery = store.next_due("mail", datetime.now(UTC))
    assert delivery and delivery.submission.id == name
    store.mark_delivered(delivery, datetime.now(UTC)).result()


def test_a_copy_is_whole_while_the_receiver_writes(store: Store) -> None:
    """And holds neither the key of the day, nor that of the times, nor who has sent."""
    store.add(sent("aaaa"), visitor="192.0.2.1").result()

    data = copied(store)

    assert is_whole(data)
    with closing(sqlite3.connect(":memory:")) as copy:
        copy.deserialize(data)
        assert copy.execute("SELECT id FROM submissions").fetchall() == [("aaaa",)]
        assert copy.execute("SELECT count(*) FROM keys").fetchone() == (0,)
        assert copy.execute("SELECT count(*) FROM arrivals").fetchone() == (0,)
    keys = store.read(lambda db: db.execute("SELECT key FROM keys").fetchall())
    assert len(keys) == 2 and not any(key in data for key, in keys)


def test_where_there_is_no_database_there_is_no_copy(tmp_path: Path) -> None:
    """And none is begun for it."""
    assert copy_of(tmp_path / "forms.sqlite3") is None
    assert not list(tmp_path.iterdir())


def test_a_damaged_copy_is_known(store: Store) -> None:
    """Whatever was damaged."""
    kept(store, *map(str, range(60)))
    data = copied(store)

    assert not is_whole(data[:5000])
    assert not is_whole(data[:4096] + bytes(4096) + data[8192:])
    assert not is_whole(b"no database")


def test_what_was_lost_comes_back_and_nothing_is_delivered_by_itself(
        store: Store, lost: Store) -> None:
    """Nobody knows what was delivered since: a person looks."""
    kept(store, "aaaa")
    deliver(store, "aaaa")
    kept(store, "bbbb")
    data = copied(store)

    assert restored(lost, data) == BroughtBack(submissions=2, doubtful=1)

    assert {name: each.state for name, each in progress(lost).items()} \
        == {"aaaa": "delivered", "bbbb": "parked"}
    assert due(lost) == ""
    assert "2018-07-03 10:00" in str(progress(lost)["bbbb"].failure)
    assert [each.submission for each in lost.read(records)] \
        == [each.submission for each in store.read(records)]


def test_why_it_may_be_a_robots_comes_back_too(store: Store, lost: Store) -> None:
    """With each submission its own reasons."""
    store.add(sent("aaaa"), suspicions=["hasty", "trapped"]).result()
    kept(store, "bbbb")

    restored(lost, copied(store))

    assert [each.suspicions for each in lost.read(records)] == [("hasty", "trapped"), ()]


def test_what_the_database_knows_to_be_delivered_stays_so(store: Store) -> None:
    """A copy made before the delivery changes nothing."""
    kept(store, "aaaa")
    data = copied(store)
    deliver(store, "aaaa")

    assert restored(store, data) == BroughtBack()
    assert states(store) == "d"


def test_what_only_the_copy_knows_to_be_delivered_is_not_delivered_again(
        store: Store, lost: Store) -> None:
    """The database may be the older of the two."""
    kept(store, "aaaa")
    restored(lost, copied(store))
    lost.write(lambda db: db.execute("UPDATE deliveries SET parked = 0").rowcount).result()
    assert due(lost) == "aaaa"
    deliver(store, "aaaa")

    assert restored(lost, copied(store)) == BroughtBack(made=1)
    assert due(lost) == ""


def test_what_was_erased_does_not_come_back(store: Store) -> None:
    """Nor what was ended because its time was over."""
    kept(store, "aaaa")
    data = copied(store)
    store.write(lambda db: erase_person(db, EMAIL, datetime.now(UTC))).result()

    assert restored(store, data) == BroughtBack()
    assert store.read(records) == []


def test_a_proof_that_has_ended_does_not_come_back(store: Store, lost: Store) -> None:
    """Where nobody knows that it has, it does."""
    for statement in ("INSERT INTO proofs (id, email, form, lang, consents, page, created) "
                      "VALUES ('aaaa', 'a@a.fr', 'subscribe', 'fr', '[]', '', '2018-07-03')",
                      "INSERT INTO removed VALUES ('aaaa')"):
        store.write(lambda db, one=statement: db.execute(one).rowcount).result()
    data = copied(store)
    store.write(lambda db: db.execute("DELETE FROM proofs").rowcount).result()

    for each, proofs in ((store, 0), (lost, 1)):
        restored(each, data)
        assert each.read(lambda db: db.execute("SELECT count(*) FROM proofs").fetchone()) \
            == (proofs,)


def test_what_was_given_up_stays_given_up(store: Store, lost: Store) -> None:
    """A person had decided it."""
    kept(store, "aaaa")
    delivery = store.next_due("mail", datetime.now(UTC))
    assert delivery
    store.mark_parked(delivery, say("no such mailbox")).result()
    store.write(lambda db: give_up(db, records(db))).result()

    restored(lost, copied(store))

    assert progress(lost)["aaaa"].state == "dropped"


def test_what_ended_stays_ended(store: Store, lost: Store) -> None:
    """With its reason; nobody is asked to look at it."""
    kept(store, "aaaa", form="subscribe")
    restored(lost, copied(store))
    delivery = store.next_due("audience", datetime.now(UTC))
    assert delivery
    store.mark_ended(delivery, say("looks fake"), datetime.now(UTC)).result()

    restored(lost, copied(store))

    assert (progress(lost)["aaaa"].state, str(progress(lost)["aaaa"].failure)) \
        == ("ended", "looks fake")


def test_what_is_tried_again_goes_on_though_it_had_once_ended(store: Store) -> None:
    """Its second address had refused it, too, and somebody has corrected the first one."""
    kept(store, "aaaa")
    delivery = store.next_due("mail", datetime.now(UTC))
    assert delivery
    store.mark_ended(delivery, say("no such mailbox"), datetime.now(UTC)).result()
    data = copied(store)
    store.write(lambda db: db.execute("UPDATE deliveries SET parked = 0").rowcount).result()

    restored(store, data)

    assert progress(store)["aaaa"].state == "waiting"


def test_how_often_a_mailbox_was_written_to_comes_back_too(store: Store, lost: Store) -> None:
    """Or each restoration would write to it again."""
    kept(store, "aaaa", form="subscribe")

    restored(lost, copied(store))

    counted = "SELECT kind, mailbox, domain FROM mailboxes JOIN deliveries USING (kind)"
    assert lost.read(lambda db: db.execute(counted).fetchall()) \
        == [("subscription", EMAIL, EMAIL.partition("@")[2])]


def test_a_trial_changes_nothing(store: Store, lost: Store) -> None:
    """It says what the restoration would bring."""
    kept(store, "aaaa")

    assert restored(lost, copied(store), trial=True) == BroughtBack(submissions=1, doubtful=1)
    assert lost.read(records) == []


def test_what_comes_back_twice_is_there_once(store: Store, lost: Store) -> None:
    """A restoration may be repeated."""
    kept(store, "aaaa")
    restored(lost, copied(store))

    assert restored(lost, copied(store)) == BroughtBack()
    assert len(progress(lost)) == 1


def test_a_receiver_at_work_goes_on_with_what_is_its_own(store: Store, lost: Store) -> None:
    """What comes back waits for a person, what is new is delivered."""
    kept(store, "aaaa")
    data = copied(store)
    kept(lost, "cccc")
    firm = Firm()
    restored(lost, data)

    run(lost, firm, lambda: "d" in states(lost))

    assert firm.taken == ["cccc"]


def test_a_copy_of_an_earlier_program_comes_back(store: Store, lost: Store) -> None:
    """It knew of nothing that was ended on purpose."""
    kept(store, "aaaa")
    store.write(lambda db: db.execute("DROP TABLE removed").rowcount).result()

    assert restored(lost, copied(store)).submissions == 1


def test_a_damaged_database_is_not_touched(store: Store, tmp_path: Path) -> None:
    """The sentence says how to begin from the backup."""
    kept(store, *map(str, range(60)))
    data, path = copied(store), tmp_path / "forms.sqlite3"
    path.write_bytes(data[:8192] + bytes(4096) + data[12288:])
    before = path.read_bytes()

    with pytest.raises(Failure, match="damaged"):
        bring_back(path, data, store.plan, AT, trial=False)
    assert path.read_bytes() == before


def test_killed_at_any_moment_all_has_come_back_or_nothing(
        store: Store, plain: dict[str, Form], tmp_path: Path) -> None:
    """The next restoration completes it."""
    kept(store, *(f"{number:04}" for number in range(300)))
    data, path = copied(store), tmp_path / "killed" / "forms.sqlite3"
    Store(path, planner(plain)).close()
    for wait in (0, 0.002, 0.005, 0.01, 0.02):
        child = os.fork()
        if not child:
            bring_back(path, data, planner(plain), AT, trial=False)
            os._exit(0)
        time.sleep(wait)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with closing(sqlite3.connect(path)) as database:
            assert database.execute("SELECT count(*) FROM submissions").fetchone()[0] in (0, 300)
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    bring_back(path, data, planner(plain), AT, trial=False)
    with closing(sqlite3.connect(path)) as database:
        database.create_function("comparable", 1, comparable)
        assert len(records(database)) == 300
