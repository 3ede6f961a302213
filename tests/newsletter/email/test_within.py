"""Tests of an article's text among others."""

from datetime import date

import pytest

from plugins.newsletter.email.excerpt import embed_article
from plugins.newsletter.issue import IssueArticle


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
def test_a_text_stands_among_others(html, found):
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
