"""A check reports all that a build would refuse in the content, and changes nothing."""

import os
from pathlib import Path

import pytest

from plugins.check.run import check
from plugins.core.firm_file import firm_settings
from plugins.core.project import today_in
from tests.build.test_build import GOOD, ROWS
from tests.conftest import PROJECT, Site
from tests.support.commands import run_command


def told(site: Site, level: str = "error") -> list[str]:
    """Return what a check reports as `path:line: message`, in English."""
    return [f"{os.path.relpath(problem.path, site.options.content.parent)}:{problem.line}: "
            f"{problem.message}" for problem in check(site.options) if problem.level == level]


@pytest.mark.parametrize(("path", "text", "error"), ROWS)
def test_every_error_of_a_build_is_one_of_a_check(site: Site, path: str, text: str, error: str):
    """The rows of the build’s own test, all of which are about the content."""
    site.article(GOOD, "Text.")
    site.write(path, text)

    errors = told(site)

    assert any(line.startswith(error) for line in errors), errors


def test_a_check_writes_in_its_cache_only(site: Site, tmp_path: Path):
    """Neither the content nor the site nor the emails."""
    site.article(GOOD, "Text.")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    assert told(site) == []

    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    new = after.keys() - before.keys()
    assert new and all(path.is_relative_to(site.options.cache) for path in new)
    assert {path: after[path] for path in before} == before


def test_the_content_of_the_project_is_without_an_error():
    """What it shows to editors is as it should be."""
    result = run_command("check", "--messages", "en", environment={})

    assert result.returncode == 0, result.stderr
    assert "No errors" in result.stdout


def test_warnings_fail_only_where_that_is_asked_for(site: Site):
    """CI may be stricter than an editor’s day."""
    site.article(GOOD, "Deux  espaces.")
    options = ("--content", str(site.options.content), "--var", str(site.options.var),
               "--messages", "en")

    usual, strict = (run_command("check", *options, *words, environment={})
                     for words in ((), ("--strict",)))

    assert (usual.returncode, strict.returncode) == (0, 1)
    assert "2018-07-03-good.fr.md:6: warning: there are two spaces at “Deux  espaces.”" \
        in usual.stderr
    assert usual.stdout == strict.stdout == "No errors; warnings: 3.\n"


@pytest.mark.parametrize(("right", "wrong", "error"), [
    ('from.fr = "lettre@lettre.example"', "from.fr = 4", "“from” below “[newsletter]” needs"),
    ('category = "Langue / Language", ', "", "needs a text for “interests.category”"),
    ('name = "china-letter"', "name = 4", "“[newsletter]” needs a text for “name”"),
])
def test_what_an_email_will_need_is_checked_before_there_is_one(
        site: Site, right: str, wrong: str, error: str):
    """A firm learns of it when it writes its file, not with its first issue."""
    firm = site.options.content / "firm.toml"
    site.write("firm.toml", firm.read_text("utf-8").replace(right, wrong))
    settings = firm_settings(site.options.content, site.options.languages)

    found = told(site.with_options(settings={**site.options.settings, **settings}), "warning")
    assert any(error in line and line.startswith("content/firm.toml:") for line in found), found


@pytest.mark.parametrize("sender", ['"lettre"', '""', '"Léa <lea@firm.example>"',
                                    '"rédaction@firm.example"'])
def test_an_email_is_not_built_with_a_sender_that_is_no_address(site: Site, sender: str):
    """Once there is an issue, what is wrong with it is an error, told with its line."""
    site.write("issues/2018-07.fr.md", "date: 2018-07-05\nsubject: S\npreview: P\narticles: good\n")
    firm = site.options.content / "firm.toml"
    site.write("firm.toml", firm.read_text("utf-8").replace('"lettre@lettre.example"', sender, 1))
    settings = firm_settings(site.options.content, site.options.languages)

    [wrong] = [line for line in told(site.with_options(
        settings={**site.options.settings, **settings})) if "from" in line]

    assert wrong.startswith("content/firm.toml:")
    assert 'from.fr = "letter@firm.example"' in wrong


def test_a_page_of_a_form_or_an_email_that_is_missing_is_reported(site: Site):
    """The visitor would be led nowhere."""
    (site.options.content / "pages" / "thanks-contact.en.md").unlink()
    (site.options.content / "pages" / "legal.fr.md").unlink()

    errors = told(site)

    assert [error.partition(": ")[0] for error in errors] \
        == ["content/forms/contact.toml:0", "content/pages/legal.fr.md:0"]


def test_the_words_of_the_program_are_looked_at_again_when_they_change(site: Site, tmp_path: Path):
    """That all were translated is remembered only as long as it is true."""
    import shutil
    shutil.copytree(PROJECT / "theme", tmp_path / "theme")
    other = site.with_options(settings={**site.options.settings,
                                        "THEME": str(tmp_path / "theme")})
    assert told(other) == told(other) == []

    (tmp_path / "theme" / "templates" / "extra.html").write_text('{{ _("Quite unheard of") }}')

    for _ in range(2):
        assert "“Quite unheard of” has no translation in “fr”" in told(other)[0]


@pytest.mark.parametrize(("zone", "told"), [("Pacific/Kiritimati", 1), ("Etc/GMT+12", 0)])
def test_a_law_changes_at_midnight_where_the_site_is_published(site: Site, zone: str, told: int):
    """The day of the earliest zone has never begun in the latest."""
    day = today_in("Pacific/Kiritimati")
    site.write("laws.toml", '[a-law]\nname = {fr = "Loi", en = "Law"}\nin_force = 2000-01-01\n'
               f"[[a-law.amended]]\ndate = {day}\n")
    site.article("2018-07-03-a.fr.md", "Texte.", "laws: a-law")

    found = check(site.with_options(settings={**site.options.settings, "TIMEZONE": zone}).options)

    assert sum("“a-law” has changed since" in str(problem.message) for problem in found) == told
