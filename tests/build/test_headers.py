"""After an edit of headers only what shows them is made, and it is the same as from nothing."""

import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from random import Random

import pytest

from plugins.atomic.disk import move
from plugins.build import workshop
from plugins.build.memory import BuildMemory
from plugins.check.run import check
from tests.build.test_again import (
    ALONE,
    BOTH,
    LAWS,
    assert_as_from_nothing,
    change,
    lay,
    remove,
    write,
)
from tests.build.test_bodies import built_twice, quietly
from tests.build.test_saved import ADDED, in_any_order
from tests.conftest import Site, new_site
from tests.images.conftest import photo, saved

Edit = Callable[[Site], object]

DRAFT, LATER, ISSUE = ("articles/2019-02-01-draft.fr.md", "articles/2030-01-01-later.fr.md",
                       "issues/2018-07.fr.md")
NEW, ENGLISH = "articles/2018-12-01-new.fr.md", "articles/2019-01-01-alone.en.md"
TEXT = ("title: Neuf\ncategory: other\nsummary: S.\ntags: trade, autre\nlaws: trade-law\n\n"
        "Vers [un autre]({filename}2018-07-03-both.fr.md).\n\n![Alt]({static}/images/b.png)\n")

QUICK: dict[str, Edit] = {
    "title": change(BOTH, "title: Les deux", "title: Tous les deux"),
    "summary": change(BOTH, "summary: S.", "summary: Un « résumé »."),
    "title of the translation": change("articles/2018-07-03-both.en.md", "title: Both",
                                       "title: Both of them"),
    "title and body": lambda site: (change(ALONE, "title: Seul", "title: Seule")(site),
                                    change(ALONE, "Vers", "Toujours vers")(site)),
    "tag taken away": change(ALONE, "tags: trade\n", ""),
    "address": change(BOTH, "slug: both", "slug: les-deux"),
    "address of the translation": change("articles/2018-07-03-both.en.md", "slug: both",
                                         "slug: the-two"),
    "tag": change(ALONE, "authors:", "tags: trade, autre\nauthors:"),
    "law taken away": change(ALONE, "laws: trade-law\n", ""),
    "law": change(ALONE, "authors:", "laws: old-law, trade-law\nauthors:"),
    "first law of a category": change(ALONE, "category: brief", "category: other"),
    "another category": change(BOTH, "category: brief", "category: other"),
    "no author": change(BOTH, "authors: editors\n", ""),
    "day of a change": change(BOTH, "summary:", "modified: 2020-01-01\nsummary:"),
    "pinned": change(BOTH, "summary:", "pinned: yes\nsummary:"),
    "not for search engines": change(BOTH, "summary:", "noindex: yes\nsummary:"),
    "for search engines again": change(BOTH, "noindex: yes\n", ""),
    "draft published": change(DRAFT, "status: draft\n", ""),
    "text made a draft": change(LATER, "summary:", "status: draft\nsummary:"),
    "article with a picture": write(NEW, TEXT),
    "its translation": write("articles/2018-12-01-new.en.md", TEXT.replace("fr.md", "en.md")),
    "translation of another": write(ENGLISH, TEXT.replace("fr.md", "en.md")),
    "translation taken away": remove(ENGLISH),
    "another day": lambda site: (site.options.content / DRAFT).rename(
        site.options.content / "articles/2017-01-01-draft.fr.md"),
    "back again": lambda site: (site.options.content / "articles/2017-01-01-draft.fr.md").rename(
        site.options.content / DRAFT),
    "subject": change(ISSUE, "subject: Sujet", "subject: Un sujet"),
    "another article in an issue": change(ISSUE, "articles: both", "articles: alone, new"),
    "day of an issue": change(ISSUE, "date: 2018-07-05", "date: 2018-07-15"),
    "issue without a word on the new": change(ISSUE, "articles: alone, new", "articles: both"),
    "article in no issue taken away": remove("articles/2019-01-02-no-one.fr.md"),
    "what is no text": write("README.md", "no header"),
    "two at once": lambda site: (change(BOTH, "title: Tous", "title: Eux")(site),
                                 change(NEW, "title: Neuf", "title: Nouveau")(site)),
    "title and law": lambda site: (change(BOTH, "title: Eux", "title: Tous")(site),
                                   change("laws.toml", "Trade Law", "Law of Trade")(site)),
}
"""In the order in which they follow each other."""

