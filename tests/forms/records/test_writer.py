"""What waits is committed together; what fails, fails alone; nothing is answered before."""

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.forms.records.database import Job, Writer


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
    with pytest.raises(sqlite3.ProgrammingError):
        writer.write(adding("b")).result(0)
    assert names(path) == ["a"]
