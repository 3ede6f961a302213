"""What visitors type is checked against the declaration; what they agreed to is what they saw."""

import unicodedata
from dataclasses import replace
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.forms.declaration.answer import (
    Answer,
    check,
    form_version,
    is_as_seen,
    is_unchecked,
)
from plugins.forms.declaration.field_types import MOST_MARKS
from plugins.forms.declaration.form import Condition, Field, Form, Option

GOOD = {"name": "Zoé", "email": "zoe@firm.example", "topic": "press", "consent": "yes",
        "message": "Bonjour,\r\nune question."}


def test_a_good_message_has_no_error(forms: dict[str, Form]) -> None:
    """Everything declared is there, cleaned, and what was left out is empty."""
    checked = check(forms["contact"], "en", GOOD)

    assert checked.errors == {}
    assert checked.values == {"name": "Zoé", "company": "", "email": "zoe@firm.example",
                              "phone": "", "topic": "press", "deadline": "", "consent": "yes",
                              "in_china": "", "consent_china": "",
                              "message": "Bonjour,\nune question."}


def test_undeclared_fields_are_dropped(forms: dict[str, Form]) -> None:
    """Nothing but the declared fields goes further."""
    checked = check(forms["contact"], "en", {**GOOD, "admin": "1", "lang": "fr", "website": "x"})

    assert checked.values.keys() == {field.name for field in forms["contact"].fields}


@pytest.mark.parametrize(("field", "value", "message"), [
    ("name", "", "Fill in this field."),
    ("name", " \u00a0\n ", "Fill in this field."),
    ("name", "\u200b\u202e\u200d", "Fill in this field."),
    ("name", "x" * 101, "Shorten this to 100 characters; there are 101 now."),
    ("message", "short", "Write at least 10 characters."),
    ("message", "x" * 5001, "Shorten this to 5000 characters; there are 5001 now."),
    ("email", "zoe", "Enter an email address such as name@company.com."),
    ("email", "zoe@firm.example\nBcc: all@firm.example",
     "Enter an email address such as name@company.com."),
    ("email", "=?utf-8?q?=41?=@x.example", "Enter an email address such as name@company.com."),
    ("email", "zoe@localhost", "Enter an email address such as name@company.com."),
    ("phone", "1" * 41, "Shorten this to 40 characters; there are 41 now."),
    ("phone", "call m\ufffd", "This text contains an unreadable sign (\ufffd). "
                              "Please replace or delete it."),
    ("name", "Zo\ufffd", "This text contains an unreadable sign (\ufffd). "
                         "Please replace or delete it."),
    ("message", "A question\x00 of mine", "This text contains an unreadable sign (\ufffd). "
                                          "Please replace or delete it."),
    ("name", "Zo\ud800", "This text contains an unreadable sign (\ufffd). "
                         "Please replace or delete it."),
    ("topic", "", "Choose one of the answers."),
    ("topic", "Press", "Choose one of the answers."),
    ("consent", "", "Tick this box."),
])
def test_what_is_wrong_is_reported_by_field(
        forms: dict[str, Form], field: str, value: str, message: str) -> None:
    """One sentence for each wrong field, and none for the others."""
    checked = check(forms["contact"], "en", {**GOOD, field: value})

    assert {name: error.render(str) for name, error in checked.errors.items()} == {field: message}


