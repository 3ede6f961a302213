"""HTML keeps its words and loses what only a layout needed."""

import pytest

from plugins.core.html import read, write
from plugins.importer.shape.tidy import spaces, tidy


def tidied(html: str, lang: str = "fr") -> str:
    """Return HTML as it is afterwards."""
    tree = read(html)
    tidy(tree, lang)
    return write(tree)


@pytest.mark.parametrize(("html", "made"), [
    ("<p><b>gr</b><strong>as</strong></p>", "<p><strong>gras</strong></p>"),
    ("<p><i>un</i> <em>deux</em></p>", "<p><em>un deux</em></p>"),
    ("<p><strong>un </strong>deux</p>", "<p><strong>un</strong> deux</p>"),
    ("<p>un<strong> deux</strong></p>", "<p>un <strong>deux</strong></p>"),
    ("<p>un<strong> </strong>deux<em></em></p>", "<p>un deux</p>"),
    ("<p><strong>a<strong>b</strong></strong></p>", "<p><strong>ab</strong></p>"),
    ("<p><strong>a</strong><strong><em>b</em></strong></p>",
     "<p><strong>a<em>b</em></strong></p>"),
    ("<p>1<sup>e</sup><sup>r</sup></p>", "<p>1er</p>"),
    ("<p>le XXI<sup>e</sup> siècle</p>", "<p>le XXIe siècle</p>"),
    ("<p> </p><p>\u00a0</p><p>a</p><h2></h2>", "<p>a</p>"),
    ("<p>a<br/><br/>b<br/>c</p>", "<p>a</p><p>b<br/>c</p>"),
    ("<p><br/>a<br/></p>", "<p>a</p>"), ("<p>\u00a0 a\u00a0</p>", "<p>a</p>"),
    ("<p>\u3000\u3000公司</p>", "<p>公司</p>"),
    ("Des <strong>mots</strong> libres<p>a</p><br/>fin",
     "<p>Des <strong>mots</strong> libres</p><p>a</p><p>fin</p>"),
    ("<table><tr><td><p>a</p></td><td><p>b</p><p>c</p></td></tr></table>",
     "<table><tr><td>a</td><td><p>b</p><p>c</p></td></tr></table>"),
    ("<table><tr><td><p>a</p><p>b</p></td></tr></table>", "<p>a</p><p>b</p>"),
    ("<ul>x<li>a</li><p>b</p></ul>", "<ul><li>x</li><li>a</li><li><p>b</p></li></ul>"),
    ("<table>x<tr><p>y</p><td>a</td><td>b</td></tr></table>",
     "<p>x</p><p>y</p><table><tr><td>a</td><td>b</td></tr></table>"),
    ("<table><tr><td><b>A</b></td><td><b>B</b></td></tr><tr><td>c</td><td>d</td></tr></table>",
     "<table><tr><th>A</th><th>B</th></tr><tr><td>c</td><td>d</td></tr></table>"),
])
def test_what_programs_leave_is_tidied(html: str, made: str):
    """Parted emphasis, empty paragraphs, breaks and frames."""
    assert tidied(html) == made.replace("<br/>", "<br>")


@pytest.mark.parametrize("html", [
    "<p><strong>a</strong> et <strong>b</strong></p>", "<p><strong>a</strong><em>b</em></p>",
    "<p>gra<strong>nd</strong></p>", "<p>a<br>b</p>", "<pre>a  b\n\nc</pre>",
    "<p>x<sup>2</sup></p>", "<p>M<sup>me</sup></p>", "<p>n<sup>o</sup> 5</p>",
    '<p><img src="i"></p>', "<table><tr><td>a</td><td></td></tr></table>", "<hr>",
    "<table><tr><td><strong>A</strong></td><td>B</td></tr><tr><td>c</td><td>d</td></tr></table>",
    '<p>a<sup class="footnote"><a href="#fn-1">1</a></sup><sup class="footnote"><a href="#fn-2">2'
    "</a></sup></p>",
])
def test_what_means_something_stays(html: str):
    """An empty cell is a cell, and a space in code is code."""
    assert tidied(html) == html


@pytest.mark.parametrize(("written", "left"), [
    ("mot\u00a0; mot\u202f! «\u00a0mot\u00a0»", "mot ; mot ! « mot »"),
    ("10\u00a0000\u202f€", "10\u00a0000\u00a0€"), ("art.\u00a05", "art.\u00a05"),
    ("M.\u00a0Dupont", "M.\u00a0Dupont"), ("des\u00a0mots\u00a0collés", "des\u00a0mots collés"),
    ("une\u00a0\u00a0\u00a0suite", "une suite"), ("a \u00a0b", "a b"), ("a\tb\n c", "a b c"),
    ("mo\u00adt", "mot"), ("mot\u2011clé", "mot-clé"), ("a\u200bb", "ab"),
])
def test_spaces_are_those_that_mean_something(written: str, left: str):
    """Our typography sets those of French by itself."""
    assert spaces(written, "fr") == left


def test_english_keeps_the_spaces_that_an_author_has_fixed():
    """Nothing sets one before a colon there."""
    assert spaces("Mr.\u00a0Smith, 5\u00a0%", "en") == "Mr.\u00a0Smith, 5\u00a0%"
