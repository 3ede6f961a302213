"""A disk that refuses costs nothing of what was typed, and leaves nothing half written."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from plugins.core.files import write_together
from plugins.core.project import Options
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
