"""After an edit of laws only what shows them is made, and it is the same as from nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.build import workshop
from plugins.build.memory import BuildMemory
from plugins.core.messages import errors, warnings
from tests.build.test_again import BOTH, EDITS, TERMS, assert_as_from_nothing, lay
from tests.build.test_bodies import BODIES, add, quietly
from tests.conftest import Site, new_site

LAWS = """\
# Three laws
[trade-law]
name = { fr = "Loi sur le commerce", en = "Trade Law" }
chinese = "贸易法"
promulgated = 2018-06-01
in_force = 2019-01-01
note.fr = "Une note."
note.en = "A note."

[[trade-law.deadlines]]
day = 2018-12-01
what = { fr = "Déclarer", en = "Report" }

[new-law]
name = { fr = "Loi nouvelle", en = "New Law" }
promulgated = 2018-07-01
in_force = 2018-09-01
replaces_partly = ["trade-law"]

[old-law]
name = { fr = "Loi ancienne", en = "Old Law" }
promulgated = 2010-01-01
in_force = 2011-01-01
replaced_by = "new-law"
"""

LAW_EDITS = {
    "a note": ('"Une note."', '"Une autre note."'),
    "a day": ("in_force = 2019-01-01", "in_force = 2019-02-01"),
    "a status": ("in_force = 2018-09-01", "in_force = 2050-09-01"),
    "a name": ('"Loi sur le commerce"', '"Loi du commerce"'),
    "the name of one that replaces": ('en = "New Law"', 'en = "Newer Law"'),
    "a short name": ('chinese = "贸易法"', 'chinese = "贸易法"\nshort = { fr = "LC", en = "TL" }'),
    "a Chinese name": ('"贸易法"', '"对外贸易法"'),
    "a version": ("[new-law]", "[[trade-law.amended]]\ndate = 2024-01-01\n"
                               "note = { fr = 'Texte.', en = 'Text.' }\n\n[new-law]"),
    "the text of a version": ("'Texte.'", "'Un texte.'"),
    "a deadline": ("[new-law]", "[[trade-law.deadlines]]\nday = 2018-11-01\nrecurring = 'yearly'\n"
                                "what = { fr = 'Payer', en = 'Pay' }\n\n[new-law]"),
    "the words of a deadline": ("'Payer'", "'Payer la taxe'"),
    "the day of a deadline": ("day = 2018-12-01", "day = 2019-03-01"),
    "when it was updated": ("chinese", "updated = 2025-01-01\nchinese"),
    "one that an issue did not know": ("promulgated = 2018-06-01", "promulgated = 2018-08-01"),
    "one that it knows": ("promulgated = 2018-07-01", "promulgated = 2018-07-04"),
    "all of a law instead of a part": ("replaces_partly = [\"trade-law\"]",
                                       "replaces = [\"trade-law\"]"),
    "an end": ("replaced_by = \"new-law\"", "repealed = 2026-01-01"),
    "a comment": ("# Three laws", "# Laws"),
}

WHOLE = {
    "a law more": ("[old-law]", "[law]\nname = { fr = 'Loi', en = 'Law' }\n\n[old-law]"),
    "a law less": (LAWS[LAWS.index("[old-law]"):], ""),
    "another address": ("note.fr", "slug = { fr = 'commerce', en = 'trade' }\nnote.fr"),
    "another order": (LAWS, LAWS[LAWS.index("[new-law]"):] + LAWS[:LAWS.index("[new-law]")]),
}


def edit(site: Site, old: str, new: str) -> None:
    """Write something else into the declaration of the laws."""
    file = site.options.content / "laws.toml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def lawful(tmp_path: Path) -> Site:
    """Return a site with laws that replace each other, and a term of one."""
    site = new_site(tmp_path)
    lay(site)
    site.write("laws.toml", LAWS)
    site.write("glossary.toml", f'{TERMS}law = "trade-law"\n')
    site.article("2018-08-01-old.fr.md", "Une filiale.", "title: Vieux\nlaws: old-law, new-law")
    return site


@pytest.fixture
def memory(lawful: Site) -> BuildMemory:
    """Return what a process has in memory that has built the site twice, as `serve` does."""
    kept = BuildMemory()
    assert not quietly(lawful, kept).failed
    quietly(lawful, kept)
    return kept


@pytest.mark.parametrize("most", [6, pytest.param(None, marks=pytest.mark.thorough)])
def test_after_edits_of_laws_the_site_is_as_from_nothing(
        lawful: Site, memory: BuildMemory, monkeypatch: pytest.MonkeyPatch, most: int | None):
    """Every byte of pages, feeds and emails, and every problem; and no whole build is made."""
    with monkeypatch.context() as patched:
        patched.delattr(workshop, "check_content")
        for name, (old, new) in [*LAW_EDITS.items()][:most]:
            edit(lawful, old, new)
            assert not quietly(lawful, memory).failed, name

    assert_as_from_nothing(lawful, memory)


@pytest.mark.thorough
def test_after_each_edit_of_a_law_the_site_is_as_from_nothing(lawful: Site, memory: BuildMemory):
    """And when all of them are taken back together."""
    for old, new in LAW_EDITS.values():
        edit(lawful, old, new)
        assert_as_from_nothing(lawful, memory)
    lawful.write("laws.toml", LAWS)

    assert_as_from_nothing(lawful, memory)


@pytest.mark.thorough
@pytest.mark.parametrize("name", WHOLE)
def test_where_pages_come_or_go_the_site_is_as_from_nothing(
        lawful: Site, memory: BuildMemory, name: str):
    """The whole is built then."""
    lawful.article("2018-08-01-old.fr.md", "Une filiale.", "title: Vieux")
    edit(lawful, *WHOLE[name])
    quietly(lawful, memory)
    edit(lawful, *LAW_EDITS["a note"])

    assert_as_from_nothing(lawful, memory)


def test_one_save_of_a_law_makes_few_files(lawful: Site, memory: BuildMemory):
    """The pages that say what was changed; of the rest nothing is written."""
    edit(lawful, *LAW_EDITS["a note"])

    assert quietly(lawful, memory).changed < 12


def test_lists_are_drawn_again_only_if_they_show_what_was_changed(
        lawful: Site, memory: BuildMemory):
    """They show no note of a law, but its name."""
    def lists() -> list[object]:
        return [memory.editions["en"].edition.printed[f"en/laws/{place}index.html"]
                for place in ("", "status/in-force/")]

    before = lists()
    edit(lawful, *LAW_EDITS["a note"])
    quietly(lawful, memory)
    assert all(one is other for one, other in zip(lists(), before, strict=True))
    edit(lawful, *LAW_EDITS["the name of one that replaces"])
    quietly(lawful, memory)

    assert not any(one is other for one, other in zip(lists(), before, strict=True))


@pytest.mark.thorough
@pytest.mark.parametrize("together", [EDITS["body"], lambda site: add(site, *BODIES["a heading"]),
                                      EDITS["title"]], ids=["body", "heading", "title"])
def test_a_text_may_be_saved_with_a_law(
        lawful: Site, memory: BuildMemory, together: Callable[[Site], None]):
    """Both are shown."""
    together(lawful)
    edit(lawful, *LAW_EDITS["a name"])
    assert not quietly(lawful, memory).failed
    edit(lawful, *LAW_EDITS["a short name"])

    assert_as_from_nothing(lawful, memory)


def test_a_law_that_is_wrong_is_reported_with_its_line_and_mended(
        lawful: Site, memory: BuildMemory):
    """Nothing is published of it."""
    before = lawful.files()
    edit(lawful, "in_force = 2018-09-01", "in_force = 2018-13-01")
    broken = quietly(lawful, memory)
    file = lawful.options.content / "laws.toml"
    line = file.read_text("utf-8").split("\n").index("in_force = 2018-13-01") + 1
    assert [(problem.path, problem.line) for problem in errors(broken.problems)] \
        == [(str(file), line)]
    assert lawful.files() == before

    edit(lawful, "in_force = 2018-13-01", "in_force = 2018-09-01")

    assert not quietly(lawful, memory).failed
    assert lawful.files() == before


@pytest.mark.thorough
def test_warnings_follow_the_laws(lawful: Site, memory: BuildMemory):
    """Of the article that is older than a version, and of one that says another day."""
    add(lawful, BOTH, "La loi est entrée en vigueur le 1er janvier 2019.\n")
    before = quietly(lawful, memory).problems

    def told(old: str, new: str) -> set[Path]:
        edit(lawful, old, new)
        return {Path(problem.path).name for problem in warnings(quietly(lawful, memory).problems)
                if problem not in before}

    assert Path(BOTH).name in told("in_force = 2019-01-01", "in_force = 2019-02-01")
    assert not told("in_force = 2019-02-01", "in_force = 2019-01-01")
    assert "2018-07-03-both.en.md" in told(*LAW_EDITS["a version"])
    assert_as_from_nothing(lawful, memory)


@pytest.mark.thorough
def test_a_process_that_remembers_nothing_builds_the_whole(lawful: Site, memory: BuildMemory):
    """It does not know what was said of laws before."""
    edit(lawful, *LAW_EDITS["a name"])
    assert not quietly(lawful).failed
    edit(lawful, *LAW_EDITS["a status"])

    assert_as_from_nothing(lawful)
