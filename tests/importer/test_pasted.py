"""HTML of unknown origin becomes a text: decoded, its article found, nothing in it that acts."""

import re

import pytest

from plugins.core.html import read, write
from plugins.importer.pasted import NotHtml, decode, read_html, take_article

PIXEL = ("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5"
         "ErkJggg==")


def cleaned(html: str) -> str:
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
    ("<p data-level=high data-list=x data-look=y>a</p>", "<p>a</p>"),
    ("<ul><li data-aria-level='²'>a</li></ul>", "<ul><li>a</li></ul>"),
])
def test_only_what_a_text_needs_is_left(html: str, clean: str):
    """Styles that mean something are elements or facts."""
    assert cleaned(html) == clean


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


PAGE = '<meta charset="{}"><p>Société : œuvre à 5 €</p>'


@pytest.mark.parametrize(("declared", "written"), [
    ("utf-8", "utf-8"), ("utf-8", "cp1252"), ("iso-8859-1", "cp1252"), ("iso-8859-1", "utf-8"),
    ("windows-1252", "cp1252"), ("utf-8", "utf-8-sig"), ("utf-8", "utf-16"), ("nonsense", "utf-8"),
    ("nonsense", "cp1252"), ("ascii", "cp1252"),
])
def test_words_are_what_was_written(declared: str, written: str):
    """A mark of the order of bytes says it best, then UTF-8 that is valid, then the page."""
    assert "<p>Société : œuvre à 5 €</p>" in decode(PAGE.format(declared).encode(written))


@pytest.mark.parametrize("declared", ["gb2312", "gbk", "gb18030", "utf-8"])
def test_chinese_pages_are_read(declared: str):
    """Browsers read gb2312 as what it has grown to."""
    written = f'<meta http-equiv=Content-Type content="text/html; charset={declared}"><p>公司法</p>'

    assert "<p>公司法</p>" in decode(written.encode(declared))


def test_of_a_clipboard_what_was_selected_counts():
    """Windows puts the page around it there, too."""
    assert decode(b"<html><p>x</p><!--StartFragment--><p>a</p><!--EndFragment--></html>") == \
        "<p>a</p>"


@pytest.mark.parametrize("data", [b"%PDF-1.7\0\1\2", b"PK\3\4\0\0", b"\0" * 50])
def test_what_is_no_text_is_refused(data: bytes):
    """In a sentence that names what would do."""
    with pytest.raises(NotHtml):
        decode(data)


def taken(html: str) -> tuple[str, list[str]]:
    """Return the article, and the words that are told to be left out."""
    losses: list = []
    return write(take_article(read(html), losses)), [loss.near for loss in losses]


@pytest.mark.parametrize(("html", "article", "told"), [
    ("<body><nav>Menu</nav><main><p>a</p></main><footer>Pied</footer></body>", "<p>a</p>",
     ["Menu Pied"]),
    ("<body><main><nav>Fil</nav><article><h1>T</h1><p>un texte assez long</p></article>"
     "<aside>Voir</aside></main></body>", "<h1>T</h1><p>un texte assez long</p>", ["Fil Voir"]),
    ("<article><header><h1>T</h1></header><p>a</p><footer>Partager</footer></article>",
     "<h1>T</h1><p>a</p>", ["Partager"]),
    ("<main><article><p>a</p></article><article><p>b</p></article><article><p>c</p></article>"
     "</main>", "<article><p>a</p></article><article><p>b</p></article><article><p>c</p></article>",
     []),
    ('<div role="navigation">Menu</div><p>a</p>', "<p>a</p>", ["Menu"]),
    ("<p>a</p><p>b</p>", "<p>a</p><p>b</p>", []), ("des mots", "des mots", []),
    ("<html><body><p>a</p></body></html>", "<p>a</p>", []),
])
def test_what_is_around_an_article_is_left_out_and_told(html: str, article: str, told: list[str]):
    """By the elements that say what they are; of a fragment all is taken."""
    assert taken(html) == (article, told)
