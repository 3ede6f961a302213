"""The receiver keeps what visitors send before it thanks them, and lets nothing else in."""

import logging
import re
import shutil
import sqlite3
import time
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from bs4 import BeautifulSoup

from plugins.forms.declaration.form import Form
from plugins.forms.records.records import record
from plugins.forms.records.store import Store
from plugins.forms.records.submission import Delivery
from tests.forms.conftest import Make, Visit
from tests.support.submissions import GOOD, ORIGIN, rows


def test_a_good_message_is_stored_and_thanked_for_in_the_visitors_language(
        client: httpx.Client, store: Store, forms: dict[str, Form]) -> None:
    """The visitor goes to the thank-you page; fields, consent and page of origin are kept."""
    answer = client.post("/forms/contact", data=GOOD, headers={
        "Origin": ORIGIN, "Referer": f"{ORIGIN}/en/articles/x/?utm=1"})

    assert answer.status_code == 303
    assert re.fullmatch("/forms/contact/en/[0-9A-F]{4}-[0-9A-F]{4}", answer.headers["location"])
    assert "set-cookie" not in answer.headers
    [(form, lang, fields, consents, page)] = rows(store)
    assert (form, lang, page) == ("contact", "en", "/en/articles/x/")
    assert '"name": "Zoé"' in fields
    agreed = next(field for field in forms["contact"].fields if field.name == "consent")
    assert agreed.label["en"] in consents


@pytest.mark.parametrize(("lang", "told"), [
    ("fr", "Votre référence : {reference}. Nous répondons sous trois jours ouvrés."),
    ("en", "Your reference: {reference}. We answer within three working days.")])
def test_the_thank_you_page_names_a_reference_and_when_the_firm_answers(
        client: httpx.Client, store: Store, lang: str, told: str) -> None:
    """Without a script, after a restart and as often as it is reloaded: its address says all."""
    place = client.post("/forms/contact", data={**GOOD, "lang": lang}).headers["location"]
    reference = place.rpartition("/")[2]

    answers = [client.get(place) for _ in range(2)]

    page = BeautifulSoup(answers[0].text, "html.parser")
    assert [answer.status_code for answer in answers] == [200, 200]
    assert page.h1.find_next_sibling("p").get_text() == told.format(reference=reference)
    assert store.read(lambda kept: record(kept, reference)).submission.reference == reference


def test_without_a_built_page_a_small_one_names_the_reference(
        client: httpx.Client, site: Path) -> None:
    """Nobody is left without it."""
    (site / "forms.json").unlink()

    page = BeautifulSoup(client.get("/forms/contact/en/7b0c-91de").text, "html.parser")

    assert page.h1.get_text() == "Thank you. We have received your message."
    assert "7B0C-91DE" in page.select_one(".receipt").get_text()


def test_who_subscribes_gets_the_same_page_as_everybody(client: httpx.Client) -> None:
    """It names nothing by which two subscriptions differ."""
    answer = client.post("/forms/subscribe", data=GOOD)

    assert (answer.status_code, answer.headers["location"]) == (303, "/en/thanks/")


@pytest.mark.parametrize(("content", "kind", "status"), [
    (b"name=Zo%C3%A9", "application/x-www-form-urlencoded", 422),
    ("name=Zoé".encode(), "application/x-www-form-urlencoded", 400),
    (b"--a\r\nContent-Disposition: form-data; name=name\r\n\r\nZo\xe9\r\n--a--\r\n",
     "multipart/form-data; boundary=a", 400),
    ("--a\r\nContent-Disposition: form-data; name=name\r\n\r\nZoé\r\n--a--\r\n".encode(),
     "multipart/form-data; boundary=a", 422),
])
def test_bytes_that_are_no_text_are_refused(
        client: httpx.Client, content: bytes, kind: str, status: int) -> None:
    """Instead of being guessed at."""
    answer = client.post("/forms/contact", content=content, headers={"Content-Type": kind})

    assert answer.status_code == status
    assert ("Zoé" in answer.text) is (status == 422)


