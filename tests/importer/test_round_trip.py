"""HTML → Markdown → HTML keeps the words, whatever is in what, and whatever they look like."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from plugins.check.rules import problems_of
from plugins.content.reading import Declarations, reader
from plugins.content.survey import survey
from plugins.importer.markdown import to_markdown
from plugins.importer.proof import compare, rendered
from plugins.importer.tree import read_tree
from tests.importer.documents import DOCUMENT

PATH = Path("content/articles/2018-07-03-a.fr.md")
HEADER = "title: T\ncategory: c\nsummary: Un.\nslug: a\n\n"
TOPICS = {"category": {"c": {}}, "tag": {}, "author": {}}
READ = reader(Declarations(Path("content"), ("fr",), TOPICS, {}, {}, lambda lang: str), ("fr",))


def converted(html: str) -> str:
    """Return HTML as Markdown; links lead where they did."""
    return to_markdown(html, "fr", lambda href: href, lambda src, alt: src).markdown


def refused(markdown: str) -> list[str]:
    """Return what stops a build; a text of signs alone has links without words."""
    reading = READ(PATH, (HEADER + markdown).encode())
    text = survey(reading.source, reading.header, reading.converted, reading.html)
    return [str(problem) for problem in (*reading.problems, *problems_of(text))
            if problem.level == "error" and "no words" not in problem.message.text]


def shape(html: str) -> tuple[int, int, list[str]]:
    """Return how many items and tables there are, and where the links lead, in order."""
    tree = read_tree(html)
    links = [link.given.get("href", "") for link in tree.all("a")]
    return len(list(tree.all("li"))), len(list(tree.all("table"))), links


@settings(max_examples=20, deadline=None)
@given(DOCUMENT)
def test_the_words_are_kept_in_their_order(html: str) -> None:
    """Of every document, readers see what they saw, and the build refuses none."""
    markdown = converted(html)
    assert compare(html, rendered(markdown, "fr")) == ()
    assert refused(markdown) == []


@pytest.mark.thorough
@settings(max_examples=3_000, deadline=None)
@given(DOCUMENT)
def test_the_words_of_many_documents_are_kept(html: str) -> None:
    """The same, of many more."""
    assert compare(html, rendered(converted(html), "fr")) == ()


@pytest.mark.parametrize("html", [
    "<ul><li>a<ol><li>b<ul><li>c</li></ul></li></ol></li><li><p>d</p><p>e</p></li></ul>",
    "<ul><li>a</li></ul><ul><li>b</li></ul><ol><li>c</li></ol><ol start=3><li>d</li></ol>",
    "<ol start=7><li><blockquote><p>a</p></blockquote></li><li><pre>b</pre></li><li>c</li></ol>",
    "<blockquote><p>a</p><ul><li>b</li></ul><pre>c\n\nd</pre><p>e</p></blockquote>",
    "<table><tr><td colspan=2>a</td></tr><tr><td>b</td><td><ul><li>c</li></ul></td></tr></table>",
    "<table><tr><th>a</th><th>b</th></tr><tr><td><a href='https://e.example/'>c</a></td><td>d</td>"
    "</tr></table>",
    "<p><a href='https://e.example/a_b?c=1&amp;d=2#e'>a</a> <a href='/fr/x/'><em>b</em></a></p>",
])
def test_what_matters_of_the_structure_is_kept(html: str) -> None:
    """Items, tables and the addresses of links."""
    markdown = converted(html)
    assert shape(rendered(markdown, "fr")) == shape(html)
    assert refused(markdown) == []
