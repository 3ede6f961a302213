"""A database of an earlier version is brought up to date, and one thread writes into it."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plugins.forms.declaration.form import Form
from plugins.forms.delivery.plan import planner
from plugins.forms.records.database import Job, StoreError, Writer, connect
from plugins.forms.records.records import Record, records
from plugins.forms.records.store import Store
from tests.support.submissions import EMAIL, due

VERSION_1 = """
CREATE TABLE submissions (
    id TEXT PRIMARY KEY, form TEXT NOT NULL, lang TEXT NOT NULL, fields TEXT NOT NULL,
    consents TEXT NOT NULL, page TEXT NOT NULL, created TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, next_attempt REAL NOT NULL DEFAULT 0, delivered TEXT,
    parked INTEGER NOT NULL DEFAULT 0, failure TEXT NOT NULL DEFAULT '');
CREATE INDEX waiting ON submissions (next_attempt) WHERE delivered IS NULL AND parked = 0;
PRAGMA user_version = 1;
"""
ROWS = (
    ("waits", "contact", 2, 1893456000.0, None, 0, "OSError: {no} network"),
    ("parked", "contact", 1, 0.0, None, 1, "no such mailbox"),
    ("done", "subscribe", 1, 0.0, "2018-07-03T10:05:00+00:00", 0, ""),
    ("asked", "subscribe", 0, 0.0, None, 0, ""),
    ("gone", "quiz", 0, 0.0, None, 0, ""),
)


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """Return a database as version 1 left it."""
    path = tmp_path / "forms.sqlite3"
    consents = json.dumps([{"field": "consent", "version": "1", "text": "Oui."}])
    fields = json.dumps({"email": EMAIL, "name": "Zoé", "topic": "press"})
    with sqlite3.connect(path) as connection:
        connection.executescript(VERSION_1)
        connection.executemany(
            "INSERT INTO submissions VALUES (?, ?, 'fr', ?, ?, '/fr/', ?, ?, ?, ?, ?, ?)",
            [(name, form, fields, consents, "2018-07-03T10:00:00+00:00", *rest)
             for name, form, *rest in ROWS])
    connection.close()
    return path


@pytest.fixture
def opened(earlier: Path, forms: dict[str, Form]) -> Iterator[Store]:
    """Return the store of this program on it."""
    store = Store(earlier, planner(forms))
    yield store
    store.close()


def found(store: Store) -> dict[str, Record]:
    """Return all records by their id."""
    return {record.submission.id: record for record in store.read(lambda db: list(records(db)))}


def test_nothing_is_lost_and_everything_stays_in_its_place(opened: Store) -> None:
    """Each row becomes a submission and its delivery, as its form declares."""
    all_of_it = found(opened)

    assert {name: (record.state, record.deliveries[0].kind, record.deliveries[0].attempts)
            for name, record in all_of_it.items()} == {
        "waits": ("waiting", "mail", 2), "parked": ("parked", "mail", 1),
        "done": ("delivered", "subscription", 1), "asked": ("waiting", "subscription", 0),
        "gone": ("waiting", "mail", 0)}
    assert {name: str(record.deliveries[0].failure) for name, record in all_of_it.items()} == {
        "waits": "OSError: {no} network", "parked": "no such mailbox",
        "done": "None", "asked": "None", "gone": "None"}
    assert all_of_it["done"].deliveries[0].done == datetime(2018, 7, 3, 10, 5, tzinfo=UTC)
    assert all_of_it["waits"].submission.values["name"] == "Zoé"
    assert all_of_it["waits"].submission.consents[0].text == "Oui."


def test_a_visitor_of_long_ago_is_not_thanked_now(
        opened: Store, forms: dict[str, Form]) -> None:
    """Though a form of today thanks its visitors."""
    assert forms["contact"].acknowledge
    assert {each.kind for record in found(opened).values() for each in record.deliveries} \
        == {"mail", "subscription"}


def test_what_waited_goes_on_waiting(opened: Store) -> None:
    """Until it is due; what was never tried is due at once."""
    assert (due(opened, "audience"), due(opened, "mail")) == ("asked", "gone")
    later = opened.next_due("mail", datetime(2030, 1, 2, tzinfo=UTC))
    assert later is not None and later.submission.id == "gone"


def test_a_second_start_changes_nothing_more(opened: Store, forms: dict[str, Form]) -> None:
    """The version says that it is done."""
    before = found(opened)

    again = Store(opened.path, planner(forms))

    assert found(again) == before
    again.close()


def test_a_crash_on_the_way_leaves_the_earlier_database(earlier: Path) -> None:
    """All of it is one transaction."""
    def fail(_: object) -> list:
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        Store(earlier, fail)

    with sqlite3.connect(earlier) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM submissions").fetchone() == (len(ROWS),)


def test_a_database_of_a_later_version_is_left_alone(store: Store, forms: dict[str, Form]) -> None:
    """An older program says so instead of writing into it."""
    with sqlite3.connect(store.path) as connection:
        connection.execute("PRAGMA user_version = 99")

    with pytest.raises(StoreError) as told:
        Store(store.path, planner(forms))

    assert str(told.value) == (
        f"{store.path}: the database is of version 99, this program knows version 2; use the "
        "program that wrote it")


@pytest.mark.parametrize(("obstacle", "reason"), [
    ("folder", "something else is in its place, or it cannot be opened"),
    ("text", "the database is damaged"),
    ("file in its way", "something else is in its place, or it cannot be opened")])
def test_a_database_that_cannot_be_used_is_reported_in_a_sentence(
        tmp_path: Path, forms: dict[str, Form], obstacle: str, reason: str) -> None:
    """Before anything is taken."""
    path = tmp_path / "var" / "forms.sqlite3"
    if obstacle == "folder":
        path.mkdir(parents=True)
    elif obstacle == "text":
        path.parent.mkdir()
        path.write_text("This is no database. " * 99)
    else:
        path.parent.write_text("")

    with pytest.raises(StoreError) as told:
        Store(path, planner(forms))

    assert str(told.value) == (
        f"{path}: the database cannot be used ({reason}); the folder must be the "
        "receiver’s to write into")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a database with one table of unique names."""
    with sqlite3.connect(tmp_path / "a.sqlite3") as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE names (name TEXT UNIQUE)")
    return tmp_path / "a.sqlite3"


