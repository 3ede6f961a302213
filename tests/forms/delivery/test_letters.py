"""Mails say all that was sent to the firm, and to a visitor nothing that was typed."""

from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as some

from plugins.core.i18n import Catalogue, load
from plugins.forms.declaration.answer import check
from plugins.forms.declaration.form import Acknowledgement, Form
from plugins.forms.delivery.letters import (
    Sender,
    acknowledgement_message,
    already_message,
    confirmation_message,
    contact_message,
    return_message,
)
from plugins.forms.page.draw import environment
from plugins.forms.records.submission import Consent, Submission
from tests.forms.conftest import ROOT
from tests.support.submissions import SENT, WANTED

SENDER = Sender("site@lettre.example", "https://lettre.example", "Europe/Paris")
EVIL = "<script src=https://evil.example/x.js></script><img src=//evil.example>&amp;"

Write = Callable[..., EmailMessage]


@pytest.fixture(scope="session")
def write(forms: dict[str, Form]) -> Write:
    """Return what writes the mail of a submission to the firm, with some values changed."""
    catalogues = {lang: load(ROOT / "theme" / "locale", lang) for lang in ("fr", "en")}
    environments = {lang: environment(ROOT / "theme" / "templates", catalogue)
                    for lang, catalogue in catalogues.items()}

    def written(submission: Submission = SENT, sender: Sender = SENDER, **values: str
                ) -> EmailMessage:
        sent = replace(submission, values={**submission.values, **values})
        return contact_message(forms["contact"], sent, sender, catalogues[sent.lang].gettext,
                               environments[sent.lang])
    return written


def text_of(message: EmailMessage, kind: str = "plain") -> str:
    """Return one of the two texts of a mail."""
    part = message.get_body((kind,))
    assert part is not None
    return part.get_content()


def test_the_mail_to_the_firm_says_all_and_answers_the_visitor(write: Write) -> None:
    """Labels are those of the visitor's language alone; empty fields are left out."""
    message = write()

    text = text_of(message)
    assert message["To"] == "presse@lettre.example"
    assert message["Reply-To"] == "zoe@firm.example"
    assert message["Subject"] == "[Site] Une demande de la presse – Zoé"
    assert "Votre nom\n    Zoé" in text
    assert "J’accepte." in text
    assert "https://lettre.example/fr/contact/" in text
    assert "3 juillet 2018" in text
    assert "Société" not in text
    assert "Your" not in text


def test_both_texts_of_the_mail_say_the_same(write: Write) -> None:
    """A reader of either misses nothing."""
    message = write()

    page = BeautifulSoup(text_of(message, "html"), "html.parser")
    assert page.html["lang"] == "fr"
    assert page.title.get_text() == message["Subject"]
    assert page.body.get_text(" ").split() == text_of(message).split()


def test_lines_of_a_message_stay_lines(write: Write) -> None:
    """In the HTML by what every mail program knows."""
    page = BeautifulSoup(text_of(write(message="One\nTwo"), "html"), "html.parser")

    assert page.find("br").parent.decode_contents() == "One<br/>Two"


def test_what_was_typed_is_text_in_the_mail(write: Write) -> None:
    """No mark-up of a visitor's, and nothing that a mail program would load."""
    html = text_of(write(name=EVIL, message=EVIL), "html")

    page = BeautifulSoup(html, "html.parser")
    assert page.find(["script", "img", "link", "a", "iframe", "form"]) is None
    assert EVIL in page.get_text()
    assert not [tag for tag in page.find_all(True) if tag.has_attr("src") or tag.has_attr("href")]


@pytest.mark.parametrize(("zone", "lang", "moment"), [
    ("Europe/Paris", "fr", "3 juillet 2018, 12:00 (heure d’été d’Europe centrale)"),
    ("Europe/Paris", "en", "3 July 2018, 12:00 (Central European Summer Time)"),
    ("UTC", "en", "3 July 2018, 10:00 (Coordinated Universal Time)"),
])
def test_a_mail_to_the_firm_says_when_by_the_firms_clock(
        write: Write, zone: str, lang: str, moment: str) -> None:
    """The zone is named; the header, which mail programs read, keeps universal time."""
    message = write(replace(SENT, lang=lang), replace(SENDER, zone=zone))

    assert moment in text_of(message)
    assert message["Date"].endswith("10:00:00 +0000")


def test_a_repeated_mail_is_known_by_its_id(write: Write) -> None:
    """The Message-ID depends on the submission alone."""
    assert write()["Message-ID"] == write()["Message-ID"] == "<contact.7b0c@lettre.example>"


@pytest.mark.parametrize(("email", "reply_to"), [
    ("zoe@firm.example", "zoe@firm.example"),
    ("o'neil+x@firm.example", "o'neil+x@firm.example"),
    ("zoe@société.example", "zoe@xn--socit-esab.example"),
    ("zoé@société.example", None),
    ("=?utf-8?q?=41?=@x.example", None),
    ("no address", None),
])
def test_an_address_that_every_server_takes_is_answered_directly(
        write: Write, email: str, reply_to: str | None) -> None:
    """Others, and what an earlier version let in, stand in the text only: the mail arrives."""
    message = write(email=email)

    assert message["Reply-To"] == reply_to
    assert email in text_of(message)


def test_every_consent_is_in_the_mail(write: Write) -> None:
    """With its version, the one for readers in China too."""
    sent = replace(SENT, consents=(*SENT.consents, Consent("china", "2", "Je consens (PIPL).")))

    assert text_of(write(sent)).count("(version 2") == 2


