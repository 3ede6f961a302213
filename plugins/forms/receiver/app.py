"""Receive what visitors send: check it, keep it, thank them, and have it delivered."""

import asyncio
import secrets
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import monotonic
from types import MappingProxyType
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from plugins.core.i18n import SOURCE, Catalogue
from plugins.core.messages import say
from plugins.forms.declaration.answer import check
from plugins.forms.declaration.field_types import TRAP
from plugins.forms.declaration.form import Form
from plugins.forms.delivery.worker import Bell, Chores, Deliver, work
from plugins.forms.log import fault, note
from plugins.forms.page.draw import environment, is_as_seen, seconds_open, without_consents
from plugins.forms.receiver.request import (
    Unreadable,
    address_of,
    comes_from_the_site,
    comes_from_this_machine,
    page_of_origin,
    read_form,
)
from plugins.forms.receiver.responses import HEADERS, Desk
from plugins.forms.receiver.settings import Network
from plugins.forms.records.store import Store
from plugins.forms.records.submission import OWED, WAITING, Consent, Submission

GRACE = 10.0
"""Seconds that a delivery under way is given to end with the receiver, or it would be repeated."""


@dataclass(frozen=True)
class Reception:
    """All that taking a submission needs; `proxies` are believed when they name a visitor."""

    forms: Mapping[str, Form]
    store: Store
    bell: Bell
    desk: Desk
    origins: frozenset[str]
    proxies: tuple[Network, ...]


LATE = timedelta(hours=1)
"""How long a delivery may wait before somebody should look."""

FRESH = 2.0
"""Seconds for which one look serves all who ask: each writes to the disk."""

PATIENCE = 5.0


def receiver(forms: Mapping[str, Form], *, site: Path, store: Store, deliver: Deliver,
             templates: Path, catalogue_of: Callable[[str], Catalogue],
             origins: Collection[str] = (), base: str = "/", own: str = "",
             headers: Mapping[str, str] = MappingProxyType({}),
             proxies: tuple[Network, ...] = (), languages: tuple[str, ...] = (),
             chores: Chores | None = None) -> Starlette:
    """Return the application that takes `POST /forms/<id>`.

    `site` is the folder of the built site, `templates` the theme's, `origins` the addresses under
    which site and receiver stand, as in https://lettre.example; `base` is the site's root, a full
    address if that is of another origin, and `own` the receiver's, where they differ; `headers`
    are those of the site's answers, `languages` the site's, or else those of the forms. The
    application's lifespan runs the delivery, and the `chores` of each day; mounted in another one,
    enter `app.router.lifespan_context(app)` there.
    """
    languages = languages or tuple(
        dict.fromkeys(lang for form in forms.values() for lang in form.languages)) or (SOURCE,)
    catalogues = {lang: catalogue_of(lang) for lang in languages}
    desk = Desk(site, languages, catalogues,
                {lang: environment(templates, catalogue) for lang, catalogue in catalogues.items()},
                base, own or base, {**headers, **HEADERS})
    reception = Reception(forms, store, Bell(), desk,
                          frozenset(origin.lower().rstrip("/") for origin in origins), proxies)
    app = Starlette(
        lifespan=partial(_living, reception, deliver, chores),
        routes=[Route("/forms/health", health(store), methods=["GET"]),
                Route("/forms/{name}", partial(_answer, reception), methods=["GET", "POST"])],
        exception_handlers={HTTPException: partial(_refuse, desk),
                            Exception: partial(_apologise, desk)})
    # Such a redirection would lead to whatever host the request names.
    app.router.redirect_slashes = False
    return app


@asynccontextmanager
async def _living(reception: Reception, deliver: Deliver, chores: Chores | None, _: Starlette
                  ) -> AsyncIterator[None]:
    """Deliver as long as the application lives."""
    stopping = asyncio.Event()
    worker = asyncio.create_task(
        work(reception.store, deliver, reception.bell, stopping, chores))
    yield
    stopping.set()
    reception.bell.ring()
    await asyncio.wait([worker], timeout=GRACE)
    worker.cancel()
    with suppress(asyncio.CancelledError):
        await worker


async def _answer(reception: Reception, request: Request) -> Response:
    desk, lang = reception.desk, reception.desk.language(request)
    form = reception.forms.get(request.path_params["name"])
    if form is None:
        return desk.notice(404, lang, say("There is no such form."))
    if request.method == "POST":
        return await _receive(reception, form, lang, request)
    page = desk.page(form, lang)
    return desk.lead(page) if page else desk.notice(404, lang, say("There is no such form."))


