"""What a host must send, and what lies ready for it."""

import gzip
import re
from datetime import UTC, datetime, timedelta

import brotli
import pytest

from tests.battery.findings import Finding, none_of
from tests.battery.pages import Published
from tests.battery.tools import node
from tests.battery.web_server import headers_for

pytestmark = pytest.mark.thorough

HALF_A_YEAR = 15_768_000
COMPRESSED = {".html", ".css", ".js", ".svg", ".xml", ".txt"}
LEAST = 1024
"""Below this many bytes nothing is won by compression."""

MAYBE = 50
"""What the evaluator asks to think about: `'self'` where others may put files. Nobody may here."""

POWERFUL = ("camera", "microphone", "geolocation", "payment", "usb")


def test_every_page_is_sent_with_a_strict_policy(published: Published):
    """Nothing that the policy does not name; no exception for what is inside a page."""
    for page in published.all_pages:
        policy = headers(published, page.path)["Content-Security-Policy"]
        directives = {words[0]: words[1:] for part in policy.split(";") if (words := part.split())}
        assert directives["default-src"] in (["'none'"], ["'self'"]), page.path
        assert directives["frame-ancestors"] == directives["base-uri"] == ["'none'"], page.path
        assert "form-action" in directives and "object-src" in directives or \
            directives["default-src"] == ["'none'"], page.path
        assert not re.search(r"unsafe-(inline|eval|hashes)|\*|\bdata:|\bhttps?:(?!//)",
                             policy.replace("'wasm-unsafe-eval'", "")), page.path
        assert page.soup.find("script", src=True) or "wasm-unsafe-eval" not in policy, page.path


def test_googles_evaluator_finds_no_weakness(published: Published):
    """Every policy of the site, judged for ways around it."""
    policies = {headers(published, page.path)["Content-Security-Policy"]
                for page in published.all_pages}
    none_of(Finding(fault["policy"], f"severity {fault['severity']}",
                    f"{fault['directive']} {fault.get('value') or ''}", fault["description"])
            for fault in node("csp.mjs", given=sorted(policies)) if fault["severity"] < MAYBE)


def test_every_file_is_sent_with_the_headers_that_protect_visitors(published: Published):
    """HTTPS only, no guessing of types, no address told to others, no powerful feature."""
    for path in ("/", "/fr/", "/theme/site.css"):
        sent = headers(published, path)
        age = re.match(r"max-age=(\d+)", sent["Strict-Transport-Security"])
        assert age and int(age[1]) >= HALF_A_YEAR
        assert sent["X-Content-Type-Options"] == "nosniff"
        assert sent["Referrer-Policy"] in (
            "no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin")
        assert all(f"{name}=()" in sent["Permissions-Policy"] for name in POWERFUL)


def test_who_finds_a_weakness_knows_whom_to_tell(published: Published):
    """RFC 9116: a contact, a day in the coming year, the file's own address."""
    lines = published.text(".well-known/security.txt").splitlines()
    fields = dict(line.split(": ", 1) for line in lines if line and not line.startswith("#"))

    assert fields["Contact"].startswith(("mailto:", "https://"))
    now = datetime.now(UTC)
    assert now < datetime.fromisoformat(fields["Expires"]) < now + timedelta(days=366)
    assert fields["Canonical"] == f"{published.url}/.well-known/security.txt"
    assert set(re.split(r",\s*", fields["Preferred-Languages"])) == set(
        published.options.languages)


def test_what_can_be_compressed_lies_ready_compressed(published: Published):
    """A `.gz` and a `.br` beside each file, of the same bytes."""
    for file in published.root.rglob("*"):
        if file.suffix in COMPRESSED and file.stat().st_size >= LEAST:
            plain = file.read_bytes()
            packed = [file.with_name(file.name + suffix) for suffix in (".gz", ".br")]
            assert all(each.is_file() for each in packed), file
            assert gzip.decompress(packed[0].read_bytes()) == plain, file
            assert brotli.decompress(packed[1].read_bytes()) == plain, file


def headers(published: Published, path: str) -> dict[str, str]:
    return headers_for(published.text("_headers"), path)
