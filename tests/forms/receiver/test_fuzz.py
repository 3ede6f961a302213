"""Whatever is sent to the receiver: no fault, nothing undeclared, nothing unescaped, no header.

Requests go straight into the application, as a server would hand them over.
"""

import asyncio
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_string
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8, default
from functools import cache, partial
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from starlette.applications import Starlette

from plugins.core.email_address import as_sent
from plugins.core.i18n import load
from plugins.forms.declaration.form import Form
from plugins.forms.delivery.deliver import Sender, deliverer
from plugins.forms.delivery.plan import planner
from plugins.forms.delivery.worker import Deliver
from plugins.forms.page.draw import theme_of
from plugins.forms.records.arrivals import Limits
from plugins.forms.records.records import records
from plugins.forms.records.rows import as_json
from plugins.forms.records.store import Store
from plugins.forms.records.submission import Delivery, Planned, Submission
from tests.forms.conftest import ROOT
from tests.support.receivers import receiver_of
from tests.support.receiving import lay_pages

MARK = "<x-mark a='\"'>"
"""What a page must never show as it is."""

GOOD = {"lang": "en", "name": "Zoé", "email": "zoe@firm.example", "topic": "press",
        "message": "A question, please.", "consent": "yes"}
OWN = {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version",
       "Content-Type", "Content-Language"}
"""The headers of every mail."""

NAMES = some.sampled_from([*GOOD, "website", "company", "phone", "when", "__proto__", "id", ""])
ENCODED = some.builds(
    "=?utf-8?{}?=".format, some.one_of(
        some.text(max_size=4).map(
            lambda text: "q?" + quote(f"{text}\r\nBcc: a@b.example").replace("%", "=")),
        some.binary(max_size=30).map(lambda hidden: "b?" + b64encode(hidden).decode())))
"""What mail programs decode (RFC 2047)."""

MARKED = some.text("e\u0301\u0316\u200b\u202e =?", min_size=10).map(lambda text: text * 99)
ADDRESSES = some.builds("{}@{}".format, some.text("abcé=?_'+.", min_size=1, max_size=20),
                        some.sampled_from(["firm.example", "société.example"]))

WORDS = some.one_of(
    ENCODED,
    some.sampled_from([*GOOD.values(), MARK, f"{MARK}@firm.example", "' OR 1=1 --", "{0.__class__}",
                       "%(label)s", "{{ 7*7 }}", "*|UNSUB|*", "\0", "\ud800", "‮", "a" * 6000]),
    some.text(max_size=80).map(lambda text: text + MARK), some.text(max_size=80))
FIELDS = some.one_of(
    some.dictionaries(NAMES, WORDS, max_size=8),
    some.dictionaries(NAMES, WORDS, max_size=3).map(lambda changed: {**GOOD, **changed}))
HEADER = some.tuples(
    some.sampled_from([
        "origin", "sec-fetch-site", "referer", "accept-language", "x-forwarded-for", "host",
        "content-length", "content-type", "cookie", "transfer-encoding", "expect"]),
    some.one_of(
        some.sampled_from([
            "https://lettre.example", "null", "same-origin", "cross-site", "fr", "en;q=0", "-1",
            "192.0.2.1", "99999999999999999999", "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x", "multipart/form-data", "text/plain"]),
        some.text(max_size=40)))
HEADERS = some.lists(HEADER, max_size=5)
METHODS = some.sampled_from(["POST"] * 6 + ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH",
                                            "é"])
PATHS = some.one_of(
    some.sampled_from(["/forms/contact"] * 6 + [
        "/forms/subscribe", "/forms/health", "/forms/", "/forms", "/forms/contact/",
        "/forms/..%2f..%2fetc", "/forms/contact%00", f"/forms/{MARK}", "/"]),
    some.text(max_size=30).map(lambda text: f"/forms/{text}"))
