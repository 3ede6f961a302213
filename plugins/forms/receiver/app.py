"""Receive what visitors send: check it, keep it, thank them, and have it delivered."""

import asyncio
import secrets
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from time import monotonic
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from plugins.core.messages import reply
from plugins.forms.declaration.answer import BEGUN, Answer, check, is_as_seen
from plugins.forms.declaration.form import TRAP, Form
from plugins.forms.delivery.worker import Bell, Chore, Deliver, work
from plugins.forms.log import fault, note
from plugins.forms.receiver.request import (
    WRONG_ADDRESS,
    Unreadable,
    address_of,
    comes_from_the_site,
    comes_from_this_machine,
    page_of_origin,
    read_form,
)
from plugins.forms.receiver.responses import Responder
from plugins.forms.receiver.settings import Network
from plugins.forms.receiver.stamp import Stamp, new_stamp, read_stamp, suspicions
from plugins.forms.records.arrivals import ONCE_MORE
from plugins.forms.records.rows import OWED, WAITING
from plugins.forms.records.store import Store
from plugins.forms.records.submission import REFERENCE, Consent, Submission

GRACE = 10.0
"""Seconds that a delivery under way is given to end with the receiver, or it would be repeated."""

LATE = timedelta(hours=1)
"""How long a delivery may wait before somebody should look."""

FRESH = 2.0
"""Seconds for which one look serves all who ask: each writes to the disk."""

PATIENCE = 5.0
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
    page = responder.site.of(form, lang).get("page") if form else ""
    return responder.lead(page) if page else responder.notice(404, lang, NO_FORM)


async def _begin(context: ReceiverContext, request: Request) -> Response:
    """Sign that a visitor begins to fill in a form, for a page of ours, which may be elsewhere."""
    form, origin = context.forms.get(request.path_params["name"]), request.headers.get("origin", "")
    if not form:
        return context.responder.notice(404, context.responder.language(request), NO_FORM)
    allowed = {"Access-Control-Allow-Origin": origin} if origin.lower() in context.origins else {}
    return context.responder.begin(new_stamp(context.store.stamp_key, form.id, datetime.now(UTC)),
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
    page, now, key = _page(context, form, lang, request), datetime.now(UTC), context.store.stamp_key
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
                       _visitor(context, request))


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
    site = context.responder.site
    built = site.of(form, lang).get("page", "")
    return built and urlsplit(site.base).path + built


def _visitor(context: ReceiverContext, request: Request) -> str:
    return address_of(request.client.host if request.client else "",
                      request.headers.getlist("x-forwarded-for"), context.proxies)


async def _refuse(responder: Responder, request: Request, error: Exception) -> Response:
    """Answer a method that no form takes, or an address that is none."""
    assert isinstance(error, HTTPException)
    return responder.notice(error.status_code, responder.language(request), WRONG_ADDRESS,
                            headers=error.headers or {})


async def _apologise(responder: Responder, request: Request, error: Exception) -> Response:
    """Answer where the program failed; the server logs the error's kind and place."""
    return responder.notice(500, responder.language(request), reply(
        "Something went wrong on our side, and nothing was sent. Please try again later."))


def health(store: Store) -> Callable[[Request], Awaitable[Response]]:
    """Return what answers for the health of a store: 503 if somebody should look.

    That is: it takes nothing, or its files are damaged or no longer where it opened them, or firm
    or audience have long been waiting, or never got something.
    """
    last = (0.0, dict[str, object]())

    async def answer(request: Request) -> Response:
        nonlocal last
        if not last[1] or monotonic() - last[0] > FRESH:
            last = (monotonic(), await health_of(store))
        told, ok = last[1], last[1]["ok"]
        if not comes_from_this_machine(request.client and request.client.host, request.headers):
            # From the counts, a visitor could learn what became of the mail to a posted address.
            told = {"ok": ok}
        return JSONResponse(told, 200 if ok else 503, headers={"Cache-Control": "no-store"})

    return answer


async def health_of(store: Store) -> dict[str, object]:
    """Return what the machine itself is told of the health of a store."""
    try:
        async with asyncio.timeout(PATIENCE):
            await asyncio.wrap_future(store.write(_beat))
            writable = True
    except (sqlite3.Error, TimeoutError):
        writable = False
    kept = {"writable": writable, "in_place": await asyncio.to_thread(store.is_in_place),
            "whole": await asyncio.to_thread(store.is_whole)}
    try:
        counts = await asyncio.to_thread(store.read, _counts)
    except sqlite3.Error:
        return {"ok": False, **kept}
    late = (counts["oldest_waiting_seconds"] or 0) > LATE.total_seconds()
    return {"ok": all(kept.values()) and not late and not counts["parked"], **kept, **counts}


def _beat(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT OR REPLACE INTO pulse VALUES (1, ?)",
                       (datetime.now(UTC).isoformat(),))


def _counts(connection: sqlite3.Connection) -> dict[str, int | None]:
    """Return how many deliveries wait or are parked, and for how long the oldest has waited.

    Of mails to visitors only the number is given: anybody can type an address that takes none.
    """
    row = connection.execute(
        f"SELECT count(*) FILTER (WHERE {WAITING}), "
        f"min(since) FILTER (WHERE {WAITING} AND {OWED}), "
        f"count(*) FILTER (WHERE parked = 1 AND {OWED}), "
        f"count(*) FILTER (WHERE parked = 1 AND NOT {OWED}) FROM deliveries").fetchone()
    waiting, since, parked, to_visitors = row
    oldest = None if since is None else max(int(datetime.now(UTC).timestamp() - since), 0)
    return {"waiting": waiting, "oldest_waiting_seconds": oldest, "parked": parked,
            "parked_to_visitors": to_visitors}
