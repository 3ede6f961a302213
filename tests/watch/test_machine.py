"""What the receiver rests on: each thing that is broken is named, and fine once it is put right."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from plugins.core.messages import say
from plugins.watch import machine
from plugins.watch.machine import (
    Address,
    examine_address,
    examine_clock,
    examine_disk,
    examine_parked,
    examine_receiver,
    examine_waiting,
    receiver_on,
)
from tests.support.web_server import Web, certificate, web_server
from tests.watch.conftest import Told

HEALTH = {"ok": True, "writable": True, "waiting": 2, "oldest_waiting_seconds": 60, "parked": 0}
LATE = timedelta(hours=1)


def address(told: Told, url: str) -> list[tuple[str, str]]:
    """Return what is said of an address."""
    return told(lambda: examine_address(Address(url), say("publish")))


def test_a_receiver_in_order_is_fine_in_every_line(told: Told) -> None:
    """It keeps, it delivers, nothing waits for a person."""
    health = HEALTH.copy

    assert told(lambda: examine_receiver(health)) == [
        ("fine", "the receiver runs, and keeps what is sent")]
    assert told(lambda: examine_parked(health)) == [("fine", "no delivery is parked")]
    assert told(lambda: examine_waiting(health, LATE)) == [
        ("fine", "deliveries waiting: 2, none for long")]


@pytest.mark.parametrize(("name", "said", "way"), [
    ("writable", "the receiver cannot keep messages", "journalctl"),
    ("in_place", "the database is no longer where the receiver opened it", "systemctl restart"),
    ("whole", "the database is damaged", "./inv restore")])
def test_a_receiver_that_keeps_nothing_is_told(told: Told, name: str, said: str, way: str) -> None:
    """With where to look."""
    [(state, sentence)] = told(lambda: examine_receiver(lambda: {**HEALTH, name: False}))

    assert state == "to do"
    assert sentence.startswith(said) and way in sentence


def test_what_is_parked_is_counted_with_the_commands_that_settle_it(told: Told) -> None:
    """And nothing of whom it is."""
    [(state, sentence)] = told(lambda: examine_parked(lambda: {**HEALTH, "parked": 3}))

    assert state == "to do"
    assert sentence.startswith("deliveries to the firm or the audience that failed for good: 3;")
    assert "forms.retry" in sentence and "forms.drop" in sentence


@pytest.mark.parametrize(("seconds", "state"), [(3600, "fine"), (3601, "to do"), (None, "fine")])
def test_what_waits_for_more_than_an_hour_is_late(
        told: Told, seconds: int | None, state: str) -> None:
    """For the oldest, in hours."""
    found = told(lambda: examine_waiting(
        lambda: {**HEALTH, "oldest_waiting_seconds": seconds}, LATE))

    assert [state for state, _ in found] == [state]
    assert ("the oldest for 1 h" in found[0][1]) == (state == "to do")


def test_the_health_is_asked_of_the_receiver_on_this_machine(told: Told) -> None:
    """What answers there may be another program, or nothing."""
    with web_server() as web:
        port = int(web.url.rpartition(":")[2])
        [(other, another)] = told(lambda: examine_receiver(lambda: receiver_on(port)))
        web.body = json.dumps(HEALTH).encode()
        right = told(lambda: examine_receiver(lambda: receiver_on(port)))
    [(gone, nobody)] = told(lambda: examine_receiver(lambda: receiver_on(port)))

    assert right == [("fine", "the receiver runs, and keeps what is sent")]
    assert (other, gone) == ("to do", "to do")
    assert nobody.startswith(f"no receiver answers on port {port} of this machine (no program acc")
    assert another.startswith(f"no receiver answers on port {port}")


def test_a_disk_that_is_nearly_full_is_told(
        told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a folder that is not there yet, it is where it will be."""
    assert [state for state, _ in told(lambda: examine_disk([tmp_path / "var" / "a"]))] == ["fine"]
    monkeypatch.setattr(machine, "LEAST", 10 ** 18)

    [(state, sentence)] = told(lambda: examine_disk([tmp_path / "var"]))

    assert state == "to do"
    assert sentence.startswith(f"{tmp_path}/var: only ") and "GB are free; make room" in sentence


