"""Let in who has an account, or is invited to choose a password; have who guesses wait."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from ipaddress import ip_address, ip_network
from math import ceil
from sqlite3 import Connection
from urllib.parse import quote

from starlette.datastructures import URL, FormData
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from plugins.core.email_address import LONGEST, comparable
from plugins.core.messages import Message, say
from plugins.desk.context import Desk, Person, desk_address, languages_of
from plugins.desk.pages import Draw, person_of, posted, text_in
from plugins.desk.people.accounts import (
    RULE,
    accept,
    account_of,
    begin_session,
    end_session,
    hash_of,
    invited,
    is_password,
    may_be_chosen,
    nobody,
    person_of_session,
    speak,
)
from plugins.desk.people.guard import SAFE, cookie_of, is_static
from plugins.desk.store import Store
from plugins.forms.receiver.request import visitor_of
from plugins.forms.receiver.settings import LOOPBACK
from plugins.forms.records.arrivals import WIDTHS

HOME, LOGIN, INVITATION = "/_desk/", "/_desk/login", "/_desk/invitation"

ENDED = say("You are not logged in any more, and this was not taken. Log in in another window, "
            "then come back here and send it again.")

PROXIES = tuple(map(ip_network, LOOPBACK))
"""The web server in front, on this machine; nobody else speaks to the desk."""

FREE = {"account": 5, "network": 20}
"""Tries without waiting; an office of many people is one network."""

LONGEST_WAIT = 900
"""Seconds, at most."""

FORGOTTEN = 3600
"""Seconds after the last try; then nothing is known of the others."""

EMPTY = {"token": "", "next": "", "address": "", "password": "", "message": None, "is_wrong": False,
         "rule": RULE}
"""What the form shows at first."""

MOST = 1_000_000
"""Bytes that are read of who is not known yet."""

SHOW = "show"
"""The button that shows what is typed as a password."""


@dataclass(frozen=True)
class AccountDoor:
    """Knows who has logged in by a session; `address` is that of the desk itself."""

    store: Store
    address: str
    refusal: Message = ENDED

    @property
    def _cookie(self) -> str:
        # With this prefix a browser takes it from no other host of the firm, and by TLS alone.
        name = cookie_of(URL(self.address))
        return f"__Host-{name}" if self.address.startswith("https:") else name

    def person(self, asked: HTTPConnection) -> Person | None:
        """Return who has logged in."""
        token = asked.cookies.get(self._cookie, "")
        return person_of_session(self.store, token, datetime.now(UTC)) if token else None

    def admit(self, request: Request) -> Response | None:
        """Lead to the login, and from there back; what was sent can only be refused."""
        if request.method not in SAFE:
            return None
        query = f"?{request.url.query}" if request.url.query else ""
        asked = quote(request.url.path + query, safe="")
        return RedirectResponse(f"{LOGIN}?next={asked}", 303, {"Cache-Control": "no-store"})

    def is_open(self, path: str) -> bool:
        """Tell whether an address is for everybody."""
        return path in (LOGIN, INVITATION) or is_static(path)

    def enter(self, person: Person, way: str = HOME) -> Response:
        """Begin a session, and lead on."""
        answer = RedirectResponse(way_on(way), 303, {"Cache-Control": "no-store"})
        answer.set_cookie(
            self._cookie, begin_session(self.store, person, datetime.now(UTC)), path="/",
            secure=self.address.startswith("https:"), httponly=True, samesite="strict")
        return answer

    def leave(self, asked: HTTPConnection) -> Response:
        """End the session, and lead to the login."""
        end_session(self.store, asked.cookies.get(self._cookie, ""))
        answer = RedirectResponse(LOGIN, 303, {"Cache-Control": "no-store"})
        answer.delete_cookie(self._cookie, path="/",
                             secure=self.address.startswith("https:"), httponly=True)
        return answer


def way_on(target: str) -> str:
    """Return an address of this desk, from what an address bar may hold."""
    # “//host” and “/\host” are those of others; tabs and line ends are not seen by browsers.
    return target if re.fullmatch(r"/(?![/\\])[!-~]*", target) else HOME


def wait_for_try(store: Store, account: str, visitor: str, now: datetime) -> int:
    """Return how many seconds to wait, or 0 and count a try, before it is known how it ends.

    `visitor` is an IP address, "" if it cannot be known. Whether there is such an account plays no
    part: nobody learns it by waiting.
    """
    moment = now.timestamp()
    with store.transaction() as database:
        database.execute("DELETE FROM tries WHERE at < ?", (moment - FORGOTTEN,))
        counted = ("account", account), ("network", _network(visitor))
        if wait := max(_wait(database, kind, who, moment) for kind, who in counted):
            return wait
        database.executemany(
            "INSERT INTO tries VALUES (?, ?, 1, ?) ON CONFLICT DO UPDATE SET "
            "number = number + 1, at = excluded.at",
            [(kind, who, moment) for kind, who in counted])
    return 0


def forgive(store: Store, account: str, visitor: str) -> None:
    """Take back a try that was right; nothing is held against the account any more."""
    with store.transaction() as database:
        database.execute("DELETE FROM tries WHERE kind = 'account' AND who = ?", (account,))
        database.execute("UPDATE tries SET number = number - 1 WHERE kind = 'network' AND who = ?",
                         (_network(visitor),))


def _wait(database: Connection, kind: str, who: str, moment: float) -> int:
    number, at = database.execute("SELECT number, at FROM tries WHERE kind = ? AND who = ?",
                                  (kind, who)).fetchone() or (0, moment)
    if number < FREE[kind]:
        return 0
    return max(0, ceil(at + min(2.0 ** (number - FREE[kind]), LONGEST_WAIT) - moment))


def _network(visitor: str) -> str:
    """Return what one subscriber has: an address of IPv4, a /64 of IPv6."""
    if not visitor:
        return ""
    width = max(WIDTHS[ip_address(visitor).version])
    return str(ip_network(f"{visitor}/{width}", strict=False))


def account_routes(desk: Desk, draw: Draw) -> list[BaseRoute]:
    """Return the routes of a desk with accounts; none on one's own computer."""
    if not desk.is_shared:
        return []
    nobody()
    door = AccountDoor(desk.store, desk_address(desk.options()))
    return [*_login(desk, draw, door), *_invitation(desk, draw, door), *_settings(desk, door)]


