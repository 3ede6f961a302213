"""What a command works on."""

import shutil
from pathlib import Path

import pytest

from plugins.core.i18n import load_desk
from plugins.core.messages import SettingsError, say
from plugins.core.project import problem_of, read_options
from tests.conftest import PROJECT, Site

THEME = PROJECT / "theme"
GOOD = ("from runpy import run_path\n"
        f"globals().update(run_path({str(PROJECT / 'pelicanconf.py')!r}))\n")


def test_the_environment_wins_over_the_settings(monkeypatch):
    """A trial or a staging site is one variable away."""
    monkeypatch.setenv("SITEURL", "https://staging.example/")

    assert read_options(str(PROJECT / "pelicanconf.py")).site_url == "https://staging.example"


@pytest.mark.parametrize(("text", "message"), [
    ("x = (", "the settings cannot be read: SyntaxError: '\\(' was never closed"),
    ("raise RuntimeError('no')", "the settings cannot be read: RuntimeError: no"),
    ("raise SystemExit(3)", "the settings cannot be read: SystemExit: 3"),
    ("LANGUAGES = {}", "the setting DEFAULT_LANG is missing"),
    (GOOD + "SITEURL = 'lettre.example'", "SITEURL is “lettre.example”; it must be the site’s"),
    (GOOD + "SITEURL = 'https://a.example/?b=c'", "it must be the site’s full address"),
    (GOOD + "SITEURL = 'https://a.example/b;c'", "it must be the site’s full address"),
    (GOOD + "SITEURL = 'https://a.example/b c'", "it must be the site’s full address"),
    (GOOD + "SITEURL = 'https://me:secret@a.example'", "it must be the site’s full address"),
    (GOOD + "SITEURL = 'https://a.example:99999'", "it must be the site’s full address"),
    (GOOD + "SITEURL = 'https://[::1'", "it must be the site’s full address"),
    (GOOD + "FORMS_URL = 'forms.example'", "FORMS_URL is “forms.example”; it must be the receiver"),
    (GOOD + "DEFAULT_LANG = 'de'", "DEFAULT_LANG must be one of LANGUAGES"),
    (GOOD + "TIMEZONE = 'Europe/Pariss'", "there is no time zone “Europe/Pariss”"),
    (GOOD + "PLUGINS = PLUGINS[1:]", "PLUGINS lacks plugins.site.plugin"),
])
def test_wrong_settings_are_told_in_a_sentence(tmp_path: Path, text: str, message: str):
    """Never in a traceback."""
    conf = tmp_path / "conf.py"
    conf.write_text(text)

    with pytest.raises(SettingsError, match=message):
        read_options(str(conf))


@pytest.mark.parametrize(("right", "wrong", "told"), [
    ('time_zone = "Europe/Paris"', 'time_zone = "Paris"', "there is no time zone “Paris”"),
    ('address = "https://lettre.example"', 'address = "lettre.example/"', "SITEURL is “lettre.exa"),
])
def test_a_wrong_value_of_the_firm_is_told_at_its_line(
        tmp_path: Path, right: str, wrong: str, told: str):
    """A person who fills in `firm.toml` has not opened the settings."""
    shutil.copy(PROJECT / "pelicanconf.py", tmp_path)
    lines = (PROJECT / "content/firm.toml").read_text("utf-8").splitlines()
    (tmp_path / "content").mkdir()
    (tmp_path / "content/firm.toml").write_text("\n".join(lines).replace(right, wrong), "utf-8")

    with pytest.raises(SettingsError, match=f"firm.toml:{lines.index(right) + 1}: {told}"):
        read_options(str(tmp_path / "pelicanconf.py"))


OLD_NAMES = '''
PLUGINS = [
    "plugins.editions.plugin", "plugins.articles.plugin", "plugins.images.plugin",
    "plugins.forms.plugin", "plugins.newsletter.plugin", "plugins.cards.plugin",
    "plugins.linked_data.plugin", "firm.own", "plugins.press.plugin"]
'''


