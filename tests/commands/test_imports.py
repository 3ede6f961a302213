"""`./inv import text` writes a draft and its pictures, `./inv import wordpress` a site."""

import os
from pathlib import Path

import pytest

from tests.conftest import PROJECT, Site
from tests.support.commands import Finished, run_command
from tests.support.word_files import image, word_file
from tests.support.wordpress import Post, pair, write_export
from tests.support.wordpress_site import write_site

DAY = "--day=2018-07-03"


def take(site: Site, *words: str) -> Finished:
    """Run the command on a site, in the folder of its content."""
    options = site.options
    return run_command("import", "text", *words, "--conf", str(PROJECT / "pelicanconf.py"),
                       "--content", str(options.content), "--var", str(options.cache.parent),
                       "--messages", "en", environment={
                           "LANG": "en_GB.UTF-8", "PRESS_FOLDER": str(options.content)})


def write_word(site: Site) -> None:
    """Write a Word file with a picture beside the content."""
    data = word_file(lambda document: document.add_heading("Le capital social", 0),
                     lambda document: document.add_paragraph("Un paragraphe."),
                     lambda document: document.add_picture(image()))
    (site.options.content / "a.docx").write_bytes(data)


def files(site: Site) -> set[str]:
    """Return the texts and pictures of a site."""
    content = site.options.content
    return {str(path.relative_to(content)) for folder in ("articles", "pages", "images")
            for path in (content / folder).rglob("*") if path.is_file()}


def test_a_draft_is_written_as_new_would_with_its_pictures(site: Site):
    """And nothing else is; what is to do is said."""
    write_word(site)
    before = files(site)

    done = take(site, "a.docx", DAY)

    article = "articles/2018-07-03-le-capital-social.fr.md"
    assert (done.returncode, done.stderr) == (0, "")
    assert files(site) - before == {article, "images/le-capital-social-1.png"}
    written = (site.options.content / article).read_text("utf-8")
    assert written.startswith("title: Le capital social\ncategory: brief\n")
    assert "status: draft\n\nUn paragraphe.\n\n![… décrire l’image]({static}/images/le-capital-" \
           "social-1.png)\n" in written
    assert done.stdout.splitlines()[:2] == [
        f"{article}: created as a draft",
        "images/le-capital-social-1.png: a picture; its alternative text is “… décrire l’image”"]
    assert "Every word of the original is in the draft" in done.stdout


def test_a_page_and_a_language_and_a_key_may_be_chosen(site: Site):
    """A page has no day and no category."""
    site.write("a.html", "<h1>About</h1><p>Us.</p>")

    done = take(site, "a.html", "--kind", "page", "--lang", "en", "--key", "us", "--title", "We")

    assert (done.returncode, done.stderr) == (0, "")
    assert (site.options.content / "pages/us.en.md").read_text("utf-8") == (
        "title: We\nslug: us\nstatus: draft\n\nUs.\n")
    assert "- the text has a title of its own, which is replaced: “About”" in done.stdout


def test_nothing_is_overwritten(site: Site):
    """Neither the text nor a picture, and nothing is written then."""
    write_word(site)
    take(site, "a.docx", DAY)
    article = site.options.content / "articles/2018-07-03-le-capital-social.fr.md"
    article.write_text("mine")
    before = files(site)

    again = take(site, "a.docx", DAY)
    article.unlink()
    pictures = take(site, "a.docx", DAY)

    assert (again.returncode, pictures.returncode) == (1, 1)
    assert "already exists; choose another title or key" in again.stderr
    assert "le-capital-social-1.png already exists" in pictures.stderr
    assert files(site) == before - {str(article.relative_to(site.options.content))}


@pytest.mark.parametrize(("words", "told"), [
    (("no.docx",), "no.docx: there is no such file"),
    (("a.pdf",), "a text is taken over from a file that ends in .docx or .html"),
    (("a.html", "--kind", "issue"), "“issue” is neither"),
    (("a.html", "--lang", "xx"), "xx"), (("a.html", "--category", "no"), "no category “no”"),
    (("a.html", "--key", "É"), "the key “É” may contain"), (("a.html", "--day", "x"), "“x”"),
    (("a.docx",), "this is no text of Word"), ((), "./inv import text FILE"),
])
def test_what_is_wrong_is_one_sentence_and_nothing_is_written(site: Site, words, told: str):
    """Whoever gave the file."""
    site.write("a.html", "<h1>T</h1><p>x</p>")
    site.write("a.docx", "not Word")
    before = files(site)

    done = take(site, *words)

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert told in done.stderr and files(site) == before


def test_many_losses_of_a_kind_are_counted(site: Site):
    """A page of links is not read twice."""
    site.write("a.html", "<h1>T</h1>" + "".join(
        f"<p><a href='#p{number}'>lien {number}</a></p>" for number in range(9)))

    done = take(site, "a.html")

    assert done.stdout.count("“lien ") == 5 and "(and 4 more)" in done.stdout


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