ENDS = some.sampled_from(["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028", "\0"])


@settings(deadline=None)
@given(before=some.text(max_size=60), after=some.text(max_size=60), end=ENDS)
def test_no_visitor_writes_a_header(write: Write, forms: dict[str, Form], before: str, after: str,
                                    end: str) -> None:
    """Whatever is typed, the mail has its own headers, and no further recipient."""
    evil = f"{end}Bcc: evil@evil.example{end}"
    checked = check(forms["contact"], "fr", {**SENT.values, "email": f"zoe@firm.example{evil}",
                                       "name": f"{before}{evil}{after}"})

    message = write(name=checked.values["name"])

    read = BytesParser(policy=default).parsebytes(message.as_bytes())
    assert sorted(read.keys()) == sorted(write().keys())
    assert (read["To"], read["Bcc"]) == ("presse@lettre.example", None)
    assert "\n" not in read["Subject"]
    assert "email" in checked.errors


@pytest.mark.parametrize("name", [
    "=?utf-8?q?x=0D=0ABcc=3A_evil=40y.fr=0D=0A=0D=0A<img_src=3Dhttp=3A//t.fr/p>?=",
    "=?utf-8?b?eA0KQmNjOiBldmlsQHkuZnI=?=",
    "==??utf-8?q?=0ABcc=3A_evil=40y.fr?=",
    "=?utf-8?q?=3D?= =?utf-8?q?=3Futf-8?q?=0D=0ABcc=3A_evil=40y.fr?=",
    "é =?utf-8?q?=0D=0ABcc=3A_evil=40y.fr?= " * 2,
])
def test_no_encoded_word_hides_a_header(write: Write, forms: dict[str, Form], name: str) -> None:
    """What a mail program would decode (RFC 2047) stays as typed, in the text to a letter."""
    checked = check(forms["contact"], "fr", {**SENT.values, "name": name})

    message = write(name=checked.values["name"])

    read = BytesParser(policy=default).parsebytes(message.as_bytes())
    assert checked.errors == {}
    assert read.keys() == write().keys()
    assert "utf-8?" in read["Subject"]
    assert checked.values["name"] in text_of(read)


PLAIN_SENDER = Sender("site@lettre.example")
SPAM = replace(SENT, values={**SENT.values, "name": "SPAM", "company": "SPAM", "message": "SPAM"})


@pytest.fixture
def gettext(catalogue_of: Callable[[str], Catalogue]) -> Callable[[str], str]:
    """Return the French words."""
    return catalogue_of("fr").gettext


def test_an_acknowledgement_says_what_the_form_says(forms: dict[str, Form]) -> None:
    """In the visitor's language, and not a word that was typed."""
    form = replace(forms["contact"], acknowledgement=Acknowledgement(
        {"fr": "Bien reçu"}, {"fr": "Nous répondons sous deux jours."}))

    message = acknowledgement_message(form, SPAM, PLAIN_SENDER)

    assert (message["To"], message["Subject"]) == ("zoe@firm.example", "Bien reçu")
    assert "Nous répondons sous deux jours." in message.get_content()
    assert "SPAM" not in message.as_string()
    assert message["Content-Language"] == "fr"


def test_a_domain_in_another_script_is_answered(forms: dict[str, Form]) -> None:
    """Its header is one that every server takes."""
    sent = replace(SENT, values={**SENT.values, "email": "zoe@société.example"})

    message = acknowledgement_message(forms["contact"], sent, PLAIN_SENDER)

    assert b"\r\nTo: zoe@xn--socit-esab.example\r\n" in message.as_bytes()


def test_no_machine_answers_an_acknowledgement(forms: dict[str, Form]) -> None:
    """It says that a machine wrote it (RFC 3834), and has an id of its own."""
    message = acknowledgement_message(forms["contact"], SENT, PLAIN_SENDER)

    assert message["Auto-Submitted"] == "auto-replied"
    assert message["Message-ID"] == "<contact.7b0c.ack@lettre.example>"


def test_a_confirmation_goes_to_the_visitor(
        forms: dict[str, Form], gettext: Callable[[str], str]) -> None:
    """It repeats what was agreed to, and no word that the visitor typed."""
    sent = replace(WANTED, values={**WANTED.values, "first_name": "SPAM"})

    message = confirmation_message(forms["subscribe"], sent, PLAIN_SENDER, gettext)

    assert message["To"] == "zoe@firm.example"
    assert "J’accepte." in message.get_content()
    assert "SPAM" not in message.as_string()


def test_somebody_who_left_reads_how_to_come_back(
        forms: dict[str, Form], gettext: Callable[[str], str]) -> None:
    """The address stands in a line of its own."""
    message = return_message(forms["subscribe"], WANTED, PLAIN_SENDER, "https://a.example/b",
                             gettext)

    assert message["To"] == "zoe@firm.example"
    assert "https://a.example/b" in message.get_content().splitlines()


def test_a_subscriber_reads_that_the_letter_comes_already(
        forms: dict[str, Form], gettext: Callable[[str], str]) -> None:
    """The mail says nothing that was typed."""
    message = already_message(forms["subscribe"], SPAM, PLAIN_SENDER, gettext)

    assert message["To"] == "zoe@firm.example"
    assert "there is nothing you need do" in message.get_content()
    assert "SPAM" not in message.as_string()
