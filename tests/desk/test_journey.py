"""Somebody with a browser alone goes all the way, from her invitation to the published page."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from plugins.core.project import today_in
from plugins.desk.store import Store
from tests.conftest import PROJECT, Site, new_site
from tests.desk.people.test_browser import LIMITS, OFFERED, free_port
from tests.desk.test_adding_in_browser import GIVE
from tests.support.chromium import chromium
from tests.support.fake_account import AUDIENCE
from tests.support.fake_mailchimp import KEY, FakeMailchimp, running
from tests.support.nginx import needs_nginx, nginx
from tests.support.word_files import image
from tests.support.word_paste import WORD
from tests.support.writer import Writer

pytestmark = [pytest.mark.thorough, needs_nginx]

TITLES = {"fr": "Marques en Chine : déposer d’abord", "en": "Trade marks in China: file first"}
SUMMARIES = {"fr": "La marque appartient à qui la dépose le premier.",
             "en": "A mark belongs to whoever files it first."}
ARTICLE = "/_desk/write/article/trade-marks-in-china-file-first"


@dataclass(frozen=True)
class Firm:
    """A firm whose desk and published site are behind nginx, and its account at Mailchimp."""

    origin: str
    store: Store
    published: str
    account: FakeMailchimp

    def invite(self, browser: Browser, address: str) -> Writer:
        """Have somebody come to the desk, in a browser of her own."""
        return Writer.come(browser, self.origin, self.store, address)


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """Start Chromium."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Firm]:
    """Serve a firm's own site and its desk, as the guides say, but without TLS."""
    port, shown, www = free_port(), free_port(), tmp_path / "www"
    www.mkdir()
    published = f"http://127.0.0.1:{shown}"
    site = new_site(tmp_path).own()
    site.write("laws.toml", (PROJECT / "content/laws.toml").read_text("utf-8"))
    also = f"{LIMITS} server {{ listen 127.0.0.1:{shown}; root {www}; index index.html; }}"
    with running() as account, nginx(tmp_path, OFFERED.replace("8002", str(port)), also) as client:
        for name, value in (("KEY", KEY), ("ROOT", account.root)):
            monkeypatch.setenv(f"MAILCHIMP_API_{name}", value)
        monkeypatch.setenv("MAILCHIMP_AUDIENCE_ID", AUDIENCE)
        for lang in ("fr", "en"):
            account.account.subscribe(f"{lang}@firm.example", lang)
        origin = str(client.base_url).rstrip("/")
        site = site.with_settings(tmp_path / "own.py", PRODUCTION=True, DESK_URL=origin,
                                  PUBLISH={"rsync": f"{www}/"}, SITEURL="https://durand.fr")
        with serving(site, port):
            store = Store(site.options.desk)
            yield Firm(origin, store, published, account)
            store.close()


@contextmanager
def serving(site: Site, port: int) -> Iterator[None]:
    """Run the desk as its unit does."""
    where = [word for name in ("conf", "content", "output", "outbox", "var")
             for word in (f"--{name}", str(getattr(site.options, name)))]
    command = [sys.executable, "-m", "invoke", "desk", "--port", str(port), "--messages", "en"]
    with subprocess.Popen([*command, *where], cwd=PROJECT, stdout=subprocess.PIPE,
                          text=True) as process:
        said = ""
        while "Ctrl-C" not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
        yield
        process.send_signal(signal.SIGINT)
        process.stdout.read()


def test_an_article_and_its_issue_go_out(firm: Firm, chrome: Browser):
    """Nothing but a browser is needed; nothing leaves the host, and axe has nothing to say."""
    writer = firm.invite(chrome, "editor@firm.example")

    begin_an_article(writer)
    write_it(writer)
    mend_it(writer)
    translate_it(writer)
    make_an_issue(writer)
    publish(writer)
    send(writer, firm)

    for lang in ("fr", "en"):
        page = httpx.get(f"{firm.published}/{lang}/articles/trade-marks-in-china-file-first/")
        assert SUMMARIES[lang] in page.text
    assert not writer.faults, "\n".join(writer.faults)