@pytest.mark.parametrize(("field", "value", "kept"), [
    ("name", "Zoé\r\nBcc: all@firm.example", "Zoé Bcc: all@firm.example"),
    ("name", "Zo\x07é\x1b", "Zoé"),
    ("name", "Zoe\u0301", "Zoé"),
    ("name", "小红书", "小红书"),
    ("name", "Zoé \u202egpj.exe\u202c\u2066\u200b\ufeff", "Zoé gpj.exe"),
    ("name", "Zoé\u2028Martin\u2029", "Zoé Martin"),
    ("name", "نرگس\u200cسادات", "نرگس\u200cسادات"),
    ("name", "\u200dZoe\u200b\u0301\u200c \u200d", "Zoé"),
    ("email", "zoe\u200b@firm.example\u202c", "zoe@firm.example"),
    ("message", "ن\u200cس\u2028and \u202bmore\u202c", "ن\u200cس\u2028and \u202bmore\u202c"),
    ("name", "<b>*|UNSUB|*</b>", "<b>*|UNSUB|*</b>"),
    ("email", " Zoe@Firm.EXAMPLE ", "Zoe@firm.example"),
    ("email", "zoé@société.example", "zoé@société.example"),
    ("phone", "+33 (0)1.99-00/12 34", "+33 (0)1.99-00/12 34"),
    ("phone", "01‑99–00−12 34", "01-99-00-12 34"),
    ("phone", "+33\u202f1\u00a099\u20090012 34", "+33 1 99 0012 34"),
    ("phone", "010－１２３４５６７８", "010-12345678"),
    ("message", "\tOne line\n\n  and another\n", "One line\n\n  and another"),
    ("consent", "on", "yes"),
])
def test_values_are_cleaned_and_otherwise_kept(
        forms: dict[str, Form], field: str, value: str, kept: str) -> None:
    """A single line has no line break and hides nothing; controls go; all else stays as typed."""
    checked = check(forms["contact"], "en", {**GOOD, field: value})

    assert checked.errors == {}
    assert checked.values[field] == kept


def form_of(*fields: Field) -> Form:
    """Return a form with these fields and nothing else."""
    return Form("test", "test.toml", "page", "thanks", "mail", {"fr": "x"}, {"fr": "x"}, fields)


@pytest.mark.parametrize(("field", "value", "message"), [
    (Field("a", "url", {}, required=True), "https://firm.example/a?b=c#d", None),
    *((Field("a", "url", {}, required=True), value,
       "Enter a web address such as https://company.com.")
      for value in ("firm.example", "javascript:alert(1)", "https://[", "https://", "http:x")),
    *((Field("a", "tel", {}, required=True), value, None)
      for value in ("01/99/00/12/34", "+33 (0)1 99 00 12 34", "01 99 00 12 34 ext 12",
                    "01 99 00 12 34, ext. 12", "0199001234x12", "01 99 00 12 34 poste 12",
                    "01 99 00 12 34 p. 12", "(555) 123-4567 (Ext. 12)", "+86 10 1234 5678 转12")),
    *((Field("a", "tel", {}, required=True), value,
       "Enter a telephone number such as +33 1 99 00 12 34.")
      for value in ("call me", "12", "1" * 21, "01 99 00 12 34 demain", "poste 12")),
    (Field("a", "radio", {}, options=(Option("x", {}),)), "x", None),
    (Field("a", "radio", {}, options=(Option("x", {}),)), "y", "Choose one of the answers."),
    (Field("a", "radio", {}, required=True), "", "Choose one of the answers."),
    (Field("a", "text", {}, pattern=r"\d{5}"), "", None),
    (Field("a", "text", {}, pattern=r"\d{5}"), " 75008 ", None),
    (Field("a", "text", {}, pattern=r"\d{5}", required=True), "75008x",
     "Use the format that is asked for."),
])
def test_a_field_is_checked_as_its_type_and_its_pattern_ask(
        field: Field, value: str, message: str | None) -> None:
    """What may be left out may be empty; what is there must be right."""
    errors = check(form_of(field), "en", {"a": value}).errors

    assert [error.render(str) for error in errors.values()] == ([message] if message else [])


@pytest.mark.parametrize(("field", "value", "unchecked"), [
    (Field("a", "tel", {}), "call me", True), (Field("a", "tel", {}), "01 99 00 12 34", False),
    (Field("a", "url", {}), "firm.example", True), (Field("a", "email", {}), "zoe", True),
    (Field("a", "email", {}), "zoe@firm.example", False), (Field("a", "text", {}), "", False),
    (Field("a", "text", {}, pattern=r"\d{5}"), "75008x", True),
    (Field("a", "text", {}, min=10), "short", True),
    (Field("a", "checkbox", {}), "yes", False), (Field("a", "checkbox", {}), "", False),
])
def test_what_nobody_had_to_fill_in_never_keeps_a_message_back(
        field: Field, value: str, unchecked: bool) -> None:
    """It is kept as it was typed, and the firm is told that it was not checked."""
    checked = check(form_of(field), "en", {"a": value})

    assert (checked.errors, checked.values) == ({}, {"a": value})
    assert is_unchecked(field, value) is unchecked


