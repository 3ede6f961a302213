"""What a real nginx answers with the snippet that travels in the site."""

import gzip
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from plugins.serving.hosts import read_headers_file
from plugins.serving.rules import headers_of

NGINX = shutil.which("nginx") or ("/usr/sbin/nginx" if Path("/usr/sbin/nginx").exists() else None)

pytestmark = pytest.mark.skipif(not NGINX and not os.environ.get("CI"),
                                reason="needs nginx (Debian: apt install nginx-light)")

CONFIGURATION = """\
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;
    uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
    server {{ listen 127.0.0.1:{port}; root {site}; include {site}/_nginx/site.conf; }}
}}
"""


@pytest.fixture(scope="module")
def client(published: Path, tmp_path_factory) -> Iterator[httpx.Client]:
    """Run nginx on the published site, and speak to it."""
    folder = tmp_path_factory.mktemp("nginx")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    conf = folder / "nginx.conf"
    conf.write_text(CONFIGURATION.format(folder=folder, port=port, site=published))
    tried = subprocess.run([NGINX, "-t", "-c", conf], capture_output=True, text=True, check=False)
    assert tried.returncode == 0 and "[warn]" not in tried.stderr, tried.stderr
    process = subprocess.Popen([NGINX, "-c", conf])
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            _wait(client)
            yield client
    finally:
        process.terminate()
        process.wait()


def _wait(client: httpx.Client) -> None:
    for _ in range(100):
        try:
            client.get("/")
            return
        except httpx.ConnectError:
            time.sleep(0.1)
    raise AssertionError("nginx does not answer")


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
    """And no browser is told to keep that answer, though it is as safe as any other."""
    answer = client.get(path)

    assert answer.status_code == 404
    assert "Cache-Control" not in answer.headers
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_missing_page_is_told_in_the_language_of_its_folder(client: httpx.Client,
                                                              published: Path):
    """Elsewhere in all of them."""
    pages = sorted(page.parent.name for page in published.rglob("404.html"))
    for lang in pages:
        folder = f"/{lang}/" if lang in ("fr", "en") else "/"
        page = published / folder.lstrip("/") / "404.html"

        answer = client.get(f"{folder}none/none/")

        assert (answer.status_code, answer.content) == (404, page.read_bytes())
