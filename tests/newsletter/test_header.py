"""Tests of what an issue's header must hold."""

import pytest

from plugins.newsletter.issue import header_problems

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
    """Spaces and a comma at the end are in order; that none is named yet is told elsewhere."""
    found = problems(**changes)

    assert found == []


@pytest.mark.parametrize("value, said", [
    ("xiaohongshu, e-comerce-law", "did you mean e-commerce-law?"),
    ("xiaohongshu, quite-another", "no drafts"),
    ("xiaohongshu, 2018-07-03-xiaohongshu", "did you mean xiaohongshu?"),
    ("xiaohongshu, xiaohongshu", "is named 2 times"),
    ("xiaohongshu, data-law", "“data-law” is a draft or dated later; publish it"),
])
def test_a_wrong_key_is_told_with_the_way_out(value, said):
    """A slip gets the likely key, any other unknown key the rule, a repeated one its count."""
    [problem] = problems(articles=value)

    assert problem.line == 4
    assert said in problem.message.render(str)
