"""Files are kept, told apart and typed; a damaged entry is as good as none."""

import os
import tempfile
import time
from pathlib import Path

import pytest

from plugins.core.files import (
    KEPT,
    DiskError,
    Store,
    digest_of,
    media_type,
    reading,
    write_atomically,
    writing,
)
from plugins.core.messages import Failure


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


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root may be another one")
def test_one_who_may_only_read_finds_what_is_old():
    """That it is still wanted cannot be noted then."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        store, old = Store(Path(place) / "version-1"), time.time() - KEPT / 2
        store.put("a.png", b"data")
        os.utime(store.folder / "a.png", (old, old))
        child = os.fork()
        if not child:
            os.setuid(65534)
            os._exit(store.get("a.png") != b"data")

        assert os.waitpid(child, 0)[1] == 0


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


def test_a_digest_changes_with_names_contents_and_values(tmp_path: Path):
    """Where one file ends and the next begins counts, too."""
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("a")
    two.write_text("b")
    before = digest_of([one, two], "1.0")
    others = [digest_of([one], "1.0"), digest_of([one, two], "1.1"), digest_of([two], "1.0")]
    two.write_text("c")

    assert before not in [*others, digest_of([one, two], "1.0")]


def test_the_order_of_files_does_not_count(tmp_path: Path):
    """A folder may be listed in any; what is no file is passed over."""
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("a")
    two.write_text("b")

    assert digest_of([one, two]) == digest_of([two, tmp_path, one, one])


@pytest.mark.parametrize(("path", "kind"), [
    ("fr/index.html", "text/html; charset=utf-8"), ("site.css", "text/css; charset=utf-8"),
    ("sitemap.xml", "application/xml; charset=utf-8"), ("a.avif", "image/avif"),
    ("a.woff2", "font/woff2"), ("A.PNG", "image/png"), ("x.wasm", "application/wasm"),
    ("favicon.svg", "image/svg+xml; charset=utf-8"), ("a.pf_meta", "application/octet-stream"),
    ("fr/site.webmanifest", "application/manifest+json; charset=utf-8"),
    (".press-manifest.json", "application/json; charset=utf-8"),
    ("LICENSE", "application/octet-stream"),
])
def test_text_is_sent_with_its_encoding(path: str, kind: str):
    """The rest as what it is, or as bytes."""
    assert media_type(path) == kind


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path):
    """What cannot replace the old file leaves nothing behind."""
    folder, file = tmp_path / "folder", tmp_path / "file"
    (folder / "full").mkdir(parents=True)
    file.write_bytes(b"old")

    write_atomically(file, b"new")
    with pytest.raises(OSError):
        write_atomically(folder, b"new")

    assert file.read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


def test_what_the_disk_refuses_is_said(tmp_path: Path):
    """With the file, as the failure that the caller names."""
    class Refusal(Failure):
        """A failure of somebody's own."""

    with pytest.raises(Refusal, match="gone/file: this cannot be written.*make room"), \
            writing(tmp_path, Refusal):
        (tmp_path / "gone/file").write_bytes(b"")
    with pytest.raises(DiskError, match="this cannot be read"), reading(tmp_path):
        tmp_path.read_bytes()
    with pytest.raises(DiskError, match="file: there is no such file"), reading(tmp_path):
        (tmp_path / "file").read_bytes()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux")
@pytest.mark.parametrize("name", ["", "file"])
def test_a_full_disk_is_told_with_the_folder(tmp_path: Path, name: str):
    """Not the name of a file that was never finished."""
    with pytest.raises(DiskError, match=f"^{tmp_path}: the disk is full; make room there"), \
            writing(tmp_path / name, DiskError):
        Path("/dev/full").write_bytes(b"x")
