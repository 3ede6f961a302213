"""The site is at one origin and its receiver at another, as two real servers."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import httpx
import pytest
import uvicorn
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, expect
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.staticfiles import StaticFiles

from plugins.commands.forms.receive import public_receiver
from plugins.commands.forms.submissions import database
from plugins.forms.delivery.plan import planner
from plugins.forms.records.records import records
from plugins.forms.records.store import Store
from plugins.site.serving.headers import Hosts, policy
from tests.conftest import Site, new_site
from tests.support.fake_account import AUDIENCE
from tests.support.fake_mailchimp import KEY

GOOD = {"lang": "fr", "name": "Zoé", "email": "zoe@firm.example", "topic": "press",
        "message": "Une question.", "consent": "yes"}
NOBODY = {"SMTP_URL": "smtp://127.0.0.1:9", "MAILCHIMP_API_ROOT": "http://127.0.0.1:9/3.0",
          "MAILCHIMP_API_KEY": KEY, "MAILCHIMP_AUDIENCE_ID": AUDIENCE}
"""Servers that nobody answers at: what is received stays in the store."""


@dataclass(frozen=True)
class Served:
    """A published site: its address, its receiver's, and what that keeps."""

    site: str
    receiver: str
    store: Store


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Publish a site at http://127.0.0.1, its receiver at http://localhost."""
    site = new_site(tmp_path_factory.mktemp("site"))
    with ExitStack() as stack:
        ours, theirs = (stack.enter_context(socket.create_server(("127.0.0.1", 0)))
                        for _ in range(2))
        url = f"http://127.0.0.1:{ours.getsockname()[1]}"
        forms_url = f"http://localhost:{theirs.getsockname()[1]}"
        site.article("2018-07-03-first.fr.md", "[x]({form}contact)")
        placed = site.with_options(settings={
            **site.options.settings, "SITEURL": url, "FORMS_URL": forms_url})
        assert not placed.build().failed
        stack.enter_context(serving(static(placed, forms_url), ours))
        stack.enter_context(serving(public_receiver(placed.options, NOBODY), theirs))
        store = Store(database(placed.options), planner({}))
        stack.callback(store.close)
        yield Served(url, forms_url, store)


def static(site: Site, forms_url: str) -> Starlette:
    """Return the site as a web server shows it, with the site's own policy."""
    headers = {"Content-Security-Policy": policy(Hosts(site.options.site_url, forms_url)),
               "Referrer-Policy": "strict-origin-when-cross-origin"}

    async def guard(request, call_next):
        answer = await call_next(request)
        answer.headers.update(headers)
        return answer

    app = Starlette(middleware=[Middleware(BaseHTTPMiddleware, dispatch=guard)])
    app.mount("/", StaticFiles(directory=site.options.output, html=True))
    return app


@contextmanager
def serving(app: Starlette, listening: socket.socket) -> Iterator[None]:
    """Serve an application on a socket until the block ends."""
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    while not server.started:
        time.sleep(0.005)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


def kept(served: Served) -> list[str]:
    """Return the names of those whose messages are kept."""
    return [each.submission.values["name"]
            for each in served.store.read(lambda database: list(records(database)))]


@pytest.mark.parametrize(("origin", "status"), [
    ("site", 303), ("receiver", 303), ("https://evil.example", 403), ("null", 403)])
def test_the_receiver_takes_what_site_and_receiver_show(served: Served, origin: str, status: int):
    """And shows the site's thanks with the reference; a page of anybody else's is refused."""
    origin = {"site": served.site, "receiver": served.receiver}.get(origin, origin)

    answer = httpx.post(f"{served.receiver}/forms/contact", data=GOOD, trust_env=False,
                        headers={"Origin": origin, "Referer": f"{origin}/"})

    assert answer.status_code == status
    if status == 303:
        place = answer.headers["location"]
        assert place.startswith(f"{served.receiver}/forms/contact/fr/")
        page = BeautifulSoup(httpx.get(place, trust_env=False).text, "html.parser")
        assert place.rpartition("/")[2] in page.select_one("main .receipt").get_text()
        assert page.find("link", rel="stylesheet")["href"].startswith(f"{served.site}/theme/")
    else:
        page = BeautifulSoup(answer.text, "html.parser")
        assert page.find("link", rel="stylesheet")["href"] == f"{served.site}/theme/site.css"
        assert page.select_one("main a")["href"] == f"{served.site}/fr/contact/"


def test_who_opens_the_receivers_address_is_led_to_the_form(served: Served):
    """On the site."""
    answer = httpx.get(f"{served.receiver}/forms/contact", trust_env=False,
                       headers={"Accept-Language": "en"})

    assert (answer.status_code, answer.headers["location"]) == (
        303, f"{served.site}/en/contact/")


def test_a_form_with_errors_comes_back_whole(served: Served):
    """Every address of the page leads to the site; the form is sent to the receiver again."""
    answer = httpx.post(f"{served.receiver}/forms/contact", data={**GOOD, "email": "zoe"},
                        headers={"Origin": served.site}, trust_env=False)

    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 422
    assert {form["action"] for form in page.select("form[data-form]")} <= {
        f"{served.receiver}/forms/{name}" for name in ("contact", "subscribe")}
    assert [tag for name in ("href", "src") for tag in page.find_all(attrs={name: True})
            if not tag[name].startswith(("http://", "https://", "#", "mailto:"))] == []
    for link in page.find_all("a", href=lambda href: href.startswith("#")):
        assert page.find(id=link["href"][1:])


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_visitor_corrects_the_form_and_is_thanked_in_the_sites_look(
        browser: Browser, served: Served, script: bool):
    """Under a strict policy, the error shown by the receiver and styled by the site."""
    name = f"Zoé {script}"
    page = browser.new_context(java_script_enabled=script).new_page()
    page.goto(f"{served.site}/fr/articles/first/")
    page.locator(".form-step > summary").click()
    form = page.locator("main form[data-form=contact]")
    form.locator("[name=name]").fill(name)
    form.locator("[name=email]").fill("zoe@firm.example.")  # only the receiver knows
    form.locator("[name=message]").fill("Bonjour à tous.")
    form.locator("[name=topic]").select_option(index=1)
    form.locator("[name=consent]").check()
    # With the script, the receiver has said when the visitor began.
    expect(form.locator("[name=begun-at]")).to_have_value(
        re.compile(r"\d+-0-\w+-\w+" if script else "^$"))
    form.locator("button").click()

    page.wait_for_url(f"{served.receiver}/forms/contact")
    assert form.locator("[aria-invalid=true]").get_attribute("name") == "email"
    assert form.locator("[name=message]").input_value() == "Bonjour à tous."
    assert page.locator("main").bounding_box()["width"] < 1200  # the site's style has come
    form.locator("[name=email]").fill("zoe@firm.example")
    form.locator("button").click()

    page.wait_for_url(f"{served.receiver}/forms/contact/fr/*")
    assert page.locator("main").bounding_box()["width"] < 1200
    assert kept(served)[-1] == name
