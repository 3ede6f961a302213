"""Tests of how an article opens in an email."""

from datetime import date

import pytest

from plugins.newsletter.issue import IssueArticle, opening


def article(summary="", body=""):
    return IssueArticle("xiaohongshu", "Xiao Hong Shu", "https://lettre.example/fr/", summary, body,
                        "Brève de marché", date(2018, 7, 3))


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
