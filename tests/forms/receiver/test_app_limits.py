"""Whoever sends too much is asked to wait, and others are served meanwhile."""

from bs4 import BeautifulSoup
from starlette.applications import Starlette

from plugins.forms.declaration.form import Form
from plugins.forms.delivery.plan import planner
from plugins.forms.records.store import Limits, Store
from tests.forms.conftest import Make, Visit
from tests.forms.receiver.test_app import rows
from tests.support.submissions import GOOD


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

    assert statuses == [303, 303, 303, 429]
