"""What a firm cannot make again, kept in one file and brought back from it."""

import json
import shutil
import stat
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from invoke.tasks import Task

from plugins.atomic import adopt, published
from plugins.commands.backup import tasks
from plugins.commands.backup.archive import ABOUT, SITES, read_backup
from plugins.commands.forms.submissions import database, declared_forms
from plugins.commands.terminal import Terminal
from plugins.core.i18n import load
from plugins.core.messages import Failure
from plugins.desk.people.accounts import (
    accept,
    account_of,
    begin_session,
    invite,
    person_of_session,
)
from plugins.desk.store import Draft
from plugins.desk.store import Store as Desk
from plugins.forms.delivery.plan import planner
from plugins.forms.records.store import Store
from plugins.newsletter.journal import Journal
from tests.conftest import PROJECT, Site
from tests.desk.people.conftest import EDITOR, NOW
from tests.support.fake_account import AUDIENCE
from tests.support.submissions import kept

TITLE = "china-letter/2018-07/fr"
SECRET = "0123456789abcdef0123456789abcdef-us5"

Run = Callable[..., str]


def open_store(site: Site) -> Store:
    """Open the database of the site's receiver."""
    return Store(database(site.options), planner(declared_forms(site.options)))


@pytest.fixture
def firm(site: Site, tmp_path: Path) -> Site:
    """Return a site with a message that waits, a tested draft, a page and settings of its own."""
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(PROJECT / name, tmp_path)
    site = site.with_options(conf=tmp_path / "pelicanconf.py")
    store = open_store(site)
    kept(store, "aaaa-1111")
    store.close()
    journal = Journal(site.options.var, AUDIENCE)
    journal.record_push(TITLE, "c1", "d", {})
    journal.record_test(TITLE, "d", 1)
    site.options.output.mkdir()
    (site.options.output / "index.html").write_text("ours")
    adopt(site.options.output, ["index.html"])
    return site


@pytest.fixture
def run(firm: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path) -> Run:
    """Return what runs a command in English, in the site's folder, and returns what it says."""
    monkeypatch.setenv("PRESS_FOLDER", str(tmp_path))

    def call(command: Task[Any], *words: object, site: Site = firm, status: int = 0) -> str:
        terminal = Terminal(load(PROJECT / "theme" / "locale", "en"), "en")
        assert command.body.__wrapped__(  # type: ignore[attr-defined]
            terminal, site.options, *words) == status
        captured = capsys.readouterr()
        return captured.out + captured.err
    return call


def elsewhere(firm: Site, folder: Path) -> Site:
    """Return the site on another computer: its texts and settings, and nothing else."""
    new = folder / "elsewhere"
    shutil.copytree(firm.options.content, new / "content")
    shutil.copy(firm.options.conf, new)
    return firm.with_options(
        conf=new / "pelicanconf.py",
        **{name: new / name for name in ("content", "output", "outbox", "var")})


def test_a_backup_is_one_file_that_its_owner_alone_can_read(run: Run, tmp_path: Path) -> None:
    """With all that no build makes again; nothing is left beside it."""
    before = {path.name for path in tmp_path.iterdir()}

    said = run(tasks.backup, "kept.zip")

    path = tmp_path / "kept.zip"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert set(read_backup(path).files) == {
        "forms.sqlite3", "newsletter.jsonl", SITES, "settings/pelicanconf.py",
        "settings/publishconf.py"}
    assert "kept.zip: written and read back" in said
    assert {path.name for path in tmp_path.iterdir()} - before == {"kept.zip"}


def test_a_backup_never_replaces_a_file(run: Run, tmp_path: Path) -> None:
    """It may be the only good one."""
    (tmp_path / "kept.zip").write_text("mine")

    with pytest.raises(Failure, match="already exists"):
        run(tasks.backup, "kept.zip")
    assert (tmp_path / "kept.zip").read_text() == "mine"


def test_a_folder_that_does_not_exist_is_named(run: Run) -> None:
    """Not the name of a file that nobody has asked for."""
    with pytest.raises(Failure, match="^usb: there is no such folder; create it, or name another"):
        run(tasks.backup, "usb/kept.zip")


def test_what_a_kill_has_left_is_no_backup_and_in_nobodys_way(run: Run, tmp_path: Path) -> None:
    """The half file is made again, whole."""
    (tmp_path / ".kept.zip.new").write_bytes(b"PK half")

    run(tasks.backup, "kept.zip")

    assert read_backup(tmp_path / "kept.zip").files
    assert not (tmp_path / ".kept.zip.new").exists()


@pytest.mark.parametrize("line", [
    f'KEY = "{SECRET}"', 'SMTP = "smtp://letters:Zx81@mail.firm.example"',
    'os.environ["AWS_SECRET"] = "abcdef"', 'os.environ.setdefault("SMTP_PASSWORD", "x")',
    'PASSWORD = "x"', 'ID = "AKIAIOSFODNN7EXAMPLE"'])
def test_settings_with_a_secret_are_left_out_by_name_and_line(
        run: Run, firm: Site, tmp_path: Path, line: str) -> None:
    """And the sentence does not repeat it."""
    with firm.options.conf.open("a") as settings:
        settings.write(f"\n{line}\n")

    said = run(tasks.backup, "kept.zip")

    number = firm.options.conf.read_text().count("\n")
    assert f"pelicanconf.py:{number}: " in said and "looks like a password" in said
    assert "settings/pelicanconf.py" not in read_backup(tmp_path / "kept.zip").files
    assert line not in said


