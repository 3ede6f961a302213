"""What has changed since a translation was made is sought in what git has kept."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.content.source import Source
from plugins.desk.translating.since import body_since
from plugins.desk.writing.places import Place

Save = Callable[..., None]


@pytest.fixture
def save(tmp_path: Path) -> Save:
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


def test_the_original_is_as_it_was_when_the_translation_was_saved(tmp_path: Path, save: Save):
    """Whatever it has become since."""
    save(fr="title: A\n\nUn.\n", en="title: A\n\nOne.\n")
    save(fr="title: A\n\nDeux.\n")

    assert since(tmp_path) == "Un.\n"


def test_a_word_put_right_does_not_make_a_translation_up_to_date(tmp_path: Path, save: Save):
    """It is as old as its header says."""
    save(fr="title: A\n\nUn.\n", en="title: A\n\nOne.\n")
    save(fr="title: A\nmodified: 2018-07-03\n\nDeux.\n")
    save(en="title: A\n\nOne!\n")

    assert since(tmp_path) == "Un.\n"


def test_who_brings_it_up_to_date_says_so(tmp_path: Path, save: Save):
    """By the day in its header."""
    save(fr="title: A\n\nUn.\n", en="title: A\n\nOne.\n")
    save(fr="title: A\nmodified: 2018-07-03\n\nDeux.\n")
    save(en="title: A\nmodified: 2018-07-03\n\nTwo.\n")
    save(fr="title: A\nmodified: 2018-07-09\n\nTrois.\n")

    assert since(tmp_path) == "Deux.\n"


def test_without_git_nobody_knows(tmp_path: Path):
    """Neither does it before the first commit."""
    assert since(tmp_path) is None
