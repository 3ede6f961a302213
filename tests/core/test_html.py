"""HTML in pieces, as words, and where its links lead."""

import pytest

from plugins.core.html import (
    attributes,
    change_text,
    count_words,
    joined_tokens,
    resolve_links,
    tokens,
)

ARTICLE = "https://lettre.example/fr/articles/loi/"

PAGE = "https://lettre.example/letter/fr/contact/"


def test_what_is_in_a_script_is_neither_text_nor_a_tag():
    """A browser sees no tag there until the element ends."""
    assert [(piece.kind, piece.source) for piece in tokens("a<script>b<i></script>c")] == [
        ("text", "a"), ("open", "<script>"), ("raw", "b<i>"), ("close", "</script>"),
        ("text", "c")]


@pytest.mark.parametrize(("source", "pieces"), [
    ("a &lt; b", ["text"] * 3), ("a < b & c", ["text"] * 5),
    ("<p>a</P >", ["open", "text", "close"]),
    ("<!-- <p> -->a", ["other", "text"]), ("<!-->a", ["other", "text"]),
    ("<![CDATA[a > b]]>c", ["other", "text"]), ("<!doctype html>", ["other"]),
    ("<!-- never closed", ["other"]), ("<p title='never closed", ["other"]),
    ("""<p title="a > b" lang='c > d'>""", ["open"]),
])
def test_a_source_falls_into_pieces(source: str, pieces: list[str]):
    """However it is written; a comment or a tag that never ends is all the rest."""
    assert [piece.kind for piece in tokens(source)] == pieces


def test_text_with_references_is_one():
    """Only a tag or a comment parts it."""
    assert [piece.text for piece in joined_tokens("a &lt; b<br>&amp;")] == ["a < b", "br", "&"]


def test_attributes_are_read_however_they_are_written():
    """A name is in small letters, a value without its quotes; the first of two counts."""
    assert attributes("""<a HREF="/?a&amp;b" title='x "y"' rel=next hidden href="/z">""") == {
        "href": "/?a&b", "title": 'x "y"', "rel": "next", "hidden": ""}


@pytest.mark.parametrize(("written", "read"), [
    ("?a=1&copy=2", "?a=1&copy=2"), ("?a=1&amp;copy=2", "?a=1&copy=2"), ("&copy", "©"),
    ("&copy;=2", "©=2"), ("&copyright", "&copyright"), ("&#65;&#x42", "AB"), ("a & b", "a & b"),
    ("&amp;amp;", "&amp;"), ("&unheard;", "&unheard;"),
])
def test_an_address_is_decoded_once_as_browsers_do(written: str, read: str):
    """A reference without its semicolon is none before “=” or a letter (HTML, 13.2.5.73)."""
    assert attributes(f'<a href="{written}">') == {"href": read}


def test_text_changes_and_markup_stays():
    """A `>` in a quoted value is no end of a tag."""
    assert change_text('<p title="a > a">a<!-- a --> a</p>', str.upper) == (
        '<p title="a > a">A<!-- a --> A</p>')


@pytest.mark.parametrize(("html", "words"), [
    ("", 0),
    ("<p>Two words</p><p>and three more</p>", 5),
    ("<p>one</p>two", 2),
    ("<p>« Deux mots\u00a0» – et\u202f: trois</p>", 4),
    ("<p>l’entreprise aujourd’hui peut-être</p>", 3),
    ("<p>10\u202f000 euros &amp; 15\u00a0%</p>", 3),
    ("<p>Word<sup id='fnref:1'><a href='#fn:1'>1</a></sup> word</p>", 2),
    ("<!-- not this --><p title='nor this'>word</p>", 1),
    ("<figure><svg><text>word 3</text></svg><p>word 3</p></figure>", 2),
    ("<p><span lang='zh-Hans'>中华人民共和国电子商务法</span></p>", 9),
    ("<p>loi 小红书, lue</p>", 4),
])
def test_words_and_chinese_characters_are_counted(html: str, words: int):
    """No dash, no mark with spaces around it, no number of a note is a word."""
    assert count_words(html) == words


@pytest.mark.parametrize(("address", "full"), [
    ("/fr/contact/", "https://lettre.example/fr/contact/"),
    ("../autre/#a", "https://lettre.example/fr/articles/autre/#a"),
    ("https://other.example/?a=1&amp;b=2", "https://other.example/?a=1&amp;b=2"),
    ("mailto:a@firm.example", "mailto:a@firm.example"), ("#fn-1", "#fn-1"), ("", ""),
    ("http://[", "http://["),
])
def test_a_link_leads_where_it_did_on_the_page(address, full):
    """Only what was an anchor of the text, or no address at all, stays as it is."""
    assert resolve_links(f'<a href="{address}">x</a>', ARTICLE) == f'<a href="{full}">x</a>'


def test_an_image_is_found_too():
    """A rooted address would be looked for in the mail program."""
    assert resolve_links('<img alt="x" src="/a.png">', ARTICLE) \
        == '<img alt="x" src="https://lettre.example/a.png">'


@pytest.mark.parametrize(("html", "shown"), [
    ('<link rel="stylesheet" href="/theme/site.css">',
     '<link rel="stylesheet" href="https://lettre.example/theme/site.css">'),
    ('<a class="x" href="../a/?b=1&amp;c=2#d">',
     '<a class="x" href="https://lettre.example/letter/fr/a/?b=1&amp;c=2#d">'),
    ('<img src="/a.png" srcset="/a,b.avif 1x, /c.avif 2x">',
     '<img src="https://lettre.example/a.png" srcset="https://lettre.example/a,b.avif 1x, '
     'https://lettre.example/c.avif 2x">'),
    ('<a title="a > b" href="c/">', '<a title="a > b" href="https://lettre.example/letter/fr/contact/c/">'),
])
def test_an_address_of_the_site_becomes_a_full_one(html: str, shown: str):
    """Styles, links, images in all their sizes."""
    assert resolve_links(html, PAGE) == shown


@pytest.mark.parametrize("html", [
    '<a href="#field">', '<a href="https://other.example/x">', '<a href="mailto:a@b.example">',
    '<form action="https://forms.firm.example/forms/contact">', '<p data-href="/x">href="/y"</p>',
    "<code>&lt;a href=\"/x\"&gt;</code>", '<meta content="/x">'])
def test_all_else_stays(html: str):
    """Anchors of the page itself, other sites, text."""
    assert resolve_links(html, PAGE) == html
