"""A text as mail programs that know HTML 4 alone show it."""

import pytest
from bs4 import BeautifulSoup

from plugins.newsletter.email.html import as_letter, fit_images, image_addresses, mailable
from plugins.newsletter.email.plain_text import number_links


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
    page = BeautifulSoup(mailable('<aside class="facts" aria-labelledby="facts">'
                                  '<h3 id="facts">A</h3><ul><li>B</li></ul></aside>'),
                         "html.parser")

    assert page.table["role"] == "presentation"
    assert page.select_one("table > tr > td.facts > h3").get_text() == "A"


def test_a_link_inside_of_an_email_leads_to_a_link_with_a_name():
    """Outlook for Windows and Gmail find nothing else; so a note begins with its way back."""
    note = ('<p>A<sup id="fnref-1"><a class="footnote-ref" href="#fn-1">1</a></sup></p>'
            '<ol><li id="fn-1"><p>B.\u00a0<a class="footnote-backref" href="#fnref-1">↩</a></p>'
            "</li></ol>")

    assert mailable(note) == (
        '<p>A<sup><a class="footnote-ref" href="#fn-1" id="fnref-1" name="fnref-1">1</a></sup></p>'
        '<ol><li><p><a class="footnote-backref" href="#fnref-1" id="fn-1" name="fn-1">↩</a> B.</p>'
        "</li></ol>")


def test_a_note_of_several_paragraphs_begins_with_its_way_back():
    """However many there are."""
    back = '<a class="footnote-backref" href="#fnref-1">↩</a>'
    note = BeautifulSoup(mailable(f"<ol><li><p>A.</p><p>B.&nbsp;{back}</p></li></ol>"),
                         "html.parser")

    assert [p.get_text() for p in note.select("p")] == ["↩ A.", "B."]


def test_a_note_that_is_called_twice_begins_with_both_ways_back():
    """One behind its words would be taken for another note's."""
    one, two = (f'<a class="footnote-backref" href="#fnref-{each}">↩</a>' for each in (1, 2))

    assert mailable(f"<ol><li><p>A.\u00a0{one}{two}</p></li></ol>") \
        == f"<ol><li><p>{one} {two} A.</p></li></ol>"


def test_a_way_back_that_was_alone_leaves_no_empty_paragraph():
    """It is alone where a note ends with a list."""
    back = '<a class="footnote-backref" href="#fnref-1">↩</a>'

    assert mailable(f"<ol><li><p>A:</p><ul><li>B</li></ul><p>{back}</p></li></ol>") \
        == f"<ol><li><p>{back} A:</p><ul><li>B</li></ul></li></ol>"


def test_a_heading_to_which_a_link_leads_keeps_its_id():
    """Apple's programs and others find it."""
    assert mailable('<a href="#a">b</a><h3 id="a">A</h3>') == '<a href="#a">b</a><h3 id="a">A</h3>'


def test_a_link_to_a_place_leads_to_the_web_copy():
    """In Outlook and Gmail it would lead nowhere; a note is found."""
    note = '<sup id="c"><a href="#n">1</a></sup><ol><li id="n"><a href="#c">back</a></li></ol>'

    assert 'href="https://a.example/#a"' in mailable(
        '<a href="#a">b</a><h3 id="a">A</h3>', "https://a.example/")
    assert "a.example" not in mailable(note, "https://a.example/")


def test_a_way_back_to_nothing_is_plain_text():
    """What a link of the page led to, and none of the email does."""
    assert mailable('<p><a id="x"></a>A <a name="y">B</a></p>', "https://a.example/") \
        == "<p>A B</p>"