def test_an_address_that_is_none_is_not_written_to() -> None:
    """Where nobody had to give one, whatever was typed is kept."""
    form = form_of(Field("email", "email", {}), Field("other", "email", {}))

    assert form.email_in({"email": "zoe", "other": "zoe@firm.example"}) == "zoe@firm.example"
    assert form.email_in({"email": "zoe"}) == ""


def test_a_hidden_field_is_never_what_was_sent() -> None:
    """It is what the declaration says, or the page that the form was sent from."""
    form = form_of(Field("kind", "hidden", {}, value="a"),
                   Field("from", "hidden", {}, source="page"))

    checked = check(form, "en", {"kind": "forged", "from": "forged"}, "/fr/contact/")

    assert checked.values == {"kind": "a", "from": "/fr/contact/"}


@pytest.mark.parametrize(("sent", "values", "wrong"), [
    ({"topic": "press", "when": "Monday"}, {"topic": "press", "when": "Monday"}, []),
    ({"topic": "press"}, {"topic": "press", "when": ""}, ["when"]),
    ({"topic": "other"}, {"topic": "other", "when": ""}, []),
    ({"topic": "other", "when": "Monday"}, {"topic": "other", "when": ""}, []),
    ({"topic": "wrong", "when": "Monday"}, {"topic": "wrong", "when": "Monday"}, ["topic"]),
])
def test_what_is_asked_on_a_condition_counts_only_then(
        sent: dict[str, str], values: dict[str, str], wrong: list[str]) -> None:
    """Required when it is asked; dropped when it is not, but given back with errors."""
    form = form_of(Field("topic", "select", {}, options=(Option("press", {}), Option("other", {}))),
                   Field("when", "text", {}, required=True, when=Condition("topic", ("press",))))

    checked = check(form, "en", sent)

    assert (checked.values, list(checked.errors)) == (values, wrong)


def test_a_consent_that_was_not_asked_is_not_given(forms: dict[str, Form]) -> None:
    """Nobody who lives elsewhere has agreed to what is asked in mainland China."""
    form, sent = forms["subscribe"], {
        "email": "a@b.example", "consent": "yes", "consent_china": "yes"}
    there, refused = {**sent, "in_china": "yes"}, {"consent_china": "", "in_china": "yes"}

    assert check(form, "en", sent).values["consent_china"] == ""
    assert check(form, "en", there).values["consent_china"] == "yes"
    assert list(check(form, "en", {**sent, **refused}).errors) == ["consent_china"]


@pytest.mark.parametrize("marks", [
    "\u0301\u0316", "\u0344", "\u0f73\u0f71", "\u0301\u200b\u0316", "\u0301\x00", "\u20dd\u0316"])
@pytest.mark.parametrize("field", ["name", "email", "topic", "phone", "message"])
def test_a_letter_keeps_no_more_marks_than_a_language_needs(
        forms: dict[str, Form], field: str, marks: str) -> None:
    """However many were typed: to put twenty thousand in order takes seconds."""
    checked = check(forms["contact"], "en", {**GOOD, field: "a" + marks * 20_000})

    sorted_at_once = [len(list(run)) for is_mark, run in groupby(
        checked.values[field], lambda character: unicodedata.combining(character) > 0) if is_mark]
    assert 0 < max(sorted_at_once) <= 2 * MOST_MARKS  # one may be written in two


@given(st.text(max_size=50), st.text(max_size=50))
def test_no_input_breaks_the_check_or_a_header(forms: dict[str, Form], name: str, email: str
                                               ) -> None:
    """Whatever is typed, single lines stay single lines, and checking twice changes nothing."""
    checked = check(forms["contact"], "en", {**GOOD, "name": name, "email": email})

    assert not set("\r\n\x00") & set(checked.values["name"] + checked.values["email"])
    assert check(forms["contact"], "en", checked.values).values == checked.values


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


def test_a_consent_is_given_again(forms: dict[str, Form]) -> None:
    """What was typed stays."""
    answer = Answer(forms["contact"], "fr", {
        "name": "Zoé", "consent_china": "yes", "consent": "yes"})

    assert answer.without_consents().values == {"name": "Zoé", "consent_china": "", "consent": ""}
