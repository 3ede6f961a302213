"""Tests of a text written for mail programs."""

import pytest
from bs4 import BeautifulSoup

from plugins.newsletter.mailable import mailable


@pytest.mark.parametrize(("html", "written"), [
    ('<section class="table" tabindex="0" aria-label="Table 1"><table><tr><td>x</td></tr></table>'
     "</section>", '<div class="scroll"><table><tr><td>x</td></tr></table></div>'),
    ("<figure><img src='a'><figcaption>A</figcaption></figure>",
     '<div class="figure"><img src="a"><p class="caption">A</p></div>'),
    ('<h2 id="title">A</h2>', "<h2>A</h2>"),
    ('<blockquote lang="en"><p>A</p></blockquote>', '<blockquote lang="en"><p>A</p></blockquote>'),
    ("<section>A</section>", "<section>A</section>"),
    ("<p>5&nbsp;% &lt; 6&nbsp;%</p>", "<p>5\u00a0% &lt; 6\u00a0%</p>"),
])
def test_what_word_does_not_know_is_written_otherwise(html, written):
    """What every mail program knows stays."""
    assert mailable(html) == written


def test_a_box_is_the_cell_of_a_table():
    """Outlook for Windows draws a ground and space there alone; the table says nothing itself."""
    page = BeautifulSoup(mailable('<aside class="facts" aria-labelledby="facts"><h3 id="facts">A</h3>'
                                  "<ul><li>B</li></ul></aside>"), "html.parser")

    assert page.table["role"] == "presentation"
    assert page.select_one("table > tr > td.facts > h3").get_text() == "A"


def test_a_link_inside_of_an_email_leads_to_an_anchor_with_a_name():
    """Outlook for Windows and Gmail find nothing else; one element alone bears the id."""
    note = ('<sup id="fnref-1"><a href="#fn-1">1</a></sup>'
            '<ol><li id="fn-1"><p>A <a href="#fnref-1">↩</a></p></li></ol>')
    page = BeautifulSoup(mailable(note), "html.parser")

    assert [(tag.name, tag["name"]) for tag in page.select("[id]")] == [
        ("a", "fnref-1"), ("a", "fn-1")]
    assert page.li.contents[0]["id"] == "fn-1" and page.li.contents[0].get_text() == ""


@pytest.mark.parametrize("target", [
    '<table id="a"><tr><td>x</td></tr></table>', '<img id="a" src="x">', '<a id="a">x</a>'])
def test_what_can_hold_no_anchor_keeps_its_id(target):
    """A table cannot begin with a link."""
    assert mailable(f'<a href="#a">b</a>{target}').endswith(target)
