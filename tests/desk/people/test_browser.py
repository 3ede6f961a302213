"""The two desks as a browser meets them: that of one computer, and that of a firm behind nginx."""

import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page

from plugins.desk.people.door import forgive, wait_for_try
from plugins.desk.store import Store
from tests.conftest import PROJECT
from tests.support.chromium import chromium
from tests.support.nginx import needs_nginx, nginx

pytestmark = pytest.mark.thorough

DOCS = PROJECT / "docs"
OFFERED = (DOCS / "nginx-desk.conf").read_text("utf-8")
LIMITS = (DOCS / "nginx-forms-http.conf").read_text("utf-8")

READ = """async address => {
    try { return await (await fetch(address, {credentials: "include"})).text() }
    catch (error) { return "not read" }
}"""

SEND = """address => fetch(address, {method: "POST", mode: "no-cors", credentials: "include",
    headers: {"Content-Type": "text/plain"}, body: "kind=article&title=T"}).catch(() => 0)"""

FORM = """address => {
    document.body.innerHTML = `<form method="post" action="${address}"><input name="title"></form>`;
    document.forms[0].submit();
}"""

FRAME = "address => { document.body.innerHTML = `<iframe src='${address}'></iframe>` }"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    with chromium() as browser:
        yield browser


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@contextmanager
def running(folder: Path, *words: str) -> Iterator[str]:
    """Run a command in a copy of the sample until Ctrl-C; yield what it said at the start."""
    process = subprocess.Popen([sys.executable, "-m", "invoke", *words, "--messages", "en",
                                "--conf", str(folder / "pelicanconf.py")],
                               cwd=PROJECT, stdout=subprocess.PIPE, text=True)
    said = ""
    try:
        while "Ctrl-C" not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
        yield said
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    finally:
        process.kill()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the sample with settings of its own."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(PROJECT / "content", folder / "content")
    shutil.copy(PROJECT / "pelicanconf.py", folder)
    (folder / "theme").symlink_to(PROJECT / "theme")
    return folder


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    """Return the address of a page on another port, which has the cookies of this computer."""
    class Empty(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<title>Elsewhere</title>")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Empty)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_page_of_another_site_neither_reads_nor_writes(
        browser: Browser, project: Path, elsewhere: str) -> None:
    """In the browser of who may, with her cookie, from the same computer."""
    with running(project, "serve", "--port", str(free_port())) as said:
        key = said.partition("Write here: ")[2].split()[0]
        page = browser.new_page()
        page.goto(key)
        desk = page.url
        assert page.title().startswith("Texts") and "key=" not in desk

        answers: list[tuple[str, int]] = []
        page.on("response", lambda answer: answers.append((answer.request.method, answer.status)))
        page.goto(elsewhere)
        read = page.evaluate(READ, desk)
        page.evaluate(SEND, f"{desk}new")
        page.evaluate(FORM, f"{desk}new")
        page.wait_for_url(f"{desk}new")
        page.goto(elsewhere)
        page.evaluate(FRAME, desk)
        framed = page.frames[-1]
        page.wait_for_timeout(500)

        assert read == "not read"
        assert [status for method, status in answers if method == "POST"] == [403, 403]
        assert not framed.title().startswith("Texts")
        page.close()


@dataclass(frozen=True)
class Firm:
    """A desk behind nginx, and the folder of its site."""

    url: str
    project: Path

    def invite(self, address: str) -> str:
        """Return the address at which a person chooses her password."""
        done = subprocess.run(
            [sys.executable, "-m", "invoke", "desk.invite", address, "--messages", "en", "--conf",
             str(self.project / "pelicanconf.py")],
            cwd=PROJECT, capture_output=True, text=True, check=True)
        return done.stdout.split()[-1]


@pytest.fixture(scope="module")
def firm(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firm]:
    """Open the desk of a firm behind nginx, by the file that the guide offers."""
    port, path = free_port(), project / "content" / "firm.toml"
    conf = OFFERED.replace("127.0.0.1:8002", f"127.0.0.1:{port}")
    with nginx(tmp_path_factory.mktemp("nginx"), conf, LIMITS) as client:
        url = str(client.base_url).rstrip("/")
        path.write_text(path.read_text("utf-8").replace(
            "\n# desk_address =", f'\ndesk_address = "{url}" #'), "utf-8")
        with running(project, "desk", "--port", str(port)):
            yield Firm(url, project)


def enter(page: Page, password: str) -> None:
    """Fill in the form and send it."""
    page.get_by_label("Password").fill(password)
    page.locator("form.enter button").first.click()


@needs_nginx
def test_somebody_comes_by_an_invitation_and_goes(browser: Browser, firm: Firm) -> None:
    """She sees the preview with its drafts, which nobody else does."""
    link = firm.invite("editor@firm.example")
    page = browser.new_page(locale="en-GB")
    stranger = page.goto(f"{firm.url}/fr/")
    assert "/_desk/login?next=%2Ffr%2F" in stranger.url

    page.goto(link)
    enter(page, "too short")
    assert page.url == link  # the browser says why
    enter(page, "a short sentence")
    assert page.url == f"{firm.url}/_desk/"
    assert page.goto(f"{firm.url}/fr/").status == page.goto(f"{firm.url}/_preview/").status == 200
    assert page.goto(link).status == 410

    page.goto(f"{firm.url}/_desk/")
    page.get_by_role("button", name="Français").click()
    page.get_by_role("button", name="Se déconnecter").click()
    assert page.goto(f"{firm.url}/fr/").url.startswith(f"{firm.url}/_desk/login")
    page.close()


@needs_nginx
def test_who_guesses_waits_and_comes_back_to_where_she_wanted(browser: Browser, firm: Firm) -> None:
    """Behind the web server as well, without a script."""
    link = firm.invite("other@firm.example")
    page = browser.new_context(java_script_enabled=False, locale="en-GB").new_page()
    page.goto(link)
    enter(page, "a short sentence")
    page.get_by_role("button", name="Log out").click()

    page.goto(f"{firm.url}/_desk/?kind=issue")
    page.get_by_label("Email address").fill("other@firm.example")
    enter(page, "wrong")
    assert "no account with this address" in page.get_by_role("alert").inner_text()
    store, now = Store(firm.project / "var" / "desk" / "desk.sqlite3"), datetime.now(UTC)
    for number in range(10):  # from elsewhere
        wait_for_try(store, "other@firm.example", "192.0.2.1", now + timedelta(minutes=number))
    enter(page, "a short sentence")
    assert "Try again in" in page.get_by_role("alert").inner_text()
    forgive(store, "other@firm.example", "192.0.2.1")
    store.close()
    enter(page, "a short sentence")

    assert page.url == f"{firm.url}/_desk/?kind=issue"
    page.context.close()
