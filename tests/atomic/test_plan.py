"""Tests of what a commit refuses to touch."""

import multiprocessing
import os
import tempfile
from pathlib import Path

import pytest

from plugins.atomic import PublishError, adopt, begin, commit, published, write


def test_a_file_of_somebody_else_is_never_touched(root, publish, tree):
    """What none of our manifests lists stays, build after build."""
    root.mkdir()
    (root / "google-verification.html").write_text("theirs")

    publish({root: {"index.html": b"1"}})
    publish({root: {"other.html": b"2"}})

    assert tree(root) == {"other.html": b"2", "google-verification.html": b"theirs"}


@pytest.mark.parametrize(("theirs", "ours"), [
    ("fr/index.html", "fr/index.html"),
    ("fr", "fr/index.html"),
    ("fr/index.html/notes.txt", "fr/index.html"),
])
def test_a_foreign_file_at_an_address_we_need_stops_the_commit(root, publish, tree, theirs, ours):
    """It is named, with the way out, and nothing has been published."""
    (root / theirs).parent.mkdir(parents=True)
    (root / theirs).write_text("theirs")

    with pytest.raises(PublishError) as refused:
        publish({root: {"index.html": b"new", ours: b"new"}})

    assert str(root / theirs) in str(refused.value)
    assert "move or delete it" in str(refused.value)
    assert tree(root) == {theirs: b"theirs"}


def test_many_foreign_files_are_counted(root, publish):
    """A whole foreign site in the place of ours makes one sentence, not a hundred."""
    root.mkdir()
    for number in range(9):
        (root / f"{number}.html").write_text("theirs")

    with pytest.raises(PublishError, match="0.html, .*1.html, .*2.html and 6 more"):
        publish({root: {f"{number}.html": b"ours" for number in range(9)}})


def test_a_foreign_file_equal_to_ours_is_adopted(root, publish, tree):
    """A site unpacked from a backup is taken over without a word."""
    (root / "fr").mkdir(parents=True)
    (root / "fr/index.html").write_bytes(b"same")

    publish({root: {"fr/index.html": b"same"}})

    assert published(root) == {"fr/index.html"}
    publish({root: {"fr/index.html": b"new"}})
    assert tree(root) == {"fr/index.html": b"new"}


def test_what_pelican_wrote_itself_can_be_adopted(root, publish, tree):
    """After a plain `pelican`, the next build may replace and remove its pages."""
    root.mkdir()
    for name in ("index.html", "old.html"):
        (root / name).write_bytes(b"pelican")

    adopt(root, ["index.html", "old.html", "never-written.html"])
    assert published(root) == {"index.html", "old.html"}

    publish({root: {"index.html": b"new"}})
    assert tree(root) == {"index.html": b"new"}


def test_a_folder_that_is_a_link_is_not_written_through(root, publish, tmp_path, tree):
    """The files behind it are somebody else's."""
    photos = tmp_path / "photos"
    photos.mkdir()
    root.mkdir()
    (root / "images").symlink_to(photos)

    with pytest.raises(PublishError, match="images"):
        publish({root: {"images/a.png": b"png"}})

    assert tree(photos) == {}


def test_a_link_put_in_the_place_of_our_folder_keeps_what_is_behind_it(root, publish, tmp_path):
    """Removal does not follow links either."""
    publish({root: {"images/a.png": b"png", "index.html": b"1"}})
    photos = (root / "images").rename(tmp_path / "photos")
    (root / "images").symlink_to(photos)

    publish({root: {"index.html": b"1"}})

    assert (photos / "a.png").read_bytes() == b"png"


def test_a_link_put_in_the_place_of_our_page_is_replaced(root, publish, tmp_path):
    """The file that it leads to stays as it was."""
    publish({root: {"index.html": b"1"}})
    elsewhere = (root / "index.html").rename(tmp_path / "elsewhere.html")
    (root / "index.html").symlink_to(elsewhere)

    publish({root: {"index.html": b"2"}})

    assert not (root / "index.html").is_symlink()
    assert elsewhere.read_bytes() == b"1"


def test_a_folder_that_is_a_link_itself_is_published_into(root, publish, tmp_path, tree):
    """`output` may lead to the web server's folder; both names share one state."""
    (tmp_path / "www").mkdir()
    root.symlink_to(tmp_path / "www")

    publish({root: {"index.html": b"1"}})
    publish({tmp_path / "www": {"other.html": b"2"}})

    assert tree(tmp_path / "www") == {"other.html": b"2"}
    assert root.is_symlink()


def test_a_folder_without_the_right_to_write_is_named_before_anything_begins():
    """An editor may be logged in as somebody else than the last time."""
    # Not `tmp_path`, into which only the user who runs the tests may look.
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o777)
        process = multiprocessing.get_context("fork").Process(
            target=_publish_without_the_right, args=(Path(place) / "output",))
        process.start()
        process.join()

    assert process.exitcode == 0


def _publish_without_the_right(root: Path) -> None:
    if os.getuid() == 0:
        os.setuid(65534)
    root.mkdir()
    (root / "closed").mkdir(mode=0o500)
    staging = begin(root)
    try:
        commit([(staging, {write(staging, "closed/a.html", b"1"), write(staging, "b", b"1")})])
    except PublishError as refused:
        assert f"{root}/closed: you may not write" in str(refused)
    assert not (root / "b").exists()
    assert not (root.parent / ".output.press/journal.json").exists()
