"""Each element that typesetting knows does its part, and its neighbours do not."""

import pytest

from plugins.typography import typeset

BLOCKS = [
    "address", "article", "aside", "blockquote", "body", "br", "button", "caption", "center",
    "col", "colgroup", "dd", "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup",
    "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "option", "p",
    "pre", "section", "select", "summary", "table", "tbody", "td", "template", "tfoot", "th",
    "thead", "title", "tr", "ul", "video", "audio"
]


def spaced(text: str) -> str:
    """Return `text` with U+00A0 for ␣ and U+202F for ¦, which a reader could not see."""
    return text.replace("␣", "\u00a0").replace("¦", "\u202f")


@pytest.mark.parametrize("name", [*BLOCKS, "H2", "Li"])
def test_a_quotation_does_not_go_from_block_to_block(name: str) -> None:
    """Two blocks are two texts, whatever is between them."""
    for html in (f'un "mot <{name}>mot" deux', f'un "mot </{name}>mot" deux'):
        assert typeset(html, "en") == html


@pytest.mark.parametrize("name", [
    "a", "abbr", "b", "bdi", "cite", "dfn", "em", "font", "i", "ins", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "time", "u", "wbr"])
def test_a_quotation_goes_on_in_an_element_of_a_line(name: str) -> None:
    """Its words are read in one breath."""
    assert typeset(f'un "mot <{name}>mot" deux', "en") == f"un “mot <{name}>mot” deux"


@pytest.mark.parametrize("name", ["code", "kbd", "samp", "pre", "math", "svg", "tt"])
def test_what_is_literal_is_not_typeset(name: str) -> None:
    """Neither is what is in it; what comes after it is."""
    html = f"<{name}>l'avis <b>'a' ...</b></{name}>l'avis"

    assert typeset(html, "fr") == f"<{name}>l'avis <b>'a' ...</b></{name}>l’avis"


@pytest.mark.parametrize("tag", [
    "<img>", "<input>", "<embed>", "<object></object>", "<img/>", "<code>x</code>",
    "<i lang=zh>信</i>"])
def test_what_is_seen_is_a_word_to_the_mark_after_it(tag: str) -> None:
    """French puts its space after an image as after a word."""
    assert typeset(f"a {tag} ? b", "fr") == spaced(f"a {tag}¦? b")


@pytest.mark.parametrize("tag", ["<wbr>", "<b></b>", "<!-- x -->", "<link>"])
def test_what_nobody_sees_parts_no_mark_from_its_word(tag: str) -> None:
    """The spaces around it are one."""
    assert typeset(f"a {tag} ? b", "fr") == spaced(f"a{tag}¦? b")
    assert typeset(f"{tag} ? b", "fr") == f"{tag} ? b"


@pytest.mark.parametrize("name", ["p", "li", "dt", "dd", "td", "th", "tr", "option"])
def test_an_item_ends_where_the_next_begins(name: str) -> None:
    """Its language with it: HTML lets the end tag be left out."""
    assert typeset(f'<{name} lang=en>"a"<{name}>"b"', "fr") \
        == spaced(f'<{name} lang=en>“a”<{name}>«␣b␣»')


@pytest.mark.parametrize("name", ["div", "section", "blockquote", "ul", "table", "article"])
def test_a_block_in_a_block_keeps_the_language_around_it(name: str) -> None:
    """It has not ended."""
    assert typeset(f'<{name} lang=en>"a"<{name}>"b"', "fr") == f"<{name} lang=en>“a”<{name}>“b”"


@pytest.mark.parametrize("block", ["p", "div", "ul", "h2", "table"])
def test_a_paragraph_ends_where_a_block_begins(block: str) -> None:
    """As in a browser."""
    assert typeset(f'<p lang=en>"a"<{block}>"b"', "fr") == spaced(f"<p lang=en>“a”<{block}>«␣b␣»")