def test_a_backup_of_nothing_says_what_it_lacks(run: Run, firm: Site, tmp_path: Path) -> None:
    """A backup made in the wrong folder looks like any other."""
    said = run(tasks.backup, "kept.zip", site=elsewhere(firm, tmp_path))

    assert "forms.sqlite3: not there" in said and "newsletter.jsonl: not there" in said


def test_on_another_computer_all_comes_back_and_nothing_leaves_by_itself(
        run: Run, firm: Site, tmp_path: Path) -> None:
    """What may have been delivered or sent since is asked about."""
    run(tasks.backup, "kept.zip")
    new = elsewhere(firm, tmp_path)

    said = run(tasks.restore, "kept.zip", "restore", site=new)

    assert "Submissions that come back: 1." in said
    assert f"Campaigns that may have left since: {TITLE}." in said
    assert "“./inv newsletter.reconcile 2018-07”" in said and "forms.list --state parked" in said
    assert (new.options.conf.parent / "publishconf.py").read_bytes() \
        == (firm.options.conf.parent / "publishconf.py").read_bytes()
    assert Journal(new.options.var, AUDIENCE).memory(TITLE).open_order
    store = open_store(new)
    assert store.next_due("mail", datetime.now(UTC)) is None
    store.close()
    assert stat.S_IMODE(database(new.options).stat().st_mode) == 0o600


def test_where_all_is_still_there_nothing_is_done(run: Run, firm: Site) -> None:
    """What was sent and delivered since stays known."""
    run(tasks.backup, "kept.zip")
    journal = Journal(firm.options.var, AUDIENCE)
    journal.record_order(TITLE, "c1", "", "d")
    before = (firm.options.var / "newsletter.jsonl").read_bytes()

    assert "Nothing was done." in run(tasks.restore, "kept.zip")
    assert (firm.options.var / "newsletter.jsonl").read_bytes() == before


def test_without_the_word_nothing_is_restored(
        run: Run, firm: Site, tmp_path: Path) -> None:
    """Nobody is at the terminal."""
    run(tasks.backup, "kept.zip")
    new = elsewhere(firm, tmp_path)

    with pytest.raises(Failure, match="--confirm restore"):
        run(tasks.restore, "kept.zip", site=new)
    assert not (new.options.var / "newsletter.jsonl").exists()


def test_settings_that_differ_stay_as_they_are(run: Run, firm: Site) -> None:
    """They were changed since."""
    run(tasks.backup, "kept.zip")
    firm.options.conf.write_text("# changed\n")
    (firm.options.var / "newsletter.jsonl").unlink()

    assert "pelicanconf.py: differs from the backup" in run(tasks.restore, "kept.zip", "restore")
    assert firm.options.conf.read_text() == "# changed\n"


def test_files_count_as_ours_again_only_as_we_had_written_them(run: Run, firm: Site) -> None:
    """The list was lost; in the place of one of them stands a file of somebody else's."""
    output = firm.options.output
    (output / "other.html").write_text("ours, too")
    adopt(output, ["other.html"])
    run(tasks.backup, "kept.zip")
    shutil.rmtree(output.parent / ".output.press")
    (output / "other.html").write_text("theirs")

    run(tasks.restore, "kept.zip", "restore")

    assert published(output) == {"index.html"}


@pytest.mark.parametrize("damage", [
    lambda data: data[:-30], lambda data: b"no backup", lambda data: b"",
    lambda data: data[:len(data) // 2] + bytes(9) + data[len(data) // 2 + 9:]])
def test_a_damaged_backup_is_refused_whole(
        run: Run, firm: Site, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    """Before anything is done."""
    run(tasks.backup, "kept.zip")
    path = tmp_path / "kept.zip"
    path.write_bytes(damage(path.read_bytes()))

    with pytest.raises(Failure, match="damaged"):
        run(tasks.restore, "kept.zip", "restore", site=elsewhere(firm, tmp_path))


def test_a_backup_of_a_later_program_is_refused(
        run: Run, firm: Site, tmp_path: Path) -> None:
    """It may hold what this one would lose."""
    with zipfile.ZipFile(tmp_path / "later.zip", "w") as archive:
        archive.writestr(ABOUT, json.dumps({"format": 99}))

    with pytest.raises(Failure, match="later version"):
        run(tasks.restore, "later.zip")


def test_a_backup_that_is_missing_is_a_sentence(run: Run) -> None:
    """No traceback."""
    with pytest.raises(Failure, match=r"absent\.zip: there is no such file"):
        run(tasks.restore, "absent.zip")


def test_the_desk_comes_back_where_there_is_none(
        run: Run, firm: Site, tmp_path: Path) -> None:
    """Accounts and drafts, without who was logged in; a desk that is there stays as it is."""
    store = Desk(firm.options.desk)
    accept(store, invite(store, EDITOR, NOW), "hash", NOW)
    session = begin_session(store, EDITOR, NOW)
    store.keep(Draft(EDITOR.address, "articles/a.fr.md", b"", b"typed", NOW))
    store.close()
    run(tasks.backup, "kept.zip")
    other = elsewhere(firm, tmp_path)

    said = run(tasks.restore, "kept.zip", "restore", site=other)

    again = Desk(other.options.desk)
    assert "desk.sqlite3: comes back" in said
    assert account_of(again, EDITOR.address).password == "hash"
    assert [draft.data for draft in again.drafts()] == [b"typed"]
    assert person_of_session(again, session, NOW) is None
    assert stat.S_IMODE(other.options.desk.stat().st_mode) == 0o600
    assert "desk.sqlite3: differs" in run(tasks.restore, "kept.zip", "restore", site=other)
