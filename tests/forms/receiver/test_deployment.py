"""The files that the documents offer: nginx and systemd read them, and they do what they say."""

import json
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
from bs4 import BeautifulSoup

from plugins.forms.declaration.rules import MOST_CHARACTERS
from plugins.forms.receiver.request import BYTES_A_CHARACTER, LARGEST, SMALLEST_LIMIT
from tests.conftest import PROJECT
from tests.support.nginx import needs_nginx, nginx
from tests.support.receiving import Receiver, receiving

SERVER = "add_header X-Frame-Options DENY always; location ~ \\.(gz|br)$ { return 404; }"
OFFERED = (PROJECT / "docs" / "nginx-forms.conf").read_text("utf-8")
LIMITS = PROJECT / "docs" / "nginx-forms-http.conf"
"""What goes into `http`."""

EARLIER = "limit_req_zone $binary_remote_addr zone=forms:1m rate=5r/s;"
"""What went there before."""

CUT = b"POST /forms/contact HTTP/1.1\r\nHost: x\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
BROKEN = (
    CUT + CHUNKED + b"\r\nzz\r\n", CUT + FORM + CHUNKED + b"\r\nzz\r\n",
    CUT + FORM + b"Content-Length: 99999999\r\n" + CHUNKED + b"\r\nzz\r\n",
    CUT + FORM + b"Content-Length: 5\r\n" + CHUNKED + b"\r\nhello",
    CUT + FORM + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    CUT + FORM + b"Content-Length: 500\r\n\r\nhello", CUT + FORM + CHUNKED + b"\r\n50\r\nhello",
    b"GET /forms/health HTTP/1.1\r\nHost: x\r\n" + CHUNKED + b"\r\nzz\r\n", CUT, b"\x16\x03\x01",
    b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 200_000 + b"\r\n\r\n")
"""Requests with no end, with two lengths, with none that can be read."""

GOOD = {"lang": "en", "email": "zoe@firm.example", "topic": "press",
        "message": "A question, please.", "consent": "yes"}


@dataclass(frozen=True)
class Published:
    """A receiver behind a web server."""

    receiver: Receiver
    client: httpx.Client

    def post(self, visitor: str, name: str, claimed: str) -> int:
        """Send a message from an address of this machine, that claims to be another one."""
        with httpx.Client(base_url=self.client.base_url,
                          transport=httpx.HTTPTransport(local_address=visitor)) as client:
            return client.post("/forms/contact", data={**GOOD, "name": name},
                               headers={"X-Forwarded-For": claimed}).status_code


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """Run the receiver, which takes three messages an hour from an address, behind nginx."""
    folder = tmp_path_factory.mktemp("published")
    assert LIMITS.name in OFFERED and "8001" in OFFERED
    with receiving(folder, "smtp://127.0.0.1:9", FORMS_MOST_PER_ADDRESS="3",
                   # Other addresses of this machine are visitors.
                   FORMS_PROXIES="127.0.0.1") as receiver:
        (folder / "forms.conf").write_text(OFFERED.replace("8001", str(receiver.port)))
        with nginx(folder, f'{SERVER} include "{folder}/forms.conf";',
                   f'include "{LIMITS}";') as client:
            yield Published(receiver, client)


@needs_nginx
def test_a_message_passes_with_the_headers_of_the_receiver(published: Published) -> None:
    """Each once: the server's own are not added to them."""
    answer = published.client.post("/forms/contact", data=GOOD)

    assert answer.status_code == 422
    for name in ("cache-control", "content-security-policy", "x-robots-tag"):
        assert len(answer.headers.get_list(name, split_commas=False)) == 1, name
    assert "x-frame-options" not in answer.headers


@needs_nginx
def test_visitors_are_told_apart_whatever_they_claim(published: Published) -> None:
    """The web server says who came."""
    statuses = [published.post("127.0.0.3", f"n{number}", f"192.0.2.{number}")
                for number in range(5)]

    assert statuses == [303, 303, 303, 429, 429]
    assert published.post("127.0.0.4", "other", "127.0.0.3") == 303


