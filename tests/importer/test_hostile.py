"""Damaged and hostile HTML becomes a text, too: nothing acts, nothing hangs."""

import pytest

from plugins.importer.markdown import Converted, to_markdown
from plugins.importer.wordpress.blocks import to_html


def converted(html: str) -> Converted:
    """Return HTML as Markdown; links lead where they did, no picture is there."""
    return to_markdown(html, "fr", lambda href: href, lambda src, alt: "")


@pytest.mark.parametrize(("html", "markdown"), [
    ("<p>a<script>alert(1)</script>b<style>p{}</style></p>", "ab"),
    ("<p onclick='x()' style='color:red'>a</p>", "a"),
    ("<p><a href='javascript:x()'>a</a> <a href=' java\nscript:x()'>b</a></p>", "a b"),
    ("<p><a href='data:text/html,x'>a</a> <a href='file:///c:/x'>b</a></p>", "a b"),
    ("<form><p>Nom</p><input name=a></form><p>b</p>", "b"),
    ("<iframe src='https://example.org/v' title='Un film'></iframe>",
     "[Un film](https://example.org/v)"),
    ("<img src='x' onerror='x()' alt='a'><p>b</p>", "b"),
    ("<p>a<p>b<div>c", "a\n\nb\n\nc"),
    ("<b>a<p>b</b>c</p>", "**a**\n\n**b**\n\nc"),
    ("<ul><li>a<li>b</ul>c", "- a\n- b\n\nc"),
    ("<table><tr><th>a<th>b<tr><td>c<td>d</table>", "| a | b |\n| --- | --- |\n| c | d |"),
    ("</div></p>a</b>", "a"),
    ("<p>a <!-- b", "a"),
    # What only looks dangerous.
    ("<p>Le mot javascript: est écrit, &lt;script&gt; aussi.</p>",
     "Le mot javascript: est écrit, &lt;script> aussi."),
])
def test_nothing_acts_and_the_words_are_kept(html: str, markdown: str) -> None:
    """Elements end where browsers end them."""
    assert converted(html).markdown == f"{markdown}\n"


@pytest.mark.parametrize("html", [
    "<script>x</script>", "<p><a href='javascript:x'>a</a></p>", "<form>a</form>", "<svg></svg>",
    "<img src='x.png' alt='a'>", "<iframe></iframe>", "<iframe src='https://example.org/'></iframe>",
    "<p><a href='#nowhere'>a</a></p>", "<ol type='a'><li>b</li></ol>", "<li id='fn-1'>a</li>",
])
def test_what_is_left_out_is_told(html: str) -> None:
    """Once, with words beside it."""
    assert len(converted(html).losses) == 1


@pytest.mark.parametrize("html", [
    "<div>" * 500 + "mot" + "</div>" * 500, "<ul><li>" * 500 + "mot", "<blockquote>" * 500 + "mot",
    "<table><tr><td>" * 500 + "mot", "<b><i>" * 500 + "mot", "mot" + "[" * 200_000,
    "mot" + "<a " * 30_000, "mot" + "((" * 50_000, "mot" + "[a x=1]" * 5_000, "<!-- wp:a " * 5_000
    + "-->mot", " " * 300_000 + "mot", "mot" + "*" * 50_000, "mot" + "&#" * 50_000,
], ids=lambda html: html[:12])
def test_depth_and_length_stop_nothing(html: str) -> None:
    """The word is kept, and the time is that of its length."""
    assert "mot" in converted(to_html(html).html).markdown
