"""The text of a page, as a feed carries it."""

import pytest

from plugins.site.lists import standing_alone

PAGE = "https://lettre.example/fr/articles/loi/"


@pytest.mark.parametrize(("html", "in_feed"), [
    ('<a class="footnote-ref" href="#fn-1">1</a>',
     f'<a class="footnote-ref" href="{PAGE}#fn-1">1</a>'),
    ('<section aria-label="Table 1" class="table" tabindex="0">', '<section class="table">'),
    ('<a href="https://a.example/#b" lang="en">', '<a href="https://a.example/#b" lang="en">'),
    ('<p>Write href="#x" and role="y".</p>', '<p>Write href="#x" and role="y".</p>'),
])
def test_a_text_needs_neither_its_page_nor_the_theme(html: str, in_feed: str):
    """Links to notes lead to the page; what only helps to use the page is left out."""
    assert standing_alone(html, PAGE) == in_feed
