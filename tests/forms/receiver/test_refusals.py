"""What is no form of this site is refused, on a page that says why."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from bs4 import BeautifulSoup

from plugins.forms.records.store import Store
from tests.forms.conftest import Make, Visit
from tests.support.submissions import GOOD, ORIGIN, rows


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
