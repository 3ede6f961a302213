"""Let nobody at the desk but who may: no page of another site, and nobody without a key."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from starlette.datastructures import URL
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from plugins.core.messages import Message, say
from plugins.desk.context import Person

PATH = "/_desk/"
"""Below this is the desk, and all else is the site beside it."""

SAFE = ("GET", "HEAD")
"""The methods that change nothing (RFC 9110, 9.2.1); with others, a browser names the Origin."""

FOREIGN = say("This was not sent from the desk; open the desk itself, and do it there.")

NO_KEY = say("Open the address of the desk that “./inv serve” has shown in the terminal: it holds "
             "a key that is new at each start.")

Refuse = Callable[[Request, Message, int], Response]
"""Answers who is refused, with a sentence and a status."""


class Door(Protocol):
    """Knows who asks."""

    @property
    def refusal(self) -> Message:
        """What is said to who is refused."""

    def person(self, asked: HTTPConnection) -> Person | None:
        """Return who asks, None if nobody knows."""

    def admit(self, request: Request) -> Response | None:
        """Return what answers one who is not known: to log in, for example; None to refuse."""

    def is_open(self, path: str) -> bool:
        """Tell whether an address is for everybody."""


@dataclass(frozen=True)
class LocalDoor:
    """Knows this computer's browser by a token in the address that the terminal shows.

    Every program of this computer may ask a port of it, and so may any page in any browser.
    """

    lang: str
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    refusal: Message = NO_KEY

    def person(self, asked: HTTPConnection) -> Person | None:
        """Return the person at this computer."""
        given = asked.cookies.get(cookie_of(asked.url), "")
        return Person("", "", self.lang, True) if self._fits(given) else None

    def admit(self, request: Request) -> Response | None:
        """Take the token from the address into a cookie, so that it stands in no history."""
        if not self._fits(request.query_params.get("key", "")):
            return None
        answer = RedirectResponse(request.url.path, 303, {"Cache-Control": "no-store"})
        answer.set_cookie(cookie_of(request.url), self.token, httponly=True, samesite="strict",
                          path="/_desk")
        return answer

    def is_open(self, path: str) -> bool:
        """Tell whether an address is for everybody: what a refused page is drawn with."""
        return is_static(path)

    def _fits(self, given: str) -> bool:
        return secrets.compare_digest(given.encode(), self.token.encode())


class Guard:
    """Asks the door about every request; who may pass is the `person` of its state."""

    def __init__(self, app: ASGIApp, door: Door, origin: str, refuse: Refuse) -> None:
        """Guard an application; `origin` is its own address as browsers name it."""
        self._app, self._door, self._origin, self._refuse = app, door, origin, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let the application answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        answer = self._stopped(request)
        await (answer or self._app)(scope, receive, send)

    def _stopped(self, request: Request) -> Response | None:
        if request.method not in SAFE and not self._is_own(request):
            return self._refuse(request, FOREIGN, 403)
        request.state.person = self._door.person(request)
        if request.state.person or self._door.is_open(request.url.path):
            return None
        return self._door.admit(request) or self._refuse(
            request, self._door.refusal, 403)

    def _is_own(self, request: Request) -> bool:
        """Tell whether a page of ours has sent something and, to the desk, a page of the desk.

        The site beside it has the same origin, and shows what anybody has written. There, a form
        that hides its address hides the origin, too, and a script does not (Fetch, 3.2); our own
        pages always name theirs.
        """
        if request.headers.get("origin") != self._origin:
            return False
        page = request.headers.get("referer", "")
        return not request.url.path.startswith(PATH) or page.startswith(f"{self._origin}{PATH}")


def cookie_of(address: URL) -> str:
    """Return the name of the cookie of a desk: a host has one of a name, for all its ports.

    So two desks of one computer would log each other out (RFC 6265, 8.5).
    """
    return f"desk-{address.port}" if address.port else "desk"


def is_static(path: str) -> bool:
    """Tell whether an address is one of the files that every page of the desk is drawn with."""
    return path.startswith("/_desk/static/")
