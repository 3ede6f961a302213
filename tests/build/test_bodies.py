"""After an edit of bodies only what shows them is made, and it is the same as from nothing."""

from pathlib import Path

import pytest

from plugins.build import workshop
from plugins.build.build import Built, build
from plugins.build.memory import BuildMemory
from plugins.content.firm import firm_mark
from plugins.core.messages import errors
from tests.build.test_again import BOTH, assert_as_from_nothing, built, laid
from tests.conftest import Site

__all__ = ["built", "laid"]

ALONE, ISSUE, PAGE = ("articles/2019-01-01-alone.fr.md", "issues/2018-07.fr.md",
                      "pages/contact.fr.md")

BODIES = {
    "a paragraph": (BOTH, "Un paragraphe de plus.\n"),
    "a heading": (BOTH, "## Un titre {#titre}\n\nUn mot.\n"),
    "a link to another text": (ALONE, "Vers [les deux]({filename}2018-07-03-both.fr.md).\n"),
    "a note": (ALONE, "Un mot[^9].\n\n[^9]: Une note.\n"),
    "the words of an issue": (ISSUE, "Un mot de plus.\n"),
    "a page": (PAGE, "Un mot de plus.\n"),
    "an article of the issue": (BOTH, "Encore.\n"),
    "another image": (BOTH, "![Autre]({static}/images/a.png)\n"),
    "a draft": ("articles/2019-02-01-draft.fr.md", "Encore une ébauche.\n"),
    "a text of a later day": ("articles/2030-01-01-later.fr.md", "Toujours plus tard.\n"),
    "another language": ("articles/2018-07-03-both.en.md", "One more word.\n"),
    "a term": (BOTH, "Une filiale.\n"),
    "Chinese": (BOTH, "Le mot 中文 reste.\n"),
}


def add(site: Site, path: str, text: str) -> None:
    """Add a paragraph to a text."""
    file = site.options.content / path
    file.write_text(f"{file.read_text('utf-8')}\n{text}", "utf-8")


def quietly(site: Site, memory: BuildMemory | None = None) -> Built:
    """Build a site, and say nothing of it."""
    return build(site.options, lambda step: None, memory=memory)


def built_twice(site: Site) -> BuildMemory:
    """Return what a process has in memory that has built the site twice, as `serve` does."""
    kept = BuildMemory()
    quietly(site, kept)
    quietly(site, kept)
    return kept


@pytest.fixture
def memory(built: Site) -> BuildMemory:
    """Return what a process has in memory that has built the site twice."""
    return built_twice(built)


@pytest.mark.parametrize(("most", "in_one_process"), [
    (4, True), pytest.param(None, True, marks=pytest.mark.thorough),
    pytest.param(None, False, marks=pytest.mark.thorough)])
def test_after_each_edit_of_a_body_the_site_is_as_from_nothing(
        built: Site, memory: BuildMemory, most: int | None, in_one_process: bool,
        monkeypatch: pytest.MonkeyPatch):
    """Every byte of pages, feeds and emails, and every problem; and no whole build is made."""
    once = memory if in_one_process else None
    with monkeypatch.context() as patched:
        patched.delattr(workshop, "check_content")
        for path, text in [*BODIES.values()][:most]:
            add(built, path, text)
            assert not quietly(built, once).failed, text

    assert_as_from_nothing(built, once)


@pytest.mark.thorough
def test_edits_of_bodies_and_of_headers_may_alternate(built: Site, memory: BuildMemory):
    """Neither keeps anything of the other's old version."""
    titles = iter(range(100))
    for path, text in BODIES.values():
        add(built, path, text)
        assert not quietly(built, memory).failed
        file = built.options.content / ALONE
        file.write_text(file.read_text("utf-8").replace("title: ", f"title: {next(titles)}"),
                        "utf-8")
        assert not quietly(built, memory).failed

    assert_as_from_nothing(built, memory)


def test_a_body_that_is_wrong_is_reported_and_taken_back(built: Site, memory: BuildMemory):
    """Nothing is published of it, and what was there before is right again."""
    file, before = built.options.content / BOTH, built.files()
    text = file.read_text("utf-8")
    add(built, BOTH, "Vers [rien]({filename}nothing.fr.md).\n")
    broken = quietly(built, memory)
    assert [(problem.path, problem.line) for problem in errors(broken.problems)] \
        == [(str(file), text.count("\n") + 2)]
    assert built.files() == before

    file.write_text(text, "utf-8")

    assert not quietly(built, memory).failed
    assert_as_from_nothing(built, memory)


def test_a_place_that_others_lead_to_may_not_go(built: Site, memory: BuildMemory):
    """The text that leads there is reported, though it was not saved."""
    add(built, BOTH, "## Un titre {#titre}\n\nUn mot.\n")
    quietly(built, memory)
    add(built, ALONE, "Vers [le titre]({filename}2018-07-03-both.fr.md#titre).\n")
    assert not quietly(built, memory).failed
    file = built.options.content / BOTH
    file.write_text(file.read_text("utf-8").replace("{#titre}", "{#autre}"), "utf-8")

    broken = quietly(built, memory)

    assert [problem.path for problem in errors(broken.problems)] \
        == [str(built.options.content / ALONE)]


@pytest.mark.thorough
def test_a_record_of_other_texts_is_not_believed(built: Site):
    """What is kept of texts was kept after another build than the one that is on the disk."""
    add(built, *BODIES["a paragraph"])
    assert not quietly(built).failed
    store = next((built.options.cache / "builds").glob("*/*.texts"))
    kept = store.read_bytes()
    add(built, *BODIES["a heading"])
    assert not quietly(built).failed
    store.write_bytes(kept)
    add(built, *BODIES["a note"])

    assert_as_from_nothing(built)


@pytest.mark.thorough
def test_what_is_kept_of_texts_may_go_or_be_damaged(built: Site):
    """Then the whole is built."""
    for harm in (Path.unlink, lambda file: file.write_bytes(b"x")):
        add(built, *BODIES["a paragraph"])
        harm(next((built.options.cache / "builds").glob("*/*.texts")))
        assert_as_from_nothing(built)


@pytest.mark.thorough
def test_what_another_process_has_built_meanwhile_is_seen(built: Site, memory: BuildMemory):
    """Two of them may serve one folder, each at an address of its own."""
    other = built.with_options(settings={
        **built.options.settings, "SITEURL": "http://127.0.0.1:8001"})
    assert not quietly(other).failed
    add(built, *BODIES["a paragraph"])

    assert not quietly(built, memory).failed
    assert_as_from_nothing(built, memory)


def test_what_the_law_wants_on_a_page_is_asked_again(built: Site, memory: BuildMemory):
    """The firm's data, of which the page has lost a part, and has it again."""
    file = built.options.content / "pages/privacy.fr.md"
    text, mark = file.read_text("utf-8"), firm_mark("controller")
    for written in (text.replace(mark, "Nous."), text):
        file.write_text(written, "utf-8")

        told = [problem.path for problem in quietly(built, memory).problems
                if mark in str(problem.message)]

        assert told == [str(file)] * (written != text)
