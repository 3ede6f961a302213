"""Serve an account on this machine as Mailchimp would, with faults that can be switched on.

By hand: `python -m tests.support.fake_mailchimp --port 8800` prints what to set.
"""

import argparse
import base64
import copy
import json
import re
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jsonschema

from tests.support.fake_account import AUDIENCE, Account, Json, ProblemError, not_found
from tests.support.fake_faults import Fault, Postponed, Victim, spoil, write

KEY = "0123456789abcdef0123456789abcdef-us1"
FACTS = json.loads((Path(__file__).parent / "mailchimp-facts.json").read_text(encoding="utf-8"))

_ACTION = re.compile(r"/3.0/campaigns/(?P<id>\w+)/actions/(?P<name>\w+)")

METHODS = {
    ("GET", "/lists/{list_id}"): "get_list",
    ("GET", "/lists/{list_id}/members"): "get_members",
    ("GET", "/lists/{list_id}/members/{subscriber_hash}"): "get_member",
    ("PUT", "/lists/{list_id}/members/{subscriber_hash}"): "put_member",
    ("POST", "/lists/{list_id}/members/{subscriber_hash}/actions/delete-permanent"):
        "post_delete_permanent",
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

PATTERNS = {(verb, template): re.compile("/3.0" + re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", template))
            for verb, template in METHODS}

PROBLEM = jsonschema.Draft7Validator(FACTS["problem"])

READERS: dict[str, Callable[[str], Any]] = {
    "integer": int, "array": lambda text: text.split(","),
    "boolean": lambda text: {"true": True, "false": False}.get(text, text)}


@dataclass(frozen=True)
class Request:
    """A request as it came."""

    method: str
    path: str
    query: Json
    body: Json | None


@dataclass(frozen=True)
class Answer:
    """What is answered."""

    status: int
    body: bytes
    kind: str


@dataclass
class Act:
    """What was asked under “/actions/”, and the campaign as it was then.

    `answer` is the status that was answered, or what went wrong.
    """

    name: str
    identity: str
    campaign: Json
    content: Json
    answer: str = ""

    @property
    def title(self) -> str:
        """The title that the campaign bore."""
        return str(self.campaign.get("settings", {}).get("title", ""))

    @property
    def html(self) -> str:
        """The HTML that it held."""
        return str(self.content.get("html", ""))


@dataclass
class FakeMailchimp:
    """A running server, the account it keeps and the requests it was asked."""

    port: int = 0
    account: Account = field(default_factory=Account)
    faults: list[Fault] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    postponed: list[Postponed] = field(default_factory=list)
    victim: Victim = field(default_factory=Victim)
    meanwhile: Callable[[], object] = lambda: None
    """What happens while a request with the fault “meanwhile” is on its way."""
    stopping: threading.Event = field(default_factory=threading.Event)
    lock: Any = field(default_factory=threading.Lock)
    listener: socket.socket | None = None
    deaf: bool = False
    connections: int = 0
    """How many were opened so far."""
    current: set[int] = field(default_factory=set)
    most: int = 0
    """How many were open at once, at most."""

    @property
    def root(self) -> str:
        """The value for MAILCHIMP_API_ROOT."""
        return f"http://127.0.0.1:{self.port}/3.0"

    @property
    def writes(self) -> list[str]:
        """The requests so far that ask for a change, each as “METHOD path”."""
        return [f"{each.method} {each.path}" for each in self.requests if each.method != "GET"]

    @property
    def is_disturbed(self) -> bool:
        """Tell whether something may go wrong with the next request."""
        return bool(self.faults or self.postponed or self.deaf)

    def answer_act(self, *request: Any) -> Answer:
        """Answer one request with which nothing goes wrong, and keep it if it is an action."""
        with self.lock:
            act = self.act(request[1])
            answer = self.answer(*request)
            if act:
                act.answer = str(answer.status)
        return answer

    def answer(self, method: str, target: str, authorization: str, body: bytes) -> Answer:
        """Answer one request with all that may be refused."""
        try:
            if _password(authorization) != KEY:
                raise ProblemError(401, "API Key Invalid", "Your API key may be invalid.")
            status, document = self.answered(method, target, body)
        except ProblemError as problem:
            PROBLEM.validate(problem.document)
            status, document = problem.status, problem.document
        text = b"" if document is None else json.dumps(document, ensure_ascii=False).encode()
        kind = "application/json" if status < 400 else "application/problem+json"
        return Answer(status, text, f"{kind}; charset=utf-8")

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

    def fault(self, method: str, path: str) -> Fault | None:
        """Return the fault that is due; what was postponed until now takes effect first."""
        for each in self.postponed:
            each.delay -= 1
        self.let_come(lambda each: each.delay < 0)
        return next((fault for fault in self.faults if fault.due(method, path)), None)

    def act(self, path: str) -> Act | None:
        """Keep what is asked for, if it is an action."""
        found = _ACTION.fullmatch(path)
        if not found:
            return None
        campaign, content = (copy.deepcopy(kept.get(found["id"], {})) for kept in (
            self.account.campaigns, self.account.contents))
        self.acts.append(Act(found["name"], found["id"], campaign, content))
        return self.acts[-1]

    def renew(self) -> None:
        """Begin again with a fresh account."""
        self.listen()
        self.account = Account()
        for kept in (self.faults, self.requests, self.acts, self.postponed):
            kept.clear()

    def let_come(self, due: Callable[[Postponed], bool] = lambda _: True) -> None:
        """Let the postponed requests that are due have their effect."""
        ready = [each for each in self.postponed if due(each)]
        self.postponed = [each for each in self.postponed if each not in ready]
        for each in ready:
            each.act()

    def turn_deaf(self) -> None:
        """Refuse every connection, as if no server ran, until `listen`."""
        self.deaf = True
        if self.listener:
            self.listener.shutdown(socket.SHUT_RDWR)

    def listen(self) -> None:
        """Take connections again."""
        if self.deaf and self.listener:
            self.listener.listen(5)
        self.deaf = False

    def count_anew(self) -> None:
        """Forget the connections so far, of which some may not be closed yet."""
        self.current, self.most = set(), 0


@contextmanager
def running(port: int = 0) -> Iterator[FakeMailchimp]:
    """Serve a fresh account until the block ends."""
    fake = FakeMailchimp()
    handler = type("Handler", (_Handler,), {"fake": fake})
    server = type("Server", (_Server,), {"fake": fake})(("127.0.0.1", port), handler)
    fake.port, fake.listener = server.server_address[1], server.socket
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        fake.stopping.set()
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    fake: FakeMailchimp
    daemon_threads = True

    def server_bind(self) -> None:
        # Only a port that was asked for by its number stays a socket's while it does not listen.
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(self.server_address)
            self.server_address = probe.getsockname()
            super().server_bind()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that did not wait for its answer."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def get_request(self) -> Any:
        # The socket stays bound while it is deaf, so that no other process takes its port.
        if self.fake.deaf:
            self.fake.stopping.wait(0.005)
        return super().get_request()


class _Handler(BaseHTTPRequestHandler):
    fake: FakeMailchimp
    protocol_version = "HTTP/1.1"
    # Head and body leave apart: without this each answer would wait 40 ms for the other side.
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self.present = self.fake.current
        self.present.add(id(self))
        self.fake.connections += 1
        self.fake.most = max(self.fake.most, len(self.fake.current))

    def finish(self) -> None:
        super().finish()
        self.present.discard(id(self))

    def _handle(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        fake = self.fake
        if fake.deaf:
            return spoil(self, "reset", fake)
        with fake.lock:
            fault = fake.fault(self.command, self.path)
        if fault and fault.kind == "meanwhile":
            fake.meanwhile()
            fault = None
        with fake.lock:
            act = fake.act(self.path)
            if not fault or fault.effect == "after":
                answer = self._answer(body)
            elif fault.effect == "late":
                fake.postponed.append(Postponed(fault.delay, lambda: self._answer(body)))
            if act:
                act.answer = fault.kind if fault else str(answer.status)
        if fault:
            return spoil(self, fault.what, fake)
        write(self, answer.status, answer.body, answer.kind)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _handle  # noqa: N815

    def _answer(self, body: bytes) -> Answer:
        return self.fake.answer(self.command, self.path, self.headers.get("Authorization", ""),
                                body)

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
    for (verb, template), pattern in PATTERNS.items():
        if verb == method and (found := pattern.fullmatch(path)):
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
