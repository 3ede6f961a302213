"""`./inv pdf` makes what is missing, and says what it has done."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.build.memory import BuildMemory
from plugins.build.papers import make_pdfs
from plugins.build.workshop import editions_planned
from plugins.commands.program import understood, unnamed_options
from plugins.commands.publish import make_wanted_pdfs
from plugins.commands.terminal import Terminal
from plugins.core.i18n import Catalogue
from plugins.core.messages import Failure
from plugins.paper.papers import Papers
from plugins.paper.sheets import plans_of
from plugins.paper.shelf import shelf_of
from tasks import namespace
from tests.build.test_again import assert_as_from_nothing, remove
from tests.build.test_bodies import quietly
from tests.conftest import PROJECT, Site

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


def test_a_text_with_errors_is_left_to_the_build_to_tell(
        site: Site, capsys: pytest.CaptureFixture[str]):
    """Publishing, which makes PDFs first, would tell of it twice."""
    site.article("2018-07-03-note.fr.md", "[nowhere]({filename}/articles/no.fr.md)")

    make_wanted_pdfs(TERMINAL, site.options)

    assert not shelf_of(site.options.cache).folder.exists()
    assert "nowhere" not in capsys.readouterr().err


LESS = """
import sys, pathlib
from plugins.commands.publish import make_wanted_pdfs
from plugins.commands.terminal import Terminal
from plugins.core.i18n import Catalogue
from plugins.core.project import read_options
make_wanted_pdfs(Terminal(Catalogue(), "en"), read_options(*sys.argv[1:]))
"""


@pytest.mark.thorough
def test_a_computer_without_chinese_characters_publishes_without_pdfs(site: Site, tmp_path: Path):
    """In one sentence, and not one for each text."""
    site.article("2018-07-03-note.fr.md", "Texte.")
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(f"<fontconfig><dir>{tmp_path}</dir></fontconfig>")
    shutil.copy(PROJECT / "theme/cards/lettre-serif-400.ttf", tmp_path)
    options = site.options

    done = subprocess.run(
        [sys.executable, "-c", LESS, str(options.conf), str(options.content), str(options.output),
         str(options.outbox), str(options.var)], capture_output=True, text=True, check=False,
        cwd=PROJECT, env={**os.environ, "FONTCONFIG_FILE": str(fonts)})

    assert done.returncode == 0, done.stderr
    told = [line for line in done.stderr.splitlines() if "PDF" in line]
    assert len(told) == 1 and "no font of this computer has “信”" in told[0]
    assert told[0].startswith("The site goes without the PDFs that it lacks: ")


@pytest.mark.thorough
def test_what_is_finished_is_kept_when_ctrl_c_stops_it(site: Site):
    """Which is said; the same command goes on."""
    for number in range(1, 6):
        site.article(f"2018-07-0{number}-n{number}.fr.md", "Texte.")
    options = site.options
    running = subprocess.Popen(
        [sys.executable, "-m", "invoke", "pdf", "--messages", "en", "--conf", str(options.conf),
         "--content", str(options.content), "--var", str(options.var)], cwd=PROJECT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    assert running.stderr
    next(line for line in running.stderr if line.startswith("PDF 1 of"))

    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate()

    assert (running.returncode, out.splitlines()) == (130, ["Stopped."])
    assert "the same command makes the others" in err and "Traceback" not in err
    assert shelf_of(options.cache).sizes


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


def lay_all(site: Site) -> BuildMemory:
    """Put something in the place of every PDF; return what a process keeps that has built so."""
    shelf, memory = shelf_of(site.options.cache), BuildMemory()
    with editions_planned(site.options, TERMINAL.step) as editions:
        for each in editions:
            for plan in plans_of(each.planner, Papers(each.edition, shelf)):
                shelf.store.put(plan.name, b"%PDF-1.7")
    for _ in range(2):
        assert not quietly(site, memory).failed
    return memory


@pytest.mark.parametrize("in_one_process", [True, pytest.param(False, marks=pytest.mark.thorough)])
def test_after_an_edit_no_pdf_of_an_older_text_stays(
        site: Site, in_one_process: bool):
    """In one process as well, which has looked for PDFs before."""
    site.article("2018-07-03-note.fr.md", "Texte.")
    memory = lay_all(site)
    site.article("2018-07-03-note.fr.md", "Texte changé.")

    assert_as_from_nothing(site, memory if in_one_process else None)
    assert not (site.options.output / "fr/articles/note/note.pdf").exists()


@pytest.mark.thorough
def test_web_servers_are_told_where_pdfs_are_no_longer(site: Site):
    """And again when the text comes back, whose PDF was kept."""
    site.article("2018-07-03-note.fr.md", "Texte.")
    text = site.article("2018-07-04-other.fr.md", "Autre.").read_text("utf-8")
    memory = lay_all(site)
    site.article("2018-07-03-note.fr.md", "Texte changé.")
    quietly(site, memory)
    remove("articles/2018-07-04-other.fr.md")(site)

    assert_as_from_nothing(site, memory)
    site.write("articles/2018-07-04-other.fr.md", text)
    assert_as_from_nothing(site, memory)
