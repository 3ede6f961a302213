"""A save is a commit of just its files; what git refuses is told, and the save stays."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from plugins.content.source import Source
from plugins.core.project import Options
from plugins.desk.context import Desk, Person
from plugins.desk.writing.history import body_since, record
from plugins.desk.writing.places import Place, digest
from plugins.desk.writing.save import recover
from tests.desk.writing.test_page import FILE, PAGE, filled

Git = Callable[..., str]


@pytest.fixture
def git(options: Options, monkeypatch: pytest.MonkeyPatch) -> Git:
    """Return what runs git where the content is a repository with a commit."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("HOME", "/nonexistent")

    def run(*words: str) -> str:
        return subprocess.run(["git", "-C", str(options.content), *words], check=True, text=True,
                              capture_output=True).stdout

    run("init", "--quiet", "--initial-branch", "main")
    for name, value in [("user.name", "The editors"), ("user.email", "editors@firm.example")]:
        run("config", name, value)
    run("add", ".")
    run("commit", "--quiet", "--message", "All")
    return run


def save(editor: httpx.Client, title: str) -> httpx.Response:
    """Save the French text with another title."""
    return editor.post("/_desk/save", data=filled(editor.get(PAGE)) | {"fr.head.title": title})


def test_a_save_is_a_commit_of_its_files(editor: httpx.Client, options: Options, git: Git
                                         ) -> None:
    """What others have staged, or not, stays as it is."""
    for name in ("staged", "changed"):
        (options.content / "pages" / f"{name}.fr.md").write_text("title: x\n")
    git("add", "pages/staged.fr.md")

    assert "Saved." in save(editor, "Neuf").text
    assert git("show", "--name-only", "--format=%an: %s").split("\n\n") == [
        "The editors: Save 2018-09-10-e-commerce-law.fr.md", FILE.format("fr") + "\n"]
    assert git("status", "--porcelain").splitlines() == [
        "A  pages/staged.fr.md", "?? pages/changed.fr.md"]


def test_a_save_of_nothing_is_no_commit(editor: httpx.Client, options: Options, git: Git) -> None:
    """What others have changed is theirs."""
    file = options.content / "pages" / "contact.fr.md"
    file.write_bytes(file.read_bytes() + b"Theirs.\n")
    head = git("rev-parse", "HEAD")

    assert "Saved." in editor.post("/_desk/save", data=filled(editor.get(PAGE))).text
    assert git("rev-parse", "HEAD") == head


def test_a_killed_save_is_no_commit_of_what_others_have_changed_since(
        desk: Desk, options: Options, git: Git) -> None:
    """Of what it has written, it is; as is the text that is gone."""
    theirs, gone, new = (f"pages/{name}.fr.md" for name in ("contact", "legal", "law"))
    (options.content / theirs).write_bytes(b"title: Theirs\n")
    before = (options.content / gone).read_bytes()
    with desk.store.transaction() as database:
        database.executemany("INSERT INTO saves VALUES (?, ?, ?, ?, '')", [
            (theirs, digest(b"before"), b"typed", ""), (new, "", b"title: Typed\n", ""),
            (gone, digest(before), None, new)])
    recover(desk)

    assert git("status", "--porcelain").splitlines() == [f" M {theirs}"]
    assert git("show", "--name-only", "--format=", "--no-renames").split() == [new, gone]


def test_the_order_of_an_issue_is_a_commit(editor: httpx.Client, git: Git) -> None:
    """As every other save."""
    editor.post("/_desk/issue/2018-07/articles", data={"move": "remove:xiaohongshu"})

    assert git("status", "--porcelain") == ""
    assert "issues/2018-07.fr.md" in git("show", "--name-only", "--format=")


def test_a_renamed_article_is_one_commit(editor: httpx.Client, git: Git) -> None:
    """The old files go with it."""
    editor.post("/_desk/save", data=filled(editor.get(PAGE)) | {"date": "2018-09-12"})

    assert git("status", "--porcelain") == ""
    assert "2018-09-12-e-commerce-law.en.md" in git("show", "--name-only", "--format=")


@pytest.mark.parametrize("trouble", ["hook", "lock", "merge", "detached"])
def test_what_git_refuses_is_told(editor: httpx.Client, options: Options, git: Git, trouble: str
                                  ) -> None:
    """The file is saved, the repository as it was."""
    inside = options.content / ".git"
    if trouble == "hook":
        (inside / "hooks" / "pre-commit").write_text("#!/bin/sh\necho 'not today' >&2\nexit 1\n")
        (inside / "hooks" / "pre-commit").chmod(0o755)
    elif trouble == "lock":
        (inside / "index.lock").touch()
    elif trouble == "merge":
        git("update-ref", "MERGE_HEAD", "HEAD")
    else:
        git("checkout", "--quiet", "--detach")
    head = git("rev-parse", "HEAD")
    told = save(editor, "Neuf")

    assert "git has not kept this version" in told.text
    assert git("rev-parse", "HEAD") == head
    assert b"title: Neuf" in (options.content / FILE.format("fr")).read_bytes()
    assert not editor.get(PAGE).text.count("Forget what was typed")


