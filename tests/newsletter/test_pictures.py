"""Images in emails."""

import pytest

from plugins.newsletter.pictures import fit_images


@pytest.mark.parametrize(("given", "shown"), [
    ('<img src="a" width="1200" height="480">', '<img src="a" width="510" height="204">'),
    ("<p><img width=1020 height=2 alt='>'></p>", "<p><img width=\"510\" height=\"1\" alt='>'></p>"),
    ('<img width="510" height="100">', '<img width="510" height="100">'),
    ('<img src="a">', '<img src="a">'), ('<img width="100%">', '<img width="100%">'),
    ('<table width="1200">', '<table width="1200">'),
])
def test_no_image_is_wider_than_the_column(given: str, shown: str):
    """Outlook would widen the whole email."""
    assert fit_images(given) == shown