async def _receive(reception: Reception, form: Form, lang: str, request: Request) -> Response:
    """Answer a posted form: back to the visitor with its errors, or stored and thanked for."""
    desk = reception.desk
    if not comes_from_the_site(request.headers, reception.origins):
        note("refused", form=form.id, status=403)
        return desk.notice(403, lang, say(
            "This message was not sent from our site. Please use the form on our site."), form)
    try:
        data = await read_form(request, form)
    except Unreadable as failure:
        note("refused", form=form.id, status=failure.status)
        return desk.notice(failure.status, lang, failure.message, form)
    if data.get("lang") in form.languages:
        lang = data["lang"]
    page = _page(reception, form, lang, request)
    checked = check(form, data, page)
    if not is_as_seen(form, lang, data):
        note("outdated", form=form.id)
        return desk.again(422, form, lang, without_consents(form, checked.values), {"": say(
            "This form has changed meanwhile. Please look at it, and send it again.")})
    if data.get(TRAP):
        note("trapped", form=form.id)
        return desk.again(422, form, lang, checked.values, {"": say(
            "Your browser has filled in a field that must stay empty. Please send the form "
            "once more.")})
    if checked.errors:
        return desk.again(422, form, lang, checked.values, checked.errors)
    submission = _submission(form, lang, checked.values, page)
    return await _keep(reception, form, submission, _visitor(reception, request),
                       seconds_open(data))


async def _keep(reception: Reception, form: Form, submission: Submission, visitor: str,
                seconds: int | None) -> Response:
    """Thank a visitor for what is kept, once it is on the disk."""
    desk, lang, values = reception.desk, submission.lang, submission.values
    try:
        wait = await asyncio.wrap_future(reception.store.add(submission, visitor))
    except sqlite3.Error as error:
        fault("unkept", error, form=form.id, submission=submission.id)
        return desk.again(503, form, lang, values, {"": say(
            "We could not keep your message, and nothing was sent. Please try again later.")})
    if wait:
        note("limited", form=form.id)
        return desk.again(429, form, lang, values, {"": say(
            "Too many messages have come from your connection, or to us. Please try again in "
            "{minutes} min.", minutes=-(-wait // timedelta(minutes=1)))},
            {"Retry-After": str(-(-wait // timedelta(seconds=1)))})
    note("kept", form=form.id, submission=submission.id, seconds=seconds)
    reception.bell.ring()
    return desk.thanks(form, lang)


def _submission(form: Form, lang: str, values: Mapping[str, str], page: str) -> Submission:
    consents = tuple(Consent(field.name, field.version, field.label[lang])
                     for field in form.fields if field.type == "consent" and values[field.name])
    return Submission(secrets.token_hex(8), form.id, lang, values, consents, page,
                      datetime.now(UTC))


def _page(reception: Reception, form: Form, lang: str, request: Request) -> str:
    """Return the path of the page that a form was sent from: its own, if it was shown again."""
    page = page_of_origin(request.headers, reception.origins)
    if page != request.url.path:
        return page
    built = reception.desk.page(form, lang)
    return built and urlsplit(reception.desk.base).path + built


def _visitor(reception: Reception, request: Request) -> str:
    return address_of(request.client.host if request.client else "",
                      request.headers.getlist("x-forwarded-for"), reception.proxies)


async def _refuse(desk: Desk, request: Request, error: Exception) -> Response:
    """Answer a method that no form takes, or an address that is none."""
    assert isinstance(error, HTTPException)
    return desk.notice(error.status_code, desk.language(request), say(
        "This address only takes what its form sends."), headers=error.headers or {})


async def _apologise(desk: Desk, request: Request, error: Exception) -> Response:
    """Answer where the program failed; the server logs the error's kind and place."""
    return desk.notice(500, desk.language(request), say(
        "Something went wrong on our side, and nothing was sent. Please try again later."))


def health(store: Store) -> Callable[[Request], Awaitable[Response]]:
    """Return what answers for the health of a store: 503 if somebody should look.

    That is: it takes nothing, or firm or audience have long been waiting, or wait in vain.
    """
    last = (0.0, dict[str, object]())

    async def answer(request: Request) -> Response:
        nonlocal last
        if not last[1] or monotonic() - last[0] > FRESH:
            last = (monotonic(), await _look(store))
        told, ok = last[1], last[1]["ok"]
        if not comes_from_this_machine(request.client and request.client.host, request.headers):
            # Who has posted an address could tell by the counts what became of the mail to it.
            told = {"ok": ok}
        return JSONResponse(told, 200 if ok else 503, headers={"Cache-Control": "no-store"})

    return answer


async def _look(store: Store) -> dict[str, object]:
    try:
        async with asyncio.timeout(PATIENCE):
            await asyncio.wrap_future(store.write(_beat))
            writable = True
    except (sqlite3.Error, TimeoutError):
        writable = False
    try:
        counts = await asyncio.to_thread(store.read, _counts)
    except sqlite3.Error:
        return {"ok": False, "writable": writable}
    late = (counts["oldest_waiting_seconds"] or 0) > LATE.total_seconds()
    return {"ok": writable and not late and not counts["parked"], "writable": writable, **counts}


def _beat(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT OR REPLACE INTO pulse VALUES (1, ?)",
                       (datetime.now(UTC).isoformat(),))


def _counts(connection: sqlite3.Connection) -> dict[str, int | None]:
    """Return how many deliveries wait or are parked, and for how long the oldest has waited.

    Of mails to visitors only the number is told: anybody can type an address that takes none.
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
