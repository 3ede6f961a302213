"""Tests of plain text made for people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.plain_text import WIDTH, columns, fill, headline
from plugins.newsletter.email.plain_text import number_links, plain

LINKED = '<p>Voir <a href="https://a.example/">A</a> et <a href="https://b.example/">B</a>.</p>'
NOTED = """<p>Un contrat<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>.</p>
<div class="footnote">
<hr>
<ol>
<li id="fn:1">
<p>De distribution.&#160;<a class="footnote-backref" href="#fnref:1">&#8617;</a></p>
</li>
</ol>
</div>"""


@pytest.mark.parametrize("html, text", [
    ("<p>Un</p><p>Deux</p>", "Un\n\nDeux"),
    ("<p>Un\n  <em>deux</em>\ntrois</p>", "Un deux trois"),
    ("Sans <strong>paragraphe</strong>", "Sans paragraphe"),
    ("<p>Une<br>\nligne</p>", "Une\nligne"),
    ("<h2>Titre</h2><p>Texte</p>", "Titre\n-----\n\nTexte"),
    ("<h3>Titre</h3><p>Texte</p>", "Titre\n.....\n\nTexte"),
    ("<ul><li>Un</li><li>Deux</li></ul>", "- Un\n- Deux"),
    ('<ol start="3"><li>Un</li><li>Deux</li></ol>', "3. Un\n4. Deux"),
    *((f'<ol start="{start}"><li>Un</li></ol>', f"{number}. Un") for start, number in (
        ("", 1), ("trois", 1), ("-2", -2), (" +4e9", 4), ("9" * 5000, 999999999))),
    ("<ul><li>Un<ul><li>Deux</li></ul></li></ul>", "- Un\n  - Deux"),
    ("<ul><li><p>Un</p><p>Deux</p></li></ul>", "- Un\n\n  Deux"),
    ("<blockquote>\n<p>Un</p>\n<p>Deux</p>\n</blockquote>", "> Un\n>\n> Deux"),
    ("<pre><code>a  b\n c</code></pre>", "    a  b\n     c"),
    ("<table><tr><th>Loi</th><th>Date</th></tr><tr><td>A</td><td>1</td></tr></table>",
     "Loi  Date\n---  ----\nA    1"),
    ("<table><caption>Lois</caption><tr><th>A</th><td><ul><li>Un</li><li>Deux</li></ul></td></tr>"
     "</table>", "Lois\n\nA  - Un\n   - Deux"),
    ('<table><tr><td>A</td><td class="to-right">10</td></tr><tr><td>B</td>'
     '<td class="to-right">2</td></tr></table>', "A  10\nB   2"),
    ("<dl><dt>小红书</dt><dd>Petit livre rouge</dd></dl>", "小红书\n    Petit livre rouge"),
    ('<figure><img src="x" alt="Un livre."><figcaption>Légende</figcaption></figure>',
     "[Un livre.]\n\nLégende"),
    ("<details><summary>Un</summary>Deux<header>Trois</header></details><address>Quatre</address>",
     "Un\n\nDeux\n\nTrois\n\nQuatre"),
    ("<x-box>Un<p>Deux</p></x-box><ins><p>Trois</p><p>Quatre</p></ins>",
     "Un\n\nDeux\n\nTrois\n\nQuatre"),
    ("<p>Un</p><hr><p>Deux</p>", "Un\n\n* * *\n\nDeux"),
    ("<p>Le 1<sup>er</sup> juin, 20 m<sup>2</sup></p>", "Le 1er juin, 20 m²"),
    (NOTED, "Un contrat\u00a0[note 1].\n\n[note 1] De distribution."),
    (NOTED.replace("De distribution.", "Des types<ol><li>Un</li></ol><ul><li>Deux</li></ul>"),
     "Un contrat\u00a0[note 1].\n\n[note 1] Des types\n\n         1. Un\n\n         - Deux"),
    ('<p><span lang="zh-Hans">小红书</span>, A\u00a0% &amp; B\u202f!</p>',
     "小红书, A\u00a0% & B\u202f!"),
])
def test_each_kind_of_block_has_its_plain_form(html, text):
    """What a reader sees on the page, a reader of plain text sees too."""
    found = plain(html, {})

    assert found == text


@pytest.mark.parametrize("html", [
    "<!-- note --><script>x()</script><style>p{}</style>", "", "<p></p><p> \n</p>", "<p>\u00ad</p>",
])
def test_what_nobody_sees_leaves_nothing(html):
    """Comments, scripts, styles and empty paragraphs are not text."""
    found = plain(html, {})

    assert found == ""


@pytest.mark.parametrize(("html", "lang", "text"), [
    ("<p>Dit <q>Un <q>deux</q></q></p>", "fr", "Dit «\u00a0Un “deux”\u00a0»"),
    ("<p>Says <q>One <q>two</q></q></p>", "en", "Says “One ‘two’”"),
    ('<p lang="en-GB">Says <q>one</q></p>', "fr", "Says “one”"),
    ('<div lang="fr-CH"><p>Dit <q lang="en">one</q></p></div>', "en",
     "Dit «\u00a0one\u00a0»")])
def test_a_quotation_has_the_marks_of_the_language_around_it(html: str, lang: str, text: str):
    """As a browser sets them; one inside another has other marks."""
    assert plain(html, {}, lang=lang) == text


def test_links_are_numbered_in_reading_order():
    """An address met twice keeps its first number, through the whole email."""
    numbers = number_links(LINKED, '<a href="https://c.example/">C</a>', LINKED)

    assert numbers == {"https://a.example/": 1, "https://b.example/": 2, "https://c.example/": 3}
    assert plain(LINKED, numbers) == "Voir A [1] et B [2]."


@pytest.mark.parametrize("html, text", [
    ('<a href="https://a.example/">https://a.example/</a>', "https://a.example/"),
    ('<a href="mailto:a@b.example">a@b.example</a>', "a@b.example"),
    ('<a href="#partie">Partie</a>', "Partie"),
    ('<a id="ancre">Ancre</a>', "Ancre"),
])
def test_a_link_that_needs_no_number_gets_none(html, text):
    """An address that is in the text, or leads to the same email, is not listed."""
    numbers = number_links(html)

    assert numbers == {}
    assert plain(html, numbers) == text


@pytest.mark.parametrize("html", [
    "<p>*|UNSUB|*</p>", "<p><b>*</b>|UNSUB|*</p>", "<p>&#42;&#124;UNSUB|*</p>",
    "<pre>*|UNSUB|*</pre>", "<p>*<!-- -->|UNSUB|*</p>",
])
def test_no_merge_tag_comes_out_of_an_article(html):
    """However it is put together, what looks like a merge tag is text."""
    found = plain(html, {})

    assert "*|" not in found
    assert "UNSUB" in found


def test_lines_break_at_seventy_two_columns():
    """A line is filled as far as it goes."""
    found = fill("mot " * 40)

    assert [len(line) for line in found.split("\n")] == [71, 71, 15]


@pytest.mark.parametrize("text", [
    "x" * 100, "https://lettre.example/" + "a" * 80, "a\u00a0" * 50 + "a",
    "\u202f".join(["12"] * 40),
])
def test_what_must_stay_together_is_never_broken(text):
    """Addresses, long words and what no-break spaces hold stay on one line."""
    found = fill(text)

    assert found == text


def test_a_chinese_character_takes_two_columns():
    """Lines of mixed text end at the same edge."""
    found = fill("法律 " * 20)

    assert max(columns(line) for line in found.split("\n")) <= WIDTH
    assert len(found.split("\n")) == 2


def test_a_headline_is_as_long_as_its_longest_line():
    """The line below a title does not stick out."""
    found = headline("Loi " * 30, "=").split("\n")

    assert set(found[-1]) == {"="}
    assert len(found[-1]) == max(map(len, found[:-1]))


@given(st.lists(st.text("aé小 \u00a0", max_size=30), max_size=30).map(" ".join))
def test_filling_loses_no_word_and_fills_once(text):
    """Wrapping moves spaces only, and what is wrapped stays as it is."""
    found = fill(text)

    assert found.replace("\n", "").replace(" ", "") == text.replace(" ", "")
    assert fill(found) == found


@given(st.lists(st.sampled_from(
    ["<p>", "</p>", "<ul>", "<li>", "</ul>", "<blockquote>", "*|", "|*", "&#124;", "mot ", "小红书",
     "<table><tr><td>", "</table>", '<a href="https://a.example/">', "</a>", "\n"]), max_size=40))
def test_any_markup_gives_lines_of_bounded_width(pieces):
    """Broken markup too ends as text without a merge tag or a space at the end of a line."""
    found = plain("".join(pieces), {})

    assert "*|" not in found and "<p" not in found
    assert all(line == line.rstrip(" ") for line in found.split("\n"))


def test_a_box_is_read_like_the_text_around_it():
    """Its heading is underlined, its list a list."""
    html = '<aside class="facts"><h2 id="facts">In short</h2><ul><li>One.</li></ul></aside><p>x</p>'

    assert plain(html, {}) == "In short\n--------\n\n- One.\n\nx"
