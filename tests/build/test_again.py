"""A build after another one makes only what has changed, and the same as a build from nothing."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from plugins.build.build import build, verify
from plugins.build.memory import BuildMemory
from plugins.build.record import Ingredients
from tests.conftest import PROJECT, TOPICS, Site, new_site
from tests.images.conftest import photo, saved

LAWS = """\
[trade-law]
name.fr = "Loi sur le commerce"
name.en = "Trade Law"
chinese = "贸易法"
adopted = 2018-08-31
in_force = 2019-01-01
"""

ISSUE = "date: 2018-07-05\nsubject: Sujet\npreview: P\narticles: both\nshow: full\n\nÉditorial.\n"


TERMS = """\
[subsidiary]
name = { fr = "filiale", en = "text" }
chinese = "子公司"
definition = { fr = "Une fille.", en = "A daughter." }
"""


def lay(site: Site) -> None:
    """Lay texts of every kind that speak of each other, with an image and an issue."""
    images = site.options.content / "images"
    images.mkdir()
    (images / "a.png").write_bytes(saved(photo(90, 60), "PNG"))
    topics = "tags: trade\nauthors: editors\nlaws: trade-law"
    site.write("laws.toml", LAWS)
    site.write("glossary.toml", TERMS)
    for lang, title in (("fr", "Les deux"), ("en", "Both")):
        site.article(f"2018-07-03-both.{lang}.md", "![Alt]({static}/images/a.png)\n\nText.",
                     f"title: {title}\n{topics}")
    site.article("2019-01-01-alone.fr.md", "Vers [lui]({filename}2018-07-03-both.fr.md).",
                 f"title: Seul\n{topics}")
    site.article("2030-01-01-later.fr.md", "Plus tard.", f"title: Demain\n{topics}")
    site.article("2019-02-01-draft.fr.md", "Ébauche.", f"title: Ébauche\nstatus: draft\n{topics}")
    site.write("issues/2018-07.fr.md", ISSUE)
    site.write("redirects.csv", "old,new\n/old/,/fr/articles/alone/\n")


@pytest.fixture(scope="module")
def laid(tmp_path_factory) -> Site:
    """Return a site with something of everything, built once."""
    site = new_site(tmp_path_factory.mktemp("laid"))
    lay(site)
    assert site.errors() == []
    return site


@pytest.fixture
def built(laid: Site, tmp_path: Path) -> Site:
    """Return a copy of the built site, built where it now is."""
    site = laid.copied(tmp_path)
    assert site.errors() == []
    return site


def change(path: str, old: str, new: str) -> Callable[[Site], None]:
    """Return an edit of a file of the content: other words for some of its own."""
    def edit(site: Site) -> None:
        file = site.options.content / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")

    return edit


def write(path: str, text: str) -> Callable[[Site], None]:
    """Return an edit that writes a file of the content."""
    return lambda site: site.write(path, text) and None


def remove(path: str) -> Callable[[Site], None]:
    """Return an edit that removes a file of the content."""
    return lambda site: (site.options.content / path).unlink()


def other_image(site: Site) -> None:
    """Put another image under the same name."""
    (site.options.content / "images" / "a.png").write_bytes(saved(photo(80, 80), "PNG"))


def touch(site: Site) -> None:
    """Give a file another time, and leave its words."""
    os.utime(site.options.content / "articles" / "2018-07-03-both.fr.md")


def assert_as_from_nothing(site: Site, memory: BuildMemory | None = None) -> None:
    """Build a site, and find each byte and each problem of a build from nothing."""
    done = build(site.options, lambda message: None, memory=memory)

    assert not done.failed, done.problems
    assert verify(site.options, lambda message: None, done.problems) == []


BOTH, ALONE = "articles/2018-07-03-both.fr.md", "articles/2019-01-01-alone.fr.md"

EDITS = {
    "body": change(BOTH, "Text.", "Autre texte."),
    "title": change(BOTH, "Les deux", "Tous les deux"),
    "slug": change(BOTH, "slug: both", "slug: les-deux"),
    "tag": change(ALONE, "tags: trade\n", ""),
    "category renamed": write("topics.toml", TOPICS.replace("Brève", "Nouvelle")),
    "author declared": write("authors.toml", '[claire]\nname = "Claire"\n'),
    "category at another address": write("topics.toml", TOPICS.replace('"breve"', '"nouvelle"')),
    "translation added": write("articles/2019-01-01-alone.en.md",
                               "title: Alone\ncategory: brief\nsummary: S.\n\nText.\n"),
    "article added": write("articles/2019-03-01-new.fr.md",
                           "title: Neuf\ncategory: brief\nsummary: S.\ntags: trade\n\nTexte.\n"),
    "article removed": remove(ALONE),
    "draft published": change("articles/2019-02-01-draft.fr.md", "status: draft\n", ""),
    "article dated otherwise": lambda site: (site.options.content / ALONE).rename(
        site.options.content / "articles" / "2017-01-01-alone.fr.md") and None,
    "issue": change("issues/2018-07.fr.md", "Éditorial.", "Autre éditorial."),
    "issue without its article": change("issues/2018-07.fr.md", "articles: both",
                                        "articles: alone"),
    "image under the same name": other_image,
    "file touched": touch,
    "law": write("laws.toml", LAWS.replace("2019-01-01", "2020-01-01")),
    "definition": write("glossary.toml", TERMS.replace("Une fille.", "Une société.")),
    "term": write("glossary.toml", TERMS.replace('"filiale"', '"texte"')),
    "law renamed": write("laws.toml", LAWS.replace("Trade Law", "Commerce Law")),
    "redirect": write("redirects.csv", "old,new\n/older/,/fr/articles/both/\n"),
    "firm": change("firm.toml", "lettre.example", "letter.example"),
    "form": change("forms/contact.toml", "retention", "# kept\nretention"),
    "page": change("pages/contact.fr.md", "title:", "summary: Un mot.\ntitle:"),
}


@pytest.mark.thorough
@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_after_an_edit_the_site_is_as_from_nothing(built: Site, edit: Callable[[Site], None]):
    """Every byte of pages, feeds and emails, every file that is there, and none that is not."""
    edit(built)
    if edit is EDITS["article removed"]:
        built.write("redirects.csv", "old,new\n")

    assert_as_from_nothing(built)


@pytest.mark.thorough
def test_after_many_edits_in_one_process_the_site_is_as_from_nothing(built: Site):
    """As in `serve`, which remembers what it has read; what is gone is remembered no longer."""
    memory = BuildMemory()
    for name, edit in EDITS.items():
        if name not in ("article removed", "article dated otherwise", "slug"):
            edit(built)
            assert not build(built.options, lambda message: None, memory=memory).failed, name
    edit_and_forget = remove("articles/2019-02-01-draft.fr.md")
    edit_and_forget(built)

    assert_as_from_nothing(built, memory)
    assert not [path for path in memory.entries if "draft" in path]


def test_an_image_that_could_not_be_read_is_asked_for_again(built: Site):
    """As long as it is damaged, that is reported; then it is shown like every other one."""
    memory, image = BuildMemory(), built.options.content / "images" / "a.png"
    whole = image.read_bytes()
    EDITS["body"](built)
    assert not build(built.options, lambda message: None, memory=memory).failed
    image.write_bytes(whole[:60])
    for text in ("Un.", "Deux."):
        built.article("2019-03-01-new.fr.md", text)
        assert build(built.options, lambda message: None, memory=memory).failed
    image.write_bytes(whole)

    assert_as_from_nothing(built, memory)


def test_a_warning_hides_no_error(built: Site, tmp_path: Path):
    """A template that fails ends the build, whatever else is reported of the edition."""
    theme = shutil.copytree(PROJECT / "theme", tmp_path / "theme")
    site = with_theme(built, theme)
    site.article("2019-03-01-new.fr.md", "Texte.", "title: Crabe 🦀")
    before = {**site.files()}
    template = theme / "templates" / "tag.html"
    template.write_text(template.read_text("utf-8").replace(
        "{% block content %}", "{% block content %}{{ 1 // 0 }}"), "utf-8")

    assert any("ZeroDivisionError" in error for error in site.errors())
    assert site.files() == before


def test_what_is_behind_a_link_is_seen(built: Site, tmp_path: Path):
    """A folder of texts may be a link to where an editor keeps them."""
    folder = built.options.content / "articles"
    elsewhere = folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(elsewhere, target_is_directory=True)
    assert built.errors() == []
    EDITS["body"](built)

    assert built.build().changed
    assert_as_from_nothing(built)


def test_a_plugin_of_the_firm_is_asked_every_time(built: Site, tmp_path, monkeypatch):
    """Nobody else knows what it makes of which file."""
    (tmp_path / "firmown.py").write_text("def register():\n    pass\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    site = built.with_settings(
        tmp_path / "conf.py", PLUGINS=[*built.options.settings["PLUGINS"], "firmown"])
    steps: list[object] = []
    for memory in (None, None, kept := BuildMemory(), kept, kept):
        steps.clear()
        assert not build(site.options, steps.append, memory=memory).failed

        assert steps
        assert not kept.editions  # which would be printed without Pelican


def test_a_list_of_our_files_that_is_lost_is_written_again(built: Site):
    """Without it nothing could be published."""
    manifest = next(built.options.output.parent.glob(".output.press/manifest.json"))
    before = manifest.read_bytes()
    manifest.unlink()

    assert built.errors() == []
    assert manifest.read_bytes() == before


def test_two_pages_at_one_address_are_reported(built: Site):
    """Not the last one wins, nor the first."""
    languages = {**built.options.settings["LANGUAGES"], "en": {
        "name": "English", "paths": {"tag": "topics", "category": "topics"}}}
    built.write("topics.toml", TOPICS.replace('slug.en = "trade"', 'slug.en = "brief"'))
    site = built.with_settings(built.options.output.parent / "conf.py", LANGUAGES=languages)

    found = site.errors()
    assert any("en/topics/" in error for error in found), found


@pytest.mark.thorough
@pytest.mark.parametrize("part", ["templates/article.html", "static/site.css",
                                  "locale/fr/LC_MESSAGES/site.po"])
def test_after_a_change_of_the_theme_the_site_is_as_from_nothing(built: Site, tmp_path, part: str):
    """A template, a style, a word."""
    theme = shutil.copytree(PROJECT / "theme", tmp_path / "theme")
    site = with_theme(built, theme)
    assert site.errors() == []
    file = theme / part
    old, new = {"html": ("<h1", "<h1 class=x"), "css": ("/*", "/* x"),
                "po": ('msgstr "Numéros"', 'msgstr "Parutions"')}[file.suffix[1:]]
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")

    assert_as_from_nothing(site)


@pytest.mark.thorough
def test_after_a_setting_was_changed_the_site_is_as_from_nothing(built: Site, tmp_path: Path):
    """It may be behind every page."""
    site = built.with_settings(tmp_path / "conf.py", LIST_SIZE=2)

    assert_as_from_nothing(site)


def test_after_a_change_of_the_program_all_is_made_again(
        built: Site, monkeypatch: pytest.MonkeyPatch):
    """What another version has kept is not believed."""
    steps: list[object] = []
    assert not build(built.options, steps.append).failed
    assert steps == []
    monkeypatch.setattr("plugins.build.record.program_digest", lambda root: b"another version")

    assert not build(built.options, steps.append).failed
    assert steps
    assert_as_from_nothing(built)


def with_theme(site: Site, theme: Path) -> Site:
    """Return a site with settings of its own that name a theme."""
    return site.with_settings(theme.parent / "conf.py", THEME=str(theme))


def test_a_day_on_which_a_text_appears_is_a_change(built: Site, monkeypatch: pytest.MonkeyPatch):
    """What is dated in the future is published when its day has come."""
    page = built.options.output / "fr/articles/later/index.html"
    assert not page.exists()
    monkeypatch.setattr(type(built.options), "today",
                        property(lambda self: date(2030, 1, 2)))

    assert built.errors() == []
    assert page.is_file()
    assert_as_from_nothing(built)


def test_where_nothing_has_changed_nothing_is_read(built: Site):
    """The steps of a build are not shown, and its warnings are shown again."""
    steps: list[object] = []
    first = built.build()
    again = build(built.options, steps.append)

    assert steps == []
    assert again == replace(first, changed=0)


@pytest.mark.parametrize("harm", [
    lambda page: page.write_text("x"), lambda page: page.unlink(),
    lambda page: os.utime(page, ns=(0, 0))], ids=["changed", "removed", "touched"])
def test_a_page_that_somebody_harmed_is_made_again(built: Site, harm: Callable[[Path], object]):
    """The record of the last build says how it left each file."""
    page = built.options.output / "fr/articles/both/index.html"
    before = page.read_bytes()
    harm(page)

    assert built.errors() == []
    assert page.read_bytes() == before


@pytest.mark.thorough
@pytest.mark.parametrize("harm", [
    lambda file: file.unlink(), lambda file: file.write_bytes(b""),
    lambda file: file.write_bytes(file.read_bytes()[:-9])], ids=["removed", "emptied", "cut"])
def test_without_the_record_everything_is_made(built: Site, harm: Callable[[Path], object]):
    """It may be deleted or damaged at any time."""
    made_of = Ingredients(built.options, preview=False)
    harm(made_of.store.folder / made_of.name)

    assert_as_from_nothing(built)


def test_one_save_of_a_body_makes_few_files(built: Site):
    """The page, and what holds its words: feeds, the issue with its email, the home page no."""
    EDITS["body"](built)
    changed = built.build().changed

    assert changed < 14


def test_a_difference_from_a_build_from_nothing_is_reported(built: Site):
    """With the file, by the comparison alone."""
    page = built.options.output / "fr/articles/both/index.html"
    found = built.build().problems
    page.write_text("x")

    assert [problem.path for problem in verify(built.options, lambda message: None, found)] \
        == [str(page)]


@pytest.fixture
def published(built: Site, tmp_path: Path) -> Site:
    """Return the site as it is in production, with its index and its compressed files."""
    site = built.with_settings(tmp_path / "conf.py", PRODUCTION=True)
    assert site.errors() == []
    return site


@pytest.mark.thorough
def test_in_production_the_index_and_the_compressed_files_follow_an_edit(published: Site):
    """A stale one would be found, or sent, in place of the page."""
    EDITS["body"](published)

    assert_as_from_nothing(published)


def test_the_index_is_not_made_again_where_no_page_has_changed(
        published: Site, monkeypatch: pytest.MonkeyPatch):
    """Nor are unchanged files compressed again."""
    published.write("redirects.csv", "old,new\n/older/,/fr/articles/both/\n")
    monkeypatch.delattr("plugins.build.beside.index_edition")
    compressed: list[str] = []
    monkeypatch.setattr("plugins.build.beside.compressed_files",
                        lambda options, paths, read: compressed.extend(paths) or {})

    assert published.errors() == []
    assert not [path for path in compressed if path.startswith(("fr/articles", "en/articles"))]
    assert (published.options.output / "fr/pagefind/pagefind.js").is_file()