def begin_an_article(writer: Writer) -> None:
    """Begin it from the list of the texts."""
    page = writer.page
    page.locator(".skip").focus()  # what it leaves does not move under the mouse
    page.get_by_text("Begin a text").click()
    page.get_by_label("Title").first.fill(TITLES["en"])
    writer.axe()
    writer.press("Begin an article")
    expect(page).to_have_url(re.compile(ARTICLE))


def write_it(writer: Writer) -> None:
    """Write the French text by keys and buttons, with what comes from elsewhere, and a law."""
    page, body = writer.page, writer.body("fr")
    writer.field("fr", "head.title").fill(TITLES["fr"])
    body.focus()
    writer.tool("Facts box")
    page.keyboard.type("La Chine protège le premier déposant.\n\nDéposez avant la foire")
    writer.tool("Note")
    page.keyboard.type("Loi sur les marques, art. 31.")
    for name in ("Table", "Form"):
        page.keyboard.press("Control+End")
        page.keyboard.type("\n\n")
        writer.tool(name)
        page.locator("dialog[open]").get_by_role("button", name="Insert").click()
        expect(body).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type("\n\n")
    body.evaluate(GIVE, ["paste", WORD, "text/html", ""])
    expect(page.locator("[data-lang=fr] .brought li").first).to_be_visible()
    body.evaluate(GIVE, ["drop", [*image("JPEG", "blue").read()], "image/jpeg", "a.jpg"])
    page.locator("[name='alt.fr']").fill("Un carré bleu")
    writer.axe()
    page.locator("[name='alt.en']").fill("A blue square")
    page.keyboard.press("Enter")
    expect(body).to_have_value(re.compile("!.Un carré bleu."))
    writer.field("fr", "add.laws").fill("company law")
    page.keyboard.press("Enter")
    expect(writer.field("fr", "head.laws")).not_to_have_value("")
    text = body.input_value()
    assert "premier déposant.\n\nDéposez avant la foire[^1]" in text
    assert "|---|---|---|" in text and "({form}" in text and "Du **gras**" in text


def mend_it(writer: Writer) -> None:
    """See what is wrong beside its line, put it right, and save."""
    page, told = writer.page, writer.page.locator("[data-lang=fr] .told")
    for lang, words in SUMMARIES.items():
        writer.field(lang, "head.summary").fill(words)
    expect(told).to_be_empty()
    writer.body("fr").press("Control+End")
    page.keyboard.type("\n\n[ici]({filename}/articles/none.md)")
    expect(told).to_contain_text("there is no such file")
    page.keyboard.press("Control+z")
    writer.body("fr").evaluate("""area => {
        area.setSelectionRange(area.value.lastIndexOf("\\n\\n[ici]"), area.value.length) }"""
                               if "[ici]" in writer.body("fr").input_value() else "area => 0")
    page.keyboard.press("Delete")
    expect(told).to_be_empty()
    page.get_by_label("Page and email").check()
    expect(page.frame_locator("iframe[data-part=page]").locator("h1")).to_contain_text("Marques")
    writer.axe()
    for lang in ("fr", "en"):
        writer.page.get_by_role("radio", name={"fr": "French", "en": "English"}[lang]).check()
        writer.field(lang, "head.status").select_option("")
    page.get_by_role("radio", name="side by side").check()
    page.get_by_label("Page and email").uncheck()
    yesterday = today_in("Europe/Paris") - timedelta(days=1)
    page.locator("[name=date]").fill(yesterday.isoformat())
    writer.save()


def translate_it(writer: Writer) -> None:
    """Translate paragraph beside paragraph; then the original changes, and that is told."""
    page = writer.page
    page.get_by_role("link", name="Beside the original").click()
    for row in page.locator(".pair").all():
        words = row.locator(".original").inner_text()
        if row.locator("textarea").input_value() == "" and words.startswith("##"):
            row.locator("textarea").fill("## The context")
    writer.axe()
    writer.press("Save")
    page.get_by_role("link", name="The page for writing").click()
    expect(page.locator("#view")).to_be_visible()
    writer.field("fr", "head.status")
    page.locator("[data-lang=fr]").get_by_label("Changed on").fill(
        today_in("Europe/Paris").isoformat())
    writer.save()
    page.get_by_role("link", name="Beside the original").click()
    writer.press("Save: it is up to date")
    expect(page.get_by_role("status")).to_have_text("Saved.")


