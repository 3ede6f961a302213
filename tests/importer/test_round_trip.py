"""HTML → Markdown → HTML keeps the words, whatever is in what, and whatever they look like."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings

from plugins.check.rules import problems_of
from plugins.content.reading import Declarations, reader
from plugins.content.survey import survey
from plugins.importer.flow import HEADINGS
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
    links = [link.given.get("href", "") for link in tree.all("a") if link.words()]
    items = [item for item in tree.all("li") if item.words() or any(item.all("hr"))]
    return len(items), len(list(tree.all("table"))), links


def levels(html: str) -> list[int]:
    """Return the levels of the headings of a text as they are below its title, none left out."""
    above: list[int] = []
    found = []
    waiting = read_tree(html).elements()
    while waiting:
        each = waiting.pop(0)
        is_layout = each.name == "table" and any(each.all("table"))
        if is_layout or each.name in ("div", "tr", "td"):
            waiting[:0] = each.elements()
        elif each.name in HEADINGS and each.words():
            level = int(each.name[1])
            above = [one for one in above if one < level] + [level]
            found.append(min(len(above) + 1, 6))
    return found


def letters(html: str, *names: str) -> Counter[str]:
    """Return how often each letter is in some elements, tables and code apart."""
    found = Counter[str]()
    waiting = [(each, False) for each in read_tree(html).inside]
    while waiting:
        node, inside = waiting.pop()
        if isinstance(node, str):
            found.update(filter(str.isalnum, node if inside else ""))
        elif node.name not in ("table", "pre", "code"):
            waiting += [(each, inside or node.name in names) for each in node.inside]
    return found


def assert_kept(html: str) -> None:
    """Words, levels, addresses, emphasis and items are what they were, and no build refuses it.

    A heading is strong, and is a paragraph of strong words in a list; an address that nobody made
    a link of is one.
    """
    markdown = converted(html)
    after = rendered(markdown)
    assert compare(html, after) == ()
    assert refused(markdown) == []
    assert levels(after) == levels(html)
    assert letters(html, "em", "i") <= letters(after, "em")
    assert letters(html, "strong", "b") <= letters(after, "strong", *HEADINGS)
    (items, _, links), (items_after, _, links_after) = shape(html), shape(after)
    assert items_after == items
    assert set(links) <= set(links_after)


@settings(max_examples=20, deadline=None)
@given(DOCUMENT)
def test_the_words_are_kept_in_their_order(html: str) -> None:
    """Of every document, readers see what they saw, and the build refuses none."""
    assert_kept(html)


@pytest.mark.thorough
@settings(max_examples=200, deadline=None)
@given(DOCUMENT)
def test_the_words_of_many_documents_are_kept(html: str) -> None:
    """The same, of many more."""
    assert_kept(html)


@pytest.mark.parametrize("html", [
    "<ul><li>a<ol><li>b<ul><li>c</li></ul></li></ol></li><li><p>d</p><p>e</p></li></ul>",
    "<ul><li>a</li></ul><ul><li>b</li></ul><ol><li>c</li></ol><ol start=3><li>d</li></ol>",
    "<ol start=7><li><blockquote><p>a</p></blockquote></li><li><pre>b</pre></li><li>c</li></ol>",
    "<ul><li><ul><li><p>a</p><pre><code>#</code></pre></li></ul></li></ul>",
    "<ol><li><ul><li>a<hr>b</li></ul></li></ol>",
    "<blockquote><p>a</p><ul><li>b</li></ul><pre>c\n\nd</pre><p>e</p></blockquote>",
    "<table><tr><td colspan=2>a</td></tr><tr><td>b</td><td><ul><li>c</li></ul></td></tr></table>",
    "<p><code>&lt;!--</code></p><table><tr><td>--&gt;</td><td></td></tr><tr><td>a</td></tr></table>",
    "<pre>&lt;!--</pre><table><tr><td>--&gt;</td><td></td></tr><tr><td>a</td></tr></table>",
    "<table><tr><th>a</th><th>b</th></tr><tr><td><a href='https://e.example/'>c</a></td><td>d</td>"
    "</tr></table>",
    "<p><a href='https://e.example/a_b?c=1&amp;d=2#e'>a</a> <a href='/fr/x/'><em>b</em></a></p>",
    "<p><a href='https://e.example/'>]: a</a></p><p>[a]: b</p><p>[a] <code>\\]:</code> c]: d</p>",
])
def test_what_matters_of_the_structure_is_kept(html: str) -> None:
    """Items, tables and the addresses of links."""
    assert shape(rendered(converted(html))) == shape(html)
    assert_kept(html)
