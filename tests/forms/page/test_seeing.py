"""What a visitor agreed to is what the visitor saw."""

from dataclasses import replace

import pytest

from plugins.forms.declaration.answer import Answer, form_version, is_as_seen, seconds_open
from plugins.forms.declaration.form import Field, Form


def changed(form: Form, name: str, **fields: object) -> Form:
    """Return a form one field of which is declared otherwise."""
    def declared(field: Field) -> Field:
        return replace(field, **fields) if field.name == name else field  # type: ignore[arg-type]
    return replace(form, fields=tuple(declared(field) for field in form.fields))


@pytest.mark.parametrize(("name", "fields"), [
    ("consent", {"version": "2030-01"}),
    ("consent", {"label": {"fr": "J’accepte tout.", "en": "I agree to everything."}}),
    ("topic", {"options": ()}),
    ("phone", {"required": True}),
    ("email", {"help": {"fr": "Pour tout.", "en": "For everything."}}),
])
def test_another_wording_is_another_form(
        forms: dict[str, Form], name: str, fields: dict[str, object]) -> None:
    """Fields, options, versions and texts, each in its language."""
    contact = forms["contact"]
    other = changed(contact, name, **fields)

    assert form_version(other, "fr") != form_version(contact, "fr")
    assert form_version(contact, "en") != form_version(contact, "fr")


def test_what_nobody_sees_makes_no_other_form(forms: dict[str, Form]) -> None:
    """A visitor's tab stays good when the firm changes who gets the mail."""
    contact = forms["contact"]
    topic = next(field for field in contact.fields if field.name == "topic")
    other = changed(replace(contact, recipient=("new@firm.example",)), "topic", options=tuple(
        replace(option, recipient=()) for option in topic.options))

    assert form_version(other, "fr") == form_version(contact, "fr")


def test_a_form_written_by_hand_is_taken_as_it_is(forms: dict[str, Form]) -> None:
    """It says nothing of what was seen."""
    contact = forms["contact"]

    assert is_as_seen(contact, "fr", {})
    assert is_as_seen(contact, "fr", {"seen": form_version(contact, "fr")})
    assert not is_as_seen(contact, "fr", {"seen": form_version(contact, "en")})
    assert not is_as_seen(contact, "fr", {"seen": ""})


def test_a_consent_is_given_anew(forms: dict[str, Form]) -> None:
    """What was typed stays."""
    answer = Answer(forms["contact"], "fr", {
        "name": "Zoé", "consent_china": "yes", "consent": "yes"})

    assert answer.without_consents().values == {"name": "Zoé", "consent_china": "", "consent": ""}


@pytest.mark.parametrize(("said", "seconds"), [
    ("42", 42), ("0", 0), ("999999999", 86_400), ("9" * 5000, None), ("-1", None), ("٣", None),
    ("zoe@firm.example", None), ("", None)])
def test_the_log_gets_a_number_of_seconds_and_nothing_else(said: str, seconds: int | None) -> None:
    """Whatever was posted under that name; a day at most."""
    assert seconds_open({"seconds": said}) == seconds