def test_an_address_that_answers_says_how_long_its_certificate_is_good(told: Told, web: Web
                                                                       ) -> None:
    """A redirection is an answer."""
    web.statuses["/forms/contact"] = 303

    for path in ("/", "/forms/contact"):
        assert address(told, web.url + path) == [
            ("fine", f"{web.url}{path} answers; its certificate is good for 89 days")]


@pytest.mark.parametrize("status", [404, 403, 502])
def test_an_address_that_shows_nothing_is_told(told: Told, web: Web, status: int) -> None:
    """With what to do about it; fine once it shows something."""
    web.statuses["/"] = status
    found = address(told, f"{web.url}/")
    web.statuses["/"] = 200

    assert found == [("to do", f"{web.url}/ answers with {status}; publish")]
    assert [state for state, _ in address(told, f"{web.url}/")] == ["fine"]


def test_a_certificate_must_be_good_for_weeks(
        told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who renews it by a program does so long before; fine once it is renewed."""
    found = []
    for days in (10, 60):
        pem = certificate(tmp_path, days)
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        with web_server(pem) as web:
            found += address(told, f"{web.url}/")

    (soon, sentence), (later, _) = found
    assert (soon, later) == ("to do", "fine")
    assert sentence.startswith("the certificate of localhost ends in 9 days; renew it")


@pytest.mark.parametrize(("trusted", "host", "reason"), [
    (False, "localhost", "is not signed by a known authority"),
    (True, "127.0.0.1", "is for another name")])
def test_a_certificate_must_be_valid(
        told: Told, proof: Path, monkeypatch: pytest.MonkeyPatch, trusted: bool, host: str,
        reason: str) -> None:
    """For this name, by somebody whom browsers trust."""
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(proof))
    with web_server(proof) as web:
        [(state, sentence)] = address(told, web.url.replace("localhost", host) + "/")

    assert state == "to do"
    assert sentence.startswith(f"{host}: the certificate {reason}, and browsers")


@pytest.mark.parametrize(("url", "said"), [
    ("http://letter.example/", "http://letter.example/ is not encrypted; serve it by HTTPS"),
    ("https://127.0.0.1:9/", "https://127.0.0.1:9/ cannot be reached (no program accepts the "
                             "connection); check")])
def test_an_address_that_cannot_be_reached_is_told(told: Told, url: str, said: str) -> None:
    """Without waiting."""
    [(state, sentence)] = address(told, url)

    assert state == "to do" and sentence.startswith(said)


@pytest.mark.parametrize(("minutes", "age", "state", "said"), [
    (0, 0, "fine", "the clock agrees with that of localhost"),
    (-1, 0, "fine", "the clock agrees with that of localhost"),
    (-90, 5400, "fine", "the clock agrees with that of localhost"),
    (10, 0, "to do", "the clock of this machine is 10 min slow, says localhost; have it set"),
    (-10, 0, "to do", "the clock of this machine is 10 min fast, says localhost; have it set")])
def test_the_clock_is_compared_with_that_of_another(
        told: Told, web: Web, minutes: int, age: int, state: str, said: str) -> None:
    """Of an answer that was kept on the way, its age is counted."""
    web.headers = {"Age": str(age), "Date": format_datetime(
        datetime.now(UTC) + timedelta(minutes=minutes), usegmt=True)}

    [(found, sentence)] = told(lambda: examine_clock([
        Address("https://127.0.0.1:9/"), Address(f"{web.url}/")]))

    assert found == state and sentence.startswith(said)


def test_without_an_answer_nothing_is_known_of_the_clock(told: Told, web: Web) -> None:
    """Also where the other one does not tell its own."""
    web.headers = {"Date": "yesterday"}

    assert told(lambda: examine_clock([Address(f"{web.url}/"), Address("https://127.0.0.1:9/")])
                ) == [("unknown", "nobody answers whose clock could be compared with that of this "
                                  "machine")]
