"""What visitors do on the local site, in a real browser."""

import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import PROJECT


@dataclass(frozen=True)
class Served:
    """The project as `./inv serve` shows it."""

    url: str
    var: Path

    def mails(self, to: str) -> list:
        """Return the mails to an address in the local mailbox, read."""
        mails = [message_from_bytes(path.read_bytes(), policy=policy.default)
                 for path in sorted((self.var / "preview" / "mail").glob("*.eml"))]
        return [mail for mail in mails if mail["To"] == to]


@contextmanager
def serving(var: Path, *words: str) -> Iterator[Served]:
    """Run `serve` until it has said its addresses; end it with Ctrl-C, as an editor does."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "invoke", "serve", "--port", str(port), "--var", str(var), *words],
        cwd=PROJECT, stdout=subprocess.PIPE, text=True)
    try:
        next(line for line in process.stdout if "Ctrl-C" in line)
        yield Served(f"http://127.0.0.1:{port}", var)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    finally:
        process.kill()


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Served]:
    """Serve the project's own content until the module's tests are done."""
    with serving(tmp_path_factory.mktemp("var")) as server:
        yield server


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(request, browser: Browser) -> Iterator[Page]:
    """Open a page, as most visitors do and as some must."""
    context = browser.new_context(java_script_enabled=request.param, locale="fr-FR",
                                  viewport={"width": 390, "height": 800})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def narrow(browser: Browser) -> Iterator[Page]:
    """Open a page as narrow as the smallest phone; a new one for each address takes three times
    as long.
    """
    context = browser.new_context(viewport={"width": 320, "height": 600})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("address", "thanks"), [
    ("/fr/articles/xiaohongshu/", "/forms/contact/fr/*"), ("/en/contact/", "/forms/contact/en/*")])
def test_a_message_reaches_the_firm_and_the_visitor_is_thanked(
        served: Served, page: Page, address: str, thanks: str):
    """The contact form works where the article holds it, and on its own page."""
    visitor = somebody()
    page.goto(served.url + address)
    for line in page.locator(".form-step > summary").all():
        line.click()
    form = page.locator("main form[data-form=contact]")

    form.locator("[name=name]").fill("Une lectrice")
    form.locator("[name=email]").fill(visitor)
    form.locator("[name=topic]").select_option(index=1)
    form.locator("[name=message]").fill("Une question ?\nDeux lignes.")
    form.locator("[name=consent]").check()
    form.locator("button").click()
    page.wait_for_url("**" + thanks)
    reference = page.url.rpartition("/")[2]
    assert reference in page.locator(".receipt").inner_text()

    mail = wait_for_mail(served, "contact@lettre.example", visitor)
    assert "Deux lignes." in mail.get_body(("plain",)).get_content()
    acknowledged = wait_for_mail(served, visitor).get_content()
    assert "Deux lignes." not in acknowledged and reference in acknowledged
    assert reference in mail.get_body(("plain",)).get_content()


def test_a_subscription_ends_as_a_mail_that_asks_to_confirm(served: Served, page: Page):
    """Locally nobody is subscribed: the mail lies in the mailbox."""
    visitor = somebody()
    page.goto(served.url + "/fr/")
    form = page.locator("form[data-form=subscribe]")

    form.locator("[name=email]").fill(visitor)
    form.locator("[name=consent]").check()
    form.locator("button").first.click()
    page.wait_for_url("**/fr/inscription-a-confirmer/")

    assert "recevoir" in wait_for_mail(served, visitor).get_content()


def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(
        served: Served, page: Page):
    """The form comes back in its page, in the visitor's language."""
    page.goto(served.url + "/en/contact/")
    form = page.locator("form[data-form=contact]")

    form.locator("[name=name]").fill("A reader")
    form.locator("[name=email]").fill("no address")
    form.locator("button").click()
    form.locator("[role=alert]").wait_for()

    assert page.title().startswith("Error: ") or not page.url.endswith("/forms/contact")
    assert page.locator("html").get_attribute("lang") == "en"
    assert form.locator("[name=name]").input_value() == "A reader"
    assert form.locator("[name=email]").get_attribute("aria-invalid") == "true"
    described = form.locator("[name=email]").get_attribute("aria-describedby").split()
    assert any("email address" in page.locator(f"id={name}").inner_text() for name in described)
    assert page.locator("[role=alert] a").count() >= 3