@pytest.mark.parametrize(("name", "author"), [
    ("The editors", "The editors"), ("编辑部", "编辑部"), ("", "editor@firm.example"),
    ("<>", "editor@firm.example"), (".", "editor@firm.example"),
    ("The\r\0 <editors>\nAuthor: x", "The editors Author: x")])
def test_every_name_is_one_to_git(desk: Desk, options: Options, git: Git, name: str, author: str
                                  ) -> None:
    """Somebody may be invited without one, and no name says more than itself."""
    file = options.content / FILE.format("fr")
    file.write_bytes(file.read_bytes() + b"x\n")

    assert record(desk, Person("editor@firm.example", name, "en", False), [file]) is None
    assert git("show", "--no-patch", "--format=%an <%ae>") == f"{author} <editor@firm.example>\n"


def test_a_version_that_no_form_shows_is_not_written_on(
        editor: httpx.Client, options: Options, git: Git) -> None:
    """She could neither mend nor forget it."""
    file = options.content / FILE.format("fr")
    before = file.read_bytes()
    file.write_bytes("title: é".encode("latin-1"))
    git("commit", "--quiet", "--all", "--message", "Old")
    file.write_bytes(before)
    git("commit", "--quiet", "--all", "--message", "New")
    old = git("rev-parse", "HEAD~").strip()

    assert editor.post(f"/_desk/history/{FILE.format('fr')}/{old}").status_code == 409
    assert editor.get(PAGE).status_code == 200


def test_an_earlier_version_can_be_written_on(editor: httpx.Client, options: Options, git: Git
                                              ) -> None:
    """It becomes what was typed; the file stays until she saves."""
    file = options.content / FILE.format("fr")
    before = file.read_bytes()
    save(editor, "Neuf")
    first = git("rev-parse", "HEAD~").strip()
    address = f"/_desk/history/{FILE.format('fr')}"

    assert f"{address}/{first}" in editor.get(address).text
    assert "<mark>Neuf</mark>" in editor.get(f"{address}/{first}").text
    page = editor.post(f"{address}/{first}")
    assert b"title: Neuf" in file.read_bytes()
    editor.post("/_desk/save", data=filled(page))
    assert file.read_bytes() == before


@pytest.mark.parametrize("commit", ["0" * 40, "HEAD", "--output=x"])
def test_only_versions_of_the_text_are_shown(editor: httpx.Client, git: Git, commit: str) -> None:
    """No other word reaches git."""
    answer = editor.get(f"/_desk/history/{FILE.format('fr')}/{commit}")

    assert answer.status_code == 409
    assert "There is no such version" in answer.text


def test_without_a_repository_there_are_no_versions(editor: httpx.Client) -> None:
    """A sentence says how there could be."""
    assert "Saved." in save(editor, "Neuf").text
    assert "git init" in editor.get(f"/_desk/history/{FILE.format('fr')}").text


Save = Callable[..., None]


@pytest.fixture
def commit(tmp_path: Path) -> Save:
    """Return what writes texts, by their languages, and commits them."""
    def git(*words: str) -> None:
        subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@firm.example", *words],
                       cwd=tmp_path, check=True, capture_output=True)

    def write(**texts: str) -> None:
        for lang, text in texts.items():
            (tmp_path / "pages" / f"a.{lang}.md").write_text(text)
        git("add", "-A")
        git("commit", "-qm", "x")

    (tmp_path / "pages").mkdir()
    git("init", "-q")
    return write


def since(content: Path) -> str | None:
    """Return what the original was when its translation was up to date."""
    fr, en = (Source(str(content / name), "page", "a", lang) for name, lang in (
        ("pages/a.fr.md", "fr"), ("pages/a.en.md", "en")))
    return body_since(content, fr, Place(Path(en.path), "pages/a.en.md", en))


def test_the_original_is_as_it_was_when_the_translation_was_saved(tmp_path: Path, commit: Save):
    """Whatever it has become since."""
    commit(fr="title: A\n\nUn.\n", en="title: A\n\nOne.\n")
    commit(fr="title: A\n\nDeux.\n")

    assert since(tmp_path) == "Un.\n"


def test_a_word_put_right_does_not_make_a_translation_up_to_date(tmp_path: Path, commit: Save):
    """It is as old as its header says."""
    commit(fr="title: A\n\nUn.\n", en="title: A\n\nOne.\n")
    commit(fr="title: A\nmodified: 2018-07-03\n\nDeux.\n")
    commit(en="title: A\n\nOne!\n")

    assert since(tmp_path) == "Un.\n"


def test_who_brings_it_up_to_date_says_so(tmp_path: Path, commit: Save):
    """By the day in its header."""
    commit(fr="title: A\n\nUn.\n", en="title: A\n\nOne.\n")
    commit(fr="title: A\nmodified: 2018-07-03\n\nDeux.\n")
    commit(en="title: A\nmodified: 2018-07-03\n\nTwo.\n")
    commit(fr="title: A\nmodified: 2018-07-09\n\nTrois.\n")

    assert since(tmp_path) == "Deux.\n"


def test_without_git_nobody_knows(tmp_path: Path):
    """Neither does it before the first commit."""
    assert since(tmp_path) is None