def make_an_issue(writer: Writer) -> None:
    """Begin an issue, which proposes the article; write it, build, and see its email."""
    page = writer.open("/_desk/")
    page.get_by_text("Begin a text").click()
    writer.press("Begin an issue")
    expect(page.locator("#write")).to_be_visible()
    for lang, title in TITLES.items():
        writer.field(lang, "head.subject").fill(title)
        writer.field(lang, "head.preview").fill(SUMMARIES[lang])
        writer.field(lang, "head.status").select_option("")
        writer.body(lang).fill("Edito.")
    writer.axe()
    writer.save()
    page.get_by_role("link", name="Articles, email and sending of this issue").click()
    address = page.url
    expect(page.locator(f"ol.articles a[href='{ARTICLE}']")).to_be_visible()
    writer.press("Build")
    writer.ended()
    page.goto(address)
    writer.axe()
    expect(page.frame_locator("iframe").first.locator("body")).to_contain_text("Edito.")


def publish(writer: Writer) -> None:
    """See which pages would go out, and publish them."""
    page = writer.open("/_desk/publish")
    writer.axe()
    writer.press("Show what would go out")
    writer.ended(TITLES["en"])
    page.get_by_role("link", name="Go back").click()
    page.get_by_label("Without the PDFs").check()
    writer.press("Publish the site")
    writer.ended()


def send(writer: Writer, firm: Firm) -> None:
    """Look, push and test; the sending wants the key of the issue, and is done once."""
    page, key = writer.page, f"{today_in('Europe/Paris'):%Y-%m}"
    for name in ("Plan", "Push the drafts", "Send a test", "Send to the subscribers"):
        writer.open(f"/_desk/issue/{key}")
        if name == "Send a test":
            page.get_by_label("Addresses, with commas").fill("editor@firm.example")
        if name.startswith("Send to"):
            form = page.locator("form[action$='/send']")
            form.locator("details").evaluate("part => part.open = true")
            form.locator("[name=site]").fill(firm.published)
        writer.press(name)
        writer.ended("" if name.startswith("Send to") else "Done.")
    shown = page.url
    for typed, sent in (("2018-07", 0), (key, 2)):
        page.goto(shown)
        page.locator("#typed").fill(typed)
        writer.axe()
        writer.press("Go on")
        writer.ended("")
        assert [act.name for act in firm.account.acts].count("send") == sent


def test_who_saves_second_sees_both_and_nothing_is_lost(firm: Firm, chrome: Browser):
    """Both are told of each other; what was typed is there when the page is opened again."""
    first, second = (firm.invite(chrome, f"{name}@firm.example")
                     for name in ("first", "second"))
    begin_an_article(first)
    second.open(ARTICLE)
    for writer, words in ((first, "Words of the first."), (second, "Words of the second.")):
        writer.body("en").fill(words)
        expect(writer.page.locator("#state")).to_contain_text("Kept at")
    expect(second.page.locator("#others")).to_contain_text("first is writing here too")
    first.save()
    second.page.keyboard.press("Control+s")

    expect(second.page.get_by_role("alert")).to_contain_text("Nothing is lost")
    for words in ("Words of the first.", "Words of the second."):
        expect(second.page.locator("table")).to_contain_text(words)
    second.axe()
    second.page.get_by_role("link", name="Write on with what I have typed").click()
    expect(second.body("en")).to_have_value("Words of the second.")
    second.open(ARTICLE)
    second.page.keyboard.press("Control+s")
    second.press("Keep what I have typed, in place of what is in the file")
    expect(second.page.locator("#state")).to_have_text("Saved.")
    assert "Words of the second." in first.open(ARTICLE).locator("[id='en.body']").input_value()
    assert not first.faults + second.faults
