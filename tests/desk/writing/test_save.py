"""A disk that refuses costs nothing of what was typed, and leaves nothing half written."""

import os
import resource
import signal
import sqlite3
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from plugins.core.files import write_together
from plugins.core.project import Options
from plugins.desk.context import Desk, Person
from plugins.desk.store import Draft
from plugins.desk.writing.fields import Posted
from plugins.desk.writing.places import digest, place_of
from plugins.desk.writing.save import Conflict, keep, recover, save
from tests.desk.writing.test_page import PAGE, contents, filled


@contextmanager
def full_disk(room: int) -> Iterator[None]:
    """Let no file become longer than this: to write more is refused, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_what_was_typed_stays_in_the_form(editor: httpx.Client, options: Options) -> None:
    """Even where not so much as a draft can be kept; no file has changed."""
    before = contents(options)
    form = filled(editor.get(PAGE)) | {"fr.head.title": "Typed", "en.body": "word " * 20_000}
    with full_disk(room=50_000):
        refused = editor.post("/_desk/save", data=form)

    assert refused.status_code == 409
    shown = filled(refused)
    assert (shown["fr.head.title"], shown["en.body"]) == ("Typed", form["en.body"])
    assert contents(options) == before
    assert "Saved." in editor.post("/_desk/save", data=shown).text


@pytest.mark.parametrize("act", ["os.rename", "os.remove", "subprocess.Popen"])
@pytest.mark.parametrize("number", [
    0, *(pytest.param(number, marks=pytest.mark.thorough) for number in range(1, 4))])
def test_a_save_that_is_killed_is_whole_at_the_next_start(
        desk: Desk, editor: httpx.Client, options: Options, act: str, number: int) -> None:
    """Another day is given to the article in all its languages, and what was typed is in them."""
    form = filled(editor.get(PAGE)) | {"date": "2018-09-12", "fr.head.title": "Typed"}
    if not (child := os.fork()):
        dying_at(act, number)
        editor.post("/_desk/save", data=form)
        os._exit(0)
    os.waitpid(child, 0)
    recover(desk)

    found = sorted(path.name for path in options.content.glob("articles/*e-commerce-law*"))
    assert found == ["2018-09-12-e-commerce-law.en.md", "2018-09-12-e-commerce-law.fr.md"]
    assert b"title: Typed" in (options.content / "articles" / found[1]).read_bytes()
    assert not [*options.content.rglob(".*.new")]
    assert desk.store.drafts() == []
    before = contents(options)
    recover(desk)
    assert contents(options) == before


def dying_at(act: str, number: int) -> None:
    """Have this process killed in the middle, before it does something once more."""
    left = iter(range(number))

    def hook(event: str, _: object) -> None:
        if event == act and next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def test_what_was_changed_since_a_kill_stays(desk: Desk, options: Options) -> None:
    """It is not what the save had before it; nor is what was typed lost, which no file says."""
    name = "pages/contact.fr.md"
    typed = Draft("", name, bytes.fromhex(digest(b"before")), b"typed", datetime.now(UTC))
    desk.store.keep(typed)
    with desk.store.transaction() as database:
        database.execute("INSERT INTO saves VALUES (?, ?, ?, '', '')", (
            name, digest(b"before"), typed.data))
    before = (options.content / name).read_bytes()
    recover(desk)

    assert (options.content / name).read_bytes() == before
    assert desk.store.drafts() == [typed]


def test_who_changes_a_file_in_the_middle_of_a_save_is_not_overwritten(
        desk: Desk, options: Options) -> None:
    """Nor are the words that were to be saved forgotten: both are shown."""
    place = place_of(options, "pages/contact.fr.md")
    text = Posted(place, digest(place.read()), place.read(), b"title: Typed\n", window="window")
    person = Person("", "", "en", True)
    draft = keep(desk, person, text)
    with (closing(sqlite3.connect(options.var / "desk" / "desk.sqlite3")) as busy,
          ThreadPoolExecutor() as pool):
        busy.execute("BEGIN IMMEDIATE")
        saving = pool.submit(save, desk, person, [text])
        time.sleep(.3)  # it has looked at the file, and waits for the database
        place.file.write_bytes(b"title: Theirs\n")
        busy.rollback()
        with pytest.raises(Conflict):
            saving.result()

    assert place.file.read_bytes() == b"title: Theirs\n"
    assert desk.store.drafts() == [draft]


def test_files_are_written_all_or_none(tmp_path: Path) -> None:
    """The first would have had room."""
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_bytes(b"old")
    with full_disk(room=10), pytest.raises(OSError, match="large"):
        write_together({first: b"new", second: b"new" * 10})

    assert [path.name for path in tmp_path.iterdir()] == ["first"]
    assert first.read_bytes() == b"old"


def test_a_file_that_is_written_stays_whose_it_was(tmp_path: Path) -> None:
    """Who could read it before can read it still."""
    file = tmp_path / "text"
    file.touch()
    file.chmod(0o664)
    write_together({file: b"new"})

    assert file.stat().st_mode & 0o777 == 0o664