@pytest.mark.parametrize("broken", ["%FF", "%ED%A0%80", "%EF%BF%BD", "%00", "%C3"])
def test_a_text_with_a_broken_sign_comes_back_with_a_sentence(
        client: httpx.Client, store: Store, broken: str) -> None:
    """Nobody reads a message in which something is missing without knowing it."""
    answer = client.post("/forms/contact", content=urlencode(GOOD).replace("question", broken),
                         headers={"Content-Type": "application/x-www-form-urlencoded"})

    form = BeautifulSoup(answer.text, "html.parser").form
    assert answer.status_code == 422
    assert "unreadable sign" in form.select_one(".form__summary").get_text()
    assert form.find("textarea").get_text().strip().startswith("A ")
    assert rows(store) == []


def test_a_stored_message_is_delivered(
        client: httpx.Client, delivered: list[Delivery]) -> None:
    """The worker is woken by each new submission."""
    client.post("/forms/contact", data=GOOD)
    client.post("/forms/contact", data={**GOOD, "name": "Léo"})

    deadline = time.monotonic() + 5
    while len(delivered) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert [each.submission.values["name"] for each in delivered] == ["Zoé", "Léo"]


def test_errors_come_back_on_the_forms_own_page(client: httpx.Client, store: Store) -> None:
    """The built page is shown again, with what was typed, in the language of the form."""
    answer = client.post("/forms/contact", data={**GOOD, "lang": "fr", "email": "zoe", "name": ""})

    page = BeautifulSoup(answer.text, "html.parser")
    form = page.select_one('form[data-form="contact"]')
    assert answer.status_code == 422
    assert page.title.get_text() == "Erreur\u00a0: Page contact"
    assert (page.h1.get_text(), page.select("p")[-1].get_text()) == ("The page", "After")
    assert form.find("textarea").get_text().strip() == "A question, please."
    assert "\u00a0: Indiquez une adresse" in form.find(id="form-contact-2-email-error").get_text()
    name = form.find(id="form-contact-2-name-error")
    assert name.get_text() == "Erreur\u00a0: Indiquez votre nom."
    assert form.select_one(".form__privacy a")["href"] == "/fr/privacy/"
    assert rows(store) == []


def test_what_was_typed_comes_back_as_text(client: httpx.Client) -> None:
    """Markup in a value is shown, never run."""
    evil = "</form></title><script>alert(1)</script>"

    answer = client.post("/forms/contact", data={**GOOD, "name": evil, "email": evil,
                                                 "message": evil, "topic": evil})

    assert answer.status_code == 422
    assert "<script>" not in answer.text
    assert BeautifulSoup(answer.text, "html.parser").find(
        "input", {"name": "name"})["value"] == evil


def test_a_form_whose_page_is_not_built_is_no_unknown_one(client: httpx.Client, site: Path
                                                          ) -> None:
    """A visitor is asked to come back, and a firm sees what is missing."""
    (site / "forms.json").unlink()

    answer = client.get("/forms/contact")

    assert answer.status_code == 503
    assert "The page of this form is not there yet." in answer.text


def test_errors_come_back_even_without_a_built_page(client: httpx.Client, site: Path) -> None:
    """A visitor never loses what was typed, whatever became of the site."""
    (site / "forms.json").unlink()

    answer = client.post("/forms/contact", data={**GOOD, "email": "zoe"})

    assert answer.status_code == 422
    assert "<h1>The form has not been sent</h1>" in answer.text
    assert 'value="zoe"' in answer.text
    assert not BeautifulSoup(answer.text, "html.parser").select(".form__privacy a")


def test_a_filled_trap_gives_the_form_back(client: httpx.Client, store: Store) -> None:
    """It may have been the browser: nobody is thanked for what is not kept, or loses it."""
    answer = client.post("/forms/contact", data={**GOOD, "website": "https://spam.example"})

    form = BeautifulSoup(answer.text, "html.parser").form
    assert answer.status_code == 422
    assert "Please send the form once more." in form.select_one(".form__summary").get_text()
    assert form.find("input", {"name": "website"}).get("value", "") == ""
    assert form.find("input", {"name": "name"})["value"] == "Zoé"
    assert form.find("input", {"name": "consent"}).has_attr("checked")
    assert rows(store) == []


