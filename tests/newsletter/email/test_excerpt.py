"""Tests of what an issue shows of an article."""

from datetime import date

import pytest

from plugins.newsletter.email.excerpt import excerpts_of, first_image, opening
from plugins.newsletter.issue import Issue, IssueArticle

IMAGE = '<img alt="Un livre" height="9" src="https://lettre.example/a.png" width="9">'


def article(summary="", body=""):
    return IssueArticle("xiaohongshu", "Xiao Hong Shu", "https://lettre.example/fr/", summary, body,
                        "Brève de marché", date(2018, 7, 3))


def shown(show, **texts):
    """Return the one article of an issue, as it shows it."""
    issue = Issue("2018-07", "fr", date(2018, 7, 5), "", "S", "P", "", (article(**texts),),
                  "https://lettre.example/fr/numeros/2018-07/", "https://lettre.example", 1, show)
    [one] = excerpts_of(issue)
    return one


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


def test_in_short_an_article_shows_its_summary_and_its_first_image():
    """The image stands before the words, wherever it stood in the text."""
    one = shown("summary", summary="Un résumé.", body=f"<p>Texte.</p><p>{IMAGE}</p>")

    assert (one.picture, one.text) == (IMAGE, "<p>Un résumé.</p>")


def test_whole_an_article_shows_its_text_below_its_title():
    """The image stays where it is, and what was a heading of the page is one below the title."""
    one = shown("full", summary="Un résumé.", body=f"<h2>Titre</h2><p>{IMAGE}</p>")

    assert (one.picture, one.text) == ("", f"<h3>Titre</h3><p>{IMAGE}</p>")


def test_an_article_without_words_shows_none():
    """No empty paragraph stands for them."""
    assert shown("summary").text == ""


@pytest.mark.parametrize(("body", "image"), [
    (f"<p>Texte.</p>{IMAGE}<img alt='Autre' src='b.png'>", IMAGE),
    (f'<img alt="" src="b.png">{IMAGE}', IMAGE),
    (f'<img class="wide decorative" alt="x" src="b.png">{IMAGE}', IMAGE),
    ("<img alt='Un livre'>", ""), ("<img src='a.png'>", ""), ("<p>Texte.</p>", ""),
])
def test_the_first_image_that_says_something_is_shown(body, image):
    """One that only decorates says nothing without its page."""
    assert first_image(body) == image