def _login(desk: Desk, draw: Draw, door: AccountDoor) -> list[BaseRoute]:

    def shown(request: Request) -> Response:
        way = request.query_params.get("next", "")
        return draw(request, "enter.html", **{**EMPTY, "next": way})

    def log_in(request: Request, form: FormData) -> Response:
        typed, password, way = (text_in(form, name) for name in ("address", "password", "next"))
        again = partial(draw, request, "enter.html", **{**EMPTY, "address": typed, "next": way})
        if SHOW in form:
            return again(password=password)
        account, visitor = comparable(typed.strip())[:LONGEST], visitor_of(request, PROXIES)
        if wait := wait_for_try(desk.store, account, visitor, datetime.now(UTC)):
            return again(429, message=say(
                "There were too many wrong passwords. Try again in {seconds} s.",
                seconds=wait))
        found = account_of(desk.store, account)
        if not is_password(password, found.password if found else "") or not found:
            return again(403, message=say(
                "There is no account with this address and this password. If you have forgotten "
                "the password, ask for a new invitation."))
        forgive(desk.store, account, visitor)
        return door.enter(found.person, way)

    return [Route("/login", shown), Route("/login", posted(log_in, MOST), methods=["POST"])]


def _invitation(desk: Desk, draw: Draw, door: AccountDoor) -> list[BaseRoute]:

    def shown(request: Request, token: str = "", password: str = "", is_wrong: bool = False
              ) -> Response:
        token = token or request.query_params.get("token", "")
        person = invited(desk.store, token, datetime.now(UTC))
        if not person:
            return draw(request, "refused.html", 410, message=say(
                "This invitation was used, or is older than seven days; ask for another one."))
        return draw(request, "enter.html", 422 if is_wrong else 200, **{
            **EMPTY, "token": token, "address": person.address, "password": password,
            "is_wrong": is_wrong})

    def choose(request: Request, form: FormData) -> Response:
        token, password = text_in(form, "token"), text_in(form, "password")
        if SHOW in form:
            return shown(request, token, password)
        if not may_be_chosen(password):
            return shown(request, token, password, is_wrong=True)
        if not invited(desk.store, token, datetime.now(UTC)):  # before work that takes long
            return shown(request, token)
        person = accept(desk.store, token, hash_of(password), datetime.now(UTC))
        return door.enter(person) if person else shown(request, token)

    return [Route("/invitation", shown),
            Route("/invitation", posted(choose, MOST), methods=["POST"])]


def _settings(desk: Desk, door: AccountDoor) -> list[BaseRoute]:

    def choose_language(request: Request, form: FormData) -> Response:
        if (lang := text_in(form, "lang")) in languages_of(desk.options()):
            speak(desk.store, person_of(request), lang)
        return RedirectResponse(way_on(text_in(form, "next")), 303)

    return [Route("/language", posted(choose_language), methods=["POST"]),
            Route("/logout", door.leave, methods=["POST"])]