MANY = settings(deadline=None, max_examples=150,
                suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@dataclass(frozen=True)
class Answered:
    """What the application answered."""

    status: int
    headers: dict[str, str]
    body: str


@dataclass(frozen=True)
class Target:
    """The application, what it keeps, and the fields that its forms declare."""

    app: Starlette
    store: Store
    forms: dict[str, Form]
    deliver: Deliver
    mails: list[EmailMessage]
    known: set[str]

    def ask(self, method: str, path: str, headers: list[tuple[str, str]], *chunks: bytes
            ) -> Answered:
        """Hand a request over, in so many pieces, and return the answer."""
        return asyncio.run(self._ask(method, path, headers, list(chunks)))

    def kept(self) -> Iterator[Submission]:
        """Yield what is newly kept."""
        for record in self.store.read(lambda database: list(records(database))):
            if record.submission.id not in self.known:
                self.known.add(record.submission.id)
                yield record.submission

    def mails_about(self, submission: Submission) -> Iterator[tuple[Planned, EmailMessage]]:
        """Yield each mail that a submission leads to, as the mail program of its addressee has it.
        """
        for planned in planner(self.forms)(submission):
            asyncio.run(self.deliver(Delivery(
                0, planned.kind, planned.address, "", 0, submission.created, submission)))
            # As it is handed over: an address with other letters goes to servers that take them.
            policy = SMTP if as_sent(planned.address).isascii() else SMTPUTF8
            written = self.mails.pop().as_bytes(policy=policy)
            read = message_from_string(written.decode(), policy=default)
            assert isinstance(read, EmailMessage)
            yield planned, read

    async def _ask(self, method: str, path: str, headers: list[tuple[str, str]],
                   chunks: list[bytes]) -> Answered:
        sent: list[dict[str, Any]] = []
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http",
            "method": method, "path": path, "root_path": "", "query_string": b"",
            "raw_path": quote(path, errors="surrogatepass").encode(), "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80), "headers": [
                (name.encode(), value.encode("utf-8", "surrogatepass"))
                for name, value in headers]}

        async def take() -> dict[str, Any]:
            piece = chunks.pop(0) if chunks else b""
            return {"type": "http.request", "body": piece, "more_body": bool(chunks)}

        async def send(event: Any) -> None:
            sent.append(event)

        await self.app(scope, take, send)
        body = b"".join(event.get("body", b"") for event in sent[1:])
        return Answered(sent[0]["status"], {name.decode(): value.decode("latin-1")
                                            for name, value in sent[0]["headers"]}, body.decode())


