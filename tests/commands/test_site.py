"""What `./inv build` builds where a published site stands."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.atomic import adopt
from plugins.commands import site as commands
from plugins.commands.terminal import Terminal
from plugins.core.i18n import load
from plugins.core.project import Options, again, read_options
from tests.conftest import PROJECT, Site


@pytest.fixture
def options(site: Site, tmp_path: Path) -> Options:
    """Return the options of a firm whose settings stand beside its content."""
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(PROJECT / name, tmp_path)
    (tmp_path / "theme").symlink_to(PROJECT / "theme")
    return read_options(str(tmp_path / "pelicanconf.py"))


def test_a_setting_without_effect_is_told_by_the_check_too(
        options: Options, capsys: pytest.CaptureFixture[str]):
    """Not only by the build that follows."""
    terminal = Terminal(load(PROJECT / "theme/locale", "en"), "en")
    with options.conf.open("a") as conf:
        conf.write("RELATIVE_URLS = True\nNEIGHBORS = True\n")

    assert commands.check.act(terminal, again(options)) == 1
    assert "the setting RELATIVE_URLS of Pelican has no effect here; delete it" \
        in capsys.readouterr().err


def built_as(options: Options, *files: str) -> Options:
    """Return with which options a build goes on where these files were published."""
    options.output.mkdir()
    for path in files:
        (options.output / path).write_text("x")
    adopt(options.output, files)
    return commands._of_the_same_kind(Terminal(load(PROJECT / "theme/locale", "en"), "en"), options)


def test_a_published_site_is_built_as_it_is_published(
        options: Options, capsys: pytest.CaptureFixture[str]):
    """The editor who types `./inv build` every day loses nothing by it, and is told."""
    used = built_as(options, "index.html", "index.html.gz")

    assert used.settings["PRODUCTION"] is True
    assert (used.conf.name, used.output) == ("publishconf.py", options.output)
    assert "it is built with publishconf.py; “--output” builds it otherwise" \
        in capsys.readouterr().err


@pytest.mark.parametrize("files", [(), ("index.html", "images.tar.gz")])
def test_any_other_folder_is_built_with_the_usual_settings(
        options: Options, capsys: pytest.CaptureFixture[str], files: tuple[str, ...]):
    """A file that is packed for readers makes no production."""
    assert built_as(options, *files) is options
    assert capsys.readouterr().err == ""


def test_what_other_settings_are_for_nobody_knows(options: Options):
    """The build itself refuses, and names the way out."""
    other = options.conf.with_name("mine.py")
    shutil.copy(options.conf, other)
    chosen = replace(options, conf=other)

    assert built_as(chosen, "index.html", "index.html.gz") is chosen
