"""Tests of what lies under one address."""

import asyncio
import os
import threading
import time
from contextlib import asynccontextmanager
from email.message import EmailMessage
from gettext import NullTranslations

import httpx
import pytest
from bs4 import BeautifulSoup
from starlette.applications import Starlette

from plugins.core.messages import Problem, say
from plugins.preview.app import application, read_mail
from plugins.preview.pages import LastBuild
from plugins.preview.site import ServedSite

BROKEN = LastBuild("2", (
    Problem("content/b.fr.md", 1, say("it has no summary"), "warning"),
    Problem("content/c.fr.md", 1, say("it is long"), "warning", "long", accepted=True),
    Problem("content/a.fr.md", 3, say("there is no category “{name}”", name="x"))))


def test_forms_are_answered_by_the_receiver(client):
    """The same address takes what the site's own forms post."""
    assert client.post("/forms/contact", content=b"a=1").text == "contact: b'a=1'"


def test_the_receiver_is_started_and_stopped_with_the_server(house, state):
    """Its deliveries run only while it lives."""
    told = []

    @asynccontextmanager
    async def life(_):
        told.append("started")
        yield
        told.append("stopped")

    async def session(shown):
        async with shown.router.lifespan_context(shown):
            told.append("serving")

    asyncio.run(session(application(ServedSite(house), house, house, Starlette(lifespan=life),
                                    lambda: state["status"], NullTranslations(), "en")))

    assert told == ["started", "serving", "stopped"]


def test_problems_are_shown_with_file_and_line_errors_first(client, state):
    """As the terminal shows them: what an editor has accepted, not at all."""
    state["status"] = BROKEN

    page = client.get("/_preview/problems").text

    assert page.index("content/a.fr.md:3: there is no category “x”") \
        < page.index("content/b.fr.md:1: warning: it has no summary")
    assert "it is long" not in page
    assert "The last build failed" in page


def test_a_build_with_warnings_alone_has_not_failed(client, state):
    """A page is not covered by what can wait."""
    state["status"] = LastBuild("2", BROKEN.problems[:1])

    assert client.get("/_preview/reload").json()["failed"] is False


def test_a_page_made_by_an_older_build_learns_it_at_once(client, state):
    """It asks with the stamp it was made with."""
    state["status"] = BROKEN

    answer = client.get("/_preview/reload", params={"stamp": "1"}).json()

    assert (answer["stamp"], answer["failed"]) == ("2", True)
    assert answer["problems"][0].startswith("content/a.fr.md:3:")
    assert answer["beside"] == "Show the email beside"


def test_a_page_of_the_last_build_waits_for_the_next(client, state):
    """The answer comes when the build has ended."""
    def build():
        time.sleep(0.3)
        state["status"] = LastBuild("2")

    threading.Thread(target=build).start()
    begun = time.monotonic()
    answer = client.get("/_preview/reload", params={"stamp": "1"}).json()

    assert answer["stamp"] == "2"
    assert time.monotonic() - begun > 0.25


def test_a_server_about_to_end_keeps_no_page_waiting(client, shown):
    """Ctrl-C must not wait for the next build."""
    shown.state.stopping = lambda: True

    assert client.get("/_preview/reload", params={"stamp": "1"}).json()["stamp"] == "1"


@pytest.mark.parametrize(("host", "status"), [
    ("127.0.0.1:8000", 200), ("localhost:8000", 200), ("localhost", 200),
    ("evil.example", 400), ("127.0.0.1.evil.example:8000", 400),
])
def test_only_this_computers_names_are_answered(client, host, status):
    """A page of somebody else's cannot read the mailbox by giving this address a name."""
    assert client.get("/_preview/mail/", headers={"Host": host}).status_code == status


@pytest.mark.parametrize("address", [
    "/_preview/", "/_preview/emails/", "/_preview/emails/2018-07/fr/",
    "/_preview/emails/2018-07/fr/inbox", "/_preview/beside", "/_preview/mail/",
    "/_preview/problems"])
def test_the_pages_of_the_preview_say_their_language_and_load_only_their_own(client, address):
    """They too come from this computer alone."""
    page = client.get(address).text

    assert '<html lang="en">' in page
    assert "http://" not in page and "https://" not in page
    policy = client.get(address).headers["content-security-policy"].split("; ")
    assert "default-src 'none'" in policy
    assert not [rule for rule in policy if "unsafe" in rule or "*" in rule or "http" in rule]


@pytest.mark.parametrize(("file", "kind"), [
    ("reload.js", "text/javascript"), ("email.js", "text/javascript"), ("style.css", "text/css"),
    ("paper.css", "text/css")])
def test_its_own_files_are_answered(client, file, kind):
    """Scripts and style of the preview."""
    answer = client.get(f"/_preview/{file}")

    assert answer.status_code == 200
    assert kind in answer.headers["content-type"]


def test_a_missing_page_leads_to_the_home_pages(client, house):
    """Wherever it is missing; an old address that leads elsewhere is no home page."""
    old = house / "output/letter/index.html"
    old.parent.mkdir()
    old.write_text("<title>Moved</title>")
    for page in ("fr/404.html", "404.html"):
        (house / "output" / page).unlink()

    for address in ("/fr/none/", "/none", "/_preview/none"):
        page = BeautifulSoup(client.get(address).text, "html.parser")
        assert [link["href"] for link in page.select("main a")] == ["/fr/"], address


