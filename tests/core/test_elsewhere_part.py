"""A page of the site, shown at another origin, still leads to the site."""

import pytest

from plugins.core.html import at_home

PAGE = "https://lettre.example/letter/fr/contact/"


@pytest.mark.parametrize(("html", "shown"), [
    ('<link rel="stylesheet" href="/theme/site.css">',
     '<link rel="stylesheet" href="https://lettre.example/theme/site.css">'),
    ('<a class="x" href="../a/?b=1&amp;c=2#d">',
     '<a class="x" href="https://lettre.example/letter/fr/a/?b=1&amp;c=2#d">'),
    ('<img src="/a.png" srcset="/a,b.avif 1x, /c.avif 2x">',
     '<img src="https://lettre.example/a.png" srcset="https://lettre.example/a,b.avif 1x, '
     'https://lettre.example/c.avif 2x">'),
    ('<a title="a > b" href="">', f'<a title="a > b" href="{PAGE}">'),
])
def test_an_address_of_the_site_becomes_a_full_one(html: str, shown: str):
    """Styles, links, images in all their sizes."""
    assert at_home(html, PAGE) == shown


@pytest.mark.parametrize("html", [
    '<a href="#field">', '<a href="https://other.example/x">', '<a href="mailto:a@b.example">',
    '<form action="https://forms.firm.example/forms/contact">', '<p data-href="/x">href="/y"</p>',
    "<code>&lt;a href=\"/x\"&gt;</code>", '<meta content="/x">'])
def test_all_else_stays(html: str):
    """Anchors of the page itself, other sites, text."""
    assert at_home(html, PAGE) == html
