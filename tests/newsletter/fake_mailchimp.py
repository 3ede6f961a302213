"""Serve an account on this machine as Mailchimp would, with faults that can be switched on.

By hand: `python -m tests.newsletter.fake_mailchimp --port 8800` prints what to set.
"""

import argparse
import base64
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, urlsplit

import jsonschema

from tests.newsletter.fake_account import AUDIENCE, Account, Json, ProblemError, not_found

KEY = "0123456789abcdef0123456789abcdef-us1"
FACTS = json.loads((Path(__file__).parent / "mailchimp-facts.json").read_text(encoding="utf-8"))

METHODS = {
    ("GET", "/lists/{list_id}"): "get_list",
    ("GET", "/lists/{list_id}/members"): "get_members",
    ("GET", "/lists/{list_id}/members/{subscriber_hash}"): "get_member",
    ("PUT", "/lists/{list_id}/members/{subscriber_hash}"): "put_member",
    ("GET", "/lists/{list_id}/merge-fields"): "get_merge_fields",
    ("GET", "/lists/{list_id}/interest-categories"): "get_categories",
    ("GET", "/lists/{list_id}/interest-categories/{interest_category_id}/interests"):
        "get_interests",
    ("GET", "/campaign-folders"): "get_folders",
    ("POST", "/campaign-folders"): "post_folder",
    ("GET", "/campaigns"): "get_campaigns",
    ("POST", "/campaigns"): "post_campaign",
    ("GET", "/campaigns/{campaign_id}"): "get_campaign",
    ("PATCH", "/campaigns/{campaign_id}"): "patch_campaign",
    ("DELETE", "/campaigns/{campaign_id}"): "delete_campaign",
    ("GET", "/campaigns/{campaign_id}/content"): "get_content",
    ("PUT", "/campaigns/{campaign_id}/content"): "put_content",
    ("GET", "/campaigns/{campaign_id}/send-checklist"): "get_checklist",
    ("POST", "/campaigns/{campaign_id}/actions/test"): "post_test",
    ("POST", "/campaigns/{campaign_id}/actions/replicate"): "post_replicate",
    ("POST", "/campaigns/{campaign_id}/actions/schedule"): "post_schedule",
    ("POST", "/campaigns/{campaign_id}/actions/unschedule"): "post_unschedule",
    ("POST", "/campaigns/{campaign_id}/actions/send"): "post_send",
    ("GET", "/verified-domains"): "get_domains",
    ("GET", "/reports/{campaign_id}"): "get_report",
    ("GET", "/reports/{campaign_id}/click-details"): "get_clicks",
    ("GET", "/"): "get_root",
}

READERS: dict[str, Callable[[str], Any]] = {
    "integer": int, "array": lambda text: text.split(","),
    "boolean": lambda text: {"true": True, "false": False}.get(text, text)}

Kind = Literal["429", "bare 403", "empty 504", "empty 504 after", "hang after", "reset",
               "reset after", "html", "truncated", "redirect"]


@dataclass
class Fault:
    """What goes wrong with `times` requests that fit, once `spared` of them went well.

    `method` and `path` are regular expressions.
    """

    kind: Kind
    method: str = ".*"
    path: str = ".*"
    times: int = 1
    spared: int = 0

    def due(self, method: str, path: str) -> bool:
        """Tell whether this request goes wrong, and count it."""
        if not (re.fullmatch(self.method, method) and re.search(self.path, path)):
            return False
        if self.spared:
            self.spared -= 1
            return False
        self.times -= 1
        return self.times >= 0


@dataclass(frozen=True)
class Request:
    """A request as it came."""

    method: str
    path: str
    query: Json
    body: Json | None


@dataclass
class FakeMailchimp:
    """A running server, the account it keeps and the requests it was asked."""

    port: int = 0
    account: Account = field(default_factory=Account)
    faults: list[Fault] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    lock: Any = field(default_factory=threading.Lock)
    connections: int = 0

    @property
    def root(self) -> str:
        """The value for MAILCHIMP_API_ROOT."""
        return f"http://127.0.0.1:{self.port}/3.0"

    @property
    def writes(self) -> list[str]:
        """The requests so far that ask for a change, each as “METHOD path”."""
        return [f"{each.method} {each.path}" for each in self.requests if each.method != "GET"]

    def answered(self, method: str, target: str, text: bytes) -> tuple[int, Json | None]:
        """Return status and document for one request, the account changed accordingly."""
        template, values, query = _route(method, target)
        body = json.loads(text or "null")
        _validate(FACTS["paths"][template][method].get("body"), body, "")
        self.requests.append(Request(method, urlsplit(target).path.removeprefix("/3.0"),
                                     query, body))
        given = {"body": body} if body is not None else {}
        answer = getattr(self.account, METHODS[method, template])(query, **values, **given)
        if answer is None:
            return 204, None
        return 200, _only(answer, query.get("fields"))

    def fault(self, method: str, path: str) -> str:
        """Return the kind of the fault that is due, "" for none."""
        return next((fault.kind for fault in self.faults if fault.due(method, path)), "")


