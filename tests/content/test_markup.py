"""What Markdown becomes on our pages."""

import pytest

from plugins.content.markdown import converter


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


def test_the_page_has_no_second_heading_of_the_first_level(convert):
    """The title is the page's only h1."""
    assert convert("# One") == "<h2>One</h2>"


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
