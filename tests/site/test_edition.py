"""The edition that Pelican's settings carry."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import get_type_hints

import pytest
from pelican.settings import DEFAULT_CONFIG, read_settings

import plugins.cards.plugin
import plugins.forms.page.plugin
import plugins.images.plugin
from plugins.site.edition import Edition, EditionResult, open_edition
from plugins.site.plugin import configure
from tests.conftest import PROJECT, Site

BELOW = (plugins.forms.page.plugin, plugins.images.plugin, plugins.cards.plugin)


def opened(site: Site, lang: str) -> Edition:
    """Return an edition of a site, as Pelican alone opens it."""
    settings = read_settings(str(PROJECT / "pelicanconf.py"), override={
        "PATH": str(site.options.content)})
    return open_edition(settings, EditionResult(lang))


@pytest.mark.parametrize("module", BELOW, ids=lambda module: module.__name__)
def test_the_edition_has_all_that_a_plugin_below_takes_of_it(module, site: Site):
    """Each says what it takes, and of which type."""
    wanted, given = get_type_hints(module.Edition), get_type_hints(Edition)
    members = {name for name in vars(module.Edition) if not name.startswith("_")}

    assert wanted.items() <= given.items()
    assert all(hasattr(opened(site, "fr"), name) for name in members)


def test_an_edition_fills_the_result_that_it_is_given(site: Site):
    """What travels back from its process holds neither words nor functions."""
    Path(site.options.content / "firm.toml").unlink()
    result = EditionResult("en")
    settings = read_settings(str(PROJECT / "pelicanconf.py"), override={
        "PATH": str(site.options.content)})
    edition = open_edition(settings, result)
    edition.statics["a.png"] = "images/a.png"

    assert [problem.path.rpartition("/")[2] for problem in result.problems] == [
        "firm.toml", "contact.toml"]  # whose recipient the firm's file names
    assert result.statics == {"a.png": "images/a.png"}


def test_the_settings_of_a_run_hold_one_key_of_ours(site: Site):
    """All else in them is the firm's own, or what Pelican reads."""
    conf = str(PROJECT / "pelicanconf.py")
    settings = read_settings(conf, override={"PATH": str(site.options.content)})
    before = set(settings)
    configure(SimpleNamespace(settings=settings))
    pelicans = re.compile(r".+_(URL|SAVE_AS|ATOM)|" + "|".join(DEFAULT_CONFIG))

    assert [name for name in sorted(set(settings) - before) if not pelicans.fullmatch(name)] \
        == ["EDITION"]
