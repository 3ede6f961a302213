"""What is slow to make is kept, and a damaged entry is as good as none."""

import os
import time
from pathlib import Path

import pytest

from plugins.core.files import KEPT, Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return a store with one entry."""
    store = Store(tmp_path / "cards" / "version-1")
    store.put("a.png", b"data")
    return store


def test_what_is_kept_comes_back(store: Store):
    """Until then there is nothing."""
    assert store.get("a.png") == b"data" and "a.png" in store
    assert store.get("b.png") is None and "b.png" not in store


@pytest.mark.parametrize("damage", [
    lambda path: path.write_bytes(path.read_bytes()[:-1]), lambda path: path.write_bytes(b""),
    lambda path: path.unlink(), lambda path: (path.unlink(), path.mkdir()),
])
def test_a_damaged_entry_is_none(store: Store, damage):
    """Half-written, empty, gone or something else."""
    damage(store.folder / "a.png")

    assert store.get("a.png") is None


def test_a_disk_that_refuses_is_no_fault(tmp_path: Path):
    """What cannot be kept is made again the next time."""
    (tmp_path / "cards").write_text("a file stands in the way")
    store = Store(tmp_path / "cards" / "version-1")

    store.put("a.png", b"data")
    store.prune()

    assert store.get("a.png") is None


def test_what_nobody_has_asked_for_in_a_month_is_forgotten(store: Store):
    """Of other versions, too; what was asked for lately stays."""
    other = Store(store.folder.parent / "version-0")
    other.put("old.png", b"data")
    store.put("old.png", b"data")
    long_ago = time.time() - KEPT - 1
    for one in (store, other):
        os.utime(one.folder / "old.png", (long_ago, long_ago))

    store.prune()

    assert sorted(path.name for path in store.folder.parent.glob("*/*")) == ["a.png"]
    assert not other.folder.exists()
