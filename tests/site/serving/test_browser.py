"""What a real browser makes of the published site and of the headers it is served with."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page

from plugins.build.build import build
from plugins.core.project import read_options
from plugins.site.serving.headers import Rule, headers_of, read_headers_file
from tests.conftest import PROJECT

pytestmark = pytest.mark.thorough


class Host(SimpleHTTPRequestHandler):
    """Answers as Netlify does: with the files of a folder, and what its `_headers` say."""

    def __init__(self, *args, rules: list[Rule], **kwargs):
        self.rules = rules
        super().__init__(*args, **kwargs)

    def end_headers(self):
        for name, value in headers_of(self.path.partition("?")[0], self.rules).items():
            self.send_header(name, value)
        super().end_headers()

    def guess_type(self, path):
        named = headers_of("/" + str(path).removeprefix(self.directory).lstrip("/"), self.rules)
        return named.get("Content-Type") or super().guess_type(path)

    def log_message(self, format, *args):
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """Return the folder of the project's own site, built for production."""
    folder = tmp_path_factory.mktemp("site")
    options = read_options(str(PROJECT / "publishconf.py"), "", str(folder / "output"),
                           str(folder / "outbox"), str(folder / "var"))
    assert not build(options, lambda message: None).failed
    return options.output


@pytest.fixture(scope="module")
def url(site: Path) -> Iterator[str]:
    """Serve the site with its own headers."""
    rules = read_headers_file((site / "_headers").read_text("utf-8"))
    server = ThreadingHTTPServer(("127.0.0.1", 0),
                                 partial(Host, directory=str(site), rules=rules))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def addresses(site: Path) -> list[str]:
    """Return one address of each shape of page: the first of every folder, in every language."""
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html")
                   if 'http-equiv="refresh"' not in path.read_text("utf-8"))
    shapes = {(path.count("/"), tuple(path.split("/")[:-2])): path for path in reversed(pages)}
    first = [page for page in pages if page.count("/") == 2]  # the pages of an edition
    return sorted("/" + path.removesuffix("index.html") for path in {*shapes.values(), *first})


def test_no_page_breaks_the_policy_asks_another_or_leaves_a_cookie(
        site: Path, url: str, browser: Browser):
    """Every kind of page, in every language; the console stays silent."""
    context = browser.new_context()
    asked: list[str] = []
    said: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))

    shown = addresses(site)
    for address in shown:
        page.goto(url + address, wait_until="load")

    assert len(shown) > 30
    assert [address for address in asked if not address.startswith(url + "/")] == []
    assert said == []
    assert context.cookies() == []
    context.close()


def test_the_policy_is_at_work(url: str, browser: Browser):
    """A style that somebody writes into a page does nothing, and a script cannot be written."""
    page = browser.new_page()
    page.goto(url + "/fr/")

    add_style(page)
    with pytest.raises(Error, match="TrustedScript"):
        page.evaluate("document.body.setAttribute('onclick', 'window.broken = true')")

    assert page.evaluate("getComputedStyle(document.body).outlineStyle") == "none"
    page.close()


def test_fonts_and_style_are_there(url: str, browser: Browser):
    """What the policy allows is loaded."""
    page = browser.new_page()
    page.goto(url + "/en/", wait_until="networkidle")

    assert page.evaluate("document.styleSheets.length") == 1
    assert page.evaluate("[...document.fonts].some(face => face.status === 'loaded')")
    page.close()


def add_style(page: Page) -> None:
    """Write a style into the page, as injected text would be."""
    page.evaluate("""() => {
        const style = document.createElement("style");
        style.textContent = "body { outline-style: solid !important }";
        document.head.append(style);
    }""")
