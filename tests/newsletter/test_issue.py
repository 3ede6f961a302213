"""Tests of what an issue's header must hold, and of how an article opens in an email."""

from datetime import date

import pytest

from plugins.newsletter.issue import IssueArticle, header_problems, opening

PATH = "content/issues/2018-07.fr.md"
GOOD = {"subject": "L’autre petit livre rouge", "preview": "Ce qu’il faut savoir.",
        "articles": "xiaohongshu, e-commerce-law"}
KNOWN = {"xiaohongshu", "e-commerce-law", "company-law"}
LINES = {"subject": 2, "preview": 3, "articles": 4}


def problems(**changes):
    return header_problems(PATH, {**GOOD, **changes}, KNOWN, LINES)


def article(summary="", body=""):
    return IssueArticle("xiaohongshu", "Xiao Hong Shu", "https://lettre.example/fr/", summary, body,
                        "Brève de marché", date(2018, 7, 3))


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


def test_an_article_opens_with_its_summary():
    """A summary is what the editor wants to be read first."""
    shown = opening(article(summary="Le <em>résumé</em>.", body="<p>Le texte.</p>"))

    assert shown == "Le <em>résumé</em>."


@pytest.mark.parametrize("body, shown", [
    ("<p>Le <em>premier</em>.</p><p>Le second.</p>", "Le <em>premier</em>."),
    ("<h2>Titre</h2><p>Après le titre.</p>", "Après le titre."),
    ('<p class="form-link"><a href="https://x.example/">Écrire</a></p><p>Suite.</p>', "Suite."),
    ("<figure><img alt='Un livre'><p>Légende</p></figure><p>Suite.</p>", "Suite."),
    ('<p>Dit<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>.</p>', "Dit."),
    ("<p>Le 1<sup>er</sup> janvier.</p>", "Le 1<sup>er</sup> janvier."),
    ('<div class="footnote"><ol><li><p>Une note.</p></li></ol></div>', ""),
    ("", ""),
])
def test_an_article_without_summary_opens_with_its_first_paragraph(body, shown):
    """Neither a form, a figure, a note nor a reference to one opens an article."""
    found = opening(article(body=body))

    assert found == shown
