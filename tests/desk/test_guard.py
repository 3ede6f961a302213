"""Nobody comes to the desk who may not."""

import httpx
import pytest
from starlette.datastructures import URL

from plugins.desk.people.guard import LocalDoor, cookie_of


@pytest.mark.parametrize("key", ["", "wrong", "é"])
def test_nobody_enters_without_the_key_of_the_terminal(stranger: httpx.Client, key: str):
    """And is told where it is."""
    answer = stranger.get("/_desk/", params={"key": key})

    assert answer.status_code == 403
    assert "inv serve" in answer.text


def test_the_key_is_taken_out_of_the_address(stranger: httpx.Client, door: LocalDoor):
    """No history and no referrer keeps it."""
    answer = stranger.get(f"/_desk/?key={door.token}")

    assert answer.status_code == 200
    assert str(answer.url).endswith("/_desk/")
    cookie = answer.history[0].headers["set-cookie"].lower()
    assert cookie.startswith("desk-8000=") and "samesite=strict" in cookie


@pytest.mark.parametrize(("address", "name"), [
    ("http://127.0.0.1:8000", "desk-8000"), ("http://127.0.0.1:8001/_desk/", "desk-8001"),
    ("https://desk.firm.example", "desk"), ("https://desk.firm.example:8443", "desk-8443")])
def test_desks_of_one_computer_do_not_log_each_other_out(address: str, name: str):
    """A browser keeps one cookie of a name for a host, whatever the port."""
    assert cookie_of(URL(address)) == name


@pytest.mark.parametrize("origin", [
    "http://elsewhere.example", "http://127.0.0.1:8001", "null", ""])
def test_a_page_of_another_site_changes_nothing(editor: httpx.Client, origin: str):
    """Even in the browser of who may."""
    answer = editor.post("/_desk/", headers={"origin": origin})

    assert answer.status_code == 403


@pytest.mark.parametrize(("referer", "status"), [
    ("http://127.0.0.1:8000/fr/", 403), ("http://127.0.0.1:8000/", 403),
    ("http://127.0.0.1:8000/_preview/emails/", 403), ("http://elsewhere.example/_desk/", 403),
    ("", 403),
    ("http://127.0.0.1:8000/_desk/publish", 303)])
def test_a_page_of_the_site_beside_the_desk_changes_nothing(
        editor: httpx.Client, referer: str, status: int):
    """What somebody writes into a text cannot have the desk act for who reads it there."""
    answer = editor.post("/_desk/check", headers={"referer": referer}, follow_redirects=False)

    assert answer.status_code == status


def test_every_answer_forbids_what_comes_from_elsewhere(editor: httpx.Client):
    """And scripts and styles in the page itself."""
    policy = editor.get("/_desk/").headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
