"""Mails end in a folder or at a mail server, and a refusal is told from a fault."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import aiosmtplib
import pytest

from plugins.catalogues import Catalogue
from plugins.forms.delivery import Refused
from plugins.forms.form import Form
from plugins.forms.letters import confirmation_message, contact_message
from plugins.forms.mail import mail_server, to_folder, to_server
from plugins.forms.store import Consent, Submission
from plugins.problems import SettingsError
from tests.forms.smtp_sink import smtp_sink

SENT = Submission(
    id="7b0c", form="contact", lang="fr", page="/fr/contact/",
    values={"name": "Zoé", "company": "", "email": "zoe@firm.example", "phone": "",
            "topic": "press", "message": "Première ligne\n.\nFrom here", "consent": "yes"},
    consents=(Consent("consent", "2018-07", "J’accepte."),),
    created=datetime(2018, 7, 3, 10, 0, tzinfo=UTC))
SENDER = "site@lettre.example"


@pytest.fixture
def gettext(catalogue_of: Callable[[str], Catalogue]) -> Callable[[str], str]:
    """Return the French words."""
    return catalogue_of("fr").gettext


def test_the_mail_to_the_firm_says_all_and_answers_the_visitor(
        forms: dict[str, Form], gettext: Callable[[str], str]) -> None:
    """Labels are those of the visitor's language; empty fields are left out."""
    message = contact_message(forms["contact"], SENT, SENDER, gettext)

    text = message.get_content()
    assert message["To"] == "presse@lettre.example"
    assert message["Reply-To"] == "zoe@firm.example"
    assert message["Subject"] == "[Site] Une demande de la presse – Zoé"
    assert "Votre nom\n    Zoé" in text
    assert "J’accepte." in text
    assert "/fr/contact/" in text
    assert "3 juillet 2018" in text
    assert "Société" not in text
    assert "Your" not in text


@pytest.mark.parametrize(("zone", "lang", "moment"), [
    ("Europe/Paris", "fr", "3 juillet 2018, 12:00 (heure d’été d’Europe centrale)"),
    ("Europe/Paris", "en", "3 July 2018, 12:00 (Central European Summer Time)"),
    ("UTC", "en", "3 July 2018, 10:00 (Coordinated Universal Time)"),
])
def test_a_mail_to_the_firm_says_when_by_the_firms_clock(
        forms: dict[str, Form], catalogue_of: Callable[[str], Catalogue], zone: str, lang: str,
        moment: str) -> None:
    """The zone is named; the header, which mail programs read, keeps universal time."""
    sent = Submission(**{**vars(SENT), "lang": lang})

    message = contact_message(forms["contact"], sent, SENDER, catalogue_of(lang).gettext, zone)

    assert moment in message.get_content()
    assert message["Date"].endswith("10:00:00 +0000")


def test_a_repeated_mail_is_known_by_its_id(
        forms: dict[str, Form], gettext: Callable[[str], str]) -> None:
    """The Message-ID depends on the submission alone."""
    first, second = (contact_message(forms["contact"], SENT, SENDER, gettext) for _ in "ab")

    assert first["Message-ID"] == second["Message-ID"] == "<contact.7b0c@lettre.example>"
    assert first.as_bytes() == second.as_bytes()


@pytest.mark.parametrize(("email", "reply_to"), [
    ("zoe@firm.example", "zoe@firm.example"),
    ("o'neil+x@firm.example", "o'neil+x@firm.example"),
    ("zoé@société.example", None),
])
def test_an_address_that_every_server_takes_is_answered_directly(
        forms: dict[str, Form], gettext: Callable[[str], str], email: str, reply_to: str | None
        ) -> None:
    """Others stand in the text only, so that the mail arrives."""
    sent = Submission(**{**vars(SENT), "values": {**SENT.values, "email": email}})

    message = contact_message(forms["contact"], sent, SENDER, gettext)

    assert message["Reply-To"] == reply_to
    assert email in message.get_content()


def test_a_confirmation_goes_to_the_visitor(
        forms: dict[str, Form], gettext: Callable[[str], str]) -> None:
    """It repeats what was agreed to, and no word that the visitor typed."""
    sent = Submission(**{**vars(SENT), "form": "subscribe",
                         "values": {"email": "zoe@firm.example", "first_name": "SPAM"}})

    message = confirmation_message(forms["subscribe"], sent, SENDER, gettext)

    assert message["To"] == "zoe@firm.example"
    assert "J’accepte." in message.get_content()
    assert "SPAM" not in message.as_string()


