"""Receive what visitors send: check it, keep it, thank them, and have it delivered."""

import asyncio
import secrets
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from plugins.core.messages import reply
from plugins.forms.declaration.answer import BEGUN, Answer, check, is_as_seen
from plugins.forms.declaration.form import TRAP, Form
from plugins.forms.delivery.worker import Bell, Chore, Deliver, work
from plugins.forms.log import fault, note
from plugins.forms.receiver.health import health
from plugins.forms.receiver.request import (
    WRONG_ADDRESS,
    Stamp,
    Unreadable,
    comes_from_the_site,
    new_stamp,
    page_of_origin,
    read_form,
    read_stamp,
    suspicions,
    visitor_of,
)
from plugins.forms.receiver.responses import Responder
from plugins.forms.receiver.settings import Network
from plugins.forms.records.arrivals import ONCE_MORE
from plugins.forms.records.store import Store
from plugins.forms.records.submission import REFERENCE, Consent, Submission

GRACE = 10.0
"""Seconds that a delivery under way is given to end with the receiver, or it would be repeated."""

NO_FORM = reply("There is no such form.")


@dataclass(frozen=True)
class ReceiverContext:
    """All that taking and delivering a submission needs.

    `origins` are the addresses of site and receiver, as in https://lettre.example,
    in small letters; `proxies` are believed when they name a visitor.
    """

    forms: Mapping[str, Form]
    store: Store
    deliver: Deliver
    responder: Responder
    origins: frozenset[str] = frozenset()
    proxies: tuple[Network, ...] = ()
    chores: tuple[Chore, ...] = ()
    bell: Bell = field(default_factory=Bell)
    clock: Callable[[], datetime] = partial(datetime.now, UTC)


def receiver(context: ReceiverContext) -> Starlette:
    """Return the application that takes `POST /forms/<id>`.

    The application's lifespan runs the delivery and the chores; mounted in another one, enter
    `app.router.lifespan_context(app)` there.
    """
    responder = context.responder
    for lang in responder.site.languages:  # fails at once if anything is missing, and nobody waits
        responder.theme.environment(lang)
    app = Starlette(
        lifespan=partial(_living, context),
        routes=[Route("/forms/health", health(context.store), methods=["GET"]),
                Route("/forms/{name}", partial(_answer, context), methods=["GET", "POST"]),
                Route("/forms/{name}/begun", partial(_begin, context), methods=["GET"]),
                Route("/forms/{name}/{lang}/{reference}", partial(_thank, context),
                      methods=["GET"])],
        exception_handlers={HTTPException: partial(_refuse, responder),
                            Exception: partial(_apologise, responder)})
    # Such a redirection would lead to whatever host the request names.
    app.router.redirect_slashes = False
    return app


@asynccontextmanager
async def _living(context: ReceiverContext, _: Starlette) -> AsyncIterator[None]:
    """Deliver as long as the application lives."""
    stopping = asyncio.Event()
    worker = asyncio.create_task(
        work(context.store, context.deliver, context.bell, stopping, context.chores))
    yield
    stopping.set()
    context.bell.ring()
    await asyncio.wait([worker], timeout=GRACE)
    worker.cancel()
    with suppress(asyncio.CancelledError):
        await worker


async def _answer(context: ReceiverContext, request: Request) -> Response:
    responder, lang = context.responder, context.responder.language(request)
    form = context.forms.get(request.path_params["name"])
    if form and request.method == "POST":
        return await _receive(context, form, lang, request)
    if not form:
        return responder.notice(404, lang, NO_FORM)
    page = responder.site.of(form, lang).get("page")
    return responder.lead(page) if page else responder.notice(503, lang, reply(
        "The page of this form is not there yet. Please come back later."))


async def _begin(context: ReceiverContext, request: Request) -> Response:
    """Sign that a visitor begins to fill in a form, for a page of ours, which may be elsewhere."""
    form, origin = context.forms.get(request.path_params["name"]), request.headers.get("origin", "")
    if not form:
        return context.responder.notice(404, context.responder.language(request), NO_FORM)
    allowed = {"Access-Control-Allow-Origin": origin} if origin.lower() in context.origins else {}
    return context.responder.begin(new_stamp(context.store.stamp_key, form.id, context.clock()),
                                   {"Vary": "Origin", **allowed})


async def _thank(context: ReceiverContext, request: Request) -> Response:
    """Thank for a message that has come: the address says all, and nothing is looked up."""
    responder, (name, lang, reference) = context.responder, request.path_params.values()
    form = context.forms.get(name)
    if form and lang in form.languages and REFERENCE.fullmatch(reference):
        return responder.thanks(form, lang, reference.upper())
    return responder.notice(404, responder.language(request), WRONG_ADDRESS, form)


