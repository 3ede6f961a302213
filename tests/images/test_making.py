"""What is slow to make is made once, and never wrong."""

import os
import time
from pathlib import Path

import pytest

from plugins.core.messages import Problem
from plugins.images.encode import make, store_beneath
from tests.images.conftest import photo, saved


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return a content folder with an image under two names."""
    folder = tmp_path / "content" / "images"
    folder.mkdir(parents=True)
    for name in ("a.jpg", "b.jpg"):
        (folder / name).write_bytes(saved(photo(60, 40), "JPEG"))
    return folder.parent


@pytest.fixture
def pictures(content: Path, picture_of):
    """Return the pictures of the content."""
    return [picture_of((content / name).read_bytes(), name)
            for name in ("images/a.jpg", "images/b.jpg")]


def entries(cache: Path) -> dict[str, bytes]:
    """Return what is kept."""
    return {path.name: path.read_bytes() for path in cache.glob("*/*")}


def test_an_image_is_encoded_once_whoever_asks(content: Path, pictures, tmp_path: Path):
    """Both editions have it, and a copy under another name is the same."""
    made = list(make([*pictures, *pictures], content, tmp_path / "cache"))

    assert [sorted(files) for files in made] == [
        sorted(one.path for one in picture.renditions) for picture in pictures]
    assert len(entries(tmp_path / "cache")) == len(pictures[0].renditions)


def test_the_second_build_takes_what_the_first_has_made(content: Path, pictures, tmp_path: Path):
    """Not even the original is read again."""
    first = list(make(pictures, content, tmp_path / "cache"))
    (content / "images" / "a.jpg").unlink()

    assert list(make(pictures, content, tmp_path / "cache")) == first


@pytest.mark.parametrize("damage", [
    lambda path: path.write_bytes(path.read_bytes()[:-1]), lambda path: path.write_bytes(b""),
    lambda path: path.unlink(), lambda path: (path.unlink(), path.mkdir()),
])
def test_a_damaged_cache_costs_time_only(content: Path, pictures, tmp_path: Path, damage):
    """Half-written, empty, gone or something else: the files are the same."""
    first = list(make(pictures, content, tmp_path / "cache"))
    for path in (tmp_path / "cache").glob("*/*.avif"):
        damage(path)

    assert list(make(pictures, content, tmp_path / "cache")) == first


def test_a_disk_that_refuses_costs_time_only(content: Path, pictures, tmp_path: Path):
    """A file stands where the folder should."""
    (tmp_path / "cache").write_text("")

    assert all(isinstance(made, dict) for made in make(pictures, content, tmp_path / "cache"))


def test_what_nobody_wants_is_removed_after_a_month(content: Path, pictures, tmp_path: Path):
    """And what is still asked for stays, however old."""
    list(make(pictures, content, tmp_path / "cache"))
    store = store_beneath(tmp_path / "cache")
    store.put("unwanted", b"x")
    other = tmp_path / "cache" / "of-another-version" / "x"
    other.parent.mkdir()
    other.write_bytes(b"x")
    long_ago = time.time() - 40 * 86_400
    for path in (tmp_path / "cache").glob("*/*"):
        os.utime(path, (long_ago, long_ago))

    list(make(pictures, content, tmp_path / "cache"))

    assert len(entries(tmp_path / "cache")) == len(pictures[0].renditions)


def test_an_image_that_changes_during_a_build_is_told(content: Path, pictures, tmp_path: Path):
    """Pages name it by what it was."""
    (content / "images" / "a.jpg").write_bytes(saved(photo(61, 40), "JPEG"))

    wrong = [made for made in make(pictures, content, tmp_path / "cache")
             if isinstance(made, Problem)]

    assert [problem.path for problem in wrong] == [str(content / "images" / "a.jpg")]
    assert "build again" in str(wrong[0].message)