def test_a_mail_in_the_folder_is_whole_and_there_once(
        tmp_path: Path, forms: dict[str, Form], gettext: Callable[[str], str]) -> None:
    """Its name is time, form and submission; a second delivery replaces the first."""
    message = contact_message(forms["contact"], SENT, SENDER, gettext)

    paths = {to_folder(message, tmp_path / "mail") for _ in "ab"}

    [path] = paths
    read = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert list((tmp_path / "mail").iterdir()) == [path]
    assert path.name == "20180703T100000Z-contact-7b0c.eml"
    assert read.get_content().replace("\r\n", "\n") == message.get_content()


def test_a_mail_server_gets_the_mail_as_written(
        forms: dict[str, Form], gettext: Callable[[str], str]) -> None:
    """Headers and text arrive, lines of a single point included."""
    message = contact_message(forms["contact"], SENT, SENDER, gettext)

    async def send() -> list[str]:
        async with smtp_sink() as sink:
            await to_server(message, sink.url)
            return [f"{taken['Subject']}\n{taken.get_content()}" for taken in sink.messages]

    [taken] = asyncio.run(send())
    assert taken.startswith("[Site] Une demande de la presse – Zoé\n")
    assert "    Première ligne\n    .\n    From here" in taken.replace("\r\n", "\n")


@pytest.mark.parametrize(("answers", "failure"), [
    ({"RCPT": "550 no such mailbox"}, Refused),
    ({"DATA": "554 not wanted"}, Refused),
    ({"RCPT": "450 try later"}, aiosmtplib.SMTPRecipientsRefused),
    ({"DATA": "451 try later"}, aiosmtplib.SMTPDataError),
    ({"MAIL": "550 not you"}, aiosmtplib.SMTPSenderRefused),
])
def test_only_what_never_mends_is_refused_for_good(
        forms: dict[str, Form], gettext: Callable[[str], str], answers: dict[str, str],
        failure: type[Exception]) -> None:
    """A bad recipient or a refused mail is parked; what the developer mends is tried again."""
    message = contact_message(forms["contact"], SENT, SENDER, gettext)

    async def send() -> None:
        async with smtp_sink(**answers) as sink:
            await to_server(message, sink.url)

    with pytest.raises(failure):
        asyncio.run(send())


@pytest.mark.parametrize(("url", "server"), [
    ("smtp://mail.firm.example", ("mail.firm.example", 25, False, None, None, None)),
    ("smtp://u:p%40%2F@mail.firm.example", ("mail.firm.example", 587, False, True, "u", "p@/")),
    ("smtp://u:p@mail.firm.example:25?starttls=no",
     ("mail.firm.example", 25, False, False, "u", "p")),
    ("smtp://u:p@127.0.0.1:2525", ("127.0.0.1", 2525, False, None, "u", "p")),
    ("smtps://u:p@mail.firm.example", ("mail.firm.example", 465, True, False, "u", "p")),
])
def test_an_smtp_url_says_where_and_how(url: str, server: tuple[object, ...]) -> None:
    """A password never travels in the clear unless told so, or on this computer."""
    assert tuple(vars(mail_server(url)).values()) == server


@pytest.mark.parametrize("url", [
    "", "mail.firm.example", "http://mail.firm.example", "smtp://", "smtp://u:SECRET@:25",
    "smtp://u:SECRET@host:port", "smtp://u:SECRET@host?starttls=maybe", "smtp://u:SECRET@[host",
])
def test_what_is_no_smtp_url_is_told_without_the_password(url: str) -> None:
    """The message shows how to write one, and no secret."""
    with pytest.raises(SettingsError) as failure:
        mail_server(url)

    assert "smtp://user:password@" in str(failure.value)
    assert "SECRET" not in str(failure.value)


def test_a_mail_server_does_not_show_its_password() -> None:
    """What ends in a traceback or a log holds no secret."""
    assert "SECRET" not in repr(mail_server("smtp://u:SECRET@mail.firm.example"))
