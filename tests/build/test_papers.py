"""`./inv pdf` makes what is missing, and says what it has done."""

from pathlib import Path

import pytest

from plugins.build.papers import make_pdfs
from plugins.commands.program import understood, unnamed_options
from plugins.commands.publish import make_wanted_pdfs
from plugins.commands.terminal import Terminal
from plugins.core.i18n import Catalogue
from plugins.core.messages import Failure
from plugins.paper.shelf import shelf_of
from tasks import namespace
from tests.conftest import Site

TERMINAL = Terminal(Catalogue(), "en")


def test_keys_are_written_without_an_option():
    """As the paths of `test` are."""
    assert understood(["pdf", "a", "b", "--var", "v"], unnamed_options(namespace)) \
        == ["pdf", "--key=a", "--key=b", "--var", "v"]


def test_a_key_that_nothing_has_is_refused(site: Site):
    """Before anything is made."""
    site.article("2018-07-03-note.fr.md", "Texte.")

    with pytest.raises(Failure, match="no published article, issue or law has this key"):
        make_pdfs(site.options, TERMINAL.step, ["nothing"])


def test_publishing_makes_none_where_nobody_has_asked_for_one(site: Site):
    """PDFs are for who has made one by `./inv pdf`."""
    site.article("2018-07-03-note.fr.md", "Texte.")

    make_wanted_pdfs(TERMINAL, site.options)

    assert not shelf_of(site.options.cache).folder.exists()


@pytest.mark.thorough
def test_what_is_missing_is_made_and_what_is_there_is_kept(
        site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """An edit makes one PDF again, and publishing makes it by itself."""
    site.article("2018-07-03-note.fr.md", "Texte.")
    site.article("2018-07-04-other.fr.md", "Autre.")

    first = make_pdfs(site.options, TERMINAL.step, ["note"])
    second = make_pdfs(site.options, TERMINAL.step)

    assert [(made.count, made.kept, made.problems) for made in (first, second)] \
        == [(1, 0, []), (1, 1, [])]
    assert "PDF 1 of 1: fr/articles/other/other.pdf" in capsys.readouterr().err
    site.article("2018-07-03-note.fr.md", "Texte changé.")
    make_wanted_pdfs(TERMINAL, site.options)
    assert make_pdfs(site.options, TERMINAL.step).kept == 2
    assert site.errors() == [] and (
        site.options.output / "fr/articles/note/note.pdf").read_bytes().startswith(b"%PDF-1.7")
