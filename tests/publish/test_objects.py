"""What a bucket takes of a site."""

import pytest

from plugins.publish.bucket import useful


@pytest.mark.parametrize(("path", "taken"), [
    ("index.html", True), ("index.html.gz", False), ("site.css.br", False), ("_headers", False),
    ("_redirects", False), ("_nginx/site.conf", False), ("forms.json", False),
    (".well-known/security.txt", True)])
def test_a_bucket_takes_what_it_can_serve(path: str, taken: bool):
    """It does not choose between a file and its packed copy."""
    assert useful(path) is taken
