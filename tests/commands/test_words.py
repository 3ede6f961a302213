"""`./inv words` keeps the catalogues."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, fields
from inspect import unwrap
from pathlib import Path

import pytest

from plugins.commands.terminal import Terminal
from plugins.commands.translate import words
from plugins.core.i18n import DESK, SITE, UNDIVIDED, catalogue_file, load
from plugins.core.project import Options, read_options
from tests.conftest import PROJECT


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    """Return a copy of the theme."""
    return shutil.copytree(PROJECT / "theme", tmp_path / "theme")


@dataclass(frozen=True)
class Small(Options):
    """Options of a program that has but a few words of its own."""

    @property
    def root(self) -> Path:
        return self.theme.parent


@pytest.fixture
def update(theme: Path) -> Callable[[], None]:
    """Return what updates the catalogues of the theme for a site in three languages."""
    own = read_options(str(PROJECT / "pelicanconf.py"))
    shutil.copytree(PROJECT / "plugins" / "core", theme.parent / "plugins" / "core")
    options = Small(**{field.name: getattr(own, field.name) for field in fields(own)} | {
        "settings": {**own.settings, "THEME": str(theme), "LANGUAGES": {
            **own.settings["LANGUAGES"], "de": {"name": "Deutsch"}}}})
    terminal = Terminal(load(theme / "locale", "en"), "en")
    return lambda: unwrap(words)(terminal, options)


def test_new_words_wait_and_old_translations_stay(theme: Path, update, capsys):
    """A catalogue that is up to date does not change by a byte; an empty one is filled."""
    catalogue, desk = (catalogue_file(theme / "locale", "fr", name) for name in (SITE, DESK))
    update()
    before = catalogue.read_bytes(), desk.read_bytes()
    update()
    unchanged = catalogue.read_bytes(), desk.read_bytes()
    begun = catalogue_file(theme / "locale", "de", DESK)
    begun.touch()
    (theme / "templates" / "extra.html").write_text('{{ _("Unheard of") }}')
    capsys.readouterr()
    update()

    assert unchanged == before
    assert 'msgid "Unheard of"\nmsgstr ""' in catalogue.read_text()
    assert "Unheard of" not in desk.read_text()
    assert begun.read_text().count("msgid") == desk.read_text().count("msgid")
    assert load(theme / "locale", "fr").gettext("Archives") == "Archives"
    assert "fr/LC_MESSAGES/site.po: to be translated: 1\n" in capsys.readouterr().out


def test_a_catalogue_of_both_is_divided_and_a_new_language_begins_with_the_site(
        theme: Path, update):
    """What the one catalogue says counts: a merge may have brought it beside the two."""
    site, desk, undivided = (catalogue_file(theme / "locale", "fr", name)
                             for name in (SITE, DESK, UNDIVIDED))
    update()
    divided = site.read_text(), desk.read_text()
    own = divided[0].replace('msgstr "À lire aussi"', 'msgstr "Voir aussi"')
    undivided.write_text(own + divided[1].partition("\n\n")[2])
    desk.unlink()
    update()

    assert not undivided.exists()
    assert own != divided[0]
    assert (site.read_text(), desk.read_text()) == (own, divided[1])
    assert catalogue_file(theme / "locale", "de", SITE).is_file()
    assert not catalogue_file(theme / "locale", "de", DESK).exists()
