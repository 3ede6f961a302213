"""Each mail of a form is what it is, word for word, to people and to programs."""

from collections.abc import Mapping
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from plugins.core.i18n import load
from plugins.core.jinja import new_environment
from plugins.forms.declaration.form import Acknowledgement, Field, Form
from plugins.forms.delivery.deliver import Sender, contact_message, visitor_message
from plugins.forms.delivery.plan import NO_PAGE
from plugins.forms.records.submission import Delivery, Kind, Submission
from tests.forms.conftest import ROOT
from tests.support.submissions import EMAIL, NOW, SENT, WANTED

CATALOGUE = load(ROOT / "theme" / "locale", "en")
ENVIRONMENT = new_environment(ROOT / "theme" / "templates", CATALOGUE)
SENDER = Sender("The letter <site@lettre.example>", "https://lettre.example", "Europe/Paris")
THANKS = Acknowledgement({"en": "It has come"}, {"en": "\nHello,\n\nWe answer soon.\n\n"})
ASKED, AGREED = replace(SENT, lang="en"), replace(WANTED, lang="en")


def to_firm(form: Form, submission: Submission = ASKED, sender: Sender = SENDER) -> EmailMessage:
    """Return the mail to the firm, as it arrives."""
    return arrived(contact_message(form, submission, sender, CATALOGUE.gettext, ENVIRONMENT))


def to_visitor(forms: Mapping[str, Form], kind: str) -> EmailMessage:
    """Return a mail to the visitor, as it arrives."""
    return arrived(written(forms, kind))


def written(forms: Mapping[str, Form], kind: str) -> EmailMessage:
    """Return a mail to the visitor, as it is handed over."""
    form = forms["subscribe"]
    kinds: dict[str, tuple[Kind, Form, Submission, str]] = {
        "thanks": ("acknowledgement", replace(forms["contact"], acknowledgement=THANKS), ASKED, ""),
        "confirm": ("subscription", form, AGREED, ""),
        "return": ("return", form, AGREED, "https://a.example/b"),
        "already": ("return", form, AGREED, NO_PAGE),
    }
    made, form, submission, page = kinds[kind]
    delivery = Delivery(1, made, EMAIL, page, 0, NOW, submission)
    return visitor_message(form, delivery, SENDER, CATALOGUE.gettext)


def arrived(message: EmailMessage) -> EmailMessage:
    """Return a mail as another program reads it."""
    read = message_from_bytes(message.as_bytes(), policy=policy.default)
    assert isinstance(read, EmailMessage)
    return read


def text_of(message: EmailMessage) -> str:
    """Return the plain text of a mail."""
    part = message.get_body(("plain",))
    assert part is not None
    return part.get_content().replace("\r\n", "\n")


def test_the_mail_to_the_firm_is_read_in_plain_text(forms: dict[str, Form]) -> None:
    """Each answer below its question, then what was agreed to, where and when."""
    assert text_of(to_firm(forms["contact"])) == """\
Your name
    Zoé

Email address
    zoe@firm.example

Your message is about
    A press enquiry

Your message
    Première ligne
    .
    From here

Agreed to (version 2018-07)
    J’accepte.

Sent from the page
    https://lettre.example/fr/contact/

Received on
    3 July 2018, 12:00 (Central European Summer Time)

Reference
    7B0C
"""


def test_what_was_not_checked_is_marked_for_the_firm(forms: dict[str, Form]) -> None:
    """It comes as it was typed, because nobody had to give it."""
    for typed, label in (("call me", "Telephone (unchecked)"), ("+33 1 99 00 12 34", "Telephone")):
        sent = replace(ASKED, values={**ASKED.values, "phone": typed})

        assert f"\n\n{label}\n    {typed}\n" in text_of(to_firm(forms["contact"], sent))


ANYBODY = "Someone, probably you, has asked to receive our letter at this address.\n\n"


@pytest.mark.parametrize(("kind", "subject", "text"), [
    ("thanks", "It has come", "Hello,\n\nWe answer soon.\n\n"
     "Your reference: 7B0C. We answer within three working days.\n"),
    ("confirm", "Please confirm your subscription", ANYBODY
     + "On the published site, Mailchimp sends this email with a confirmation link. This one "
       "comes from a trial run: nobody has been subscribed.\n\n"
       "Agreed to (version 2018-07)\n    J’accepte.\n"),
    ("return", "Your request to receive our letter", ANYBODY
     + "We cannot subscribe it from our site: it was unsubscribed or erased earlier, or emails to "
       "it came back. Only you can renew the subscription, on this page:\n\nhttps://a.example/b\n\n"
       "If you do not wish to receive the letter, you need not do anything.\n"),
    ("already", "You already receive our letter", ANYBODY
     + "It already goes there: you need not do anything, and nothing has changed.\n\n"
       "If no issue has reached you, please look in your junk mail.\n"),
])
def test_a_mail_to_a_visitor_says_one_thing(
        forms: dict[str, Form], kind: str, subject: str, text: str) -> None:
    """In paragraphs, and with no word that was typed."""
    message = to_visitor(forms, kind)

    assert (message["Subject"], text_of(message)) == (subject, text)


