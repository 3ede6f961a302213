"""The files that the documents offer: nginx and systemd read them, and they do what they say."""

import shutil
import subprocess
from collections.abc import Iterator
from configparser import ConfigParser
from dataclasses import dataclass

import httpx
import pytest

from tests.conftest import PROJECT
from tests.forms.receiving import Receiver, receiving
from tests.nginx import needs_nginx, nginx

SERVER = "add_header X-Frame-Options DENY always; location ~ \\.(gz|br)$ { return 404; }"
ZONE = "limit_req_zone $binary_remote_addr zone=forms:1m rate=5r/s;"
"""What the file for nginx asks for in `http`."""

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
    offered = (PROJECT / "docs" / "nginx-forms.conf").read_text()
    assert ZONE in offered and "8001" in offered
    with receiving(folder, "smtp://127.0.0.1:9", FORMS_MOST_PER_ADDRESS="3",
                   # Other addresses of this machine are visitors.
                   FORMS_PROXIES="127.0.0.1") as receiver:
        (folder / "forms.conf").write_text(offered.replace("8001", str(receiver.port)))
        with nginx(folder, f"{SERVER} include {folder}/forms.conf;", ZONE) as client:
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
    """The web server cuts it off."""
    answer = published.client.post("/forms/contact", data={"message": "x" * 300_000})

    assert answer.status_code == 413
    assert "nginx" in answer.text


@needs_nginx
def test_a_flood_is_kept_from_the_receiver(published: Published) -> None:
    """Whoever asks too fast waits, and so does nobody else."""
    statuses = [published.client.get("/forms/contact").status_code for _ in range(60)]

    assert statuses[0] in (303, 404)
    assert statuses[-1] == 429


def test_systemd_can_read_the_unit() -> None:
    """What runs, as whom, with what, and where it may write."""
    unit = ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(PROJECT / "docs" / "lettre-forms.service")

    service = unit["Service"]
    assert service["ExecStart"].endswith("/inv receive --port 8001")
    assert service["Restart"] == "always"
    assert service["ReadWritePaths"] == f"{service['WorkingDirectory']}/var"
    assert {service[name] for name in ("NoNewPrivileges", "PrivateTmp", "RestrictNamespaces")} \
        == {"yes"}
    assert not any("smtp://" in value for section in unit.values() for value in section.values())


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd")
def test_systemd_has_nothing_to_say_against_the_unit() -> None:
    """But for the program and the user, which are not on this machine."""
    told = subprocess.run(
        ["systemd-analyze", "verify", PROJECT / "docs" / "lettre-forms.service"],
        capture_output=True, text=True, check=False).stderr

    assert [line for line in told.splitlines() if "/srv/lettre/inv" not in line] == []
