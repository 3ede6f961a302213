"""Tests of what an issue's header must hold."""

import pytest

from plugins.newsletter.header import header_problems

PATH = "content/issues/2018-07.fr.md"
GOOD = {"subject": "L’autre petit livre rouge", "preview": "Ce qu’il faut savoir.",
        "articles": "xiaohongshu, e-commerce-law"}
KNOWN = {"xiaohongshu", "e-commerce-law", "company-law"}
LINES = {"subject": 2, "preview": 3, "articles": 4}


def problems(**changes):
    return header_problems(PATH, {**GOOD, **changes}, KNOWN, LINES)


@pytest.mark.parametrize("changes", [
    {},
    {"articles": "xiaohongshu"},
    {"articles": "company-law,xiaohongshu ,  e-commerce-law"},
    {"articles": "xiaohongshu,"},
    {"subject": "é" * 150},
])
def test_a_good_header_has_no_problem(changes):
    """Spaces, a comma at the end and the longest subject are all in order."""
    found = problems(**changes)

    assert found == []


def test_a_subject_longer_than_mailchimp_takes_is_refused():
    """The length found and the length allowed are both said, with the line."""
    [problem] = problems(subject="é" * 151)

    assert problem.line == 2
    assert "151" in problem.message.render(str) and "150" in problem.message.render(str)


@pytest.mark.parametrize("value, said", [
    ("xiaohongshu, e-comerce-law", "did you mean e-commerce-law?"),
    ("xiaohongshu, quite-another", "no drafts"),
    ("xiaohongshu, 2018-07-03-xiaohongshu", "did you mean xiaohongshu?"),
    ("xiaohongshu, xiaohongshu", "is named 2 times"),
])
def test_a_wrong_key_is_told_with_the_way_out(value, said):
    """A slip gets the likely key, any other unknown key the rule, a repeated one its count."""
    [problem] = problems(articles=value)

    assert problem.line == 4
    assert said in problem.message.render(str)
