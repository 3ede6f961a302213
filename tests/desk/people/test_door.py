"""Who guesses waits."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from plugins.desk.context import Desk, Person
from plugins.desk.people.accounts import account_of, invite
from plugins.desk.people.door import forgive, wait_for_try, way_on
from plugins.desk.store import Store
from tests.desk.people.conftest import EDITOR, NOW, PASSWORD, log_in


def waits(store: Store, times: int, account: str = "a@firm.example", visitor: str = "192.0.2.1"
          ) -> list[int]:
    """Try as soon as one may; return how long that was each time."""
    moment, found = NOW, []
    for _ in range(times):
        wait = wait_for_try(store, account, visitor, moment)
        if wait:
            moment += timedelta(seconds=wait)
            assert wait_for_try(store, account, visitor, moment) == 0
        found.append(wait)
    return found


def test_each_wrong_password_costs_more_time(store: Store):
    """Up to a quarter of an hour; the first ones are slips."""
    assert waits(store, 20) == [0] * 5 + [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] + [900] * 5


def test_a_try_within_the_wait_is_not_counted(store: Store):
    """So that impatience makes nothing worse."""
    waits(store, 5)

    assert {wait_for_try(store, "a@firm.example", "192.0.2.1", NOW) for _ in range(9)} == {1}


@pytest.mark.parametrize("visitor, account, waiting", [
    ("192.0.2.2", "a@firm.example", True),  # the account, from wherever
    ("192.0.2.2", "b@firm.example", False),
    ("192.0.2.1", "b@firm.example", False),  # a colleague in the same office
    ("", "b@firm.example", False),
])
def test_one_account_is_guessed_at(store: Store, visitor: str, account: str, waiting: bool):
    """The others go on working."""
    waits(store, 6)

    assert bool(wait_for_try(store, account, visitor, NOW)) is waiting


@pytest.mark.parametrize("visitor, waiting", [
    ("2001:db8::1", True), ("2001:db8::ffff:1", True), ("2001:db8:0:1::1", False),
    ("192.0.2.1", False), ("", False)])
def test_who_tries_many_accounts_waits_too(store: Store, visitor: str, waiting: bool):
    """A subscriber of IPv6 has a whole /64."""
    for number in range(20):
        waits(store, 1, f"{number}@firm.example", "2001:db8::1")

    assert bool(wait_for_try(store, "z@firm.example", visitor, NOW)) is waiting


def test_a_right_password_takes_it_back(store: Store):
    """A whole office logs in from one address each morning."""
    for number in range(40):
        assert waits(store, 1, f"{number}@firm.example") == [0]
        forgive(store, f"{number}@firm.example", "192.0.2.1")


def test_an_hour_later_it_is_forgotten(store: Store):
    """And nothing is known of who tried."""
    waits(store, 6)

    later = NOW + timedelta(hours=1, seconds=9)
    assert wait_for_try(store, "a@firm.example", "192.0.2.1", later) == 0
    assert wait_for_try(store, "a@firm.example", "192.0.2.1", later) == 0


Visit = Callable[..., httpx.Client]


def test_who_has_an_account_logs_in_and_out(visit: Visit):
    """She comes to where she wanted, and is nobody afterwards."""
    editor = visit()
    first = editor.get("/_desk/?kind=issue")
    way = first.url.params["next"]
    entered = log_in(editor, way=way)
    left = editor.post("/_desk/logout")

    assert (first.url.path, way) == ("/_desk/login", "/_desk/?kind=issue")
    assert str(entered.url).endswith("/_desk/?kind=issue") and EDITOR.name in entered.text
    assert left.url.path == "/_desk/login"
    assert editor.get("/_desk/").url.path == "/_desk/login"


def test_the_cookie_is_for_this_host_and_for_no_script(visit: Visit):
    """And travels encrypted only."""
    cookie = log_in(visit()).history[0].headers["set-cookie"]

    assert cookie.startswith("__Host-desk=") and "domain" not in cookie.lower()
    assert {"HttpOnly", "Secure", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))


@pytest.mark.parametrize("address, password", [
    (EDITOR.address, "another sentence"), ("nobody@firm.example", PASSWORD), ("", PASSWORD),
    ("invited@firm.example", ""), ("invited@firm.example", PASSWORD)])
def test_a_wrong_login_does_not_tell_what_was_wrong(visit: Visit, shared: Desk, address: str,
                                                    password: str):
    """Nobody learns who has an account."""
    invite(shared.store, Person("invited@firm.example", "", "en", True),
           datetime.now(UTC))
    editor = visit()
    wrong = log_in(editor, password, address)

    usual = log_in(visit(), "wrong", "other@firm.example")
    assert wrong.status_code == usual.status_code == 403
    assert wrong.text == usual.text.replace("other@firm.example", address)
    assert not editor.cookies


def test_an_address_is_known_however_it_is_written(visit: Visit):
    """As telephones write it."""
    assert log_in(visit(), address=" Editor@FIRM.example ").url.path == "/_desk/"


def test_who_guesses_is_told_to_wait(visit: Visit, store: Store):
    """And the right password is not tried meanwhile, from wherever it comes."""
    now = datetime.now(UTC)
    for _ in range(10):
        wait_for_try(store, EDITOR.address, "192.0.2.77", now)
        now += timedelta(seconds=20)
    right = log_in(visit())

    assert right.status_code == 429 and "Try again in" in right.text


def test_a_password_is_shown_to_who_asks_for_it(visit: Visit):
    """Without a script, and without a try."""
    shown = visit().post("/_desk/login", data={
        "address": EDITOR.address, "password": PASSWORD, "show": "yes"})

    assert 'type="text"' in shown.text and f'value="{PASSWORD}"' in shown.text
    assert 'type="text"' not in visit().get("/_desk/login").text


def test_an_invitation_leads_into_the_desk(visit: Visit, shared: Desk):
    """With the password that was chosen, and once."""
    editor, token = visit(), invite(shared.store, EDITOR, datetime.now(UTC))
    form = editor.get("/_desk/invitation", params={"token": token})
    short = editor.post("/_desk/invitation", data={"token": token, "password": "short"})
    chosen = editor.post("/_desk/invitation", data={"token": token, "password": "x" * 12})
    again = editor.post("/_desk/invitation", data={"token": token, "password": "y" * 12})

    assert EDITOR.address in form.text and 'autocomplete="new-password"' in form.text
    assert short.status_code == 422 and "12 to 200" in short.text
    assert chosen.url.path == "/_desk/" and again.status_code == 410
    assert log_in(visit(), "x" * 12).status_code == 200


def test_each_person_reads_her_own_language(visit: Visit, editor: httpx.Client, shared: Desk):
    """Before the login that of the browser, afterwards that of the account."""
    editor.headers["accept-language"] = "fr-FR,fr;q=0.9"
    before = visit(**{"accept-language": "fr-FR,fr;q=0.9"}).get("/_desk/login").text
    english = editor.get("/_desk/").text
    editor.post("/_desk/language", data={"lang": "xx"})
    french = editor.post("/_desk/language", data={"lang": "fr", "next": "/_desk/"}).text

    assert '<html lang="fr">' in before and "Se connecter" in before
    assert '<html lang="en">' in english and '<html lang="fr">' in french
    assert account_of(shared.store, EDITOR.address).person.lang == "fr"


@pytest.mark.parametrize("path", ["/_desk/login", "/_desk/invitation", "/_desk/logout"])
def test_a_page_of_another_site_logs_nobody_in_or_out(editor: httpx.Client, path: str):
    """Who reads that page would write under the account of its author."""
    answer = editor.post(path, data={"address": EDITOR.address, "password": PASSWORD},
                          headers={"origin": "https://elsewhere.example"})

    assert answer.status_code == 403
    assert editor.get("/_desk/").url.path == "/_desk/"


def test_what_is_sent_after_the_session_is_refused_and_not_lost(visit: Visit):
    """The page stays open where it was typed."""
    page, script = (visit(accept=kind).post("/_desk/typed", data={"body": "…"})
                    for kind in ("text/html", "application/json"))

    assert page.status_code == script.status_code == 403
    assert "in another window" in page.text and "in another window" in script.json()["message"]


def test_a_stranger_sends_no_book(visit: Visit):
    """The form of the login is all that is read."""
    assert log_in(visit(), "x" * 1_000_000).status_code == 409


@pytest.mark.parametrize("target, way", [
    ("/_desk/", "/_desk/"), ("/fr/?a=b", "/fr/?a=b"), ("", "/_desk/"),
    ("//elsewhere.example", "/_desk/"),
    ("/\\elsewhere.example", "/_desk/"), ("https://elsewhere.example", "/_desk/"),
    ("/\t/elsewhere.example", "/_desk/"), ("javascript:alert(1)", "/_desk/")])
def test_a_login_leads_nowhere_else(target: str, way: str):
    """Whatever the address bar held."""
    assert way_on(target) == way
