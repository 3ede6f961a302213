"""The images of an email fit its column."""

import pytest

from plugins.newsletter.email.images import fit_images, image_addresses


def style(width: int) -> str:
    return f'style="width: 100%; max-width: {width}px"'


@pytest.mark.parametrize(("given", "shown"), [
    ('<img src="a" width="1200" height="480">',
     f'<img {style(510)} src="a" width="510" height="204">'),
    ("<p><img width=1020 height=2 alt='>'></p>",
     f"<p><img {style(510)} width=\"510\" height=\"1\" alt='>'></p>"),
    ('<img width="510" height="100">', f'<img {style(510)} width="510" height="100">'),
    ('<img width="16" height="16">', f'<img {style(16)} width="16" height="16">'),
    ('<img src="a">', '<img src="a">'), ('<img width="100%">', '<img width="100%">'),
    ('<img width="0">', '<img width="0">'),
    ('<table width="1200">', '<table width="1200">'),
])
def test_no_image_is_wider_than_the_column(given: str, shown: str):
    """Outlook would widen the whole email, and so would the words of an image not fetched."""
    assert fit_images(given) == shown


def test_the_images_of_an_email_are_named_once_each():
    """In reading order, as their addresses are."""
    html = '<img alt="x" src="https://a.example/1?a&amp;b"><img src="2"><p src="3"><img src="2">'

    assert image_addresses(html) == ["https://a.example/1?a&b", "2"]
