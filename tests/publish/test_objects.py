"""How the objects of a bucket are served."""

import pytest

from plugins.publish.objects import (
    ASK_AGAIN,
    FOR_A_WHILE,
    FOR_EVER,
    cache_control,
    content_type,
    useful,
)


@pytest.mark.parametrize(("path", "kind"), [
    ("fr/index.html", "text/html; charset=utf-8"), ("site.css", "text/css; charset=utf-8"),
    ("fr/feed.xml", "application/atom+xml; charset=utf-8"),
    ("sitemap.xml", "application/xml; charset=utf-8"), ("a.avif", "image/avif"),
    ("a.woff2", "font/woff2"), ("a.png", "image/png"), ("x.wasm", "application/wasm"),
    ("favicon.svg", "image/svg+xml; charset=utf-8"), ("a.pf_meta", "application/octet-stream"),
    (".press-manifest.json", "application/json; charset=utf-8"),
])
def test_every_file_has_its_type(path: str, kind: str):
    """Text is sent with its encoding, whatever the machine knows of types."""
    assert content_type(path) == kind


@pytest.mark.parametrize(("path", "kept"), [
    ("images/a.3f2a91bc.avif", FOR_EVER), ("search/fr_1a2b3c4.pf_meta", FOR_EVER),
    ("cards/a-0a1b2c3d4e5f.png", FOR_EVER), ("theme/site.css", FOR_A_WHILE),
    ("images/2018-07-03.png", FOR_A_WHILE), ("images/facade.png", FOR_A_WHILE),
    ("fr/articles/a1b2c3d4/index.html", ASK_AGAIN), ("sitemap.xml", ASK_AGAIN),
    ("a.3f2a91bc.json", ASK_AGAIN),
])
def test_a_name_with_a_digest_is_kept_for_ever(path: str, kept: str):
    """The content of such a name never changes; that of a page does."""
    assert cache_control(path) == kept


@pytest.mark.parametrize(("path", "taken"), [
    ("index.html", True), ("index.html.gz", False), ("site.css.br", False), ("_headers", False),
    ("_redirects", False), ("_nginx/site.conf", False), ("forms.json", False),
    (".well-known/security.txt", True)])
def test_a_bucket_takes_what_it_can_serve(path: str, taken: bool):
    """It does not choose between a file and its packed copy."""
    assert useful(path) is taken
