"""Which number an issue bears, and which articles it may name."""

from datetime import date

import pytest

from plugins.newsletter.issue import Dated, header_problems, number_problems, numbers


def issue(key, day, lang="fr", number=""):
    line = 4 if number else 0
    return Dated(f"issues/{key}.{lang}.md", key, date.fromisoformat(day), number, line)


def test_issues_are_numbered_by_their_date():
    """Whatever the order in which their files are read."""
    found = numbers([issue("summer", "2024-07-10"), issue("spring", "2024-04-10"),
                     issue("autumn", "2024-10-10")])

    assert found == {"spring": 1, "summer": 2, "autumn": 3}


def test_an_issue_has_one_number_in_all_its_languages():
    """Also where one language lacks an issue, or bears a later day."""
    found = numbers([issue("a", "2024-01-01", "fr"), issue("b", "2024-02-01", "en"),
                     issue("c", "2024-03-01", "fr"), issue("c", "2024-03-05", "en")])

    assert found == {"a": 1, "b": 2, "c": 3}


def test_issues_of_one_day_follow_their_keys():
    """Two builds count alike."""
    assert numbers([issue("b", "2024-01-01"), issue("a", "2024-01-01")]) == {"a": 1, "b": 2}


def test_a_header_may_set_the_number_and_the_next_go_on_from_there():
    """A firm that has sent forty issues before goes on with 41."""
    found = numbers([issue("a", "2024-01-01", "fr"), issue("a", "2024-01-01", "en", "41"),
                     issue("b", "2024-02-01"), issue("c", "2024-03-01", number="50")])

    assert found == {"a": 41, "b": 42, "c": 50}


@pytest.mark.parametrize("issues", [
    [], [issue("a", "2024-01-01")], [issue("a", "2024-01-01", number="41")],
    [issue("a", "2024-01-01", lang, "41") for lang in ("fr", "en")],
    [issue("a", "2024-01-01"), issue("b", "2024-02-01", number="7")],
])
def test_numbers_that_rise_are_no_problem(issues):
    """Some may be left out, and so may all: then they are counted."""
    assert list(number_problems(issues)) == []


@pytest.mark.parametrize(("number", "message"), [
    ("no. 2", "“no. 2” is not the number of an issue; write it in digits, like 41"),
    ("0", "“0” is not the number of an issue"), ("-3", "“-3” is not"), ("٤١", "“٤١” is not"),
    ("1234567", "“1234567” is not"),
    ("1", "the previous issue has the number 1; write a higher one"),
])
def test_a_number_that_cannot_be_is_reported_with_its_line(number, message):
    """And what would be right."""
    [problem] = number_problems([issue("a", "2024-01-01"), issue("b", "2024-02-01", number=number)])

    assert (problem.path, problem.line) == ("issues/b.fr.md", 4)
    assert message in str(problem.message)


def test_two_languages_cannot_disagree():
    """The message about the second names the number of the first."""
    [problem] = number_problems([issue("a", "2024-01-01", "en", "2"),
                                 issue("a", "2024-01-01", "fr", "3")])

    assert problem.path == "issues/a.fr.md"
    assert "the issue has the number 2 in another language" in str(problem.message)


PATH = "content/issues/2018-07.fr.md"
GOOD = {"subject": "L’autre petit livre rouge", "preview": "Ce qu’il faut savoir.",
        "articles": "xiaohongshu, e-commerce-law"}
KNOWN = {"xiaohongshu", "e-commerce-law", "company-law"}
HELD = {"data-law"}
LINES = {"subject": 2, "preview": 3, "articles": 4}


def problems(**changes):
    return list(header_problems(PATH, {**GOOD, **changes}, KNOWN, LINES, HELD))


@pytest.mark.parametrize("changes", [
    {},
    {"articles": "xiaohongshu"},
    {"articles": "company-law,xiaohongshu ,  e-commerce-law"},
    {"articles": "xiaohongshu,"},
    {"articles": "…"},
])
def test_a_good_header_has_no_problem(changes):
    """Spaces and a comma at the end are in order; that none is named yet is reported elsewhere."""
    found = problems(**changes)

    assert found == []


@pytest.mark.parametrize("value, said", [
    ("xiaohongshu, e-comerce-law", "did you mean e-commerce-law?"),
    ("xiaohongshu, quite-another", "no drafts"),
    ("xiaohongshu, 2018-07-03-xiaohongshu", "did you mean xiaohongshu?"),
    ("xiaohongshu, xiaohongshu", "is named 2 times"),
    ("xiaohongshu, data-law", "“data-law” is a draft or dated later; publish it"),
])
def test_a_wrong_key_is_reported_with_the_way_out(value, said):
    """A slip gets the likely key, any other unknown key the rule, a repeated one its count."""
    [problem] = problems(articles=value)

    assert problem.line == 4
    assert said in problem.message.render(str)