INHERITED = "from runpy import run_path\nglobals().update(run_path(" \
    "__file__.replace('publish', 'pelican')))\nPRODUCTION = True\n"


@pytest.mark.parametrize(("lang", "words"), [
    ("en", "PLUGINS names plugins.editions.plugin, plugins.articles.plugin, plugins.forms.plugin, "
           "plugins.press.plugin, which have been renamed or are no longer needed; "
           "write "),
    ("fr", "PLUGINS nomme plugins.editions.plugin, plugins.articles.plugin, plugins.forms.plugin, "
           "plugins.press.plugin, qui ont changé de nom ou ne servent plus\u202f; "
           "écrivez ")])
def test_settings_of_an_earlier_version_get_the_line_to_write(tmp_path: Path, lang, words):
    """With the file and the line, also where those of production take them from the others."""
    gettext = load_desk(PROJECT / "theme" / "locale", lang).gettext
    colon = "\u00a0:" if lang == "fr" else ":"
    line = GOOD.count("\n") + 3
    words += ('PLUGINS = ["plugins.site.plugin", "plugins.images.plugin", '
              '"plugins.forms.page.plugin", "plugins.newsletter.plugin", '
              '"plugins.cards.plugin", "plugins.linked_data.plugin", "firm.own", '
              '"plugins.build.plugin"]')

    for name, extra in (("pelicanconf.py", GOOD + OLD_NAMES), ("publishconf.py", INHERITED)):
        (tmp_path / name).write_text(extra)
        with pytest.raises(SettingsError) as error:
            read_options(str(tmp_path / name))
        assert error.value.message.render(gettext) \
            == f"{tmp_path / 'pelicanconf.py'}:{line}{colon} {words}"


def test_a_missing_folder_or_file_is_named():
    """With the option that names another."""
    with pytest.raises(SettingsError, match="there is no such settings file"):
        read_options("nowhere.py")
    with pytest.raises(SettingsError, match="name the content folder with “--content”"):
        read_options(str(PROJECT / "pelicanconf.py"), content="nowhere")


@pytest.mark.parametrize(("output", "outbox", "var"), [
    ("out", "out", "var"), ("out", "out/mails", "var"), ("content/out", "outbox", "var"),
    ("content", "outbox", "var"), ("out", "outbox", "out/var"), ("out", "outbox", "content"),
    ("out", "outbox", "content/var"), ("var", "outbox", "var"),
])
def test_a_folder_in_anothers_way_is_refused(tmp_path: Path, output: str, outbox: str, var: str):
    """Nothing is published into the sources, no email onto the site, no visitor's data anywhere."""
    (tmp_path / "content").mkdir()

    with pytest.raises(SettingsError, match="each need their own folder"):
        read_options(str(PROJECT / "pelicanconf.py"), str(tmp_path / "content"),
                     str(tmp_path / output), str(tmp_path / outbox), str(tmp_path / var))


def test_a_folder_is_meant_from_where_the_command_was_called(tmp_path: Path, monkeypatch):
    """`inv` itself changes into its own folder."""
    (tmp_path / "texts").mkdir()
    monkeypatch.setenv("PRESS_FOLDER", str(tmp_path))

    options = read_options(str(PROJECT / "pelicanconf.py"), content="texts")

    assert options.content == tmp_path / "texts"


@pytest.mark.parametrize(("setting", "line"), [
    ("newsletter.from.fr", 3), ("newsletter.interests.fr", 4), ("newsletter.test.en", 1),
    ("publish", 0), ("", 0)])
def test_a_wrong_setting_is_told_with_its_line(site: Site, setting: str, line: int):
    """That of its key, else of its table; what the file has not is told without one."""
    site.write("firm.toml", '[newsletter]\nname = "n"\nfrom.fr = 4\ninterests = { en = "E" }\n')

    problem = problem_of(SettingsError(say("wrong"), setting), site.options)

    assert (problem.line, problem.path.endswith("firm.toml")) == (line, line > 0)
