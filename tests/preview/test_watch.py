"""Tests of noticing a save."""

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest

from plugins.preview.server import matters, watch


@pytest.mark.parametrize(("path", "expected"), [
    ("articles/2018-07-03-a.fr.md", True),
    ("images/a.png", True),
    ("forms/contact.toml", True),
    ("articles/été.fr.md", True),
    ("articles/.2018-07-03-a.fr.md.swp", False),
    ("articles/2018-07-03-a.fr.md~", False),
    ("articles/4913", False),
    ("articles/#a.fr.md#", False),
    ("articles/.#a.fr.md", False),
    (".git/index", False),
    ("x/__pycache__/a.cpython-311.pyc", False),
    ("locale/fr/LC_MESSAGES/messages.mo", False),
    ("output/index.html", False),
    ("../elsewhere/a.md", False),
])
def test_only_what_an_editor_saves_counts(path, expected):
    """Products, hidden files and what editors lay aside for a moment do not."""
    folder = Path("/house/content")

    assert matters((folder / path).resolve(), folder, [folder / "output"]) is expected


@pytest.fixture
def house(tmp_path):
    """Return a folder with content, a product in it and a settings file beside it."""
    (tmp_path / "content/output").mkdir(parents=True)
    (tmp_path / "settings.py").write_text("A = 1")
    return tmp_path


def saves(house, *steps, busy=0.0):
    """Return how many builds follow when `steps` happen one after the other under watch."""
    async def session():
        builds = []

        async def build():
            builds.append(None)
            await asyncio.sleep(busy)

        watching = asyncio.create_task(watch(
            [house / "content", house / "settings.py", house / "none"], build,
            [house / "content/output"]))
        await asyncio.sleep(0.4)
        for step in steps:
            step()
            await asyncio.sleep(0.5)
        await asyncio.sleep(busy * 2)
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        return len(builds)

    return asyncio.run(session())


def test_a_save_is_one_build(house):
    """However many files and steps it takes."""
    def save():
        for name in ("a.md", "b.md"):
            (house / "content" / name).write_text("x")
        (house / "content/a.md").rename(house / "content/c.md")

    assert saves(house, save) == 1


def test_products_and_hidden_files_are_no_save(house):
    """A build must not start the next one."""
    def produce():
        (house / "content/output/index.html").write_text("x")
        (house / "content/.a.md.swp").write_text("x")
        (house / "unwatched.py").write_text("x")

    assert saves(house, produce) == 0


def test_a_single_file_is_watched_even_when_it_is_replaced(house):
    """Editors write a new file and put it in the place of the old one."""
    def replace():
        (house / "settings.py.new").write_text("A = 2")
        (house / "settings.py.new").rename(house / "settings.py")

    assert saves(house, replace, replace) == 2


def test_saves_during_a_build_make_one_more(house):
    """Never two builds at once, and never a save forgotten."""
    def save():
        (house / "content/a.md").write_text("x")

    assert saves(house, save, save, save, busy=1.2) == 2
