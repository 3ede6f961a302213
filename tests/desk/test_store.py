"""What is typed is kept until it is saved."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from plugins.core.files import DiskError
from plugins.desk.store import Draft, Store

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

    store.drop(TYPED.person, TYPED.path)

    assert store.drafts() == []


def test_only_the_owner_reads_the_file(tmp_path: Path):
    """It holds what is not published."""
    Store(tmp_path / "desk.sqlite3")

    assert (tmp_path / "desk.sqlite3").stat().st_mode & 0o077 == 0


def test_a_disk_that_refuses_is_told(tmp_path: Path):
    """In a sentence."""
    (tmp_path / "desk.sqlite3").write_bytes(b"no database" * 100)

    with pytest.raises(DiskError):
        Store(tmp_path / "desk.sqlite3")
