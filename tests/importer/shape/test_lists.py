"""Paragraphs with the mark of a list, and those that begin like one, become lists."""

import pytest

from plugins.core.html import read, write
from plugins.importer.shape.lists import make_lists


def listed(html: str) -> str:
    """Return HTML with its lists made, without what is kept for the proof."""
    tree = read(html)
    make_lists(tree)
    for each in tree.find_all(True):
        each.attrs.pop("data-typed", None)
    return write(tree)


def marked(*items: str) -> str:
    """Return paragraphs with the marks of a list, `mark words`."""
    return "".join(f'<p data-list="{item.partition(" ")[0]}">{item.partition(" ")[2]}</p>'
                   for item in items)


@pytest.mark.parametrize(("html", "made"), [
    (marked("bullet,0,0 a", "bullet,0,0 b"), "<ul><li>a</li><li>b</li></ul>"),
    (marked("number,0,1 a", "number,0,2 b"), "<ol><li>a</li><li>b</li></ol>"),
    (marked("number,0,3 a", "number,0,4 b"), '<ol start="3"><li>a</li><li>b</li></ol>'),
    (marked("number,0,1 a", "number,0,7 b"), '<ol><li>a</li></ol><ol start="7"><li>b</li></ol>'),
    (marked("bullet,0,0 a", "bullet,1,0 b", "bullet,0,0 c"),
     "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
    (marked("bullet,0,0 a", "number,2,1 b", "bullet,0,0 c"),
     "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>"),
    (marked("bullet,2,0 a", "bullet,0,0 b"), "<ul><li>a</li><li>b</li></ul>"),
    (marked("bullet,0,0 a", "number,0,1 b"), "<ul><li>a</li></ul><ol><li>b</li></ol>"),
    (marked("number,0,1 a", "label,1,0 a) b", "number,0,2 c"),
     "<ol><li><p>a</p><p>a) b</p></li><li>c</li></ol>"),
    (marked("label,0,0 Article 1", "label,0,0 Article 2"), "<p>Article 1</p><p>Article 2</p>"),
    (marked("number,0,1 a") + "<p>x</p>" + marked("number,0,2 b"),
     '<ol><li>a</li></ol><p>x</p><ol start="2"><li>b</li></ol>'),
    ("<table><tr><td>" + marked("bullet,0,0 a") + "</td></tr></table>",
     "<table><tr><td><ul><li>a</li></ul></td></tr></table>"),
])
def test_marked_paragraphs_become_lists(html: str, made: str):
    """Nested as deep as they are, with the number they begin with."""
    assert listed(html) == made


@pytest.mark.parametrize(("html", "made"), [
    ("<p>• a</p><p>•\tb</p>", "<ul><li>a</li><li>b</li></ul>"),
    ("<p>• seul</p>", "<ul><li>seul</li></ul>"), ("<p>•collé</p>", "<ul><li>collé</li></ul>"),
    ("<p>· a</p><p>· b</p>", "<ul><li>a</li><li>b</li></ul>"),
    ("<p>– a ;</p><p>– b.</p>", "<ul><li>a ;</li><li>b.</li></ul>"),
    ("<p>- a</p><p>- b</p>", "<ul><li>a</li><li>b</li></ul>"),
    ("<p>1) a</p><p>2) b</p>", "<ol><li>a</li><li>b</li></ol>"),
    ("<p>3. a</p><p>4. b</p>", '<ol start="3"><li>a</li><li>b</li></ol>'),
    ("<p>(1) a</p><p>(2) b</p>".replace("(1)", "1)").replace("(2)", "2)"),
     "<ol><li>a</li><li>b</li></ol>"),
    ("<p><strong>1)</strong> a</p><p><strong>2)</strong> b</p>",
     "<ol><li><strong></strong>a</li><li><strong></strong>b</li></ol>"),
    ("<p>• a<br/>• b</p>", "<ul><li>a</li><li>b</li></ul>"),
    ("<p>Soit :<br/>– a<br/>– b</p>", "<p>Soit :</p><ul><li>a</li><li>b</li></ul>"),
    ("<ul><li>a</li></ul><ul><li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
    ('<ol><li>a</li></ol><ol start="2"><li>b</li></ol>', "<ol><li>a</li><li>b</li></ol>"),
    ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
    ('<ul><li data-depth="0">a</li></ul><ul><li data-depth="1">b</li></ul>',
     "<ul><li>a<ul><li>b</li></ul></li></ul>"),
])
def test_what_was_typed_or_parted_becomes_a_list(html: str, made: str):
    """The mark is no word any more."""
    assert listed(html) == made


@pytest.mark.parametrize("html", [
    "<p>– Une incise.</p>", "<p>- 5 degrés</p>", "<p>1. Seul</p>", "<p>2018. Une année.</p>",
    "<p>1. a</p><p>3. c</p>", "<p>a) x</p><p>b) y</p>", "<p>1° x</p><p>2° y</p>",
    "<p>-a</p><p>-b</p>", "<p>A • B</p>", "<p>Soit :<br>une ligne<br>une autre</p>",
    "<p>1.5 million</p><p>2.5 millions</p>", "<p>§ 1</p><p>§ 2</p>", "<p>o fortuna</p>",
    '<p data-look="bold,28,22">1. Objet</p><p data-look="bold,28,22">2. Durée</p>',
    "<ol><li>a</li></ol><ol><li>b</li></ol>", "<ul><li>a</li></ul>mots<ul><li>b</li></ul>",
    "<ul><li><p>a</p><p>b</p></li></ul>",
])
def test_other_paragraphs_stay(html: str):
    """A single dash or number is no list, and letters others may cite."""
    assert listed(html) == html
