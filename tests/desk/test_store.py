"""What is typed is kept until it is saved."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from plugins.core.files import DiskError
from plugins.desk.store import Draft, Store
from plugins.desk.writing.places import digest

NOW = datetime(2018, 7, 3, 9, tzinfo=UTC)
TYPED = Draft("editor@firm.example", "articles/a.fr.md", b"\0\1", "title: É\r\n".encode(), NOW)


def test_a_draft_is_there_after_a_restart(tmp_path: Path):
    """Byte for byte."""
    Store(tmp_path / "desk.sqlite3").keep(TYPED)

    assert Store(tmp_path / "desk.sqlite3").draft(TYPED.person, TYPED.path) == TYPED


def test_each_person_has_her_own(tmp_path: Path):
    """Of the same text, and of others."""
    store = Store(tmp_path / "desk.sqlite3")
    store.keep(TYPED)

    assert store.draft("other@firm.example", TYPED.path) is None
    assert store.draft(TYPED.person, "articles/b.fr.md") is None
    assert store.drafts(TYPED.path) == [TYPED]


def test_what_is_saved_is_forgotten(tmp_path: Path):
    """The file has it."""
    store = Store(tmp_path / "desk.sqlite3")
    store.keep(TYPED)

    store.drop(TYPED.person, TYPED.path, TYPED.window)

    assert store.drafts() == []


@pytest.mark.parametrize(("first", "known", "left"), [
    (b"one", digest(b"one"), [b"two"]), (b"two", "", [b"two"]), (b"one", "", [b"two", b"one"]),
    (b"one", digest(b"before"), [b"two", b"one"])])
def test_a_window_puts_away_what_it_was_drawn_with(
        tmp_path: Path, first: bytes, known: str, left: list[bytes]):
    """Of another window, nothing else; what was typed last comes first."""
    store = Store(tmp_path / "desk.sqlite3")
    store.keep(replace(TYPED, data=first, window="first"))
    second = replace(TYPED, data=b"two", window="second", at=NOW + timedelta(seconds=1))
    store.keep(second, known)

    assert store.draft(TYPED.person, TYPED.path) == second
    assert store.drafts() == [second]
    others = store.others(TYPED.person, TYPED.path, "second")
    assert [second.data, *(draft.data for draft in others)] == left


def test_a_window_that_is_done_leaves_what_was_typed_in_another(tmp_path: Path):
    """Also by the file's new name."""
    store = Store(tmp_path / "desk.sqlite3")
    other = replace(TYPED, data=b"other", window="other")
    store.keep(TYPED)
    store.keep(other)
    store.move(TYPED.path, "articles/b.fr.md")
    store.drop(TYPED.person, "articles/b.fr.md", TYPED.window)

    assert store.drafts() == [replace(other, path="articles/b.fr.md")]


def test_a_database_of_before_is_taken_over(tmp_path: Path):
    """Its drafts knew no windows."""
    with closing(sqlite3.connect(tmp_path / "desk.sqlite3")) as database, database:
        database.execute("CREATE TABLE drafts (person TEXT, path TEXT, base BLOB, data BLOB, "
                         "at REAL, PRIMARY KEY (person, path))")
        database.execute("INSERT INTO drafts VALUES (?, ?, ?, ?, ?)", (
            TYPED.person, TYPED.path, TYPED.base, TYPED.data, NOW.timestamp()))

    for _ in range(2):
        store = Store(tmp_path / "desk.sqlite3")
        assert store.drafts() == [TYPED]
        store.close()


def test_only_the_owner_reads_the_file(tmp_path: Path):
    """It holds what is not published."""
    Store(tmp_path / "desk.sqlite3")

    assert (tmp_path / "desk.sqlite3").stat().st_mode & 0o077 == 0


def test_a_disk_that_refuses_is_told(tmp_path: Path):
    """In a sentence."""
    (tmp_path / "desk.sqlite3").write_bytes(b"no database" * 100)

    with pytest.raises(DiskError):
        Store(tmp_path / "desk.sqlite3")
