"""`./inv upgrade` takes the program's next version, and leaves what is the firm's as it is."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from plugins.commands.firm import take_version
from plugins.core.messages import Failure
from tests.conftest import OWN_VALUES, PROJECT

WHO = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@a.fr", "GIT_COMMITTER_NAME": "A",
       "GIT_COMMITTER_EMAIL": "a@a.fr"}


@pytest.fixture(autouse=True)
def somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let git know who commits."""
    for name, value in WHO.items():
        monkeypatch.setenv(name, value)


def git(folder: Path, *words: str) -> None:
    """Run git in a folder."""
    subprocess.run(("git", *words), cwd=folder, check=True, capture_output=True)


def write(folder: Path, **files: str) -> None:
    """Write files by their paths, `__` for a slash; an empty text takes one away. Commit."""
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{text}\n") if text else path.unlink()
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "change")


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    """Return a firm's clone of a program of four files, in which it has changed its content."""
    program = tmp_path / "program"
    program.mkdir()
    git(program, "init", "-q", "-b", "main")
    write(program, content__a="1", content__b="1", content__c="1", plugins__p="1")
    git(tmp_path, "clone", "-q", "-o", "program", str(program), "firm")
    write(tmp_path / "firm", content__a="", content__b="own", content__own="own")
    return tmp_path / "firm"


def content(firm: Path) -> dict[str, str]:
    """Return what the firm's content folder holds."""
    return {path.name: path.read_text().strip() for path in (firm / "content").iterdir()}


def test_what_we_change_in_the_sample_is_no_conflict(firm: Path):
    """Also what we add, and a second time; the program itself is the new one."""
    program = firm.parent / "program"
    for version in ("2", "3"):
        write(program, plugins__p=version, content__a=version, content__b=version,
              content__c=version, content__own=version, **{f"content__new{version}": version})

        take_version(firm, firm / "content", "program/main")

        assert (firm / "plugins" / "p").read_text() == f"{version}\n"
        assert content(firm) == {"b": "own", "c": "1", "own": "own"}


def test_what_the_firm_has_changed_in_the_program_is_told(firm: Path):
    """Nothing is merged then."""
    write(firm, plugins__p="own")
    write(firm.parent / "program", plugins__p="2")

    with pytest.raises(Failure, match="has been changed here, too: plugins/p; nothing was merged"):
        take_version(firm, firm / "content", "program/main")

    assert (firm / "plugins" / "p").read_text() == "own\n"


def test_what_is_not_committed_is_kept_first(firm: Path):
    """A text that is being written is not put at risk."""
    (firm / "content" / "b").write_text("more")

    with pytest.raises(Failure, match="git commit -a"):
        take_version(firm, firm / "content", "program/main")


def test_a_file_that_git_does_not_know_is_not_overwritten(firm: Path):
    """Git says which; there is no merge to abort."""
    (firm / "plugins" / "new").write_text("own")
    write(firm.parent / "program", plugins__new="2")

    with pytest.raises(Failure, match="(?s)git merge -q: .*plugins/new"):
        take_version(firm, firm / "content", "program/main")

    assert (firm / "plugins" / "new").read_text() == "own"


def test_one_step_back_is_the_version_before(firm: Path):
    """Also for who has changed nothing yet."""
    git(firm, "reset", "-q", "--hard", "program/main")
    write(firm.parent / "program", plugins__p="2")

    take_version(firm, firm / "content", "program/main")
    git(firm, "reset", "-q", "--hard", "HEAD~1")

    assert (firm / "plugins" / "p").read_text() == "1\n"


def test_a_content_folder_elsewhere_needs_no_care(firm: Path, tmp_path: Path):
    """Git takes the version by itself."""
    with pytest.raises(Failure, match="write “git pull program main”"):
        take_version(firm, tmp_path / "elsewhere", "program/main")


def test_the_way_to_the_program_is_asked_for(firm: Path):
    """With the command to write."""
    with pytest.raises(Failure, match="git remote add elsewhere"):
        take_version(firm, firm / "content", "elsewhere/main")


MARK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4.5" cy="4.5" r="4"' \
    ' fill="currentColor"/></svg>'


@pytest.mark.thorough
def test_all_that_a_firm_changes_outlives_the_next_version(tmp_path: Path):
    """Texts, data, colours, mark, menu, forms, pictures, topics, a template; and it builds."""
    program, firm = tmp_path / "program", tmp_path / "firm"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{PROJECT}", str(program))
    git(program, "checkout", "-q", "-B", "main")
    git(tmp_path, "clone", "-q", "-o", "program", str(program), str(firm))
    change_everything(firm / "content")
    git(firm, "add", "-A")
    git(firm, "commit", "-qm", "ours")
    for path in ("content/firm.toml", "content/forms/contact.toml", "content/topics.toml",
                 "content/pages/privacy.fr.md", "theme/templates/article.html", "README.md"):
        (program / path).write_text((program / path).read_text("utf-8") + "\n")
    shutil.rmtree(program / "content" / "issues")
    (program / "content" / "articles" / "2026-01-05-new.fr.md").write_text("no header")
    git(program, "add", "-A")
    git(program, "commit", "-qm", "theirs")
    ours = {path: path.read_bytes() for path in (firm / "content").rglob("*") if path.is_file()}

    (firm / ".venv").symlink_to((PROJECT / ".venv").resolve())
    for words in (["upgrade"], ["build", "--conf", "publishconf.py"]):
        done = subprocess.run([".venv/bin/inv", *words, "--messages", "en"], cwd=firm, text=True,
                              env={**os.environ, "PRESS_FOLDER": str(firm)}, capture_output=True)
        assert done.returncode == 0, done.stdout + done.stderr

    assert {path: path.read_bytes() for path in (firm / "content").rglob("*")
            if path.is_file()} == ours
    assert (firm / "README.md").read_text("utf-8").endswith("\n\n")
    home = (firm / "output" / "fr" / "index.html").read_text("utf-8")
    assert "<footer>Cabinet Durand, à nous</footer>" in home and "/fr/contact/" in home
    assert "#0F4C81" in (firm / "output" / "theme" / "site.css").read_text("utf-8")


def change_everything(content: Path) -> None:
    """Change all that a firm may change."""
    for path in (content / "firm.toml", *(content / "forms").iterdir(),
                 *(content / "pages").iterdir()):
        text = path.read_text("utf-8")
        for sample, own in {**OWN_VALUES, "#B5301C": "#0F4C81", "#F2795F": "#7FB2E5"}.items():
            text = text.replace(sample, own)
        path.write_text(text, encoding="utf-8")
    with (content / "firm.toml").open("a", encoding="utf-8") as file:
        file.write('rsync = "durand.fr:/www/"\n[menu]\nfr = ["contact", "own"]\n')
    for path in (*(content / "articles").iterdir(), *(content / "issues").iterdir(),
                 content / "redirects.csv"):
        path.unlink()
    (content / "mark.svg").write_text(MARK)
    (content / "images" / "own.svg").write_text(MARK)
    (content / "templates").mkdir()
    (content / "templates" / "colophon.html").write_text(
        "<footer>{{ firm.name }}, à nous</footer>", encoding="utf-8")
    with (content / "topics.toml").open("a", encoding="utf-8") as file:
        file.write('\n[categories.own]\nname = { fr = "À nous", en = "Ours" }\n'
                   'slug = { fr = "a-nous", en = "ours" }\n')
    (content / "articles" / "2024-09-02-own.fr.md").write_text(
        "title: Le bail\ncategory: own\nslug: bail\nsummary: Court.\n\n"
        "![Un rond]({static}/images/own.svg)\n", encoding="utf-8")
