"""Tests of the local mailbox."""

import os
import time
from email.message import EmailMessage

import pytest
from bs4 import BeautifulSoup

from plugins.preview.mailbox import read_mail


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
