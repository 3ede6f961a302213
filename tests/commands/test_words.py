"""`./inv words` keeps the catalogues."""

import shutil
from inspect import unwrap

from plugins.commands.terminal import Terminal
from plugins.commands.translate import words
from plugins.core.i18n import catalogue_file, load
from tests.conftest import PROJECT, Site


def test_new_words_wait_and_old_translations_stay(site: Site, tmp_path, capsys):
    """A catalogue that is up to date does not change by a byte."""
    theme = tmp_path / "theme"
    shutil.copytree(PROJECT / "theme", theme)
    options = site.with_options(settings={**site.options.settings, "THEME": str(theme)}).options
    catalogue = catalogue_file(theme / "locale", "fr")
    terminal = Terminal(load(theme / "locale", "en"), "en")

    unwrap(words)(terminal, options)
    before = catalogue.read_bytes()
    unwrap(words)(terminal, options)
    unchanged = catalogue.read_bytes()
    (theme / "templates" / "extra.html").write_text('{{ _("Unheard of") }}')
    unwrap(words)(terminal, options)

    assert unchanged == before
    assert 'msgid "Unheard of"\nmsgstr ""' in catalogue.read_text()
    assert load(theme / "locale", "fr").gettext("Archives") == "Archives"
    assert "to be translated: 1" in capsys.readouterr().out