@contextmanager
def running(port: int = 0) -> Iterator[FakeMailchimp]:
    """Serve a fresh account until the block ends."""
    fake = FakeMailchimp()
    handler = type("Handler", (_Handler,), {"fake": fake})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    fake.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        fake.stopping.set()
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    fake: FakeMailchimp
    protocol_version = "HTTP/1.1"
    # Head and body leave apart: without this each answer would wait 40 ms for the other side.
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self.fake.connections += 1

    def _handle(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        with self.fake.lock:
            kind = self.fake.fault(self.command, self.path)
            if kind and not kind.endswith("after"):
                return self._spoil(kind)
            status, document = self._answer(body)
        if kind:
            return self._spoil(kind)
        self._send(status, document)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _handle  # noqa: N815

    def _answer(self, body: bytes) -> tuple[int, Json | None]:
        try:
            if _password(self.headers.get("Authorization", "")) != KEY:
                raise ProblemError(401, "API Key Invalid", "Your API key may be invalid.")
            return self.fake.answered(self.command, self.path, body)
        except ProblemError as problem:
            return problem.status, problem.document

    def _send(self, status: int, document: Json | None) -> None:
        body = json.dumps(document, ensure_ascii=False).encode() if document is not None else b""
        kind = "application/json" if status < 400 else "application/problem+json"
        self._write(status, body, f"{kind}; charset=utf-8")

    def _write(self, status: int, body: bytes, kind: str, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _spoil(self, kind: str) -> None:
        match kind:
            case "429" | "bare 403" | "empty 504" | "empty 504 after":
                self._write(int(re.findall(r"\d+", kind)[0]), b"", "text/plain")
            case "html":
                self._write(200, b"<html>Welcome to our network</html>", "text/html")
            case "truncated":
                self._write(200, b'{"id": "ca0000', "application/json")
            case "redirect":
                self._write(302, b"{}", "application/json", ("Location", "http://127.0.0.1:9/"))
            case "hang after":
                self.fake.stopping.wait(5)
                self.close_connection = True
            case "reset" | "reset after":
                self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing: the requests are kept."""


def _password(authorization: str) -> str:
    """Return the password of Basic auth; Mailchimp takes any user's name."""
    try:
        return base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")[2]
    except ValueError:
        return ""


def _route(method: str, target: str) -> tuple[str, dict[str, str], Json]:
    """Return the path of the specification, the values in it, and the query."""
    path = urlsplit(target).path
    for (verb, template) in METHODS:
        pattern = "/3.0" + re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", template)
        found = re.fullmatch(pattern, path)
        if found and verb == method:
            return template, found.groupdict(), _query(method, template, target)
    raise not_found()


def _query(method: str, template: str, target: str) -> Json:
    schemas = FACTS["paths"][template][method]["query"]
    query: Json = {}
    for name, value in parse_qsl(urlsplit(target).query, keep_blank_values=True):
        if name not in schemas:
            raise ProblemError(400, "Invalid Resource", f"There is no parameter {name}.")
        kind = schemas[name]["type"]
        query[name] = READERS.get(kind, str)(value)
        _validate(schemas[name], query[name], name)
    return query


def _validate(schema: Json | None, value: object, name: str) -> None:
    if schema is None:
        if value is not None:
            raise ProblemError(400, "Invalid Resource", "This path takes no body.")
        return
    errors = [(".".join([name, *map(str, error.path)]), error.message)
              for error in jsonschema.Draft7Validator(schema).iter_errors(value)]
    if errors:
        raise ProblemError(400, "Invalid Resource", "The resource could not be validated.", *errors)


def _only(answer: Json, names: list[str] | None) -> Json:
    """Return the named fields of an answer, “campaigns.id” being that of each campaign."""
    if not names:
        return answer
    kept: Json = {}
    for name in {each.partition(".")[0] for each in names}:
        inner = [each.partition(".")[2] for each in names if each.startswith(f"{name}.")]
        value = answer.get(name)
        if isinstance(value, list) and inner:
            kept[name] = [_only(entry, inner) for entry in value]
        elif isinstance(value, dict) and inner:
            kept[name] = _only(value, inner)
        elif name in answer:
            kept[name] = value
    return kept


def main() -> None:
    """Serve a sample account until interrupted."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--port", type=int, default=8800)
    with running(parser.parse_args().port) as fake:
        for number in range(40):
            langs = (("fr",), ("en",), (), ("fr", "en"), ("fr",))[number % 5]
            fake.account.subscribe(f"reader{number}@firm.example", *langs)
        print("A Mailchimp of this machine’s own; set in the environment:\n"
              f"export MAILCHIMP_API_KEY={KEY}\nexport MAILCHIMP_API_ROOT={fake.root}\n"
              f"export MAILCHIMP_AUDIENCE_ID={AUDIENCE}", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
