"""A new key of the header takes a line in the table and a place in a template, and nothing else."""

import shutil
from pathlib import Path

import pytest
from pelican import Pelican
from pelican.settings import read_settings

from plugins.commands.new import new_article
from plugins.content.header import KEYS, Key, read_header
from plugins.content.source import Source
from tests.conftest import PROJECT, Site

PLACE = '{% block content %}\n<p class="standfirst">{{ article.standfirst }}</p>\n'


@pytest.fixture(autouse=True)
def standfirst(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a key whose words readers see, as a line of the table says it."""
    monkeypatch.setitem(KEYS["article"], "standfirst", Key(required=True, shown=True, begun="…"))


def test_a_new_key_is_asked_for_and_begun(site: Site):
    """The check says where it is missing, and a new article has a line for it."""
    _, problems = read_header(Source("a.fr.md", "article", "a", "fr"), "title: T\ncategory: c\n")
    [path] = new_article(site.options.content, "T", "brief", ["fr"], ["fr", "en"],
                         site.options.today)

    assert [str(problem.message) for problem in problems] \
        == ["the header has no “standfirst”; add a line “standfirst: …”"]
    assert "standfirst: …\n" in path.read_text("utf-8")


def test_a_new_key_is_given_to_the_template(site: Site, tmp_path: Path):
    """Its words are typeset in the language of the text."""
    site.article("2024-01-01-a.fr.md", "Texte.", "standfirst: C'est l'idée")
    theme = shutil.copytree(PROJECT / "theme", tmp_path / "theme")
    template = theme / "templates" / "article.html"
    template.write_text(
        template.read_text("utf-8").replace("{% block content %}\n", PLACE, 1), "utf-8")
    output = site.options.output
    Pelican(read_settings(str(PROJECT / "pelicanconf.py"), override={
        "PATH": str(site.options.content), "OUTPUT_PATH": str(output),
        "THEME": str(theme)})).run()

    assert '<p class="standfirst">C’est l’idée</p>' \
        in (output / "fr/articles/a/index.html").read_text("utf-8")