@pytest.fixture
def writer(path: Path) -> Iterator[Writer]:
    """Return the writer of this database."""
    writer = Writer(sqlite3.connect(path, check_same_thread=False, isolation_level=None))
    yield writer
    writer.close()


def names(path: Path) -> list[str]:
    """Return what another process sees."""
    with sqlite3.connect(path) as connection:
        return [name for name, in connection.execute("SELECT name FROM names ORDER BY name")]


def adding(name: str) -> Job[int]:
    """Return a job that adds a name, and answers with its row."""
    return lambda connection: connection.execute(
        "INSERT INTO names VALUES (?)", (name,)).lastrowid or 0


def held(writer: Writer) -> threading.Event:
    """Keep the writer busy until the event is set."""
    begun, go = threading.Event(), threading.Event()

    def wait(_: sqlite3.Connection) -> None:
        begun.set()
        go.wait(5)

    writer.write(wait)
    begun.wait(5)
    return go


def test_an_answer_is_there_once_all_can_see_what_was_written(writer: Writer, path: Path) -> None:
    """Not before the commit."""
    assert writer.write(adding("a")).result(5) == 1
    assert names(path) == ["a"]


def test_what_waits_is_written_in_one_transaction(writer: Writer, path: Path) -> None:
    """One flush of the disk serves all."""
    transactions: list[str] = []
    writer.write(lambda connection: connection.set_trace_callback(transactions.append)).result(5)
    go = held(writer)
    waiting = [writer.write(adding(str(number))) for number in range(50)]

    go.set()

    assert [answer.result(5) for answer in waiting] == list(range(1, 51))
    assert [said for said in transactions if said == "COMMIT"] == ["COMMIT"] * 3


def test_a_job_that_fails_takes_no_other_with_it(writer: Writer, path: Path) -> None:
    """Each is then done on its own."""
    go = held(writer)
    first, second, third = (writer.write(adding(name)) for name in ("a", "a", "b"))

    go.set()

    assert (first.result(5), third.result(5)) == (1, 2)
    with pytest.raises(sqlite3.IntegrityError):
        second.result(5)
    assert names(path) == ["a", "b"]


def test_nobody_waits_for_a_job_that_was_withdrawn(writer: Writer, path: Path) -> None:
    """A visitor who has left is not thanked, so nothing need be kept."""
    go = held(writer)
    first, second = writer.write(adding("a")), writer.write(adding("b"))
    first.cancel()

    go.set()

    assert second.result(5) == 1
    assert names(path) == ["b"]


def test_closing_writes_what_waits_and_then_takes_nothing(writer: Writer, path: Path) -> None:
    """No answer is lost, and none is awaited for ever."""
    go = held(writer)
    waiting = writer.write(adding("a"))
    go.set()

    writer.close()

    assert waiting.result(0) == 1
    with pytest.raises(sqlite3.ProgrammingError, match="^the database is closed$"):
        writer.write(adding("b")).result(0)
    assert names(path) == ["a"]


@pytest.mark.parametrize(("waiting", "transactions"), [(200, 1), (201, 2), (401, 3)])
def test_two_hundred_jobs_share_a_transaction_at_most(
        writer: Writer, waiting: int, transactions: int) -> None:
    """So that the first of many is answered soon."""
    said: list[str] = []
    writer.write(lambda connection: connection.set_trace_callback(said.append)).result(5)
    go = held(writer)
    answers = [writer.write(adding(str(number))) for number in range(waiting)]

    go.set()

    assert [answer.result(5) for answer in answers] == list(range(1, waiting + 1))
    assert said.count("COMMIT") == transactions + 2


def test_a_writer_that_nobody_closes_keeps_no_program_alive(writer: Writer) -> None:
    """Who looks for what a program still does finds its thread by name."""
    assert {thread.daemon for thread in threading.enumerate() if thread.name == "writer"} == {True}


@pytest.mark.parametrize(("setting", "value"), [
    ("journal_mode", "wal"), ("synchronous", 2), ("busy_timeout", 5000), ("foreign_keys", 1),
    ("secure_delete", 1)])
def test_every_connection_flushes_waits_and_overwrites(
        tmp_path: Path, setting: str, value: str | int) -> None:
    """A commit is on the disk, another process is waited for, and what is deleted is gone."""
    connection = connect(tmp_path / "a.sqlite3")

    assert connection.execute(f"PRAGMA {setting}").fetchone() == (value,)
    connection.close()
