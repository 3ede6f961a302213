"""HTML from anywhere becomes HTML without anything that acts."""

import re

import pytest

from plugins.importer.pasted.clean import read_html

PIXEL = ("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5"
         "ErkJggg==")


def read(html: str) -> str:
    """Return HTML as it is read."""
    return read_html(html.encode()).html


@pytest.mark.parametrize(("html", "clean"), [
    ("<p onclick='x()' style='color:red' class='a'>a</p>", "<p>a</p>"),
    ("<p>a<script>alert(1)</script><style>p{}</style></p>", "<p>a</p>"),
    ("<p>a<!-- note --><?php x ?></p><xml><w:x>y</w:x></xml>", "<p>a</p>"),
    ("<div><div>a</div><div><p>b</p></div></div>", "<p>a</p><p>b</p>"),
    ("<p><o:p>&nbsp;</o:p>a<st1:city>Paris</st1:city></p>", "<p>\u00a0aParis</p>"),
    ("<p><span style='font-weight:700'>a</span> <font face='x'>b</font></p>",
     "<p><strong>a</strong> b</p>"),
    ("<b style='font-weight:normal'><p>a</p></b>", "<p>a</p>"),
    ("<p><span style='vertical-align:super'>2</span><i>c</i></p>",
     "<p><sup>2</sup><em>c</em></p>"),
    ("<p>a<span style='display:none'>caché</span></p>", "<p>a</p>"),
    ("<table border=1><tr><td colspan=2 width=3>a</td></tr></table>",
     '<table><tr><td colspan="2">a</td></tr></table>'),
    ("<ol start=3 type=a><li>a</li></ol>", '<ol start="3"><li>a</li></ol>'),
    ("<p>a &lt;b&gt; &amp; c</p>", "<p>a &lt;b&gt; &amp; c</p>"),
    ("<custom-thing>a</custom-thing><p>b</p>", "a<p>b</p>"),
    ("<p class=MsoTitle>a</p>", '<p data-level="0">a</p>'),
    ("<p class=MsoQuote>a</p>", '<p data-quote="yes">a</p>'),
    ("<p style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;</span></span>"
     "a</p>", '<p data-list="bullet,1,0" data-typed="·">a</p>'),
    ("<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>b)</span>a</p>",
     '<p data-list="label,0,0">b) a</p>'),
    ("<p><b>Gras</b></p>", '<p data-look="bold,11.0,11.0"><strong>Gras</strong></p>'),
])
def test_only_what_a_text_needs_is_left(html: str, clean: str):
    """Styles that mean something are elements or facts."""
    assert read(html) == clean


@pytest.mark.parametrize(("html", "told"), [
    ("<iframe src='https://x.example/v'></iframe>", "<iframe> is not kept; write a link to what it "
     "shows: https://x.example/v"),
    ("<form><input name=a>Envoyer</form>", "what stands around the article is left out: Envoyer"),
    ("<p hidden>caché</p>", "hidden words are left out: caché"),
    ("<p><ins>a</ins><del>b</del></p>", "tracked changes: 1 accepted, 1 dropped: "),
    ("<img src='https://x.example/a.png'>", "the picture is not in the page and is not kept; put "
     "its file into the folder of images: https://x.example/a.png"),
    ("<img src='data:image/png;base64,???' alt='Un plan'>", "the picture is not in the page and is "
     "not kept; put its file into the folder of images: data:image/png;base64,???"),
])
def test_what_a_reader_saw_and_a_text_cannot_hold_is_told(html: str, told: str):
    """With what it showed."""
    assert f"{told}" in [f"{loss.what}: {loss.near}" for loss in read_html(html.encode()).losses]


@pytest.mark.parametrize("html", [
    "<p>a</p>", "<img src='https://x.example/p.gif' width=1 height=1>", "<script>x</script>",
    "<p hidden></p>", f"<img src='data:image/png;base64,{PIXEL}'>",
])
def test_what_no_reader_saw_is_not_told(html: str):
    """A picture of one pixel counts readers."""
    assert read_html(html.encode()).losses == ()


def test_a_picture_in_the_page_is_taken_out():
    """As a file of its own."""
    read = read_html(f"<p><img alt='Un point' src='data:image/png;base64,{PIXEL}'></p>".encode())

    assert list(read.pictures) == re.findall(r'src="([^"]+)"', read.html)
    assert next(iter(read.pictures.values())).startswith(b"\x89PNG")
