"""A list is one however its editor indented it, and what is none stays what it was."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.content.markdown import converter


def convert(body: str) -> str:
    """Return the HTML of a body without the breaks of its lines."""
    return converter(str, str).convert(body).replace("\n", "")


NESTED = "<ol><li>A<ul><li>b</li><li>c</li></ul></li><li>D</li></ol>"


@pytest.mark.parametrize("indent", ["  ", "   ", "    ", "\t"])
def test_a_list_in_a_list_is_indented_by_two_to_four_spaces(indent: str):
    """As editors, and the programs they paste from, do."""
    assert convert(f"1. A\n{indent}- b\n{indent}- c\n2. D") == NESTED


@pytest.mark.parametrize(("body", "html"), [
    ("A:\n- b\n- c", "<p>A:</p><ul><li>b</li><li>c</li></ul>"),
    ("A:\n1. b\n2. c", "<p>A:</p><ol><li>b</li><li>c</li></ol>"),
    ("- a\n  - b\n    - c\n- d",
     "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>"),
    ("- a\n\n  b\n\n- c", "<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>"),
    ("12. a\n13. b", '<ol start="12"><li>a</li><li>b</li></ol>'),
    ("- a\nb", "<ul><li>ab</li></ul>"),
    ("1. a\n\n    ```\n    b *c*\n\n      d\n    ```\n\n2. e",
     "<ol><li><p>a</p><pre><code>b *c*  d</code></pre></li><li><p>e</p></li></ol>"),
    ("- a\n  ~~~\n  b\n  ~~~", "<ul><li>a<pre><code>b</code></pre></li></ul>"),
    ("-\u00a0a\n-\u202f b", "<ul><li>a</li><li>b</li></ul>"),
    ("A:\n1.\u00a0b\n2.\u00a0c", "<p>A:</p><ol><li>b</li><li>c</li></ol>"),
])
def test_what_was_meant_as_a_list_is_one(body: str, html: str):
    """Right below its paragraph, with a paragraph or code in it."""
    assert convert(body) == html


@pytest.mark.parametrize(("body", "html"), [
    ("Fin\n2020. Il reste.\n\n2024. Une.", "<p>Fin2020. Il reste.</p><p>2024. Une.</p>"),
    ("Fin\n12. mars", "<p>Fin12. mars</p>"), ("* * *", "<hr>"), ("a\n- - -", "<p>a</p><hr>"),
    ("a\n-b", "<p>a-b</p>"), ("```\na\n- b\n  - c\n```", "<pre><code>a- b  - c</code></pre>"),
    ("<pre>\n- a\n  - b\n</pre>", "<pre>- a  - b</pre>"),
    ("a\n\n    - b", "<p>a</p><pre><code>- b</code></pre>"),
    ("`a\n- b`", "<p>`a</p><ul><li>b`</li></ul>"),
    ("-\u00a0a\n\n    >>> b", "<ul><li><p>a</p><blockquote><blockquote><blockquote><p>b</p>"
     "</blockquote></blockquote></blockquote></li></ul>"),
    ("    >>> a\n    -\u00a0b", "<pre><code>&gt;&gt;&gt; a- b</code></pre>"),
])
def test_what_begins_no_list_is_left_alone(body: str, html: str):
    """A year, a rule, code; a list ends a paragraph, and what was open in it."""
    assert convert(body) == html


@pytest.mark.parametrize(("body", "html"), [
    ("> A:\n> - b\n>   - c\n> - d\n>\n> E",
     "<p>A:</p><ul><li>b<ul><li>c</li></ul></li><li>d</li></ul><p>E</p>"),
    (">A:\n>1. b\n>2. c", "<p>A:</p><ol><li>b</li><li>c</li></ol>"),
    ("> > A:\n> > - b", "<blockquote><p>A:</p><ul><li>b</li></ul></blockquote>"),
    ("> ```\n> a *b*\n>  c\n> ```", "<pre><code>a *b* c</code></pre>"),
    ("> a  \n> b\nc", "<p>a<br>bc</p>"), ("> a\n\n> b", "<p>a</p><p>b</p>"),
    ("> 1993. A\n> -b", "<p>1993. A-b</p>"), (">     a", "<pre><code>a</code></pre>"),
])
def test_a_quotation_is_read_as_a_text_of_its_own(body: str, html: str):
    """A contract is quoted with its lists, however they are indented."""
    assert convert(body) == f"<blockquote>{html}</blockquote>"


@pytest.mark.parametrize(("body", "html"), [
    ("2*3*4 = 24", "2*3*4 = 24"), ("12**3**4", "12**3**4"), ("*3* **12** _4_",
     "<em>3</em> <strong>12</strong> <em>4</em>"), ("[2*3*4](https://x.example/2*3*4)",
     '<a href="https://x.example/2*3*4">2*3*4</a>'),
    ("*b**b*x", "*b**b*x"), ("*b**b*<b>c</b>", "*b**b*<b>c</b>"), ("*b**b* x", "<em>b**b</em> x"),
    ("**b*b***", "<strong>b<em>b</em></strong>"), ("***b** c*", "<em><strong>b</strong> c</em>"),
    ("#12 a", "#12 a"), ("#12. a #13", "#12. a #13"),
])
def test_signs_that_are_no_marks_stay(body: str, html: str):
    """What is multiplied, numbered, or opened and never closed; no letter is taken with them."""
    assert convert(body) == f"<p>{html}</p>"


@pytest.mark.parametrize(("body", "html"), [
    ("# A\nb\n## C", "<h1>A</h1><p>b</p><h2>C</h2>"), ("A\n===\nb", "<h1>A</h1><p>b</p>"),
    ("A\nb\n===\nc", "<p>Ab===c</p>"), ("A\n---\nB\n---\nc", "<h2>A</h2><h2>B</h2><p>c</p>"),
    ("- a\n# b\nc", "<ul><li>a</li></ul><h1>b</h1><p>c</p>"),
    ("*[A]: Un\n*[B]: Deux\nA et B", '<p><abbr title="Un">A</abbr> et '
     '<abbr title="Deux">B</abbr></p>'),
])
def test_a_line_that_is_a_block_ends_as_one(body: str, html: str):
    """What stands below it is read as if a blank line were between them."""
    assert convert(body) == html


TEXTS = st.recursive(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map(
        lambda words: (" ".join(words), [])),
    lambda inner: st.tuples(st.sampled_from("def"), st.lists(inner, max_size=3)), max_leaves=8)


@settings(max_examples=200, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4), st.sampled_from([2, 3, 4]))
def test_any_tree_of_lists_is_that_tree(items: list, step: int):
    """Whatever its indentation, if it is the same all through."""
    html = converter(str, str).convert("\n".join(written(items, step)))

    assert read(BeautifulSoup(html, "html.parser").ul) == items


def written(items: list, step: int, level: int = 0) -> list[str]:
    """Return the lines of a list with all lists in it."""
    return [line for words, inner in items
            for line in (" " * step * level + f"- {words}", *written(inner, step, level + 1))]


def read(element) -> list:
    """Return the items of a list with those in each."""
    return [(" ".join(item.find(string=True, recursive=False).split()),
             read(item.ul) if item.ul else []) for item in element.find_all("li", recursive=False)]
