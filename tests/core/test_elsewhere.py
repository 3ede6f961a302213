"""Tests of a text that stands elsewhere than on its page."""

import pytest

from plugins.core.html import led_from

PAGE = "https://lettre.example/fr/articles/loi/"


@pytest.mark.parametrize(("address", "full"), [
    ("/fr/contact/", "https://lettre.example/fr/contact/"),
    ("../autre/#a", "https://lettre.example/fr/articles/autre/#a"),
    ("https://other.example/?a=1&amp;b=2", "https://other.example/?a=1&amp;b=2"),
    ("mailto:a@firm.example", "mailto:a@firm.example"), ("#fn-1", "#fn-1"), ("", ""),
    ("http://[", "http://["),
])
def test_a_link_leads_where_it_did_on_the_page(address, full):
    """Only what was an anchor of the text, or no address at all, stays as it is."""
    assert led_from(f'<a href="{address}">x</a>', PAGE) == f'<a href="{full}">x</a>'


def test_an_image_is_found_too():
    """A rooted address would be looked for in the mail program."""
    assert led_from('<img alt="x" src="/a.png">', PAGE) \
        == '<img alt="x" src="https://lettre.example/a.png">'