@pytest.fixture(scope="module")
def target(forms: dict[str, Form], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """Return the receiver of a site, with no limit to how much is sent."""
    folder = tmp_path_factory.mktemp("fuzz")
    lay_pages(folder / "output")
    for lang in ("fr", "en"):
        page = folder / "output" / lang / "contact" / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(f'<html lang="{lang}"><title>T</title><form data-form="contact"></form>')
    store = Store(folder / "forms.sqlite3", planner(forms), Limits(10**9, 10**9))

    mails: list[EmailMessage] = []

    async def send(mail: EmailMessage, _: str) -> None:
        mails.append(mail)

    words = {"templates": ROOT / "theme" / "templates",
             "catalogue_of": cache(partial(load, ROOT / "theme" / "locale"))}
    deliver = deliverer(forms, Sender("site@lettre.example"), theme_of(**words), send)
    app = receiver_of(forms, site=folder / "output", store=store, deliver=deliver,
                      origins=["https://lettre.example"], **words)
    yield Target(app, store, forms, deliver, mails, set())
    store.close()


def check(target: Target, answer: Answered) -> None:
    """Hold an answer, and what is kept since the last one, to what is promised."""
    assert answer.status != 500
    assert MARK not in answer.body
    assert "<x-mark" not in answer.body
    assert not any("\n" in value or "\r" in value for value in answer.headers.values())
    assert answer.headers.get("location", "/fr/").startswith(("/fr/", "/en/", "/forms/contact/"))
    for submission in target.kept():
        values = dict(submission.values)
        assert set(values) == {field.name for field in target.forms[submission.form].fields}
        assert "\0" not in as_json(values)
        for planned, mail in target.mails_about(submission):
            check_mail(planned, mail, as_sent(values["email"]))


def check_mail(planned: Planned, mail: EmailMessage, visitor: str) -> None:
    """Hold a mail to the headers that it should have, and no other."""
    if planned.kind == "mail":
        further = {"Reply-To": visitor} if visitor.isascii() else {}
    else:
        further = {"Content-Transfer-Encoding": "quoted-printable"}
    assert sorted(mail.keys()) == sorted({*OWN, *further})
    assert {name: mail[name] for name in further} == further
    assert [address.addr_spec for address in mail["To"].addresses] == [as_sent(planned.address)]
    assert not [*mail.defects, *(mail.get_body().defects)]


@MANY
@given(method=METHODS, path=PATHS, headers=HEADERS, body=some.lists(some.binary(max_size=60)))
def test_any_request_is_answered(target: Target, method: str, path: str,
                                 headers: list[tuple[str, str]], body: list[bytes]) -> None:
    """Whatever its method, address, headers and body."""
    check(target, target.ask(method, path, headers, *body))


@MANY
@given(fields=FIELDS, headers=HEADERS, form=some.sampled_from(["contact", "subscribe"]))
def test_any_form_is_answered(target: Target, fields: dict[str, str],
                              headers: list[tuple[str, str]], form: str) -> None:
    """Whatever is typed, and whatever else is sent with it."""
    body = urlencode(fields, errors="surrogatepass").encode()
    kind = ("content-type", "application/x-www-form-urlencoded")

    check(target, target.ask("POST", f"/forms/{form}", [kind, *headers], body))


@pytest.mark.thorough
@MANY
@given(fields=some.fixed_dictionaries({}, optional={
    "name": some.one_of(ENCODED, ENCODED.map("é {0}".format), MARKED),
    "email": some.one_of(ENCODED.map("{}@firm.example".format), ADDRESSES),
    "company": MARKED, "message": some.one_of(ENCODED.map("{0}\r\n{0}".format), MARKED)}))
def test_no_mail_has_a_header_that_was_typed(target: Target, fields: dict[str, str]) -> None:
    """Neither the firm's nor the visitor's, and all that is kept can be written."""
    body = urlencode({**GOOD, **fields}).encode()

    check(target, target.ask("POST", "/forms/contact", [
        ("content-type", "application/x-www-form-urlencoded")], body))


@pytest.mark.thorough
@MANY
@given(names=some.lists(some.text(max_size=20), max_size=4), words=some.lists(WORDS, max_size=4),
       end=some.sampled_from([b"--x--\r\n", b"", b"--x", b"\r\n"]))
def test_any_multipart_body_is_answered(target: Target, names: list[str], words: list[str],
                                        end: bytes) -> None:
    """Damaged ones, and files, too."""
    parts = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="' + name.encode("utf-8", "surrogatepass")
        + b'"\r\n\r\n' + word.encode("utf-8", "surrogatepass") + b"\r\n"
        for name, word in zip([*names, *GOOD], [*words, *GOOD.values()], strict=False))

    check(target, target.ask("POST", "/forms/contact", [
        ("content-type", "multipart/form-data; boundary=x")], parts, end))


def test_the_fuzzing_reaches_what_is_kept(target: Target) -> None:
    """Or it would prove nothing."""
    body = urlencode(GOOD | {"undeclared": "x"}).encode()

    answer = target.ask("POST", "/forms/contact", [
        ("content-type", "application/x-www-form-urlencoded")], body)

    assert answer.status == 303
    check(target, answer)
    assert any(record.submission.values.get("message") == GOOD["message"]
               for record in target.store.read(lambda database: list(records(database))))
    assert target.known
