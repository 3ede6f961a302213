"""What Markdown becomes on our pages: headings with addresses, tables, boxes, a contents list."""

import pytest

from plugins.content.markdown import (
    LONG,
    Heading,
    clean_addresses,
    contents,
    converter,
    slug,
    with_ids,
    wrong_boxes,
)
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


@pytest.fixture
def convert():
    """Return the conversion of a text."""
    return lambda text: converter(str, str.upper).convert(text)


def test_an_image_alone_is_a_figure_with_its_caption(convert):
    """A title is what readers see below the image."""
    html = convert('![Alt]({static}/images/a.png "Caption")')

    assert html == ('<figure><img alt="ALT" src="{static}/images/a.png">'
                    "<figcaption>Caption</figcaption></figure>")


def test_a_decorative_image_has_no_words(convert):
    """Its alternative text is there and empty, whatever its author wrote."""
    html = convert("![x]({static}/images/a.png){.decorative}")

    assert html == ('<figure><img alt="" class="decorative" src="{static}/images/a.png"></figure>')


def test_an_image_in_a_sentence_stays_there(convert):
    """Only an image alone in its paragraph is a figure."""
    assert "<figure>" not in convert("See ![Alt]({static}/images/a.png) here.")


def test_a_table_scrolls_in_its_own_box_and_its_headings_have_a_scope(convert):
    """A wide table must not widen the page, and can be scrolled by keyboard."""
    html = convert("|a|b|\n|-|-|\n|1|2|")

    assert html.startswith('<section aria-label="Table 1" class="table" tabindex="0">')
    assert html.count('<th scope="col">') == 2


def test_a_column_is_set_to_a_side_without_a_style_in_the_page(convert):
    """The page's policy forbids one."""
    html = convert("|a|b|c|\n|:-|:-:|-:|\n|1|2|3|")

    assert "style=" not in html
    assert '<td>1</td>\n<td class="to-center">2</td>\n<td class="to-right">3</td>' in html


@pytest.mark.parametrize("text", ["# One", "One\n===", "<h1>One</h1>"])
def test_the_page_has_no_second_heading_of_the_first_level(convert, text: str):
    """The title is the page's only h1."""
    assert with_ids(convert(text)) == '<h2 id="one">One</h2>'


@pytest.mark.parametrize("fence", ["```", "~~~", "```html"])
def test_a_fence_is_code_to_its_end(convert, fence: str):
    """Blank lines, marks and tags in it are shown as they are."""
    html = convert(f"{fence}\n<b>x</b>\n\n[contact-form-7 id=\"76\"]\n{fence[:3]}")

    assert html.startswith("<pre><code") and html.endswith("</code></pre>")
    assert "&lt;b&gt;" in html and "<p>" not in html


def test_a_note_leads_back_in_words(convert):
    """The link back from a note is not an arrow alone."""
    html = convert("Text[^1].\n\n[^1]: Note.")

    assert 'title="Back to note 1 in the text"' in html


def test_a_first_column_that_names_each_row_is_its_heading(convert):
    """A voice can say which row a cell belongs to."""
    html = convert("|a|b|\n|-|-|\n|x|1|\n|y|2|")

    assert html.count('<th scope="col">') == 2
    assert '<th scope="row">x</th>' in html and '<td>1</td>' in html


@pytest.mark.parametrize("rows", ["|x|1|", "|x|1|\n|x|2|", "|x|1|\n||2|"])
def test_a_first_column_that_names_nothing_is_none(convert, rows: str):
    """One row alone, the same word twice, an empty cell."""
    assert 'scope="row"' not in convert(f"|a|b|\n|-|-|\n{rows}")


BOX = "!!! facts\n\n    - One.\n    - Two.\n\nText."


def faults(body: str) -> list[tuple[int, str]]:
    """Return what is wrong with the boxes of a text."""
    return [(place, str(message)) for place, message in wrong_boxes(body)]


def test_a_box_is_named_by_its_heading():
    """Its title is a word of the catalogue."""
    html = converter(str.upper, str).convert(BOX)

    assert html.startswith('<aside aria-labelledby="facts" class="facts">\n'
                           '<h2 id="facts">WHAT YOU NEED TO KNOW</h2>\n<ul>\n<li>One.</li>')
    assert html.endswith("</aside>\n<p>Text.</p>")


def test_a_second_box_and_a_title_of_its_own():
    """No id occurs twice."""
    html = converter(str, str).convert(f'{BOX}\n\n!!! facts "In *short*"\n    Words.')

    assert '<h2 id="facts-2">In <em>short</em></h2>' in html


@pytest.mark.parametrize("box", ['!!! facts ""', '!!! quote ""'])
def test_an_empty_title_is_none(box: str):
    """The paragraphs keep their order, and a box without words is no crash."""
    html = converter(str, str).convert(f"{box}\n    One.\n\n    Two.\n\n{box}\n\nText.")

    assert html.index("One.") < html.index("Two.") < html.index("Text.")


