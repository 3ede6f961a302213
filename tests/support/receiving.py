"""The receiver as it is published: a process of its own, spoken to as a web server would."""

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import httpx

from tests.support.fake_account import AUDIENCE
from tests.support.fake_mailchimp import KEY

PROJECT = Path(__file__).parents[2]
NOBODY = "http://127.0.0.1:9/3.0"
"""Where no Mailchimp answers."""


@dataclass(frozen=True)
class Receiver:
    """A running receiver."""

    process: subprocess.Popen[str]
    port: int
    log: Path

    def health(self) -> httpx.Response:
        """Return what a watchdog learns."""
        return httpx.get(f"http://127.0.0.1:{self.port}/forms/health", trust_env=False)

    def post(self, form: str, **values: str) -> httpx.Response:
        """Send a form."""
        return httpx.post(f"http://127.0.0.1:{self.port}/forms/{form}", data=values, timeout=20,
                          trust_env=False)


@contextmanager
def receiving(folder: Path, mail: str, mailchimp: str = NOBODY, **environment: str
              ) -> Iterator[Receiver]:
    """Run `./inv receive` on a free port, on a database below `folder`, until the block ends."""
    lay_pages(folder / "output")
    log = folder / "log"
    with log.open("a") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "invoke", "receive", "--port", "0", "--messages", "en",
             "--output", str(folder / "output"), "--var", str(folder / "var")],
            cwd=PROJECT, text=True, stdout=subprocess.PIPE, stderr=errors, env={
                **os.environ, "SMTP_URL": mail, "MAILCHIMP_API_ROOT": mailchimp,
                "MAILCHIMP_API_KEY": KEY, "MAILCHIMP_AUDIENCE_ID": AUDIENCE,
                "FORMS_MOST_IN_TOTAL": "99999999", **environment})
    assert process.stdout
    try:
        told = process.stdout.readline()
        found = re.search(r"127\.0\.0\.1:(\d+)", told)
        assert found, log.read_text()
        yield Receiver(process, int(found[1]), log)
    finally:
        process.terminate()
        process.wait(30)


def lay_pages(site: Path) -> None:
    """Write what a build says to the receiver about its pages."""
    pages = {lang: {"page": f"{lang}/contact/", "thanks": f"{lang}/thanks/"}
             for lang in ("fr", "en")}
    site.mkdir(exist_ok=True)
    (site / "forms.json").write_text(json.dumps({"contact": pages, "subscribe": pages}))


async def post(port: int, form: str, values: Mapping[str, str], visitor: str = "192.0.2.1") -> str:
    """Send a form over a connection of its own, and return the status of the answer."""
    body = urlencode({"lang": "fr", "consent": "yes", "website": "", **values}).encode()
    head = (f"POST /forms/{form} HTTP/1.1\r\nHost: lettre.example\r\nConnection: close\r\n"
            f"Origin: https://lettre.example\r\nX-Forwarded-For: {visitor}\r\n"
            f"Referer: https://lettre.example/fr/{form}/\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n").encode()
    async with asyncio.timeout(30):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(head + body)
            answer = await reader.read()
        finally:
            writer.close()
    return answer[9:12].decode()
