"""HTML in pieces, as words, and where its links lead."""

import pytest

from plugins.core.html import (
    attributes,
    change_text,
    count_words,
    joined_tokens,
    tokens,
)


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
    ("<p><span lang='zh-Hans'>中华人民共和国电子商务法</span></p>", 9),
    ("<p>loi 小红书, lue</p>", 4),
])
def test_words_and_chinese_characters_are_counted(html: str, words: int):
    """No dash, no mark with spaces around it, no number of a note is a word."""
    assert count_words(html) == words