@pytest.mark.parametrize(("opening", "html"), [
    ("!!! quote", "<p>Words.</p>\n"),
    ('!!! quote ""', "<p>Words.</p>\n"),
    ('!!! quote "The court"', "<p>Words.</p>\n<p>The court</p>\n")])
def test_a_pull_quote_is_a_quotation(opening: str, html: str):
    """Its source, where one is named, is its last line."""
    assert converter(str, str).convert(f"{opening}\n    Words.") \
        == f'<blockquote class="quote">\n{html}</blockquote>'


@pytest.mark.parametrize("body", [
    BOX, '!!! facts "A title"\n    Words.', "```\n!!! x\n```", "    !!! x", "Oh!!! x", "`!!! x`"])
def test_a_box_with_words_and_what_is_none_are_fine(body: str):
    """Code shows what it shows."""
    assert faults(body) == []


@pytest.mark.parametrize(("body", "message"), [
    ("!!! fact\n    Words.", "there is no box “fact”; the boxes are !!! facts, !!! quote"),
    ("!!! facts inline\n    Words.", "there is no box “facts inline”"),
    ("!!! facts\n\nText.", "the box “!!! facts” is empty; indent what belongs in it"),
    ("!!! facts", "the box “!!! facts” is empty"),
    ('!!! quote ""\n\nText.', "the box “!!! quote” is empty"),
])
def test_a_box_that_does_not_exist_or_is_empty_is_reported(body: str, message: str):
    """With its place in the text, from which the Reader makes a line."""
    (place, told), = faults("Text.\n\n" + body)

    assert place == len("Text.\n\n")
    assert message in told


def test_a_box_is_in_the_text_of_page_and_feed(site: Site):
    """A reader of the feed needs to know the same."""
    site.article("2024-01-01-a.fr.md", BOX)
    assert site.errors() == []

    box = site.page("fr/articles/a").select_one(".text > aside.facts")

    assert box.h2.get_text() == "À retenir"
    assert "À retenir" in (site.options.output / "fr/feed.xml").read_text("utf-8")


def test_a_wrong_box_is_reported_with_its_line(site: Site):
    """Of the file, not of the text."""
    site.article("2024-01-01-a.fr.md", "Texte.\n\n!!! fcats\n    - Un.")

    assert site.errors() == ["content/articles/2024-01-01-a.fr.md:8: there is no box “fcats”; the "
                             "boxes are !!! facts, !!! quote"]


@pytest.mark.parametrize(("text", "html"), [
    ("*a*{12} ## b", "<p><em>a</em>{12} ## b</p>"), ("## A {type}", "<h2>A {type}</h2>"),
    ("*a*{.b}", '<p><em class="b">a</em></p>'), ("*a*{: .b }", '<p><em class="b">a</em></p>'),
    ("*a*{lang=en}", '<p><em lang="en">a</em></p>'), ("## A {#b}", '<h2 id="b">A</h2>'),
    ("a\n{: .b}", '<p class="b">a</p>'), ("*a*{ .b }", '<p><em class="b">a</em></p>'),
    ("a\n{taux}", "<p>a\n{taux}</p>"), ("*a*{b = c}", "<p><em>a</em>{b = c}</p>"),
])
def test_braces_are_words_unless_they_hold_attributes(convert, text: str, html: str):
    """An id, a class, a value, or a colon before anything."""
    assert convert(text) == html


def test_the_cells_of_a_table_keep_their_braces(convert):
    """A number in braces is no attribute."""
    html = convert("|a|b|\n|-|-|\n|A {12}|le {taux}|")

    assert "<td>A {12}</td>\n<td>le {taux}</td>" in html


@pytest.mark.parametrize(("text", "html"), [
    ("a\\\nb", "<p>a<br>\nb</p>"), ("a  \nb", "<p>a<br>\nb</p>"), ("a\\\\\nb", "<p>a\\<br>\nb</p>"),
    ("`a\\\nb`", "<p><code>a\\\nb</code></p>"), ("a\\", "<p>a\\</p>"),
])
def test_a_backslash_at_the_end_of_a_line_breaks_it(convert, text: str, html: str):
    """As in other dialects of Markdown."""
    assert convert(text) == html


@pytest.mark.parametrize(("typed", "carried"), [
    ("https://a.example/un fichier.pdf?x=é#café",
     "https://a.example/un%20fichier.pdf?x=%C3%A9#caf%C3%A9"),
    ("https://société.example/", "https://xn--socit-esab.example/"),
    ("https://a.example/%C3%A9?a=1&amp;b=2", "https://a.example/%C3%A9?a=1&amp;b=2"),
    ("https://a.example/中文", "https://a.example/%E4%B8%AD%E6%96%87"),
    ("{static}/images/a b é.png", "{static}/images/a b é.png"), ("#café", "#café"),
])
def test_an_address_is_written_as_every_program_carries_it(typed: str, carried: str):
    """In plain text a space would end it; what names one of our files is resolved later."""
    assert clean_addresses(f'<a href="{typed}">é à</a>') == f'<a href="{carried}">é à</a>'
