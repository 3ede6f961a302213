"""What the texts together lack, or have twice."""

from datetime import date

import pytest

from plugins.check.site import (
    missing_pages,
    missing_translations,
    outdated_translations,
    same_addresses,
    same_keys,
    unannounced,
    untold_deadlines,
)
from plugins.content.text import Text
from tests.check.conftest import gather, read_text
from tests.support.register import declared_laws

HEADER = "title: T\ncategory: c"


@pytest.mark.parametrize(("french", "english", "told"), [
    ("", "\nmodified: 2018-08-01", ["2018-07-03-a.fr.md:1"]),
    ("\nmodified: 2018-08-01", "\nmodified: 2018-08-02", ["2018-07-03-a.fr.md:3"]),
    ("\nmodified: 2018-08-02", "", ["2018-07-03-a.en.md:1"]),
    ("", "", []),
    ("\nmodified: 2018-08-01", "\nmodified: 2018-08-01", []),
    ("", "\nmodified: 2018-07-03", []),
])
def test_a_version_left_behind_is_reported_with_the_day(french: str, english: str, told: list[str]):
    """Changed on the day it was written, a text is not newer than its translation."""
    texts = [read_text("", HEADER + changed, f"content/articles/2018-07-03-a.{lang}.md")
             for lang, changed in (("fr", french), ("en", english))]

    problems = list(outdated_translations(gather(*texts)))

    assert [f"{problem.path.rpartition('/')[2]}:{problem.line}" for problem in problems] == told
    assert all("was changed on 2018-08-0" in str(problem.message) for problem in problems)


def test_a_page_that_names_no_day_is_older_than_one_that_does():
    """A page has no date in its name."""
    old = read_text("", "title: T", "content/pages/a.fr.md")
    new = read_text("", "title: T\nmodified: 2018-08-01", "content/pages/a.en.md")

    assert [problem.path for problem in outdated_translations(gather(old, new))] == [old.path]


def test_a_key_that_is_taken_is_reported():
    """Two dates do not make two articles of one key."""
    texts = [Text(f"articles/{day}-a.fr.md", "article", "a", "fr") for day in ("1", "2")]

    [problem] = same_keys(gather(*texts))

    assert problem.path == "articles/2-a.fr.md"
    assert str(problem.message).startswith("1-a.fr.md has the same key “a”")


def test_another_language_and_another_kind_are_no_clash():
    """That is how translations are found."""
    assert list(same_keys(gather(Text("a.fr.md", "article", "a", "fr"),
                                 Text("a.en.md", "article", "a", "en"),
                                 Text("b.fr.md", "page", "a", "fr")))) == []


def page(key: str, slug: str = "", lang: str = "fr") -> Text:
    """Return a page, with the slug that its editor chose on line 2."""
    return Text(f"pages/{key}.{lang}.md", "page", key, lang, header={"slug": slug} if slug else {},
                lines={"slug": 2} if slug else {})


def test_the_text_whose_address_was_chosen_is_the_one_to_change():
    """Whichever file comes first."""
    for texts in ((page("a"), page("b", "a")), (page("b"), page("a", "b"))):
        [problem] = same_addresses(gather(*texts))
        assert (problem.path, problem.line) == (texts[1].path, 2)
        assert f"belongs to {texts[0].key}.fr.md already" in str(problem.message)


def test_a_list_of_the_program_keeps_its_address():
    """The archives of the site are no editor's page."""
    [problem] = same_addresses(gather(page("list", "archives"),
                                      own_pages={"fr/archives/": "archives"}))

    assert "“/fr/archives/” belongs to the list of articles already" in str(problem.message)


def test_different_addresses_and_one_key_twice_are_left_alone():
    """That two files have one key is reported by another rule."""
    assert list(same_addresses(gather(page("a"), page("b"), page("a", lang="en")))) == []
    assert list(same_addresses(gather(page("a", "x"), page("a", "x")))) == []


NEEDED = {"legal": "", "contact": "content/forms/contact.toml"}


def test_a_page_that_is_needed_and_missing_is_reported_at_its_place():
    """The form that needs it is named; for the emails, the page itself."""
    there = read_text("", "title: T", "content/pages/contact.fr.md")
    legal = read_text("", "title: T", "content/pages/legal.en.md")

    problems = list(missing_pages(gather(there, legal, needed=NEEDED)))

    assert [problem.path for problem in problems] == [
        "content/pages/legal.fr.md", "content/forms/contact.toml"]
    assert "the form needs the page “pages/contact.en.md”" in str(problems[1].message)


def test_a_page_that_cannot_be_read_is_reported_already():
    """So one mistake is reported once."""
    broken = frozenset(f"content/pages/{key}.{lang}.md" for key in NEEDED for lang in ("fr", "en"))

    assert list(missing_pages(gather(needed=NEEDED, unreadable=broken))) == []


ARTICLE = Text("content/articles/2018-07-03-a.fr.md", "article", "a", "fr")
PAGE = Text("content/pages/a.fr.md", "page", "a", "fr")