def test_a_form_that_has_changed_is_given_back(client: httpx.Client, store: Store) -> None:
    """What was typed is kept, but nobody has agreed to what they did not see."""
    answer = client.post("/forms/contact", data={**GOOD, "seen": "0123456789ab"})

    form = BeautifulSoup(answer.text, "html.parser").form
    assert answer.status_code == 422
    assert "has changed in the meantime" in form.select_one(".form__summary").get_text()
    assert form.find("textarea").get_text().strip() == "A question, please."
    assert not form.find("input", {"name": "consent"}).has_attr("checked")
    assert rows(store) == []
    seen = form.find("input", {"name": "seen"})["value"]
    assert client.post("/forms/contact", data={**GOOD, "seen": seen}).status_code == 303


def test_only_declared_fields_are_stored(client: httpx.Client, store: Store) -> None:
    """Whatever else is posted leaves no trace."""
    client.post("/forms/contact", data={**GOOD, "admin": "SECRET"})

    assert "SECRET" not in str(rows(store))


def test_nobody_is_thanked_if_the_message_could_not_be_kept(
        client: httpx.Client, store: Store) -> None:
    """A full disk or a broken database gives the form back, with what was typed."""
    with sqlite3.connect(store.path) as connection:
        connection.execute("DROP TABLE submissions")

    answer = client.post("/forms/contact", data=GOOD)

    assert answer.status_code == 503
    assert "We could not keep your message" in answer.text


@pytest.mark.parametrize("replaced", [True, False])
def test_nothing_goes_into_a_database_that_was_moved_away(
        client: httpx.Client, store: Store, replaced: bool, caplog: pytest.LogCaptureFixture
        ) -> None:
    """The visitor learns that nothing was kept, whether another one is in its place or none."""
    away = store.path.with_name("away.sqlite3")
    store.path.rename(away)
    if replaced:
        shutil.copy(away, store.path)

    answer = client.post("/forms/contact", data=GOOD)

    assert answer.status_code == 503
    assert "We could not keep your message" in answer.text
    assert GOOD["message"] in answer.text
    assert [record.facts["error"] for record in caplog.records
            if record.message == "unkept"] == ["DisplacedError"]
    assert store.read(lambda db: db.execute("SELECT id FROM submissions").fetchall()) == []
    assert "A question, please." in answer.text


def test_no_word_of_the_visitor_reaches_the_log(
        client: httpx.Client, store: Store, caplog: pytest.LogCaptureFixture) -> None:
    """Neither good nor bad input, nor a failure, writes what was typed anywhere but the store."""
    with caplog.at_level(logging.DEBUG):
        client.post("/forms/contact", data=GOOD)
        client.post("/forms/contact", data={**GOOD, "email": "zoe"})
        with sqlite3.connect(store.path) as connection:
            connection.execute("DROP TABLE submissions")
        client.post("/forms/contact", data=GOOD)

    told = [record for record in caplog.records if record.name == "plugins.forms"]
    assert [record.message for record in told] == ["kept", "delivered", "unkept"]
    assert "zo" not in str([vars(record) for record in caplog.records]).lower()


def test_a_site_below_a_path_keeps_its_path(make: Make, visit: Visit) -> None:
    """The redirection leads below the root of the site, wherever that is."""
    with visit(make(base="/letter/")) as client:
        answer = client.post("/forms/contact", data=GOOD)

    assert answer.headers["location"].startswith("/letter/forms/contact/en/")


def test_a_language_the_form_does_not_have_falls_back_to_the_browsers(
        client: httpx.Client) -> None:
    """A hidden field that was tampered with chooses no address."""
    answer = client.post("/forms/contact", data={**GOOD, "lang": "../evil"},
                         headers={"Accept-Language": "en"})

    assert answer.headers["location"].startswith("/forms/contact/en/")


def test_ids_are_short_enough_for_a_line_of_a_mail(client: httpx.Client, store: Store) -> None:
    """A Message-ID that is folded is lost on some servers."""
    client.post("/forms/contact", data=GOOD)

    with sqlite3.connect(store.path) as connection:
        [(name,)] = connection.execute("SELECT id FROM submissions").fetchall()
    longest = f"Message-ID: <subscription.{name}.ack@letter.company-name.example>"
    assert len(name) == 16 and len(longest) <= 78
