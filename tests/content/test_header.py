"""The `key: value` lines at the top of a text."""

from collections.abc import Callable

import pytest

from plugins.content.header import read_header
from plugins.content.source import Source

ARTICLE = Source("a.fr.md", "article", "a", "fr")
PAGE = Source("a.fr.md", "page", "a", "fr")
ISSUE = Source("2018-07.fr.md", "issue", "2018-07", "fr")
GOOD = "title: T\ncategory: c\n"


@pytest.mark.parametrize("text", [
    "title: Chine : la loi\ncategory: c\n\nCorps.\n",
    "---\ntitle: Chine : la loi\ncategory: c\n---\nCorps.\n",
    "---\r\ntitle: Chine : la loi\r\n\r\ncategory: c\r\n---\r\nCorps.\r\n",
    "\ufeffTitle :Chine : la loi\nCATEGORY: c\n\nCorps.\n",
])
def test_fences_case_and_line_ends_do_not_matter(text):
    """An editor may type a header as any program saves it."""
    header, problems = read_header(ARTICLE, text)

    assert problems == []
    assert header.get("title") == "Chine : la loi"
    assert header.body == "Corps.\n"
    assert text.replace("\r\n", "\n").split("\n")[header.body_line - 1] == "Corps."


def test_a_fence_that_nothing_ends_is_one_fault():
    """At its own line, not one for each line of the text."""
    _, [problem] = read_header(ARTICLE, f"\n---\n{GOOD}\nCorps.\n\n!!! facts\n    Un mot.\n")

    assert problem.line == 2 and "nothing ends the header that “---” begins" in str(problem.message)


@pytest.mark.parametrize("title", [
    "Commentaire #1", "“x” & <y>", "[brackets]", "{braces}", "yes", "2018-07-03", "- dash", "a: b",
])
def test_a_value_is_plain_text_to_its_last_character(title):
    """A header is no YAML: nothing in it ends, turns or swallows a value."""
    header, problems = read_header(ARTICLE, f"title: {title}\ncategory: c\n\n")

    assert (header.get("title"), problems) == (title, [])


@pytest.mark.parametrize(("written", "title"), [
    ("La loi <!-- à vérifier -->", "La loi"), ("La <!-- x --> loi<!-- y -->", "La loi"),
    ("a <!- b -> c", "a <!- b -> c"), ("The com\u00adpany\u200b law", "The company law"),
    ("\u200b", ""),
])
def test_what_no_reader_sees_is_no_part_of_a_value(written: str, title: str):
    """A comment is for those who write; a soft hyphen is no letter."""
    assert read_header(ARTICLE, f"title: {written}\ncategory: c\n\n")[0].get("title") == title


@pytest.mark.parametrize(("text", "line", "message"), [
    ("title: T\n\n", 1, "the header has no “category”; add a line"),
    ("title:\ncategory: c\n\n", 1, "the header has no “title”; add a line"),
    (GOOD + "date: 2018-07-03\n\n", 3, "“date” is in the file’s name already"),
    (GOOD + "lang: fr\n\n", 3, "“lang” is in the file’s name already"),
    (GOOD + "sumary: x\n\n", 3, "there is no “sumary” in this header; the keys are title,"),
    (GOOD + "title: U\n\n", 3, "“title” is given twice"),
    (GOOD + "just words\n\n", 3, "the header line “just words” is not “key: value”"),
    (GOOD + "modified: 2018-02-30\n\n", 3, "“2018-02-30” is not a valid date"),
    (GOOD + "status: brouillon\n\n", 3, "“brouillon” is not a choice for “status”; the choices"),
    (GOOD + "pinned: oui\n\n", 3, "“oui” is not a choice for “pinned”; the choices are yes, no"),
    (GOOD + "noindex: true\n\n", 3, "“true” is not a choice for “noindex”; the choices are yes"),
    (GOOD + "accept: slug, sulg\n\n", 3, "“sulg” is not a choice for “accept”; the choices are"),
    (GOOD + "slug: Été\n\n", 3, "the slug “Été” may contain lower-case letters without accents"),
])
def test_what_is_wrong_is_reported_with_its_line(text, line, message):
    """An editor reads the line, and what would be right there."""
    _, problems = read_header(ARTICLE, text)

    assert [(problem.line, message in str(problem.message)) for problem in problems] \
        == [(line, True)]


@pytest.mark.parametrize(("kind", "header", "told"), [
    (ARTICLE, GOOD + "pinned: yes\nnoindex: no\nsearch-title: Chine : la loi\n\n", []),
    (ARTICLE, GOOD + "pinned:\nnoindex:\nsearch-title:\n\n", []),
    (PAGE, "title: T\nnoindex: yes\nsearch-title: S\n\n", []),
    (PAGE, "title: T\npinned: yes\n\n", ["there is no “pinned” in this header"]),
    (ISSUE, "date: 2018-07-05\nsubject: S\npreview: P\narticles: a\nnoindex: yes\n\n",
     ["there is no “noindex” in this header"]),
])
def test_a_kind_of_text_has_the_keys_that_mean_something_for_it(
        kind: Source, header: str, told: list[str]):
    """A page is in no list by date; an issue is for its readers."""
    _, problems = read_header(kind, header)

    assert [str(problem.message).partition(";")[0] for problem in problems] == told


def test_a_wrong_answer_is_told_in_french(catalogue: Callable[[str], str]):
    """With the answers as they are typed."""
    _, (problem,) = read_header(ARTICLE, f"{GOOD}pinned: oui\n\n")

    assert problem.message.render(catalogue).replace("\u202f", " ").replace("\u00a0", " ") \
        == "« oui » ne convient pas pour « pinned » ; les choix sont yes, no"


def test_all_faults_of_a_header_are_reported_together():
    """An editor corrects a file once, not fault by fault."""
    _, problems = read_header(ARTICLE, "title: T\nfoo: 1\nmodified: never\n\n")

    assert [problem.line for problem in problems] == [2, 1, 3]


def test_an_issue_gives_its_date_in_the_header():
    """An issue's name says its month, not the day it is dated."""
    header, problems = read_header(
        ISSUE, "date: 2018-07-05\nsubject: S\npreview: P\narticles: a, b ,c,\n\n")

    assert problems == []
    assert header.day("date").isoformat() == "2018-07-05"
    assert header.listed("articles") == ("a", "b", "c")


@pytest.mark.parametrize("key", ["date", "subject", "preview", "articles"])
@pytest.mark.parametrize("value", ["", "  "])
def test_each_line_that_an_issue_needs_is_asked_for_by_its_name(key: str, value: str):
    """An issue without one of them cannot be sent."""
    lines = {"date": "2018-07-05", "subject": "S", "preview": "P", "articles": "a", key: value}

    _, problems = read_header(ISSUE, "".join(f"{name}: {given}\n" for name, given in lines.items()))

    assert [(problem.level, f"“{key}: …”" in str(problem.message)) for problem in problems] \
        == [("error", True)]


def test_all_missing_lines_of_an_issue_are_reported_together():
    """An editor learns of every missing line in one run."""
    _, problems = read_header(ISSUE, "title: T\n")

    assert len(problems) == 4