def test_what_no_build_writes_is_made_when_asked_for(house, state):
    """A file that is there comes first; what cannot be made is missing."""
    made = {"fr/pagefind/entry.json": b"{}", "fr/index.html": b"never"}.get
    shown = application(ServedSite(house / "output", made), house, house, Starlette(),
                        lambda: state["status"], NullTranslations(), "en")

    async def answers():
        async with httpx.AsyncClient(transport=httpx.ASGITransport(shown),
                                     base_url="http://127.0.0.1") as asked:
            return [await asked.get(address) for address in
                    ("/fr/pagefind/entry.json", "/fr/", "/fr/pagefind/none")]

    entry, home, missing = asyncio.run(answers())

    assert entry.content == b"{}"
    assert entry.headers["content-type"] == "application/json; charset=utf-8"
    assert "Accueil" in home.text
    assert missing.status_code == 404


def test_an_unknown_address_of_the_preview_is_not_looked_for_in_the_site(client):
    """Templates are no addresses."""
    assert client.get("/_preview/base.html").status_code == 404


@pytest.fixture
def deliver(house):
    """Return a function that lays a mail into the mailbox as the receiver does."""
    def laid(name, subject, text, second=0, **headers):
        message = EmailMessage()
        message["Subject"], message["To"] = subject, "cabinet@lettre.example"
        for key, value in headers.items():
            message[key.replace("_", "-")] = value
        message.set_content(text)
        file = house / "mail" / name
        file.write_bytes(bytes(message))
        os.utime(file, (second, second))
        return file
    return laid


def test_the_newest_mail_comes_first(client, deliver):
    """What was just sent through a form is found at once."""
    deliver("b.eml", "Ancien", "x", second=1)
    deliver("a.eml", "Récent : 小红书", "x", second=2)

    page = BeautifulSoup(client.get("/_preview/mail/").text, "html.parser")

    assert [row.text for row in page.select(".subject")] == ["Récent : 小红书", "Ancien"]


def test_an_empty_mailbox_says_how_to_fill_it(client, house):
    """Also before the folder exists."""
    (house / "mail").rmdir()

    assert "Send a form" in client.get("/_preview/mail/").text


def test_a_mail_is_shown_with_its_headers_and_links(client, deliver):
    """Text is text, whatever a visitor typed; an address can be followed."""
    deliver("a.eml", "Bonjour", "<script>alert(1)</script>\nhttps://lettre.example/oui?x=1&y=2.",
            Reply_To="visiteur@exemple.fr")

    page = BeautifulSoup(client.get("/_preview/mail/a.eml/").text, "html.parser")

    assert "visiteur@exemple.fr" in page.select_one("dl").text
    assert "<script>alert(1)</script>" in page.select_one("pre").text
    assert [link["href"] for link in page.select("pre a")] == ["https://lettre.example/oui?x=1&y=2"]


@pytest.mark.parametrize(("date", "lang", "shown"), [
    ("Tue, 03 Jul 2018 10:00:00 +0000", "fr", "3 juillet 2018, 12:00"),
    ("Tue, 03 Jul 2018 10:00:00 +0000", "en", "3 July 2018, 12:00"),
    ("Tue, 03 Jul 2018 23:30:00 +0000", "en", "4 July 2018, 01:30"),
])
def test_a_mail_says_when_in_the_editors_words_and_time(deliver, monkeypatch, date, lang, shown):
    """By the clock of this computer."""
    monkeypatch.setenv("TZ", "Europe/Paris")
    time.tzset()

    headers = dict(read_mail(deliver("a.eml", "x", "y", Date=date), lang).headers)
    monkeypatch.undo()
    time.tzset()

    assert headers["Date"] == shown


def test_the_source_of_a_mail_can_be_opened(client, deliver):
    """As plain text, whatever is in it."""
    deliver("a.eml", "Bonjour", "x")

    answer = client.get("/_preview/mail/a.eml")

    assert answer.headers["content-type"].startswith("text/plain")
    assert "Subject: Bonjour" in answer.text


@pytest.mark.parametrize("name", [
    "none.eml", "%2e%2e", "%2e%2e%2foutput%2findex.html", "notes.txt"])
def test_only_mails_of_the_mailbox_are_shown(client, house, name):
    """No name leads elsewhere."""
    (house / "mail/notes.txt").write_text("x")

    assert client.get(f"/_preview/mail/{name}/").status_code == 404


@pytest.mark.parametrize(("text", "links"), [
    ("Voir https://a.example/x.", ["https://a.example/x"]),
    ("(https://a.example/x)", ["https://a.example/x"]),
    ("« http://a.example/ »", ["http://a.example/"]),
    ("lettre@lettre.example", []),
    ("ftp://a.example javascript:alert(1)", []),
    ("https://", []),
])
def test_links_end_before_the_marks_of_the_sentence(deliver, text, links):
    """Only web addresses become links."""
    pieces = read_mail(deliver("a.eml", "x", text), "en").pieces

    assert [piece for piece, link in pieces if link] == links
    assert "".join(piece for piece, _ in pieces).strip() == text


def test_a_mail_without_text_says_so(client, house):
    """A foreign file in the folder breaks nothing."""
    (house / "mail/a.eml").write_bytes(b"Content-Type: text/html\n\n<p>x</p>")

    assert "no text" in client.get("/_preview/mail/a.eml/").text
