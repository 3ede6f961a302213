"""The receiver keeps what visitors send before it thanks them, and lets nothing else in."""

import json
import logging
import re
import shutil
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from bs4 import BeautifulSoup
from starlette.applications import Starlette

from plugins.forms.declaration.form import Form
from plugins.forms.delivery.plan import planner
from plugins.forms.receiver.request import new_stamp, read_stamp
from plugins.forms.records.arrivals import Limits
from plugins.forms.records.records import record, records
from plugins.forms.records.store import Store
from plugins.forms.records.submission import Delivery
from tests.forms.conftest import Make, Visit
from tests.support.submissions import GOOD, ORIGIN


def rows(store: Store) -> list[tuple[str, ...]]:
    """Return form, language, fields, consents and page of all that is stored."""
    with sqlite3.connect(store.path) as connection:
        return connection.execute(
            "SELECT form, lang, fields, consents, page FROM submissions").fetchall()


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


@pytest.mark.parametrize(("headers", "status"), [
    ({}, 303),
    ({"Origin": ORIGIN}, 303),
    ({"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}, 303),
    ({"Origin": "https://staging.example", "Host": "staging.example"}, 303),
    ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 303),
    ({"Sec-Fetch-Site": "none"}, 303),
    ({"Origin": "null"}, 403),
    ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 403),
    ({"Origin": "https://evil.example"}, 403),
    ({"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, 403),
    ({"Origin": f"{ORIGIN}.evil.example"}, 403),
    ({"Sec-Fetch-Site": "cross-site"}, 403),
    ({"Sec-Fetch-Site": "same-site"}, 403),
])
def test_only_pages_of_the_site_may_post(
        client: httpx.Client, store: Store, headers: dict[str, str], status: int) -> None:
    """Origin and Sec-Fetch-Site decide; a program that sends neither may post."""
    answer = client.post("/forms/contact", data=GOOD, headers=headers)

    assert answer.status_code == status
    assert len(rows(store)) == (status == 303)


def test_a_refusal_is_a_page_in_the_visitors_language(client: httpx.Client) -> None:
    """It says what is wrong and leads to the form."""
    answer = client.post("/forms/contact", data=GOOD, headers={
        "Origin": "https://evil.example", "Accept-Language": "de, fr-CH;q=0.9, en;q=0.5"})

    page = BeautifulSoup(answer.text, "html.parser")
    assert page.html["lang"] == "fr"
    assert page.h1.get_text() == "Ce message n’a pas été envoyé depuis notre site."
    assert page.select_one("main a")["href"] == "/fr/contact/"


@pytest.mark.parametrize(("content", "headers", "status"), [
    (b"x" * 200_000, {"Content-Type": "application/x-www-form-urlencoded"}, 413),
    (b'{"name": "Zoe"}', {"Content-Type": "application/json"}, 415),
    (b"name=Zoe", {"Content-Type": ""}, 415),
    (b"--a\r\nbroken", {"Content-Type": "multipart/form-data"}, 400),
    (b"%ff%00&=&&name=%", {"Content-Type": "application/x-www-form-urlencoded"}, 422),
    (b"", {"Content-Type": "application/x-www-form-urlencoded"}, 422),
])
def test_what_is_no_form_is_refused(
        client: httpx.Client, store: Store, content: bytes, headers: dict[str, str], status: int
        ) -> None:
    """Another type, too much, or a damaged body is answered with its own status."""
    answer = client.post("/forms/contact", content=content, headers=headers)

    assert answer.status_code == status
    assert rows(store) == []


def test_a_body_without_a_length_is_cut_off_at_the_limit(client: httpx.Client) -> None:
    """No more is let in than any form can hold, even if the size is not declared."""
    taken = []

    def endless() -> Iterator[bytes]:
        for number in range(10_000):
            taken.append(number)
            yield b"x" * 1000

    answer = client.post("/forms/contact", content=endless(), headers={
        "Content-Type": "application/x-www-form-urlencoded"})

    assert answer.status_code == 413


def test_a_form_may_be_posted_as_multipart_but_without_files(
        client: httpx.Client, store: Store) -> None:
    """A script may send FormData; of documents a sentence says how they come, however large."""
    parts = {name: (None, value) for name, value in GOOD.items()}

    assert client.post("/forms/contact", files=parts).status_code == 303
    for content, status in ((b"x", 415), (b"%PDF-1.7 \xff\x00", 415), (b"", 415),
                            (b"x" * 200_000, 413), (b"x" * 1_100_000, 413)):
        answer = client.post("/forms/contact", files={**parts, "file": ("a.pdf", content)},
                             headers={"Accept-Language": "en"})
        assert answer.status_code == status
        assert "This form takes no files, and nothing was sent." in answer.text
    assert len(rows(store)) == 1


def test_a_refusal_names_the_firms_address(make: Make, site: Path, visit: Visit) -> None:
    """The site’s own, never a recipient of the form."""
    places = json.loads((site / "forms.json").read_text("utf-8"))
    places["contact"]["en"]["contact"] = "office@lettre.example"
    (site / "forms.json").write_text(json.dumps(places), "utf-8")

    with visit(make()) as client:
        answer = client.post("/forms/contact", files={"file": ("a.pdf", b"x")},
                             headers={"Accept-Language": "en"})

    page = BeautifulSoup(answer.text, "html.parser")
    assert [link["href"] for link in page.select("main a")] \
        == ["/en/contact/", "mailto:office@lettre.example"]
    assert "cabinet@" not in answer.text


@pytest.mark.parametrize(("method", "path", "status"), [
    ("POST", "/forms/contcat", 404),
    ("GET", "/forms/contcat", 404),
    ("GET", "/forms/contact", 303),
    ("HEAD", "/forms/contact", 303),
    ("GET", "/forms/contact/more", 404),
    ("GET", "/forms/contact/en/<b>", 404),
    ("GET", "/forms/contact/de/7B0C-91DE", 404),
    ("GET", "/forms/contcat/en/7B0C-91DE", 404),
    ("GET", "/", 404),
])
def test_other_requests_are_answered_too(
        client: httpx.Client, method: str, path: str, status: int) -> None:
    """An unknown form is not found; who opens the address is led to the form's page."""
    answer = client.request(method, path, headers={"Accept-Language": "en-GB"})

    assert answer.status_code == status
    if status == 303:
        assert answer.headers["location"] == "/en/contact/"


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


def test_how_long_a_form_was_filled_in_is_only_logged_and_kept_as_a_suspicion(
        client: httpx.Client, store: Store, caplog: pytest.LogCaptureFixture) -> None:
    """It refuses nobody; without the script it is not known."""
    begun = client.get("/forms/contact/begun")
    with caplog.at_level(logging.INFO):
        answers = [client.post("/forms/contact", data={**GOOD, "name": str(stamp), **(
            {} if stamp is None else {"begun-at": stamp})})
            for stamp in (signed(store, 42), begun.text, None, "x", signed(store, 90_000))]

    assert begun.headers["cache-control"] == "no-store"
    assert [answer.status_code for answer in answers] == [303] * 5
    assert [vars(record)["facts"]["seconds"] for record in caplog.records
            if record.message == "kept"] == [42, 0, None, None, None]
    assert suspected(store) == [(), ("hasty",), ("unsigned",), ("unsigned",), ("unsigned",)]


def signed(store: Store, seconds: int, form: str = "contact") -> str:
    """Return a stamp of so many seconds ago."""
    return new_stamp(store.stamp_key, form, datetime.now(UTC) - timedelta(seconds=seconds)).text


def suspected(store: Store) -> list[tuple[str, ...]]:
    """Return why each submission may be a robot's."""
    return [each.suspicions for each in store.read(records)]


@pytest.mark.parametrize(("origin", "allowed"), [
    (ORIGIN, ORIGIN), ("https://evil.example", None), ("null", None), (None, None)])
def test_only_a_page_of_the_site_may_read_when_its_visitor_began(
        client: httpx.Client, origin: str | None, allowed: str | None) -> None:
    """The site may be elsewhere than its receiver."""
    answer = client.get("/forms/contact/begun", headers={"Origin": origin} if origin else {})

    assert answer.headers.get("access-control-allow-origin") == allowed
    assert answer.headers["vary"] == "Origin"
    assert client.get("/forms/contcat/begun").status_code == 404


def test_a_trap_that_was_filled_in_is_remembered_when_the_form_comes_again(
        client: httpx.Client, store: Store) -> None:
    """It may have been the browser: it is taken, and the firm learns of it."""
    again = client.post("/forms/contact", data={**GOOD, "begun-at": signed(store, 60),
                                                "website": "https://spam.example"})
    stamp = field(again, "begun-at")

    assert client.post("/forms/contact", data={**GOOD, "begun-at": stamp}).status_code == 303
    assert suspected(store) == [("trapped",)]


def field(answer: httpx.Response, name: str) -> str:
    """Return the value of a field of the form that came back."""
    found = BeautifulSoup(answer.text, "html.parser").find("input", {"name": name})
    return found["value"]


def test_a_form_that_came_back_says_when_even_without_the_script(
        client: httpx.Client, store: Store) -> None:
    """And goes on saying so, whatever is wrong with it the next time."""
    first = field(client.post("/forms/contact", data={**GOOD, "email": "zoe"}), "begun-at")
    second = field(client.post("/forms/contact", data={
        **GOOD, "email": "zoe", "begun-at": first}), "begun-at")

    assert first == second
    assert read_stamp(store.stamp_key, "contact", first, datetime.now(UTC)) is not None


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


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_another_method_is_answered_with_those_there_are(client: httpx.Client, method: str) -> None:
    """Whatever the address (RFC 9110, 15.5.6), on a page with the site's headers."""
    answer = client.request(method, "/forms/contact", headers={"Accept-Language": "fr"})

    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}
    assert BeautifulSoup(answer.text, "html.parser").html["lang"] == "fr"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("shown", ["contact", "subscribe/en/7B0C-91DE"])
def test_an_error_does_not_hide_where_the_form_is(
        client: httpx.Client, store: Store, shown: str) -> None:
    """Sent from a page that the receiver showed, it was sent from the form's own page."""
    client.post("/forms/contact", data=GOOD, headers={
        "Origin": ORIGIN, "Referer": f"{ORIGIN}/forms/{shown}"})

    assert [row[-1] for row in rows(store)] == ["/en/contact/"]


def test_a_fault_of_the_program_is_a_page_too(
        make: Make, store: Store, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the site's headers, and nothing of what went wrong."""
    monkeypatch.setattr(store, "add", lambda *_: 1 / 0)

    with visit(make(headers={"Referrer-Policy": "no-referrer"})) as client:
        answer = client.post("/forms/contact", data=GOOD)

    assert answer.status_code == 500
    assert BeautifulSoup(answer.text, "html.parser").h1.get_text().startswith("Something went wr")
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "ZeroDivision" not in answer.text


def test_ids_are_short_enough_for_a_line_of_a_mail(client: httpx.Client, store: Store) -> None:
    """A Message-ID that is folded is lost on some servers."""
    client.post("/forms/contact", data=GOOD)

    with sqlite3.connect(store.path) as connection:
        [(name,)] = connection.execute("SELECT id FROM submissions").fetchall()
    longest = f"Message-ID: <subscription.{name}.ack@letter.company-name.example>"
    assert len(name) == 16 and len(longest) <= 78


def limited(make: Make, store: Store, forms: dict[str, Form], *most: int) -> Starlette:
    """Return a receiver that takes only so many from an address, and in total."""
    return make(store=Store(store.path, planner(forms), Limits(*most)))


def test_too_many_are_asked_to_wait_and_lose_nothing_of_what_they_typed(
        make: Make, store: Store, forms: dict[str, Form], visit: Visit) -> None:
    """In their language, on the form's own page; others are served meanwhile."""
    with visit(limited(make, store, forms, 2, 99)) as client:
        answers = [client.post("/forms/contact", data={**GOOD, "message": f"Question {number}."},
                               headers={"X-Forwarded-For": f"198.51.100.9, {visitor}"})
                   for number, visitor in enumerate(["192.0.2.1"] * 3 + ["192.0.2.2"])]

    assert [answer.status_code for answer in answers] == [303, 303, 429, 303]
    page = BeautifulSoup(answers[2].text, "html.parser")
    assert 3500 < int(answers[2].headers["retry-after"]) <= 3600
    assert page.html["lang"] == "en"
    assert page.find("textarea").get_text().strip() == "Question 2."
    assert "Please try again in 60 min." in page.select_one(".form__summary").get_text()
    assert len(rows(store)) == 3


def test_only_real_attempts_count(
        make: Make, store: Store, forms: dict[str, Form], visit: Visit) -> None:
    """Errors and refusals are none."""
    with visit(limited(make, store, forms, 2, 99)) as client:
        def post(headers: dict[str, str] | None = None, **values: str) -> int:
            return client.post("/forms/contact", data={**GOOD, **values}, headers={
                "X-Forwarded-For": "192.0.2.1", **(headers or {})}).status_code

        wasted = [post(email="zoe"), post({"Origin": "https://evil.example"}),
                  post(website="x"), post(seen="x")]

        assert wasted == [422, 403, 422, 422]
        assert [post(), post(name="Léo"), post(name="Ada")] == [303, 303, 429]


def test_who_is_not_known_counts_only_among_all(
        make: Make, store: Store, forms: dict[str, Form], visit: Visit) -> None:
    """A web server that does not say who comes must not make all visitors one."""
    with visit(limited(make, store, forms, 1, 3)) as client:
        statuses = [client.post("/forms/contact", data={**GOOD, "name": name}).status_code
                    for name in "abcd"]

    assert statuses == [303, 303, 303, 422]


def test_when_very_many_come_a_visitor_is_asked_to_send_once_more(
        make: Make, store: Store, forms: dict[str, Form], visit: Visit) -> None:
    """With all that was typed; a robot that does so at once, or with the same time, is asked again.
    """
    with visit(limited(make, store, forms, 1, 3)) as client:
        def post(name: str, begun: str = "") -> httpx.Response:
            return client.post("/forms/contact", data={**GOOD, "name": name, "begun-at": begun})

        for name in "abc":
            post(name)
        asked = post("Zoé")
        at_once = post("Zoé", field(asked, "begun-at"))
        later = signed(store, 3)

        assert (asked.status_code, field(asked, "name")) == (422, "Zoé")
        assert "send it once more" in asked.text
        assert field(at_once, "begun-at") == field(asked, "begun-at")
        assert [post(name, later).status_code for name in ("Zoé", "Léo")] == [303, 422]
        assert field(post("Léo", later), "begun-at") != later


def test_a_form_that_comes_back_keeps_when_it_was_begun_and_its_trap(
        make: Make, store: Store, forms: dict[str, Form], visit: Visit) -> None:
    """Whoever must wait began long ago; who is asked for another proof was in the trap before."""
    key, now = store.stamp_key, datetime.now(UTC)
    stamp = new_stamp(key, "contact", now - timedelta(seconds=60), trapped=True).text
    sent = {**GOOD, "begun-at": stamp}
    known = {"X-Forwarded-For": "192.0.2.1"}
    with visit(limited(make, store, forms, 1, 1)) as client:
        client.post("/forms/contact", data=sent, headers=known)
        waits = client.post("/forms/contact", data={**sent, "name": "Léo"}, headers=known)
        asked = client.post("/forms/contact", data={**sent, "name": "Ada"})

    again = read_stamp(key, "contact", field(asked, "begun-at"), now)
    assert (waits.status_code, field(waits, "begun-at")) == (429, stamp)
    assert again and (asked.status_code, again.trapped, again.text == stamp) == (422, True, False)
