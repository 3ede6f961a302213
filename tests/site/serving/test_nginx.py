"""What a real nginx answers with the snippet that travels in the site."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from plugins.site.serving.headers import headers_of, read_headers_file
from tests.support.nginx import needs_nginx, nginx

pytestmark = needs_nginx


@pytest.fixture(scope="module")
def client(published: Path, tmp_path_factory) -> Iterator[httpx.Client]:
    """Run nginx on the published site, and speak to it."""
    lines = f'root "{published}"; include "{published}/_nginx/site.conf";'
    with nginx(tmp_path_factory.mktemp("nginx"), lines) as client:
        yield client


@pytest.mark.parametrize("path", [
    "/", "/fr/", "/fr/articles/good/", "/en/contact/", "/fr/feed.xml", "/theme/site.css",
    "/theme/favicon.svg", "/theme/fonts/lettre-serif-400.woff2", "/apple-touch-icon.png",
    "/.well-known/security.txt"])
def test_nginx_sends_what_the_other_hosts_send(client: httpx.Client, published: Path, path: str):
    """One source: each header of `_headers`, and none twice."""
    expected = headers_of(path, read_headers_file((published / "_headers").read_text()))

    answer = client.get(path)

    assert answer.status_code == 200
    for name, value in expected.items():
        assert answer.headers.get_list(name, split_commas=False) == [value], name


@pytest.mark.parametrize(("path", "kind"), [
    ("/fr/", "text/html; charset=utf-8"),
    ("/theme/site.css", "text/css; charset=utf-8"),
    ("/fr/feed.xml", "application/atom+xml; charset=utf-8"),
    ("/.well-known/security.txt", "text/plain; charset=utf-8"),
    ("/theme/favicon.svg", "image/svg+xml; charset=utf-8"),
    ("/apple-touch-icon.png", "image/png"),
    ("/theme/fonts/lettre-serif-400.woff2", "font/woff2"),
])
def test_every_file_has_its_type(client: httpx.Client, path: str, kind: str):
    """Feeds and pages with their encoding."""
    assert client.get(path).headers["Content-Type"] == kind


@pytest.mark.parametrize(("old", "new"), [
    ("/2018/07/03/été/", "/fr/articles/good/"),
    ("/2018/07/03/%C3%A9t%C3%A9", "/fr/articles/good/"),
    ("/old.html", "/en/"),
    ("/feed/?paged=2", "/fr/feed.xml"),
    ("/fr/contact", "/fr/contact/"),
])
def test_an_old_address_leads_to_the_new_one_for_good(client: httpx.Client, old: str, new: str):
    """With and without a slash at the end, and never to another host."""
    answer = client.get(old)

    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (301, new)
    assert "Strict-Transport-Security" in answer.headers


def test_what_is_compressed_is_sent_as_it_lies_there(client: httpx.Client, published: Path):
    """Nothing is compressed while a reader waits."""
    with client.stream("GET", "/fr/articles/good/", headers={"Accept-Encoding": "gzip"}) as answer:
        sent = b"".join(answer.iter_raw())

    page = published / "fr" / "articles" / "good" / "index.html"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert sent == page.with_name("index.html.gz").read_bytes()
    assert gzip.decompress(sent) == page.read_bytes()


@pytest.mark.parametrize("path", [
    "/_nginx/site.conf", "/_headers", "/_redirects", "/forms.json", "/fr/feed.xml.gz",
    "/fr/none/", "/theme/fonts/none.woff2"])
def test_what_is_no_page_is_not_found(client: httpx.Client, path: str):
    """And no browser may keep that answer, though it is as safe as any other."""
    answer = client.get(path)

    assert answer.status_code == 404
    assert "Cache-Control" not in answer.headers
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_missing_page_is_answered_in_the_language_of_its_folder(client: httpx.Client,
                                                              published: Path):
    """Elsewhere in all of them."""
    pages = sorted(page.parent.name for page in published.rglob("404.html"))
    for lang in pages:
        folder = f"/{lang}/" if lang in ("fr", "en") else "/"
        page = published / folder.lstrip("/") / "404.html"

        answer = client.get(f"{folder}none/none/")

        assert (answer.status_code, answer.content) == (404, page.read_bytes())
