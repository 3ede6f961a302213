"""A folder of a server is filled by rsync, and nothing of anybody else's is touched."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.publish.manifest import NAME, SendError, own_mark
from plugins.publish.rsync import Rsync
from plugins.publish.send import carry_out, plan_transfer, read_manifest
from plugins.publish.target import RsyncFolder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of the server, with another's files in it; its name has a space."""
    there = tmp_path / "www lettre"
    (there / "fr" / "a").mkdir(parents=True)
    (there / "theirs.txt").write_text("theirs")
    (there / "fr" / "theirs.txt").write_text("theirs")
    return there


@pytest.fixture
def server(ssh_log: Path, site: Path, folder: Path) -> Rsync:
    """Return the target behind the ssh of this machine."""
    return Rsync(RsyncFolder(f"me@www.lettre.example:{folder}/", 2222, ("-i", "my key")), site)


def names(folder: Path) -> set[str]:
    """Return every file and empty folder below a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*")
            if path.is_file() or not any(path.iterdir())}


def test_files_are_sent_by_name_through_ssh(server: Rsync, folder: Path, ssh_log: Path):
    """With the port and the options of the settings, and never a question."""
    server.send(["index.html", "fr/a/index.html"])

    assert (folder / "fr/a/index.html").read_text() == "a"
    assert names(folder) == {"theirs.txt", "fr/theirs.txt", "index.html", "fr/a/index.html"}
    [call] = ssh_log.read_text().splitlines()
    assert "-o BatchMode=yes" in call
    assert "-p 2222 -i my key -l me www.lettre.example rsync --server" in call


def test_what_is_sent_can_be_read_by_a_web_server(server: Rsync, site: Path, folder: Path):
    """Whatever the rights of the file here; those of folders that exist there stay."""
    (site / "index.html").chmod(0o600)
    (folder / "fr").chmod(0o2775)

    server.send(["index.html", "fr/a/index.html", "theme/site.css"])

    assert (folder / "index.html").stat().st_mode & 0o777 == 0o644
    assert (folder / "fr").stat().st_mode & 0o7777 == 0o2775


@pytest.mark.parametrize("rights", [0o077, 0o000])
def test_so_can_what_is_put_into_a_folder_of_this_machine(
        ssh_log: Path, site: Path, folder: Path, umask: Callable[[int], int], rights: int):
    """By everybody, and nobody else may write it: whatever the umask is."""
    umask(rights)

    Rsync(RsyncFolder(f"{folder}/"), site).send(["index.html", "theme/site.css"])

    assert (folder / "index.html").stat().st_mode & 0o777 == 0o644
    assert (folder / "theme").stat().st_mode & 0o777 == 0o755


def test_a_file_of_the_same_size_and_time_is_sent_all_the_same(
        server: Rsync, site: Path, folder: Path):
    """What differs is known from the content."""
    (folder / "index.html").write_text("HOME")
    shutil.copystat(site / "index.html", folder / "index.html")

    server.send(["index.html"])

    assert (folder / "index.html").read_text() == "home"


def test_files_are_removed_by_name_with_the_folders_they_leave_empty(
        server: Rsync, folder: Path):
    """A folder with somebody else's file stays, and so does a file that is gone already."""
    server.send(["index.html", "fr/a/index.html", "theme/site.css"])

    server.remove(["fr/a/index.html", "theme/site.css", "never/was.html"],
                  [["fr/a"], ["fr", "never", "theme"]])

    assert names(folder) == {"theirs.txt", "fr/theirs.txt", "index.html"}


def test_the_manifest_is_kept_beside_the_site(server: Rsync, folder: Path):
    """There is none at first."""
    assert server.read() is None

    assert server.claim(b"{}")

    assert (server.read(), (folder / NAME).read_bytes()) == (b"{}", b"{}")


@pytest.mark.parametrize(("place", "said"), [
    ("www.lettre.example:/no/such/folder/", "this folder does not exist; create it there"),
    ("/no/such/folder/", "this folder does not exist"),
])
def test_a_missing_folder_is_reported(ssh_log: Path, site: Path, place: str, said: str):
    """The program creates none, for the address may be a mistake."""
    with pytest.raises(SendError, match=said):
        Rsync(RsyncFolder(place), site).read()


def test_a_server_that_does_not_answer_is_reported(
        server: Rsync, monkeypatch: pytest.MonkeyPatch):
    """With what ssh said."""
    monkeypatch.setenv("FAKE_SSH_FAILS_AT", "1")

    with pytest.raises(SendError, match="the connection failed .*Connection refused.*resumes"):
        server.read()


@pytest.mark.parametrize(("missing", "said"), [
    ("rsync", "rsync is not installed here"), ("ssh", "ssh here, or rsync there, is missing")])
def test_a_missing_program_is_reported(
        server: Rsync, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str, said: str):
    """With the command that installs it, where it is ours to say."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in {"rsync", "ssh", "sh"} - {missing}:
        (programs / name).symlink_to(str(shutil.which(name)))
    monkeypatch.setenv("PATH", str(programs))

    with pytest.raises(SendError, match=said):
        server.read()


def test_a_file_becomes_a_folder_and_a_file_again(server: Rsync, site: Path, folder: Path):
    """What is in the way goes first, and what took its place stays."""
    for ours in ({"x": "1"}, {"x/index.html": "2"}, {"x": "3"}):
        shutil.rmtree(site)
        for path, digest in ours.items():
            (site / path).parent.mkdir(parents=True)
            (site / path).write_text(digest)
        there = read_manifest(server)

        carry_out(server, plan_transfer(ours, there.files, ()), ours, there, own_mark(),
                  lambda message: None)

        assert names(folder) - {NAME} == {"theirs.txt", "fr/a", "fr/theirs.txt", *ours}


def test_what_others_have_put_there_is_told_without_fetching_it(
        server: Rsync, site: Path, folder: Path):
    """What is the same, byte for byte, is not; nor what is missing, whatever its name."""
    for path in ("index.html", "robots.txt", "été.html", "fr/a/index.html"):
        (site / path).write_text("ours")
        (folder / path).write_text("ours" if path == "robots.txt" else "theirs")
    (folder / "link.html").symlink_to("nowhere")
    (folder / "folder.html").mkdir()
    asked = ["index.html", "robots.txt", "été.html", "fr/a/index.html", "fr/b/index.html",
             "missing/index.html", "link.html", "folder.html"]

    assert server.differing(asked) == [
        "folder.html", "fr/a/index.html", "index.html", "link.html", "été.html"]
    assert (site / "index.html").read_text() == "ours"
    assert not (site / "link.html").is_symlink()
