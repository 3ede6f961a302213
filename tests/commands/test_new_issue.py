"""`./inv new issue` begins an issue in each language."""

from inspect import unwrap
from pathlib import Path

import pytest

from plugins.check.run import check
from plugins.commands.new import begin_issue
from plugins.commands.terminal import Terminal
from plugins.core.i18n import Catalogue
from plugins.core.messages import Failure
from tests.conftest import Site

DAY = "2018-08-01"


def begin(site: Site, capsys: pytest.CaptureFixture[str], key: str = "", day: str = DAY,
          lang: str = "") -> list[str]:
    """Begin an issue and return what was said, in English."""
    terminal = Terminal(Catalogue(), "en")
    assert unwrap(begin_issue)(terminal, site.options, key, day, lang) == 0
    return capsys.readouterr().out.splitlines()


def issue(site: Site, name: str) -> Path:
    """Return the file of an issue."""
    return site.options.content / "issues" / name


def told(site: Site) -> list[tuple[int, str]]:
    """Return line and level of what a check reports about the French issue."""
    return [(problem.line, problem.level) for problem in check(site.options)
            if problem.path.endswith("2018-08.fr.md")]


def test_an_issue_is_begun_with_its_articles(site: Site, capsys):
    """Its key is the month, and what the editor has to write is marked."""
    for name in ("2018-07-10-a.fr.md", "2018-07-10-a.en.md", "2018-07-20-b.fr.md"):
        site.article(name, "Text.")

    said = begin(site, capsys)

    assert issue(site, "2018-08.fr.md").read_text() == (
        "date: 2018-08-01\nsubject: …\npreview: …\narticles: b, a\nstatus: draft\n\n")
    assert "articles: a\n" in issue(site, "2018-08.en.md").read_text()
    assert [line.rpartition("/")[2] for line in said[:2]] == [
        "2018-08.fr.md: created as a draft", "2018-08.en.md: created as a draft"]
    assert said[2:] == [
        "fr: articles since 2018-07-01: b, a", "en: articles since 2018-07-01: a",
        "en: not in this language: b; “./inv translate --key b --lang en” starts a translation"]


def test_a_new_issue_keeps_nobody_from_building_and_is_refused_once_published(site: Site, capsys):
    """The check says what is to be written; without articles, that too."""
    begin(site, capsys)
    path = issue(site, "2018-08.fr.md")

    assert told(site) == [(2, "warning"), (3, "warning"), (4, "warning")]
    assert not site.build().failed and not site.build(preview=True).failed

    path.write_text(path.read_text().replace("status: draft\n", ""))
    assert told(site) == [(2, "error"), (3, "error"), (4, "error")]


def test_an_issue_that_exists_is_never_overwritten(site: Site, capsys):
    """Not even the second file of a pair; the other language can be begun alone."""
    begin(site, capsys, lang="en")

    with pytest.raises(Failure, match="2018-08.en.md already exists; .* “--key 2018-08-2”"):
        begin(site, capsys)

    assert not issue(site, "2018-08.fr.md").exists()
    begin(site, capsys, lang="fr")
    begin(site, capsys, key="2018-08-2")
    assert issue(site, "2018-08-2.en.md").exists()


def test_an_issue_in_a_folder_of_its_own_exists_too(site: Site, capsys):
    """Editors may keep each year in a folder."""
    site.write("issues/2018/2018-08.fr.md", "date: 2018-08-02\nsubject: S\npreview: P\n"
                                            "articles: a\nstatus: draft\n\nText.\n")

    with pytest.raises(Failure, match="issues/2018/2018-08.fr.md already exists"):
        begin(site, capsys)


@pytest.mark.parametrize(("given", "message"), [
    ({"day": "2018-08-32"}, "“2018-08-32” is not a valid date"),
    ({"lang": "de"}, "“de” is not a language of the site; the languages are fr, en"),
    ({"key": "Août"}, "the key “Août” may contain lower-case letters"),
])
def test_what_cannot_be_is_reported_and_nothing_is_written(site: Site, capsys, given, message):
    """With what would be right."""
    with pytest.raises(Failure, match=message):
        begin(site, capsys, **given)

    assert not (site.options.content / "issues").exists()


def test_a_text_that_cannot_be_read_is_reported(site: Site, capsys):
    """It might have been proposed."""
    site.article("2018-07-32-a.fr.md", "Text.")

    assert begin(site, capsys)[-1].startswith("Some texts cannot be read")
