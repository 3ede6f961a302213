"""An article in its issue: in short, or whole."""

from datetime import date

import pytest

from plugins.newsletter.email.excerpt import (
    embed_article,
    excerpts_of,
    first_image,
    opening,
    without_forms,
)
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
    """The image comes before the words, wherever it was in the text."""
    one = shown("summary", summary="Un résumé.", body=f"<p>Texte.</p><p>{IMAGE}</p>")

    assert (one.picture, one.text) == (IMAGE, "<p>Un résumé.</p>")


def test_in_short_a_link_to_a_place_of_the_article_leads_to_its_page():
    """Neither the email nor the web copy of its issue has the place."""
    assert shown("summary", body='<p><a href="#end">A</a></p><p id="end">B</p>').text \
        == '<p><a href="https://lettre.example/fr/#end">A</a></p>'


FORM = '<p class="form-link" data-form-link="subscribe"><a href="/s">Subscribe</a></p>'
OTHER = FORM.replace("subscribe", "contact")


@pytest.mark.parametrize(("html", "left"), [
    (f"<p>A</p><h2>Subscribe</h2>{FORM}", "<p>A</p>"),
    (f"<h2>Subscribe</h2>{FORM}<h2>B</h2><p>C</p>", "<h2>B</h2><p>C</p>"),
    (f"<h2>B</h2>{FORM}<p>C</p>", "<h2>B</h2><p>C</p>"),
    (f"<h2>B</h2>{OTHER}{FORM}", f"<h2>B</h2>{OTHER}"),
    (f"<ul><li>A</li></ul>{FORM}", "<ul><li>A</li></ul>"), (FORM, ""),
    (f"<h2>B</h2><p>Leave your address here:</p>{FORM}",
     f"<h2>B</h2><p>Leave your address here:</p>{FORM}"),
    (f"<h2>B</h2>{OTHER}", f"<h2>B</h2>{OTHER}"), ("<p>A</p>", "<p>A</p>"),
])
def test_a_form_that_was_filled_in_is_left_out(html: str, left: str):
    """With its heading if that has nothing else; where words lead up to it, the link stays."""
    assert without_forms(html, {"subscribe"}) == left


def test_whole_an_article_shows_its_text_below_its_title():
    """The image stays where it is, and what was a heading of the page is one below the title."""
    one = shown("full", summary="Un résumé.", body=f"<h2>Titre</h2><p>{IMAGE}</p>")

    assert (one.picture, one.text) == ("", f"<h3>Titre</h3><p>{IMAGE}</p>")


def test_an_article_without_words_shows_none():
    """No empty paragraph takes their place."""
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


def part(html, key="law"):
    """Return the text of an article as a part of its issue."""
    return embed_article(IssueArticle(key, "Une loi", "/fr/articles/loi/", "", html, "Brève",
                               date(2018, 7, 3)))


@pytest.mark.parametrize(("html", "found"), [
    ("<h2>A</h2><h3>B</h3>", "<h3>A</h3><h4>B</h4>"), ("<h6>A</h6>", "<h6>A</h6>"),
    ("<hr><header>A</header>", "<hr><header>A</header>"),
    ('<h2 id="a">A</h2><a href="#a">B</a>', '<h3 id="law--a">A</h3><a href="#law--a">B</a>'),
    ('<p aria-describedby="a b">x</p>', '<p aria-describedby="law--a law--b">x</p>'),
    ('<aside class="facts" aria-labelledby="a"><h2 id="a">A</h2></aside>',
     '<div class="facts"><h3 id="law--a">A</h3></div>'),
    ('<section aria-label="Tableau 1" class="table" tabindex="0"></section>',
     '<section aria-label="Tableau 1 (Une loi)" class="table" tabindex="0"></section>'),
    ('<td headers="a  b">x</td>', '<td headers="law--a law--b">x</td>'),
    ('<p class="form-link" data-form-link="contact"><a href="/fr/contact/">x</a></p>',
     '<p class="form-link"><a href="/fr/contact/">x</a></p>'),
    ('<p>1\u202f000 &amp; &lt;b&gt;<br>« x »</p>', '<p>1\u202f000 &amp; &lt;b&gt;<br>« x »</p>'),
    ('<a href="#">a</a><a href="#top">b</a><a href="https://a.example/#b">c</a>',
     '<a href="#">a</a><a href="#top">b</a><a href="https://a.example/#b">c</a>'),
    ('<a href="../autre/">a</a>', '<a href="/fr/articles/autre/">a</a>'),
    ('<q lang="en">A quote</q><span lang="zh-Hans">小红书</span>',
     '<q lang="en">A quote</q><span lang="zh-Hans">小红书</span>'),
])
def test_a_text_is_among_others(html, found):
    """Headings go down, ids become its own, and all the rest is as it was."""
    assert part(html) == found


def test_a_note_leads_to_its_own_text_and_back():
    """Two articles of an issue may both have a note 1."""
    note = ('<sup id="fnref-1"><a href="#fn-1">1</a></sup>'
            '<li id="fn-1"><a href="#fnref-1">↩</a></li>')

    for key in ("one", "two"):
        found = part(note, key)
        assert found.count(f'"{key}--fn-1"') == found.count(f'"#{key}--fn-1"') == 1
        assert found.count(f'"{key}--fnref-1"') == found.count(f'"#{key}--fnref-1"') == 1


def test_a_term_is_plain_in_an_issue_shown_whole():
    """Its Chinese follows in brackets; what is for its page alone goes."""
    term = ('<span class="term" data-term="company">société<span> (<span lang="zh-Hans">'
            "公司</span>)</span></span>")

    assert embed_article(article(body=f"<p>Une {term}.</p>")) == f"<p>Une {term}.</p>".replace(
        ' data-term="company"', "")
