"""Log in and out, choose a password by an invitation, choose the language of the desk."""

from datetime import UTC, datetime
from functools import partial

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from plugins.core.email_address import LONGEST, comparable
from plugins.core.messages import say
from plugins.desk.context import Desk, desk_address, languages_of
from plugins.desk.pages import Draw, person_of, posted, text_in
from plugins.desk.people.accounts import (
    RULE,
    accept,
    account_of,
    hash_of,
    invited,
    is_password,
    may_be_chosen,
    nobody,
    speak,
)
from plugins.desk.people.door import AccountDoor, forgive, visitor_of, wait_for_try, way_on

EMPTY = {"token": "", "next": "", "address": "", "password": "", "message": None, "is_wrong": False,
         "rule": RULE}
"""What the form shows at first."""

MOST = 1_000_000
"""Bytes that are read of who is not known yet."""

SHOW = "show"
"""The button that shows what is typed as a password."""


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
        account, visitor = comparable(typed.strip())[:LONGEST], visitor_of(request)
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
