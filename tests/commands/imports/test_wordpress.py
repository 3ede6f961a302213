"""`./inv import wordpress` says what it has done, in the editor’s language, and writes a report."""

import os
from pathlib import Path

import pytest

from tests.conftest import PROJECT, Site
from tests.support.commands import Finished, run_command
from tests.support.wordpress import Post, pair, write_export
from tests.support.wordpress_site import write_site


def run(site: Site, *words: str, lang: str = "en") -> Finished:
    """Run the command on a site."""
    options = site.options
    folders = [f"--{name}={getattr(options, name)}"
               for name in ("content", "output", "outbox", "var")]
    here = Path.cwd()
    os.chdir(PROJECT)
    try:
        return run_command("import", "wordpress", *words, *folders, "--messages", lang,
                           environment={"PATH": os.environ["PATH"],
                                        "PRESS_FOLDER": str(options.var.parent)})
    finally:
        os.chdir(here)


def test_the_report_is_on_the_screen_and_in_a_file(site):
    """Paths are those of the folder in which it was called."""
    write_site(site.options.var.parent / "wp")
    done = run(site, "wp/export.xml", "--uploads", "wp/uploads")
    assert done.returncode == 0
    assert "Articles: 13; pages: 4; drafts among them: 4. Files new: 22;" in done.stdout
    assert "All of it is in var/imports/report.en.txt" in done.stdout
    report = (site.options.var / "imports/report.en.txt").read_text("utf-8")
    assert report.startswith("Articles: 13; pages: 4;")
    assert "\nNot published, on purpose: 4\n----" in report
    assert "… and 3 more in the report" in done.stdout
    assert "more in the report" not in report


def test_the_report_is_in_the_editors_language(site):
    """So is its file."""
    write_site(site.options.var.parent / "wp")
    done = run(site, "wp/export.xml", lang="fr")
    assert "brouillons parmi eux\u00a0: 4" in done.stdout
    assert "comments" not in (site.options.var / "imports/report.fr.txt").read_text("utf-8")


def test_a_dry_run_says_that_nothing_was_written(site):
    """The report is written, for it is what one asks for."""
    write_site(site.options.var.parent / "wp")
    done = run(site, "wp/export.xml", "--dry-run")
    assert "Nothing was written; var/imports/report.en.txt says what would be." in done.stdout
    assert not (site.options.content / "articles").exists()


def test_several_files_are_one_export(site):
    """Posts and pages were exported apart."""
    folder = site.options.var.parent
    write_export(folder, pair(1, "fr", "A", "a", other=2), name="a.xml")
    write_export(folder, pair(2, "en", "B", "b", other=1), name="b.xml")
    assert "Articles: 2; pages: 0;" in run(site, "a.xml", "b.xml").stdout
    assert sorted(path.name for path in (site.options.content / "articles").iterdir()) == [
        "2018-07-03-texte-1.en.md", "2018-07-03-texte-1.fr.md"]


@pytest.mark.parametrize("words, sentence", [
    ([], "name the export, as in “./inv import wordpress export.xml”"),
    (["absent.xml"], "absent.xml: there is no such file"),
    (["a.xml", "--uploads", "absent"], "absent: there is no such folder"),
    (["a.xml", "--lang", "de"], "“de” is not a language of the site"),
    (["a.xml", "--upload", "x"], "--uploads")])
def test_a_wrong_call_is_answered_with_what_would_be_right(site, words, sentence):
    """Nothing is written."""
    write_export(site.options.var.parent, Post(1, "A", "a"), name="a.xml")
    done = run(site, *words)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert not (site.options.content / "articles").exists()


@pytest.mark.parametrize("data", [b"", b"<html>", b"\x00\xff" * 100, b"<rss><channel><item>"])
def test_a_file_that_is_no_export_is_told(site, data):
    """With what WordPress calls it."""
    (site.options.var.parent / "a.xml").write_bytes(data)
    done = run(site, "a.xml")
    assert "this file does not say that it is an export of WordPress" in done.stdout
    assert "Traceback" not in done.stderr