@needs_nginx
def test_nothing_large_reaches_the_receiver(published: Published) -> None:
    """The web server cuts it off, in both languages, where the script of the forms reads it."""
    answer = published.client.post("/forms/contact", data={"message": "x" * 1_100_000})

    told = BeautifulSoup(answer.text, "html.parser").select_one(".notice h1")
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["x-frame-options"] == "DENY"
    assert "trop long" in told.get_text() and "too long" in told.get_text()


@needs_nginx
def test_what_is_a_little_too_large_is_answered_by_the_receiver(published: Published) -> None:
    """On a page of the site, in the visitor's language."""
    answer = published.client.post("/forms/contact", data={"message": "x" * 900_000},
                                   headers={"Accept-Language": "en"})

    assert answer.status_code == 413
    assert "Back to the form" in answer.text


def test_no_form_posts_more_than_the_web_server_lets_through() -> None:
    """What is drawn can be sent."""
    most = re.search(r"client_max_body_size (\d+)m;", OFFERED)

    assert most
    assert int(most[1]) * 1024 ** 2 == LARGEST
    assert LARGEST >= SMALLEST_LIMIT + BYTES_A_CHARACTER * MOST_CHARACTERS


@needs_nginx
def test_a_flood_is_kept_from_the_receiver(published: Published) -> None:
    """A visitor who asks too fast waits, and nobody else does."""
    statuses = [published.client.get("/forms/contact").status_code for _ in range(60)]

    assert statuses[0] in (303, 404)
    assert statuses[-1] == 429
    assert "dans une minute" in published.client.get("/forms/contact").text


@needs_nginx
def test_one_visitor_keeps_few_connections_open(published: Published) -> None:
    """Messages that never end come from twenty at most; others are answered meanwhile."""
    port = published.client.base_url.port
    with ExitStack() as opened:
        started = [opened.enter_context(socket.create_connection(
            ("127.0.0.1", port or 0), source_address=("127.0.0.5", 0))) for _ in range(24)]
        for each in started:
            each.sendall(CUT + FORM + b"Content-Length: 9\r\n\r\n")
        last = started[-1].recv(100)
        other = published.post("127.0.0.6", "other", "")

    assert last.startswith(b"HTTP/1.1 429")
    assert other == 303
    assert "limiting connections by zone" in (
        published.receiver.log.parent / "error.log").read_text()


@needs_nginx
def test_the_lines_of_an_earlier_version_go_on_working(tmp_path: Path) -> None:
    """Who has taken the next version starts nginx as before."""
    (tmp_path / "forms.conf").write_text(OFFERED)

    with nginx(tmp_path, f'{SERVER} include "{tmp_path}/forms.conf";', EARLIER) as client:
        assert client.get("/").status_code == 200


@pytest.mark.parametrize(("address", "network"), [
    ("2001:db8:0:a0a::1", "20010db800000a0a"), ("2001:db8:0:a0a:a0a:a0a:0:a", "20010db800000a0a"),
    ("2001:db8:0:a0b::1", "20010db800000a0b"), ("192.0.2.1", None)])
def test_one_network_of_ipv6_counts_as_one_visitor(address: str, network: str | None) -> None:
    """A /64, whatever bytes it holds; of IPv4, each address does."""
    expression = re.search(r'"~(.*\{8\}.*)" \$forms_network;', LIMITS.read_text("utf-8"))
    assert expression
    found = re.search(expression[1].replace("?<", "?P<").encode(), ip_address(address).packed)

    assert (found and found["forms_network"].hex()) == network