@pytest.mark.parametrize(("kind", "id_", "written_by"), [
    ("firm", "contact.7b0c", "auto-generated"), ("thanks", "contact.7b0c.ack", "auto-replied"),
    ("confirm", "subscribe.50b5.sub", "auto-replied"),
    ("return", "subscribe.50b5.ret", "auto-replied"),
    ("already", "subscribe.50b5.ret", "auto-replied"),
])
def test_programs_read_who_wrote_a_mail_and_when(
        forms: dict[str, Form], kind: str, id_: str, written_by: str) -> None:
    """The site did, at the moment of the submission, whatever the day of delivery."""
    message = to_firm(forms["contact"]) if kind == "firm" else to_visitor(forms, kind)

    assert {name: message[name] for name in (
        "From", "Date", "Message-ID", "Auto-Submitted", "Content-Language")} == {
            "From": "The letter <site@lettre.example>",
            "Date": "Tue, 03 Jul 2018 10:00:00 +0000",
            "Message-ID": f"<{id_}@lettre.example>", "Auto-Submitted": written_by,
            "Content-Language": "en"}


@pytest.mark.parametrize("kind", ["firm", "thanks", "confirm", "return", "already"])
def test_every_server_passes_each_text_on(forms: dict[str, Form], kind: str) -> None:
    """It is written in ASCII, in lines that end as RFC 5322 has them."""
    message = to_firm(forms["contact"]) if kind == "firm" else to_visitor(forms, kind)

    texts = [part for part in message.walk() if part.get_content_maintype() == "text"]
    assert [part.get_content_type() for part in texts] == (
        ["text/plain", "text/html"] if kind == "firm" else ["text/plain"])
    assert {part["Content-Transfer-Encoding"] for part in texts} == {"quoted-printable"}
    assert {part.get_content_charset() for part in texts} == {"utf-8"}


def test_a_mail_ends_its_lines_as_servers_ask(forms: dict[str, Form]) -> None:
    """Without a line feed by itself."""
    message = written(forms, "already")

    assert message.as_bytes().count(b"\n") == message.as_bytes().count(b"\r\n") > 10


@pytest.mark.parametrize(("declared", "typed", "subject"), [
    ("{topic}: {name}", "Zoé", "A press enquiry: Zoé"),
    ("{name}", "  Zoé \t and\nFriends ", "Zoé and Friends"),
    ("{nobody}{company} {name}", "Zoé", "Zoé"),
    ("{name} {name}", "=?x", "= ?x = ?x"),
    ("{name}", "a" * 150, "a" * 150),
    ("{name}", "a" * 151, "a" * 150),
    ("No place, { name }", "Zoé", "No place, { name }"),
    ("{name}", "{topic}", "{topic}"),
])
def test_a_subject_is_one_line_with_what_was_typed(
        forms: dict[str, Form], declared: str, typed: str, subject: str) -> None:
    """What a field offers is named by its label; nothing that was typed is a place itself."""
    form = replace(forms["contact"], subject={"en": declared})
    sent = replace(ASKED, values={**ASKED.values, "name": typed})

    assert to_firm(form, sent)["Subject"] == subject


@pytest.mark.parametrize(("value", "shown"), [("yes", "Please call me\n    ✓\n\n"), ("", "")])
def test_a_box_is_named_where_it_is_ticked(forms: dict[str, Form], value: str, shown: str) -> None:
    """By its label and a tick; of one that is not, nothing is said."""
    box = Field("call", "checkbox", {"en": "Please call me"})
    form = replace(forms["contact"], fields=(box,))

    text = text_of(to_firm(form, replace(ASKED, values={"call": value}, page="", consents=())))

    assert text == (f"{shown}Received on\n    "
                    "3 July 2018, 12:00 (Central European Summer Time)\n\nReference\n    7B0C\n")


@pytest.mark.parametrize(("typed", "shown"), [
    ("a\n\nb", "    a\n\n    b"), ("a\n  b", "    a\n      b"), ("a\n", "    a\n")])
def test_an_empty_line_of_a_message_stays_empty(
        forms: dict[str, Form], typed: str, shown: str) -> None:
    """All others are to the right of their heading."""
    sent = replace(ASKED, values={**ASKED.values, "message": typed})

    assert f"Your message\n{shown}\n\nAgreed" in text_of(to_firm(forms["contact"], sent))


def test_a_sender_who_says_no_more_has_no_site_and_universal_time(forms: dict[str, Form]) -> None:
    """The address alone is needed."""
    text = text_of(to_firm(forms["contact"], sender=Sender("site@lettre.example")))

    assert "\n    /fr/contact/\n" in text
    assert "10:00 (Coordinated Universal Time)" in text


def test_the_firms_mail_goes_to_all_who_must_read_it(forms: dict[str, Form]) -> None:
    """A domain in another script is written as every server takes it."""
    form = replace(forms["contact"], recipient=("a@firm.example", "b@société.example"))
    sent = replace(ASKED, values={**ASKED.values, "topic": "other"})

    assert to_firm(form, sent)["To"] == "a@firm.example, b@xn--socit-esab.example"


def test_the_id_of_a_mail_is_written_once_in_brackets(forms: dict[str, Form]) -> None:
    """Also where the sender has a name."""
    message = written(forms, "already")

    assert b"\r\nMessage-ID: <subscribe.50b5.ret@lettre.example>\r\n" in message.as_bytes()
