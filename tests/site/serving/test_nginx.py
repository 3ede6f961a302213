"""What a real nginx answers with the snippet that travels in the site."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from bs4 import BeautifulSoup

from plugins.site.serving.headers import headers_of, read_headers_file
from tests.conftest import PROJECT
from tests.support.nginx import needs_nginx, nginx

pytestmark = needs_nginx

FORMS = PROJECT / "docs" / "nginx-forms.conf"
LIMITS = PROJECT / "docs" / "nginx-forms-http.conf"


@pytest.fixture(scope="module")
def client(published: Path, tmp_path_factory) -> Iterator[httpx.Client]:
    """Run nginx on the published site, and speak to it."""
    folder = tmp_path_factory.mktemp("nginx")
    # A receiver that is stopped.
    (folder / "forms.conf").write_text(FORMS.read_text("utf-8").replace("8001", "9"))
    lines = (f'root "{published}"; include "{published}/_nginx/site.conf"; '
             f'include "{folder}/forms.conf";')
    with nginx(folder, lines, f'include "{LIMITS}";') as client:
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
    ("/?p=12", "/fr/articles/good/"),
    ("/?p=13&utm_source=a", "/en/articles/good/"),
    ("/?utm_source=a&p=13", "/en/articles/good/"),
    ("/?p=12&lang=fr", "/fr/articles/good/"),
    ("/?p=12&lang=en", "/en/articles/good/"),
    ("/?lang=en&x&p=12", "/en/articles/good/"),
    ("/?page_id=3", "/fr/contact/"),
    ("/?attachment_id=5000", "/fr/"),
    ("/?attachment_id=5999", "/fr/"),
    ("/?tag=%c3%a9t%C3%A9%201", "/en/contact/"),
    ("/fr/?lang=en", "/en/"),
    ("/fr?lang=en", "/en/"),
    ("/feed/?feed=rss2&cat=3", "/en/feed.xml"),
    ("/feed?cat=3", "/fr/feed.xml"),
])
def test_an_old_address_leads_to_the_new_one_for_good(client: httpx.Client, old: str, new: str):
    """With and without a slash at the end, and never to another host."""
    answer = client.get(old)

    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (301, new)
    assert "Strict-Transport-Security" in answer.headers


@pytest.mark.parametrize(("path", "page"), [
    ("/", "index.html"), ("/?p=14", "index.html"), ("/?p=", "index.html"),
    ("/?p=12%0a", "index.html"), ("/?xp=12", "index.html"), ("/?p=123", "index.html"),
    ("/?attachment_id=6000", "index.html"), ("/?p=//evil.example", "index.html"),
    ("/fr/?p=12", "fr/index.html"), ("/fr/?lang=fr", "fr/index.html"),
    ("/fr/articles/good/?lang=en", "fr/articles/good/index.html"),
])
def test_an_old_address_with_a_query_hides_no_page(
        client: httpx.Client, published: Path, path: str, page: str):
    """Who does not ask for exactly that gets the page, with its headers."""
    answer = client.get(path)

    assert (answer.status_code, answer.content) == (200, (published / page).read_bytes())
    assert "Content-Security-Policy" in answer.headers


def test_nobody_asks_for_where_nginx_finds_an_old_address(client: httpx.Client):
    """The locations within nginx are its own."""
    for number in range(4):
        assert client.get(f"/_nginx/moved/{number}/12").status_code == 404


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


@pytest.mark.parametrize("path", ["/en/articles/", "/en/articles", "/en/_nginx/"])
def test_a_folder_without_a_page_is_a_missing_page(
        client: httpx.Client, published: Path, path: str):
    """In its language, and not nginx’s own “403 Forbidden”."""
    answer = client.get(path, follow_redirects=True)

    assert (answer.status_code, answer.content) == (404, (published / "en/404.html").read_bytes())


@pytest.mark.parametrize(("method", "path", "referer", "status", "page"), [
    ("POST", "/forms/contact", "/en/contact/", 502, "en/error.html"),
    ("POST", "/forms/contact", "/fr/contact/", 502, "fr/error.html"),
    ("POST", "/forms/contact", "", 502, "error.html"),
    ("POST", "/fr/contact/", "", 405, "fr/error.html"),
    ("POST", "/en/", "/fr/", 405, "en/error.html"),
    ("GET", f"/fr/{'x' * 9000}", "", 414, "error.html"),
    ("GET", "/forms/health", "", 502, "error.html")])
def test_what_servers_cannot_do_is_told_in_the_language_of_the_address(
        client: httpx.Client, published: Path, method: str, path: str, referer: str, status: int,
        page: str):
    """A form is sent to an address that has none: the page on which it stands has one."""
    headers = {"Referer": f"https://lettre.example{referer}"} if referer else {}

    answer = client.request(method, path, headers=headers, data={"a": "b"} if method == "POST"
                            else None)

    assert answer.status_code == status
    assert answer.content == (published / page).read_bytes()
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


def test_the_page_for_failures_says_how_to_reach_the_firm(published: Path):
    """In its heading, which the script of the forms shows beside what was typed."""
    for name, words in (("fr/error.html", ["Réessayez"]), ("en/error.html", ["try again"]),
                        ("error.html", ["Réessayez", "try again"])):
        page = BeautifulSoup((published / name).read_text("utf-8"), "html.parser")
        heading = page.select_one(".notice h1")
        assert heading and all(word in heading.get_text() for word in words)
        assert "@" in heading.get_text()


def test_nobody_asks_for_that_page_by_the_address_within_nginx(client: httpx.Client):
    """It is nginx’s own."""
    assert client.get("/_nginx/failed").status_code == 404
