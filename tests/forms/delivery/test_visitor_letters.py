"""Visitors are written to in their language, and nobody can have strangers written to."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from plugins.core.i18n import Catalogue
from plugins.forms.declaration.form import Acknowledgement, Form
from plugins.forms.delivery.letters import (
    Sender,
    acknowledgement_message,
    already_message,
    confirmation_message,
    return_message,
)
from tests.support.submissions import SENT, WANTED

SENDER = Sender("site@lettre.example")
SPAM = replace(SENT, values={**SENT.values, "name": "SPAM", "company": "SPAM", "message": "SPAM"})


@pytest.fixture
def gettext(catalogue_of: Callable[[str], Catalogue]) -> Callable[[str], str]:
    """Return the French words."""
    return catalogue_of("fr").gettext


def test_an_acknowledgement_says_what_the_form_says(forms: dict[str, Form]) -> None:
    """In the visitor's language, and not a word that was typed."""
    form = replace(forms["contact"], acknowledgement=Acknowledgement(
        {"fr": "Bien reçu"}, {"fr": "Nous répondons sous deux jours."}))

    message = acknowledgement_message(form, SPAM, SENDER)

    assert (message["To"], message["Subject"]) == ("zoe@firm.example", "Bien reçu")
    assert "Nous répondons sous deux jours." in message.get_content()
    assert "SPAM" not in message.as_string()
    assert message["Content-Language"] == "fr"


def test_a_domain_in_another_script_is_answered(forms: dict[str, Form]) -> None:
    """Its header is one that every server takes."""
    sent = replace(SENT, values={**SENT.values, "email": "zoe@société.example"})

    message = acknowledgement_message(forms["contact"], sent, SENDER)

    assert b"\r\nTo: zoe@xn--socit-esab.example\r\n" in message.as_bytes()


def test_no_machine_answers_an_acknowledgement(forms: dict[str, Form]) -> None:
    """It says that a machine wrote it (RFC 3834), and has an id of its own."""
    message = acknowledgement_message(forms["contact"], SENT, SENDER)

    assert message["Auto-Submitted"] == "auto-replied"
    assert message["Message-ID"] == "<contact.7b0c.ack@lettre.example>"


def test_a_confirmation_goes_to_the_visitor(
        forms: dict[str, Form], gettext: Callable[[str], str]) -> None:
    """It repeats what was agreed to, and no word that the visitor typed."""
    sent = replace(WANTED, values={**WANTED.values, "first_name": "SPAM"})

    message = confirmation_message(forms["subscribe"], sent, SENDER, gettext)

    assert message["To"] == "zoe@firm.example"
    assert "J’accepte." in message.get_content()
    assert "SPAM" not in message.as_string()


def test_somebody_who_left_reads_how_to_come_back(
        forms: dict[str, Form], gettext: Callable[[str], str]) -> None:
    """The address stands in a line of its own."""
    message = return_message(forms["subscribe"], WANTED, SENDER, "https://a.example/b", gettext)

    assert message["To"] == "zoe@firm.example"
    assert "https://a.example/b" in message.get_content().splitlines()


def test_a_subscriber_reads_that_the_letter_comes_already(
        forms: dict[str, Form], gettext: Callable[[str], str]) -> None:
    """The mail says nothing that was typed."""
    message = already_message(forms["subscribe"], SPAM, SENDER, gettext)

    assert message["To"] == "zoe@firm.example"
    assert "there is nothing you need do" in message.get_content()
    assert "SPAM" not in message.as_string()
