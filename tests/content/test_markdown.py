"""The addresses of headings, and the table of contents of a long text."""

import pytest

from plugins.content.markdown import LONG, Heading, contents, slug, with_ids
from tests.conftest import Site


@pytest.mark.parametrize(("inner", "name"), [
    ("What about existing companies?", "what-about-existing-companies"),
    ("L’étendue de l’exclusivité\u202f!", "l-etendue-de-l-exclusivite"),
    ("Cœur &amp; <em>façade</em>", "coeur-facade"),
    ("1\u202f000 règles", "section-1-000-regles"),
    ("第一章 总则", "第一章-总则"),
    ('Article 47 <span lang="zh-Hans">公司法</span>', "article-47-公司法"),
    ('Note<sup id="fnref:1"><a href="#fn:1">1</a></sup>', "note"),
    ("?", "section"),
])
def test_an_address_is_made_of_the_words(inner: str, name: str):
    """Small letters, accents folded, Chinese kept."""
    assert slug(inner) == name


def test_every_heading_has_an_address_of_its_own():
    """Also beside an id that the author gave, and beside what the theme calls its own parts."""
    html = with_ids('<h2>A</h2><h3>A</h3><h2 id="b">C</h2><h2 class="x">B</h2><h2>Content</h2>'
                    '<h2 data-id="d">TOC</h2>')

    assert html == ('<h2 id="a">A</h2><h3 id="a-2">A</h3><h2 id="b">C</h2>'
                    '<h2 id="b-2" class="x">B</h2><h2 id="content-2">Content</h2>'
                    '<h2 id="toc-2" data-id="d">TOC</h2>')


def test_boxes_and_comments_are_left_alone():
    """A box has a name of its own."""
    html = '<aside class="facts"><h2 id="facts">F</h2></aside><!-- <h2>x</h2> --><p>h2</p>'

    assert with_ids(html) == html


def test_a_long_text_has_a_table_of_contents():
    """Of its upper headings, without links and notes, which would be links in links."""
    html = with_ids('<h2>A<sup id="n"><a href="#1">1</a></sup></h2><h3><a href="/">B</a></h3>'
                    "<h4>C</h4><h2>D</h2><h2>E</h2>")

    assert contents(html, LONG) == [
        Heading(2, "a", "A"), Heading(3, "b", "B"), Heading(2, "d", "D"), Heading(2, "e", "E")]
    assert contents(html, LONG - 1) == []
    assert contents(with_ids("<h2>A</h2><h2>B</h2>"), LONG) == []


def test_the_contents_lead_to_the_headings(site: Site):
    """Every link has its target on the page."""
    site.article("2024-01-01-a.fr.md",
                 "\n\n".join(f"## L’été n° {n} : 小\n\n" + "mot " * 200 for n in range(1, 5)))
    assert site.errors() == []

    page = site.page("fr/articles/a")
    links = page.select("nav.toc a")

    assert [link["href"] for link in links][0] == "#l-ete-n-1-小"
    assert all(page.find(id=link["href"][1:]).name == "h2" for link in links)
    assert page.select_one("nav.toc")["aria-labelledby"] == page.select_one(".toc__title")["id"]