def test_a_broken_request_is_nothing_for_the_operator(published: Published) -> None:
    """The log has no error of ours, and the next visitor is served."""
    for request in BROKEN:
        with socket.create_connection(("127.0.0.1", published.receiver.port)) as connection:
            connection.settimeout(10)
            with suppress(OSError):  # it may have been closed already
                connection.sendall(request)
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(1000):
                    pass

    assert published.receiver.health().status_code in (200, 503)
    lines = [json.loads(line) for line in published.receiver.log.read_text().splitlines()
             if line.startswith("{")]
    assert {line["level"] for line in lines} <= {"warning", "info"}
    assert "Invalid HTTP request received." in {line["event"] for line in lines}


def test_the_site_of_the_readme_passes_forms_on_by_that_file_alone() -> None:
    """One of its own would believe what visitors claim, and show strangers the health.

    The receiver reads the site that the web server shows.
    """
    [block] = re.findall(r"```\n(include.*?)```",
                         (PROJECT / "docs" / "publishing.md").read_text("utf-8"), re.DOTALL)

    unit = (PROJECT / "docs" / "lettre-forms.service").read_text("utf-8")
    root = re.search(r"root (\S+);", block)
    assert f"docs/{LIMITS.name};" in block and "docs/nginx-forms.conf;" in block
    assert root and f"--output {root[1]}\n" in unit
    assert "proxy_pass" not in block


def test_systemd_can_read_the_unit() -> None:
    """What runs, as whom, with what, and where it may write."""
    unit = unit_of("lettre-forms.service")
    service = unit["Service"]
    folder = service["WorkingDirectory"]
    assert service["ExecStart"] == (f"{folder}/.venv/bin/python -m invoke receive --port 8001 "
                                    "--output /var/www/lettre")
    assert service["Restart"] == "always"
    assert service["ReadWritePaths"] == f"-{folder}/var"
    assert service["ExecStartPre"].startswith("+") and service["ExecStartPre"].endswith(
        f"{folder}/var")
    assert {service[name] for name in ("NoNewPrivileges", "PrivateTmp", "RestrictNamespaces")} \
        == {"yes"}
    assert not any("smtp://" in value for section in unit.values() for value in section.values())


def unit_of(name: str) -> ConfigParser:
    """Read a unit that the documents offer."""
    unit = ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    assert unit.read(PROJECT / "docs" / name)
    return unit


def test_a_receiver_that_gives_up_is_told_of_and_started_again() -> None:
    """What is examined each day and then has the receiver's own rights, and no more."""
    receiver, doctor = unit_of("lettre-forms.service"), unit_of("lettre-forms-doctor.service")
    assert receiver["Unit"]["OnFailure"] == "lettre-forms-doctor.service"
    assert int(receiver["Unit"]["StartLimitBurst"]) > 0

    own, wanted = doctor["Service"], receiver["Service"]
    folder = wanted["WorkingDirectory"]
    assert own["ExecStart"] == (f"{folder}/.venv/bin/python -m invoke forms.doctor --tell "
                                "--output /var/www/lettre")
    assert "is-failed --quiet lettre-forms.service" in own["ExecStopPost"]
    assert "start lettre-forms.service" in own["ExecStopPost"]
    shared = {*wanted} - {"ExecStartPre", "ExecStart", "Restart", "RestartSec", "TimeoutStopSec",
                          "KillSignal"}
    assert {name: own.get(name) for name in shared} == {name: wanted[name] for name in shared}
    assert unit_of("lettre-forms-doctor.timer")["Timer"]["Persistent"] == "yes"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd")
@pytest.mark.parametrize("name", ["lettre-forms.service", "lettre-forms-doctor.service",
                                  "lettre-forms-doctor.timer"])
def test_systemd_has_nothing_to_say_against_the_unit(name: str) -> None:
    """But for the program and the user, which are not on this machine."""
    told = subprocess.run(
        ["systemd-analyze", "verify", PROJECT / "docs" / name],
        capture_output=True, text=True, check=False).stderr

    assert [line for line in told.splitlines() if "/srv/lettre/.venv" not in line] == []