@pytest.mark.parametrize(("html", "left"), [
    ("<p>A<!-- to check: B -->.</p>", "<p>A.</p>"), ("<!-- a\n\nb --><p>A</p>", "<p>A</p>"),
    ("<p>A</p><p hidden>B</p>", "<p>A</p>"),
    ('<picture><source srcset="a.avif"><img alt="A" src="a.png"></picture>',
     '<img alt="A" src="a.png">'),
    ('<svg aria-label="Three bars"><g></g></svg>', "Three bars"),
    ("<p><svg></svg>A</p>", "<p>A</p>"),
    ('<p class="c" lang="zh-Hans">A</p>', '<p class="c" lang="zh-Hans">A</p>'),
    ('<a href="https://a.example/%C3%A9?b=1&amp;c#d">A</a>',
     '<a href="https://a.example/%C3%A9?b=1&amp;c#d">A</a>'),
    ('<a href="#né">A</a>', '<a href="#né">A</a>'), ("<hr>", "<hr>"), ("<p>A</p>", "<p>A</p>"),
])
def test_a_letter_has_nothing_that_only_its_page_can_do(html: str, left: str):
    """Neither part has it; and what both can do stays."""
    assert as_letter(html, 3, "Notes") == left


@pytest.mark.parametrize(("written", "sent"), [
    ("https://a.example/été/n° 3.pdf", "https://a.example/%C3%A9t%C3%A9/n%C2%B0%203.pdf"),
    ("https://a.example/法?q=é à#é", "https://a.example/%E6%B3%95?q=%C3%A9%20%C3%A0#%C3%A9"),
    ("https://a.example/100%/%C3%A9", "https://a.example/100%25/%C3%A9"),
    ("mailto:a@b.example?subject=À lire", "mailto:a@b.example?subject=%C3%80%20lire"),
    ("tel:+33 1 42 00 00 00", "tel:+33142000000"),
])
def test_an_address_is_sent_as_every_program_carries_it(written: str, sent: str):
    """The same in both parts, whatever was typed."""
    html = as_letter(f'<p><a href="{written}">A</a></p>', 3, "Notes")

    assert f'href="{sent}"' in mailable(html, "https://a.example/") and sent in number_links(html)


def test_what_a_page_alone_needs_is_no_attribute_of_an_email():
    """Styles, programs, what loads later, and names that led to elements that are gone."""
    html = ('<p style="color: red" onclick="x()" tabindex="0" data-form-link="a" aria-label="b">'
            '<a class="k" download href="/a" rel="noopener" target="_blank">A</a>'
            '<img alt="B" height="9" loading="lazy" sizes="9px" src="b" srcset="b" width="9"></p>')

    assert mailable(html) == (
        '<p><a class="k" href="/a">A</a><img style="width: 100%; max-width: 9px" alt="B" '
        'height="9" src="b" width="9"></p>')


def test_what_a_page_folds_is_open():
    """Most mail programs cannot unfold it."""
    assert mailable("<details><summary>A</summary><p>B</p></details>") \
        == "<div><p>A</p><p>B</p></div>"


def test_notes_have_a_heading_instead_of_a_line():
    """It is found without a link, by its number."""
    notes = '<div class="footnote"><hr><ol><li id="n"><p>A.</p></li></ol></div>'

    assert as_letter(notes, 2, "Notes") == (
        '<h2>Notes</h2><div class="footnote"><ol><li id="n"><p>A.</p></li></ol></div>')


def style(width: int) -> str:
    return f'style="width: 100%; max-width: {width}px"'


@pytest.mark.parametrize(("given", "shown"), [
    ('<img src="a" width="1200" height="480">',
     f'<img {style(510)} src="a" width="510" height="204">'),
    ("<p><img width=1020 height=2 alt='>'></p>",
     f"<p><img {style(510)} width=\"510\" height=\"1\" alt='>'></p>"),
    ('<img width="510" height="100">', f'<img {style(510)} width="510" height="100">'),
    ('<img width="16" height="16">', f'<img {style(16)} width="16" height="16">'),
    ('<img src="a">', '<img src="a">'), ('<img width="100%">', '<img width="100%">'),
    ('<img width="0">', '<img width="0">'),
    ('<table width="1200">', '<table width="1200">'),
])
def test_no_image_is_wider_than_the_column(given: str, shown: str):
    """Outlook would widen the whole email, and so would the words of an image not fetched."""
    assert fit_images(given) == shown


def test_the_images_of_an_email_are_named_once_each():
    """In reading order, as their addresses are."""
    html = '<img alt="x" src="https://a.example/1?a&amp;b"><img src="2"><p src="3"><img src="2">'

    assert image_addresses(html) == ["https://a.example/1?a&b", "2"]
