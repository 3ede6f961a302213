"""HTML in a text is reported where it would break the page, vanish or act."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.content import articles, source_of
from plugins.content.markdown import converter
from plugins.content.reading import Declarations, Reading, reader
from plugins.content.typed_html import wrong_html
from plugins.core.html import without_comments
from tests.conftest import PROJECT

PATH = Path("content/pages/a.fr.md")
READ = reader(Declarations(Path("content"), ("fr",), {"category": {}, "tag": {}, "author": {}}, {},
                           {}, lambda lang: str), ("fr",))


def read(body: str) -> Reading:
    """Return what a body is read as, which begins on line 3 of its file."""
    return READ(PATH, f"title: T\n\n{body}".encode())


def told(body: str) -> list[tuple[int, str]]:
    """Return the line and the beginning of the message about each fault."""
    return [(problem.line, str(problem.message)) for problem in read(body).problems]


@pytest.mark.parametrize(("body", "line", "tag"), [
    ("Un.\n\n</div></article>\n\nDeux.", 5, "</div>"), ("Un </b> deux.", 3, "</b>"),
    ("<div>\n\nUn.\n\n</div>\n\n</div>", 9, "</div>"), ("Un</p> deux.", 3, "</p>"),
    ("Un.<br></br>", 3, "</br>"), ("- Un</li>", 3, "</li>"),
    ("| a | b |\n|---|---|\n| c</td> | d |", 5, "</td>"),
])
def test_an_end_without_a_beginning_is_reported(body: str, line: int, tag: str):
    """It would end what the page itself has opened."""
    assert any(where == line and says.startswith(f"“{tag}” ends nothing that is open; take it out")
               for where, says in told(body)), told(body)


@pytest.mark.parametrize(("body", "line", "tag"), [
    ('Un.\n\n<div class="box">\n\nDeux.', 5, '<div class="box">'), ("Un <b>deux.", 3, "<b>"),
    ("Un.\n\nDeux <textarea> et trois.", 5, "<textarea>"), ("<table><tr><td>a", 3, "<table>"),
    ("- Un <i>deux\n- trois", 3, "<i>"), ("<b>Un.\n\nDeux.</b>", 3, "<b>"),
    ("<b>un</b> <b>deux", 3, "<b>"), ("*un <b>deux* trois</b>", 3, "<b>"),
    ("<p>Un.\n\n<ul><li>Deux</ul>\n\nTrois", 3, "<p>"),
    ("Un <a name='b'/> deux.", 3, "<a name='b'/>"),
    ("`<b>` x\n\n<b>y", 5, "<b>"), ("# <u>Un\n\nDeux", 3, "<u>"),
    ("si a <b et c> d", 3, "<b et c>"),
])
def test_what_is_not_closed_in_time_is_reported_where_it_begins(body: str, line: int, tag: str):
    """All that follows would fall into it; what crosses another element is reported once."""
    assert (line, f"“{tag}” is not closed where it should be") in [
        (where, says.partition(";")[0]) for where, says in told(body)]


def test_crossing_tags_are_one_fault():
    """The end of the inner one is not reported again."""
    assert [line for line, _ in told("Un <b>deux <i>trois</b> quatre</i>.")] == [3]
    assert [line for line, _ in told("Un.\n\n<b>Deux.\n\nTrois.</b>")] == [5]


@pytest.mark.parametrize(("body", "tag"), [
    ("Entre <Société X> et moi.", "<Société X>"), ("Le <nom du client> ici.", "<nom du client>"),
    ("<o:p></o:p>", "<o:p>"), ("<?php echo 1; ?>", "<?php echo 1; ?>"),
    ("<plaintext>x", "<plaintext>"),
    ("Un <![CDATA[deux]]> trois.", "<![CDATA[deux]]>"),
    ("<main>a</main>", "<main>"), ("<body>x</body>", "<body>"),
    ("<![if !supportLists]>·<![endif]>", "<![if !supportLists]>"),
    ("<!DOCTYPE html>", "<!DOCTYPE html>"),
    ("<marquee>x</marquee>", "<marquee>"), ("<tel:+33>", "<tel:+33>"),
])
def test_what_is_no_element_of_a_text_is_reported(body: str, tag: str):
    """Its words would vanish, or the frame of the page break."""
    assert any(line == 3 and f"“{tag}”" in says for line, says in told(body)), told(body)


@pytest.mark.parametrize(("body", "lines"), [
    ("## A {: #x }\n\n## B {#x}", [3]), ('<b id="x">a</b>\n\n<i id="x">b</i> <u id=x>c</u>', [5]),
    ("## A {#x}\n\n[a](#x) [b](#x)", []), ("## A\n\n## A", []), ("a[^1] b[^1]\n\n[^1]: c", []),
])
def test_a_name_that_two_places_have_is_told_once(body: str, lines: list[int]):
    """A link leads to one of them only."""
    assert [line for line, _ in told(body)] == lines


@pytest.mark.parametrize("body", [
    '<a href="/b/>c</a>', "<a href='/b/>c</a> d'", '<img src="a.png alt="b">',
    '<div class="a>\n\nUn "mot".\n\n</div>', '<a href="/b/" title="c>d</a>', '<a href=/b/"c">d</a>',
])
def test_a_value_without_its_second_quotation_mark_is_reported(body: str):
    """A browser reads on to the next one, wherever that is."""
    assert any("is not written well" in says and line == 3 for line, says in told(body)), told(body)


@pytest.mark.parametrize("body", [
    "[a](javascript:alert(1))", '<a href="JavaScript:x()">a</a>', "<a href=data:text/html,x>a</a>",
    '<a href="java\tscript:x()">a</a>', "[a](data:text/html;base64,AAAA)", "[a]\n\n[a]: vbscript:x",
    '*a*{onclick="x()"}', '<p onmouseover="x()">a</p>', '<p style="top:0">a</p>', "*a*{style=x}",
    '<form action="https://a.example/"></form>', "<input name=a>", "<button>a</button>",
    "<iframe src='/a/'></iframe>", "<SCRIPT>x()</SCRIPT>", "<style>p { color: red }</style>",
    '<video src="/a.mp4" controls></video>', "<svg onload=x()></svg>", "<select></select>",
])
def test_what_acts_or_is_shut_out_is_reported(body: str):
    """A text is words and pictures; each fault is reported once."""
    assert [line for line, _ in told(f"Un.\n\n{body}")] == [5 if "[a]:" not in body else 7]


@pytest.mark.parametrize("body", [
    "Un <!-- deux --> trois.", "<!-- un\n\ndeux -->\n\ntrois", "Un<!-- a --><!-- b --> deux.",
    "- <!-- <b> --> un", "> <!-- un -->\n> deux", "| a <!-- b --> | c |\n|---|---|\n| d | e |",
    "Un\n<!-- deux -->\ntrois", "# Un <!-- deux -->", "<!-- [a](b) -->\n\nUn.",
    "<div>un<!-- deux --></div>", "[a <!-- b --> c](/d/)", "<!-->un-->\n\ndeux",
])
def test_a_comment_is_published_in_no_form(body: str):
    """It is for those who write."""
    reading = read(body)

    assert "<!--" not in reading.html and "&lt;!--" not in reading.html
    assert reading.problems == ()


def test_a_comment_takes_its_space_along():
    """The words around it keep one."""
    assert read("Un <!-- x --> deux<!-- y --> trois <!-- z -->quatre.").html \
        == "<p>Un deux trois quatre.</p>"


@pytest.mark.parametrize("body", [
    "Un.\n\n<!-- deux\n\ntrois", "Un.\n\nDeux <!-- trois", "<div>\n\n<!-- deux\n\n</div>\n\ntrois",
    "<div>\n\n<!-- deux</div>\n\ntrois", "<div><!-- un\n\n--> <!-- deux\n\n</div>",
])
def test_a_comment_without_end_is_reported(body: str):
    """Readers would see it, and all that is behind it."""
    [(line, says)] = told(body)

    assert (line, says) == (5, "the comment that begins here has no end; write “-->” behind it")
    assert "&lt;!-- " in read(body).html and "<!--" not in read(body).html


@pytest.mark.parametrize("body", [
    "CA<50 M€ et effectif>250", "a < b et c > d", "`<nom>` et `<b>`", "```\n<div>\n```",
    "&lt;nom&gt;", "<https://a.example/> <me@a.example>", "Un<br>deux<br/>trois<br />",
    "Un\n\n<hr>",
    '<p title="a > b" class=\'c\' hidden>Un</p>', "<ul><li>Un<li>Deux</ul>", "H<sub>2</sub>O",
    "<table><tr><td>a<td>b<tr><td>c</table>", '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>',
    "<details><summary>Un</summary>\n\nDeux\n\n</details>", '<div markdown="1">\n\n*Un*\n\n</div>',
    '*un*{lang=en} <span lang="en">two</span>', "<blockquote><p>Un<p>Deux</blockquote>",
    "<B>Un</b>", "Un <q cite='/a/'>deux</q>", "2 <3", "<3", "a <- b -> c", "<< un >>", "x <y",
    "<font color='red'><center>Un</center></font>", "`<!--`", "&lt;!-- un", "[data](/data:/)",
    "<figure><img src=a.png alt=b><figcaption>c</figcaption></figure>", "    <div>\n",
    "<math><mi>x</mi></math>",
    "<dl><dt>a<dd>b</dl>", "Un[^1] <i>deux</i>.\n\n[^1]: <b>trois</b>", "<P>Un</P>",
    "`a <b` c=d",
    "!!! facts\n\n    <b>un</b>", "<a\nhref='/b/'>c</a>", "*[HTML]: x\n\nHTML", "x&lt;a href=b>",
])
def test_right_html_and_signs_are_left_alone(body: str):
    """Optional ends, code, and a sign that begins no tag."""
    assert told(body) == []


PIECES = st.sampled_from([
    "a", " ", "\n\n", "\n- ", "\n\n> ", " *b* ", " **c** ", "[d](/e/)", "`<f>`", "## g\n\n",
    "<b>h</b>",
    "<br>", "\n\n<div>\n\ni\n\n</div>\n\n", "1 < 2", "[^1]", "\n\n[^1]: j", "![k](l)",
    "\n\n!!! facts\n\n    m",
    "\n\n| n | o |\n|---|---|\n| p | q |\n\n", "<!-- r -->", "<https://s.example>", "{.t}",
    "&amp;"])


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_what_is_written_well_is_never_reported(body: str):
    """However Markdown and HTML are mixed, if each is whole."""
    assert list(wrong_html(without_comments(converter(str, str).convert(body)), body)) == []


def test_no_right_text_is_reported():
    """The texts of the project, and sixty of the benchmark’s."""
    texts = [path.read_text("utf-8").partition("\n\n")[2]
             for path in PROJECT.glob("content/*/*.md")]
    texts += [source_of(article).partition("\n\n")[2] for article in articles(30)]

    assert len(texts) > 80
    assert [told for body in texts
            for told in wrong_html(converter(str, str).convert(body), body)] == []