WHOLE: dict[str, Edit] = {
    "title of a page": change("pages/contact.fr.md", "title:", "summary: Un mot.\ntitle:"),
    "picture taken away": change(NEW, "![Alt]({static}/images/b.png)", ""),
    "new page": write("pages/free.fr.md", "title: Libre\n\n[elle](/fr/contact/)\n"),
    "link to a file": change(BOTH, "Text.", "[Fichier]({static}/images/a.png)"),
    "file for readers": write("images/note.md", "Un."),
    "link to that file": change(BOTH, "[Fichier]({static}/images/a.png)",
                                "[Fichier]({static}/images/note.md)"),
    "that file changed": write("images/note.md", "Deux."),
    "first issue in English": write("issues/2018-07.en.md", "date: 2018-07-15\nsubject: S\n"
                                    "preview: P\narticles: both\n\nWords.\n"),
}
"""What is around every page, or goes with it: for these, everything is looked at."""


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site of several texts, with lists of several pages, built once."""
    folder = tmp_path_factory.mktemp("listed")
    made = new_site(folder)
    lay(made)
    made.write("topics.toml", ADDED)
    made.write("laws.toml", LAWS + LAWS.replace("trade-law", "old-law").replace("Trade", "Old"))
    (made.options.content / "images" / "b.png").write_bytes(saved(photo(60, 40), "PNG"))
    for number in range(4):
        made.article(f"2017-0{number + 1}-01-old-{number}.fr.md", "Text.",
                     "tags: trade\nauthors: editors")
    made.article("2017-04-01-old-3.en.md", "Text.")
    for lang in ("fr", "en"):  # a category that nothing was in is new in the menu of every page
        change(f"articles/2017-04-01-old-3.{lang}.md", "category: brief", "category: other")(made)
    made.article("2019-01-02-no-one.fr.md", "Vers [les deux]({filename}2018-07-03-both.fr.md).")
    made.write("issues/2018-08.fr.md", "date: 2018-08-05\nsubject: S\npreview: P\n"
                                       "articles: alone\n\nMot.\n")
    assert made.errors() == []
    return made


@pytest.fixture
def site(listed: Site, tmp_path: Path) -> Site:
    """Return a copy of the site, with two texts on a page of a list, built where it now is."""
    made = listed.copied(tmp_path / "site").with_settings(tmp_path / "ownconf.py", LIST_SIZE=2)
    assert made.errors() == []
    return made


@pytest.fixture
def memory(site: Site) -> BuildMemory:
    """Return what a process has in memory that has built the site twice."""
    return built_twice(site)


@pytest.mark.parametrize(("most", "in_one_process"), [
    (5, True), pytest.param(None, True, marks=pytest.mark.thorough),
    pytest.param(None, False, marks=pytest.mark.thorough)])
def test_after_edits_of_headers_the_site_is_as_from_nothing(
        site: Site, memory: BuildMemory, most: int | None, in_one_process: bool,
        monkeypatch: pytest.MonkeyPatch):
    """Every byte of pages, feeds, emails and sitemap; and no whole build is made."""
    once = memory if in_one_process else None
    with monkeypatch.context() as patched:
        patched.delattr(workshop, "check_content")
        for name, edit in [*QUICK.items()][:most]:
            edit(site)
            done = quietly(site, once)
            assert not done.failed, (name, done.problems)

    assert_as_from_nothing(site, once)


@pytest.mark.thorough
@pytest.mark.parametrize("in_one_process", [True, False])
def test_in_production_what_lies_beside_the_pages_follows(
        site: Site, tmp_path: Path, in_one_process: bool, monkeypatch: pytest.MonkeyPatch):
    """Cards, search index, compressed files; and no whole build is made."""
    published = site.with_settings(tmp_path / "ownconf.py", LIST_SIZE=2, PRODUCTION=True)
    assert published.errors() == []
    once = built_twice(published) if in_one_process else None
    with monkeypatch.context() as patched:
        patched.delattr(workshop, "check_content")
        for name, edit in QUICK.items():
            if name != "title and law":  # laws have cards, which the whole build draws
                edit(published)
                assert not quietly(published, once).failed, name

    assert_as_from_nothing(published, once)


@pytest.mark.thorough
def test_after_each_edit_of_a_header_the_site_is_as_from_nothing(site: Site, memory: BuildMemory):
    """Whatever is built whole, and whatever is not."""
    for edit in (QUICK | WHOLE).values():
        edit(site)
        assert_as_from_nothing(site, memory)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(2))
def test_in_any_order_the_site_is_as_from_nothing(site: Site, memory: BuildMemory, seed: int):
    """Several edits at once, too; those that find nothing to change are left out."""
    for _ in in_any_order((QUICK | WHOLE).values(), site, Random(seed)):
        if not quietly(site, memory).failed:
            assert_as_from_nothing(site, memory)


def test_an_error_in_a_header_changes_nothing(site: Site, memory: BuildMemory):
    """What leads to a text that is gone, a menu among it, is told though it was not saved."""
    before = site.files()
    remove(BOTH)(site)

    broken = quietly(site, memory)

    assert broken.failed
    assert site.files() == before
    told = {Path(problem.path).name for problem in broken.problems if problem.level == "error"}
    assert told == {Path(ALONE).name, "2019-01-02-no-one.fr.md", Path(ISSUE).name}


def test_an_error_is_told_as_a_whole_build_tells_it(site: Site, memory: BuildMemory):
    """What only the printing finds, such as a letter that no card can show, is not told then."""
    change(BOTH, "title: Les deux", "title: Les deux 🦀")(site)
    assert not quietly(site, memory).failed
    change(ALONE, "category: brief", "category: none")(site)

    assert quietly(site, memory).problems == check(site.options)


@pytest.mark.thorough
def test_what_a_failed_build_has_read_is_forgotten(site: Site, memory: BuildMemory):
    """Even if all is as it was before, but for another text."""
    kept = {path: (site.options.content / path).read_text("utf-8")
            for path in (BOTH, "redirects.csv")}
    change(BOTH, "title: Les deux", "title: Nous deux")(site)
    site.write("redirects.csv", f"{kept['redirects.csv']}/pdf/,/fr/articles/both/both.pdf\n")
    assert quietly(site, memory).failed
    for path, text in kept.items():
        site.write(path, text)
    QUICK["subject"](site)

    assert_as_from_nothing(site, memory)


@pytest.mark.thorough
def test_what_another_process_has_changed_is_read(site: Site):
    """Though what this one had read from the disk before was never used."""
    memory = BuildMemory()
    site.write("redirects.csv", "old,new\n/older/,/fr/articles/both/\n")
    assert not quietly(site, memory).failed
    change(ALONE, "title: Seul", "title: Seule")(site)
    assert not quietly(site).failed
    QUICK["title"](site)

    assert_as_from_nothing(site, memory)


@pytest.mark.thorough
def test_after_a_commit_that_stopped_halfway_the_disk_is_looked_at(
        site: Site, memory: BuildMemory, monkeypatch: pytest.MonkeyPatch):
    """It has been completed: what was undone meanwhile is not on the disk yet."""
    before = (site.options.content / BOTH).read_text("utf-8")
    QUICK["title"](site)
    moved = count()

    def stop(source: Path, target: Path) -> None:
        if next(moved) == 2:
            raise KeyboardInterrupt
        move(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(sys.modules["plugins.atomic.commit"], "move", stop)
        with pytest.raises(KeyboardInterrupt):
            quietly(site, memory)
    site.write(BOTH, before)

    assert_as_from_nothing(site, memory)
