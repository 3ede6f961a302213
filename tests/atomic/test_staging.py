"""Tests of what a build lays aside."""

from concurrent.futures import ProcessPoolExecutor

import pytest

from plugins.atomic import PublishError, begin, lock, recover, write


def test_only_what_differs_is_staged(root, publish):
    """A page that is in the site already, byte for byte, is not written again."""
    publish({root: {"fr/index.html": b"Bonjour", "en/index.html": b"Hello"}})
    staging = begin(root)

    write(staging, "fr/index.html", b"Bonjour")
    write(staging, "en/index.html", b"Good day")

    assert [path.name for path in staging.files.rglob("*.html")] == ["index.html"]
    assert (staging.files / "en/index.html").read_bytes() == b"Good day"


def test_a_build_leaves_the_site_alone_until_it_is_committed(root, publish, tree):
    """Nothing of a build that fails half-way is seen."""
    publish({root: {"index.html": b"old"}})

    write(begin(root), "index.html", b"new")

    assert tree(root) == {"index.html": b"old"}


def test_a_page_made_twice_in_a_build_is_what_was_made_last(root, publish):
    """A file first changed and then made equal to the published one is no change."""
    publish({root: {"index.html": b"old"}})
    staging = begin(root)

    write(staging, "index.html", b"new")
    write(staging, "index.html", b"old")

    assert list(staging.files.iterdir()) == []


def test_every_language_writes_from_its_own_process(root, umask):
    """Processes at work at once all end up in one build, with files a web server may read."""
    umask(0o022)
    staging = begin(root)
    pages = [f"{lang}/{number}/index.html" for number in range(20) for lang in ("fr", "en")]

    with ProcessPoolExecutor(2) as pool:
        produced = set(pool.map(write, [staging] * 40, pages, [b"x"] * 40))

    assert produced == set(pages)
    assert {path.stat().st_mode & 0o444 for path in staging.files.rglob("*.html")} == {0o444}


@pytest.mark.parametrize("path", [
    "../outside.html", "fr/../../outside.html", "/etc/passwd", "", "fr/\0.html", "..",
])
def test_an_address_outside_the_folder_is_refused(root, path):
    """No slug may lead the build out of its folder."""
    staging = begin(root)

    with pytest.raises(PublishError, match="leads out of"):
        write(staging, path, b"x")


@pytest.mark.parametrize(("path", "listed"), [
    ("fr/index.html", "fr/index.html"),
    ("fr//index.html", "fr/index.html"),
    ("./fr/index.html", "fr/index.html"),
    ("fr/..html", "fr/..html"),
    (".well-known/security.txt", ".well-known/security.txt"),
    ("fr/mots-clés/小红书/index.html", "fr/mots-clés/小红书/index.html"),
])
def test_an_address_inside_the_folder_is_listed_in_one_spelling(root, path, listed):
    """Dots and scripts of all kinds are fine in names."""
    assert write(begin(root), path, b"x") == listed


@pytest.mark.parametrize("paths", [("fr", "fr/index.html"), ("fr/index.html", "fr")])
def test_an_address_cannot_be_a_file_and_a_folder(root, paths):
    """Two pages of which one lies inside the other are refused, in either order."""
    staging = begin(root)

    write(staging, paths[0], b"x")

    with pytest.raises(PublishError, match="both as a file and as a folder"):
        write(staging, paths[1], b"x")


def test_a_process_left_over_from_a_killed_build_harms_nobody(root, publish, tree):
    """What it still writes does not reach the next build."""
    orphan = begin(root)
    publish({root: {"index.html": b"new"}})

    with pytest.raises(PublishError):
        write(orphan, "index.html", b"stale")

    publish({root: {"index.html": b"new"}})
    assert tree(root) == {"index.html": b"new"}


def test_an_interrupted_commit_must_be_completed_before_the_next_build(root, publish, interrupt):
    """Beginning would throw away what the journal still needs."""
    publish({root: {"index.html": b"old"}})
    interrupt({root: {"index.html": b"new"}})

    with pytest.raises(RuntimeError, match="recover"):
        begin(root)

    with lock([root]):
        assert recover([root])
    assert (root / "index.html").read_bytes() == b"new"
    assert begin(root).files.is_dir()
