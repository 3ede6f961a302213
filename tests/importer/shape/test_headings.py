"""Title and headings are found by style and by look."""

import pytest

from plugins.core.html import read, write
from plugins.importer.shape.headings import name_headings

BOLD, LARGE, LARGER = "bold,22,22", "plain,28,22", "bold,36,22"


def named(html: str) -> tuple[str, str]:
    """Return the title and the HTML with its headings named."""
    tree = read(html)
    title = name_headings(tree, [])
    return title, write(tree)


def look(words: str, looks: str) -> str:
    """Return a paragraph that looks so."""
    return f'<p data-look="{looks}">{words}</p>'


@pytest.mark.parametrize(("html", "title", "made"), [
    ('<p data-level="0">T</p><h1 data-level="1">a</h1><p>x</p>', "T", "<h2>a</h2><p>x</p>"),
    ("<h1>T</h1><p>x</p><h2>a</h2><h3>b</h3>", "T", "<p>x</p><h2>a</h2><h3>b</h3>"),
    ("<h1>a</h1><p>x</p><h1>b</h1>", "", "<h2>a</h2><p>x</p><h2>b</h2>"),
    ("<p>x</p><h1>a</h1><h4>b</h4><h6>c</h6>", "", "<p>x</p><h2>a</h2><h3>b</h3><h4>c</h4>"),
    ("<h3>a</h3><p>x</p><h5>b</h5><h3>c</h3>", "", "<h2>a</h2><p>x</p><h3>b</h3><h2>c</h2>"),
    ("<p>x</p><h1><strong>a</strong> <em>b</em><br/>c</h1>", "", "<p>x</p><h2>a <em>b</em> c</h2>"),
    ('<p>x</p><h1>a<img src="i"/></h1>', "", '<p>x</p><p><img src="i"/></p><h2>a</h2>'),
    (look("T", LARGER) + "<p>x</p>" + look("a", BOLD) + "<p>y</p>" + look("b", BOLD) + "<p>z</p>",
     "T", "<p>x</p><h2>a</h2><p>y</p><h2>b</h2><p>z</p>"),
    ("<p>x</p>" + look("a", LARGE) + "<p>y</p>" + look("b", BOLD) + "<p>z</p>", "",
     "<p>x</p><h2>a</h2><p>y</p><h3>b</h3><p>z</p>"),
    ('<p>x</p><h1 data-level="1">a</h1><p>y</p>' + look("b", BOLD) + "<p>z</p>", "",
     "<p>x</p><h2>a</h2><p>y</p><h3>b</h3><p>z</p>"),
    ("<p>x</p>" + look("<strong>Qui paie ?</strong>", BOLD) + "<p>z</p>", "",
     "<p>x</p><h2>Qui paie ?</h2><p>z</p>"),
    ("<p>x</p>" + look("公司法的适用范围", BOLD) + "<p>z</p>", "",
     "<p>x</p><h2>公司法的适用范围</h2><p>z</p>"),
])
def test_headings_begin_at_the_second_level_and_skip_none(html: str, title: str, made: str):
    """The title is taken out of the text; what is bold in a heading is bold already."""
    assert named(html) == (title, made.replace("/>", ">"))


@pytest.mark.parametrize("paragraph", [
    look("Une phrase entière en gras.", BOLD), look("Voici la liste :", BOLD),
    look("Un ; deux ;", BOLD), look("12 000", BOLD), look(" ".join(["mot"] * 15), BOLD),
    look("这是一个很长的段落其中包含了许多文字因此它不可能是一个标题而是正文的一部分", BOLD),
    look('<img src="i"/>x', BOLD), look("a peine plus grand", "plain,23,22"), "<p>court</p>",
])
def test_other_paragraphs_are_no_headings(paragraph: str):
    """A sentence in bold is said louder; it announces nothing."""
    assert named(f"<p>x</p>{paragraph}<p>y</p>")[1].count("<h") == 0


def test_the_last_words_and_bold_neighbours_are_no_headings():
    """A signature, or a whole passage in bold."""
    assert named("<p>x</p>" + look("La rédaction", BOLD))[1].count("<h") == 0
    assert named("<p>x</p>" + look("a", BOLD) + look("b", BOLD) + look("c", BOLD)
                 + "<p>y</p>")[1].count("<h") == 1
