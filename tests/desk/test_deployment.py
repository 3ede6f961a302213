"""The files that the guide of the desk offers: systemd and nginx read them."""

import re
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from plugins.desk.adding import MOST_BYTES
from tests.conftest import PROJECT
from tests.support.nginx import needs_nginx, nginx

DOCS = PROJECT / "docs"
GUIDES = ("desk.md", "desk.fr.md")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd")
def test_systemd_has_nothing_to_say_against_the_unit() -> None:
    """But for the program, which is not on this machine."""
    told = subprocess.run(["systemd-analyze", "verify", DOCS / "lettre-desk.service"],
                          capture_output=True, text=True, check=False).stderr

    assert [line for line in told.splitlines() if "/srv/lettre/.venv" not in line] == []


@needs_nginx
@pytest.mark.parametrize("guide", GUIDES)
def test_nginx_reads_what_the_guide_shows(tmp_path: Path, guide: str) -> None:
    """With the files beside it; the desk is not there, so nothing is shown."""
    text = (DOCS / guide).read_text("utf-8").replace("/srv/lettre/docs", str(tmp_path))
    http, server = re.search(r"(include [^\n]*http\.conf;).*?(include [^\n]*desk\.conf;)", text,
                             re.DOTALL).groups()

    with socket.socket() as deaf:  # at the port of the guide there may be a desk on this machine
        deaf.bind(("127.0.0.1", 0))
        for conf in DOCS.glob("*.conf"):
            (tmp_path / conf.name).write_text(
                conf.read_text().replace(":8002", f":{deaf.getsockname()[1]}"))
        with nginx(tmp_path, server, http) as client:
            assert client.get("/_desk/login").status_code == 502


def test_every_part_names_the_same_port() -> None:
    """The unit listens where nginx leads to, and nginx takes the largest picture."""
    unit, conf = ((DOCS / name).read_text("utf-8")
                  for name in ("lettre-desk.service", "nginx-desk.conf"))

    assert "invoke desk --port 8002\n" in unit
    assert set(re.findall(r"proxy_pass (\S+);", conf)) == {"http://127.0.0.1:8002"}
    assert int(re.search(r"client_max_body_size (\d+)m;", conf)[1]) * 2 ** 20 > MOST_BYTES