def test_a_missing_translation_is_a_warning_that_names_the_file_to_write():
    """The editor knows what to call it."""
    problems = list(missing_translations(gather(ARTICLE)))

    assert [(problem.level, str(problem.message)) for problem in problems] == [
        ("warning", "there is no version in English; write 2018-07-03-a.en.md")]


def test_a_text_in_every_language_is_fine():
    """An article and a page of the same key are not translations of each other."""
    page = Text("content/pages/a.en.md", "page", "a", "en")

    assert list(missing_translations(gather(PAGE, page))) == []
    assert len(list(missing_translations(gather(ARTICLE, page)))) == 2


def test_a_version_that_cannot_be_read_is_not_missing():
    """What is wrong with it is reported already."""
    broken = frozenset(("content/articles/2018-07-03-a.en.md",))

    assert list(missing_translations(gather(ARTICLE, unreadable=broken))) == []


LAW = """\
[a-law]
name = {fr = "Loi", en = "Law"}
in_force = 2020-01-01

[[a-law.deadlines]]
day = 2018-08-31
what = {fr = "Payer", en = "Pay"}
"""


@pytest.mark.parametrize(("written", "today", "told"), [
    ("2018-07-03-a.fr.md", date(2018, 9, 1), False),
    ("2018-08-31-a.fr.md", date(2018, 9, 1), False),
    ("2018-09-01-a.fr.md", date(2018, 9, 1), True),
    ("2018-09-01-a.fr.md", date(2018, 8, 31), False),
    ("2018-09-01-a.fr.md", date(2019, 8, 31), True),
    ("2018-09-01-a.fr.md", date(2019, 9, 1), False),
])
def test_a_deadline_that_passed_without_a_word_is_reported(tmp_path, written: str, today: date,
                                                           told: bool):
    """For a year, unless an article that names its law appeared by then; with its line."""
    (tmp_path / "laws.toml").write_text(LAW, "utf-8")
    text = read_text("", f"{HEADER}\nlaws: a-law", f"content/articles/{written}")

    found = list(untold_deadlines(gather(text, laws=declared_laws(LAW), today=today,
                                         root=str(tmp_path))))

    assert [(problem.path, problem.line, problem.level) for problem in found] == [
        (str(tmp_path / "laws.toml"), 6, "warning")] * told
    assert all("2018-08-31, “Payer”, has passed without a word" in str(problem.message)
               for problem in found)


@pytest.mark.parametrize(("header", "published"), [("laws: b-law", True), ("laws: a-law", False)])
def test_an_article_on_another_law_or_a_draft_tells_of_no_deadline(tmp_path, header, published):
    """Readers could not know."""
    (tmp_path / "laws.toml").write_text(LAW, "utf-8")
    text = read_text("", f"{HEADER}\n{header}")

    assert len(list(untold_deadlines(gather(
        text, laws=declared_laws(LAW), today=date(2018, 9, 1), root=str(tmp_path),
        published=frozenset([text.path] * published))))) == 1


def test_of_what_recurs_the_last_time_counts(tmp_path):
    """Whoever wrote of it once has told of the next time, too."""
    law = LAW + 'recurring = "yearly"\n'
    (tmp_path / "laws.toml").write_text(law, "utf-8")

    def told(*texts: Text) -> list[str]:
        return [str(problem.message) for problem in untold_deadlines(gather(
            *texts, laws=declared_laws(law), today=date(2020, 10, 1), root=str(tmp_path)))]

    assert "the deadline of 2020-08-31" in told()[0]
    assert told(read_text("", f"{HEADER}\nlaws: a-law")) == []


@pytest.mark.parametrize(("days", "below", "issued", "told"), [
    ("repealed = 2025-06-01", "", "2024-07-01", [3]),
    ("repealed = 2025-06-01\nrepeal_announced = 2025-01-01", "", "2024-07-01", []),
    ("repealed = 2025-06-01\npromulgated = 2001-01-01", "", "2024-07-01", []),
    ("repealed = 2024-06-30", "", "2024-07-01", []),
    ("", "", "2024-07-01", [6]),
    ("", "announced = 2025-01-01", "2024-07-01", []),
])
def test_a_date_that_issues_announce_before_anybody_could_know_it_is_reported(
        tmp_path, days: str, below: str, issued: str, told: list[int]):
    """Of a law without days nothing says since when; what is past for every issue they name not."""
    due = "" if days else ('\n[[a-law.deadlines]]\nday = 2025-08-31\nwhat = {fr = "P", en = "P"}\n'
                           f"{below}\n")
    law = f'[a-law]\nname = {{fr = "A", en = "A"}}\n{days}\n{due}'
    (tmp_path / "laws.toml").write_text(law, "utf-8")
    issue = read_text("", f"date: {issued}\nsubject: s\npreview: p\narticles: a",
                      "content/issues/2024-07.fr.md")

    found = list(unannounced(gather(issue, laws=declared_laws(law), today=date(2026, 1, 1),
                                    root=str(tmp_path), published=frozenset([issue.path]))))

    assert [problem.line for problem in found] == told
