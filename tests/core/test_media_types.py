"""Every file has its type, whatever the machine knows of types."""

import pytest

from plugins.core.files import media_type


@pytest.mark.parametrize(("path", "kind"), [
    ("fr/index.html", "text/html; charset=utf-8"), ("site.css", "text/css; charset=utf-8"),
    ("sitemap.xml", "application/xml; charset=utf-8"), ("a.avif", "image/avif"),
    ("a.woff2", "font/woff2"), ("A.PNG", "image/png"), ("x.wasm", "application/wasm"),
    ("favicon.svg", "image/svg+xml; charset=utf-8"), ("a.pf_meta", "application/octet-stream"),
    ("fr/site.webmanifest", "application/manifest+json; charset=utf-8"),
    (".press-manifest.json", "application/json; charset=utf-8"),
    ("LICENSE", "application/octet-stream"),
])
def test_text_is_sent_with_its_encoding(path: str, kind: str):
    """The rest as what it is, or as bytes."""
    assert media_type(path) == kind
