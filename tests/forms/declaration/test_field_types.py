"""A new type of field is an entry: declared, drawn, checked and delivered by it alone."""

import asyncio
from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from plugins.core.i18n import load
from plugins.core.jinja import new_environment
from plugins.core.messages import Message, say
from plugins.forms.declaration.answer import Answer, check
from plugins.forms.declaration.field_types import FIELD_TYPES, LINE, FieldType
from plugins.forms.declaration.form import Form
from plugins.forms.declaration.load import form_advice, load_forms
from plugins.forms.delivery.deliver import Sender, deliverer
from plugins.forms.page.draw import FormPage, draw, theme_of
from plugins.forms.records.submission import Delivery, Submission
from tests.support.submissions import NOW

FORM = """page = "contact"
thanks = "thanks"
delivery = "mail"
retention = 365
recipient = "office@firm.example"
subject.en = "On {birthday}"
title.en = "Write"
submit.en = "Send"
purpose.en = "To answer."
[[fields]]
name = "birthday"
type = "date"
label.en = "Birthday"
required = true
"""


def no_date(value: str) -> Message | None:
    """Return what is wrong with a day."""
    try:
        date.fromisoformat(value)
    except ValueError:
        return say("Enter a day such as 2018-07-03.")
    return None


@pytest.fixture(autouse=True)
def dates(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let fields be of the type “date”."""
    monkeypatch.setitem(FIELD_TYPES, "date", FieldType(  # type: ignore[arg-type]
        LINE, input="date", limit=10, fault=no_date))
    yield


def declared(folder: Path, text: str = FORM) -> tuple[dict[str, Form], list[str]]:
    """Return the forms of a folder with one declaration, and the messages about it."""
    (folder / "contact.toml").write_text(text, "utf-8")
    forms, problems = load_forms(folder, ["en"])
    return forms, [str(problem.message) for problem in problems]


def test_it_is_declared_with_its_keys_and_its_limit(tmp_path: Path) -> None:
    """A key that it does not have is reported; nothing else is missing."""
    forms, problems = declared(tmp_path)

    assert problems == []
    assert forms["contact"].fields[0].max == 10
    assert list(form_advice(forms["contact"])) == []
    assert declared(tmp_path, FORM + 'version = "1"\n')[1] \
        == ["a field of the type “date” has no “version”; delete it"]


def test_it_is_named_among_the_types(tmp_path: Path) -> None:
    """In the message about one that does not exist."""
    assert "textarea, select, radio, checkbox, consent, hidden, date" \
        in declared(tmp_path, FORM.replace('"date"', '"day"'))[1][0]


def test_it_is_drawn_as_its_input(tmp_path: Path, templates: Path) -> None:
    """With its limit, and as required."""
    page = BeautifulSoup(draw(
        Answer(declared(tmp_path)[0]["contact"], "en"), FormPage("/forms/contact"),
        new_environment(templates, load(Path(), "en"))), "html.parser")

    field = page.find("input", {"name": "birthday"})
    assert (field["type"], field.has_attr("required")) == ("date", True)
    assert page.select_one("[data-rule=long]")["data-limit"] == "10"


@pytest.mark.parametrize(("typed", "said"), [
    ("2018-07-03", []), ("", ["Fill in this field."]),
    ("2018-02-30", ["Enter a day such as 2018-07-03."])])
def test_it_is_checked(tmp_path: Path, typed: str, said: list[str]) -> None:
    """By its own rule, after those of every field."""
    answer = check(declared(tmp_path)[0]["contact"], "en", {"birthday": typed})

    assert [str(message) for message in answer.errors.values()] == said


def test_it_is_delivered(tmp_path: Path, templates: Path) -> None:
    """In the mail's subject and in its text, under its label."""
    forms, mails = declared(tmp_path)[0], list[EmailMessage]()

    async def send(mail: EmailMessage, _: str) -> None:
        mails.append(mail)

    sent = Submission("7b0c", "contact", "en", {"birthday": "2018-07-03"}, (), "", NOW)
    deliver = deliverer(forms, Sender("site@firm.example"),
                        theme_of(templates, lambda lang: load(Path(), lang)), send)
    asyncio.run(deliver(Delivery(1, "mail", "office@firm.example", "", 0, NOW, sent)))

    assert mails[0]["Subject"] == "On 2018-07-03"
    assert "Birthday\n    2018-07-03" in mails[0].get_body(("plain",)).get_content()
