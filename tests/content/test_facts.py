"""The box of what a reader needs to know."""

import pytest

from plugins.content.markdown import converter, wrong_boxes
from tests.conftest import Site

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
    """No id stands twice."""
    html = converter(str, str).convert(f'{BOX}\n\n!!! facts "In *short*"\n    Words.')

    assert '<h2 id="facts-2">In <em>short</em></h2>' in html


@pytest.mark.parametrize("body", [
    BOX, '!!! facts "A title"\n    Words.', "```\n!!! x\n```", "    !!! x", "Oh!!! x", "`!!! x`"])
def test_a_box_with_words_and_what_is_none_are_fine(body: str):
    """Code shows what it shows."""
    assert faults(body) == []


@pytest.mark.parametrize(("body", "message"), [
    ("!!! fact\n    Words.", "there is no box “fact”; the only one is “!!! facts”"),
    ("!!! facts inline\n    Words.", "there is no box “facts inline”"),
    ("!!! facts\n\nText.", "the box “!!! facts” is empty; indent what belongs into it"),
    ("!!! facts", "the box “!!! facts” is empty"),
])
def test_a_box_that_does_not_exist_or_is_empty_is_told(body: str, message: str):
    """With its place in the text, from which the Reader makes a line."""
    (place, told), = faults("Text.\n\n" + body)

    assert place == len("Text.\n\n")
    assert message in told


def test_a_box_stands_in_the_text_of_page_and_feed(site: Site):
    """A reader of the feed needs to know the same."""
    site.article("2024-01-01-a.fr.md", BOX)
    assert site.errors() == []

    box = site.page("fr/articles/a").select_one(".text > aside.facts")

    assert box.h2.get_text() == "À retenir"
    assert "À retenir" in (site.options.output / "fr/feed.xml").read_text("utf-8")


def test_a_wrong_box_is_told_with_its_line(site: Site):
    """Of the file, not of the text."""
    site.article("2024-01-01-a.fr.md", "Texte.\n\n!!! fcats\n    - Un.")

    assert site.errors() == ["content/articles/2024-01-01-a.fr.md:8: there is no box “fcats”; the "
                             "only one is “!!! facts”"]