async def _receive(context: ReceiverContext, form: Form, lang: str, request: Request) -> Response:
    """Answer a posted form: back to the visitor with its errors, or stored and thanked for."""
    try:
        if not comes_from_the_site(request.headers, context.origins):
            raise Unreadable(403, reply(
                "This message was not sent from our site. Please use the form on our site."))
        data = await read_form(request, form)
    except Unreadable as failure:
        note("refused", form=form.id, status=failure.status)
        return context.responder.notice(failure.status, lang, failure.message, form)
    if data.get("lang") in form.languages:
        lang = data["lang"]
    page, now, key = _page(context, form, lang, request), context.clock(), context.store.stamp_key
    answer = check(form, lang, data, page)
    stamp = read_stamp(key, form.id, data.get(BEGUN, ""), now)
    if not is_as_seen(form, lang, data):
        note("outdated", form=form.id)
        answer = answer.without_consents().refused(reply(
            "This form has changed in the meantime. Please check it and send it again."))
    elif data.get(TRAP):
        note("trapped", form=form.id)
        stamp = new_stamp(key, form.id, stamp.begun if stamp else now, trapped=True)
        answer = answer.refused(reply("Your browser has filled in a field that must stay empty. "
                                    "Please send the form once more."))
    if answer.errors:
        return context.responder.again(422, answer, stamp or new_stamp(key, form.id, now))
    return await _keep(context, answer, _submission(answer, page, now), stamp,
                       visitor_of(request, context.proxies))


async def _keep(context: ReceiverContext, answer: Answer, submission: Submission,
                stamp: Stamp | None, visitor: str) -> Response:
    """Thank a visitor for what is kept, once it is on the disk."""
    form, now, key = answer.form, submission.created, context.store.stamp_key
    proof = stamp.proof if stamp and stamp.is_aged(now) else b""
    again = stamp or new_stamp(key, form.id, now)
    try:
        wait = await asyncio.wrap_future(context.store.add(
            submission, visitor, proof, tuple(suspicions(stamp, now))))
    except sqlite3.Error as error:
        fault("unkept", error, form=form.id, submission=submission.id)
        return context.responder.again(503, answer.refused(reply(
            "We could not keep your message, and nothing was sent. Please try again later.")),
            again)
    if wait == ONCE_MORE and proof:  # which was good for one
        again = new_stamp(key, form.id, now, again.trapped)
    if wait is not None:
        return _hold(context.responder, answer, wait, again)
    note("kept", form=form.id, submission=submission.id,
         seconds=stamp and (now - stamp.begun) // timedelta(seconds=1))
    context.bell.ring()
    return context.responder.lead_to_thanks(form, answer.lang, submission.reference)


def _hold(responder: Responder, answer: Answer, wait: timedelta, stamp: Stamp) -> Response:
    """Have a visitor wait, or only send the form once more."""
    if wait == ONCE_MORE:
        note("asked", form=answer.form.id)
        return responder.again(422, answer.refused(reply(
            "Very many messages are arriving just now. Please check yours and send it once more.")),
            stamp)
    note("limited", form=answer.form.id)
    return responder.again(429, answer.refused(reply(
        "Too many messages have arrived from your connection, or in total. Please try again in "
        "{minutes} min.", minutes=-(-wait // timedelta(minutes=1)))), stamp,
        {"Retry-After": str(-(-wait // timedelta(seconds=1)))})


def _submission(answer: Answer, page: str, now: datetime) -> Submission:
    consents = tuple(
        Consent(each.name, each.version, each.label[answer.lang]) for each in answer.form.fields
        if each.kind.role == "consent" and answer.values[each.name])
    return Submission(secrets.token_hex(8), answer.form.id, answer.lang, answer.values, consents,
                      page, now)


def _page(context: ReceiverContext, form: Form, lang: str, request: Request) -> str:
    """Return the path of the page that a form was sent from: its own, if the receiver showed it."""
    page = page_of_origin(request.headers, context.origins)
    if not page.startswith(request.url.path.rpartition("/")[0] + "/"):
        return page
    built = context.responder.site.of(form, lang).get("page", "")
    return built and urlsplit(context.responder.site.base).path + built


async def _refuse(responder: Responder, request: Request, error: Exception) -> Response:
    """Answer a method that no form takes, or an address that is none."""
    assert isinstance(error, HTTPException)
    return responder.notice(error.status_code, responder.language(request), WRONG_ADDRESS,
                            headers=error.headers or {})


async def _apologise(responder: Responder, request: Request, error: Exception) -> Response:
    """Answer where the program failed; the server logs the error's kind and place."""
    return responder.notice(500, responder.language(request), reply(
        "Something went wrong on our side, and nothing was sent. Please try again later."))