@pytest.mark.parametrize("address", [
    "/", "/fr/", "/en/", "/fr/articles/xiaohongshu/", "/en/articles/xiaohongshu/", "/fr/contact/",
    "/en/archives/", "/fr/numeros/2018-07/", "/fr/confidentialite/", "/en/legal-notice/",
    "/en/issues/", "/fr/rubriques/droit-des-societes/", "/en/tags/", "/fr/merci/", "/fr/404.html"])
def test_a_page_asks_nobody_else_and_fits_the_narrowest_screen(
        served: Served, narrow: Page, address: str):
    """No third party, no cookie, no error in the console, no sideways scrolling at 320 px."""
    asked, said = [], []
    narrow.on("request", lambda request: asked.append(request.url))
    narrow.on("console", lambda message: said.append(message.text))

    narrow.goto(served.url + address, wait_until="load")

    assert all(url.startswith((served.url, "data:")) for url in asked)
    assert said == []
    assert narrow.context.cookies() == []
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_saved_article_is_built_again_and_the_page_reloads(tmp_path, browser: Browser):
    """The editor saves; the browser shows it."""
    content = tmp_path / "content"
    shutil.copytree(PROJECT / "content", content)
    article = content / "articles" / "2018-07-03-xiaohongshu.fr.md"
    with serving(tmp_path / "var", "--content", str(content)) as server:
        page = browser.new_page()
        page.goto(server.url + "/fr/articles/xiaohongshu/")

        article.write_text(re.sub("^title: .*", "title: Un titre tout neuf", article.read_text()))
        page.get_by_role("heading", name="Un titre tout neuf").wait_for(timeout=30_000)

        page.close()


@pytest.mark.thorough
def test_a_saved_text_is_built_again_and_page_and_email_follow(tmp_path, browser: Browser):
    """The editor saves; what she looks at changes, and stays where it was."""
    content = tmp_path / "content"
    shutil.copytree(PROJECT / "content", content)
    article = content / "articles" / "2018-07-03-xiaohongshu.fr.md"
    with serving(tmp_path / "var", "--content", str(content)) as server:
        # A window that is told its scheme tells its frames the same, whatever their style says.
        page = browser.new_context(color_scheme="null").new_page()
        page.goto(server.url + "/fr/articles/xiaohongshu/")
        page.locator("#preview-beside").click()
        page.locator("#phone").press("Enter")
        page.locator("#phone[aria-current]").wait_for()
        page.locator("#dark").press("Enter")
        email, web = (page.frame_locator(f"#{name}") for name in ("email", "page"))
        page.locator("#dark[aria-current]").wait_for()
        chosen = page.url
        assert page.evaluate("document.activeElement.id") == "dark"
        assert page.evaluate("[0, 1].every(number => "
                             "frames[number].matchMedia('(prefers-color-scheme: dark)').matches)")
        assert page.locator("#email").bounding_box()["width"] == 375
        for name in ("email", "page"):
            page.evaluate(f"document.getElementById('{name}').contentWindow.scrollTo(0, 900)")

        article.write_text(article.read_text().replace("\n## ", "\nUn mot neuf.\n\n## ", 1))
        for frame in (email, web):
            frame.get_by_text("Un mot neuf.").wait_for(timeout=30_000)

        page.wait_for_function("[0, 1].every(number => frames[number].scrollY === 900)")
        assert page.url == chosen
        assert page.locator("#choices [aria-current]").evaluate_all(
            "links => links.map(link => link.id)") == [
            "html", "phone", "dark", "language-fr", "page-2"]

        article.write_text(re.sub("^title: .*", "title:", article.read_text()))
        page.locator("#told .failed").wait_for(timeout=30_000)
        article.write_text(re.sub("^title:", "title: Un titre tout neuf", article.read_text()))
        for frame in (email, web):
            frame.get_by_role("heading", name="Un titre tout neuf").wait_for(timeout=30_000)
        page.locator("#told .failed").wait_for(state="detached")
        with page.expect_popup() as opened:
            email.locator("h2 a[href$='/xiaohongshu/']").click()
        assert opened.value.url == server.url + "/fr/articles/xiaohongshu/"
        assert page.url == chosen
        page.context.close()


def somebody() -> str:
    """Return the address of a visitor who has not been here before."""
    return f"reader-{time.monotonic_ns()}@reader.example"


def wait_for_mail(served: Served, to: str, visitor: str = ""):
    """Return a mail to an address, and from a visitor if one is named, once it has arrived."""
    for _ in range(100):
        for mail in served.mails(to):
            if visitor in mail.get("Reply-To", ""):
                return mail
        time.sleep(0.1)
    raise AssertionError(f"no mail to {to} arrived")
