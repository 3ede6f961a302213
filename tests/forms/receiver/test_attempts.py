"""When a visitor began, which traps were filled in and how often somebody comes is remembered."""

import logging
from datetime import UTC, datetime, timedelta
from itertools import count

import httpx
import pytest
from bs4 import BeautifulSoup
from starlette.applications import Starlette

from plugins.forms.declaration.form import Form
from plugins.forms.delivery.plan import planner
from plugins.forms.receiver.request import new_stamp, read_stamp
from plugins.forms.records.arrivals import Limits
from plugins.forms.records.records import records
from plugins.forms.records.store import Store
from tests.forms.conftest import Make, Visit
from tests.support.submissions import GOOD, ORIGIN, rows


def test_how_long_a_form_was_filled_in_is_only_logged_and_kept_as_a_suspicion(
        make: Make, store: Store, visit: Visit, caplog: pytest.LogCaptureFixture) -> None:
    """It refuses nobody; without the script it is not known."""
    now, moments = datetime.now(UTC).replace(microsecond=0), count()
    app = make(clock=lambda: now + timedelta(microseconds=next(moments)))
    with visit(app) as client, caplog.at_level(logging.INFO):
        begun = client.get("/forms/contact/begun")
        answers = [client.post("/forms/contact", data={**GOOD, "name": str(stamp), **(
            {} if stamp is None else {"begun-at": stamp})})
            for stamp in (signed(store, 42, now), begun.text, None, "x",
                          signed(store, 90_000, now))]

    assert begun.headers["cache-control"] == "no-store"
    assert [answer.status_code for answer in answers] == [303] * 5
    assert [vars(record)["facts"]["seconds"] for record in caplog.records
            if record.message == "kept"] == [42, 0, None, None, None]
    assert suspected(store) == [(), ("hasty",), ("unsigned",), ("unsigned",), ("unsigned",)]


def signed(store: Store, seconds: int, now: datetime | None = None) -> str:
    """Return a stamp of so many seconds ago."""
    then = (now or datetime.now(UTC)) - timedelta(seconds=seconds)
    return new_stamp(store.stamp_key, "contact", then).text


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
