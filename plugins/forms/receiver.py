"""Receive what visitors send: check it, keep it, thank them, and have it delivered."""

import asyncio
import logging
import sqlite3
import uuid
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from jinja2 import Environment
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from plugins.catalogues import SOURCE, Catalogue
from plugins.forms.answers import addresses, notice, page_again, sentences
from plugins.forms.body import Unreadable, read_form
from plugins.forms.checking import check
from plugins.forms.delivery import Deliver, work
from plugins.forms.drawing import draw, environment
from plugins.forms.elsewhere import at_home
from plugins.forms.form import Form
from plugins.forms.store import Consent, Store, Submission
from plugins.forms.visitor import comes_from_the_site, page_of_origin, preferred_language
from plugins.problems import Message, say

log = logging.getLogger(__name__)

TRAP = "website"
"""The field that people do not see, and that only machines fill in."""

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True)
class Reception:
    """All that answering a visitor needs.

    `base` is the root of the site's addresses, `own` that of the receiver's; `base` is a full
    address where the site is of another origin.
    """

    forms: Mapping[str, Form]
    site: Path
    store: Store
    bell: asyncio.Event
    languages: tuple[str, ...]
    catalogues: Mapping[str, Catalogue]
    environments: Mapping[str, Environment]
    origins: frozenset[str]
    base: str
    headers: Mapping[str, str]
    own: str


def receiver(forms: Mapping[str, Form], *, site: Path, store: Store, deliver: Deliver,
             templates: Path, catalogue_of: Callable[[str], Catalogue],
             origins: Collection[str] = (), base: str = "/", own: str = "",
             headers: Mapping[str, str] = MappingProxyType({})) -> Starlette:
    """Return the application that takes `POST /forms/<id>`.

    `site` is the folder of the built site, `templates` the theme's, `origins` the addresses under
    which site and receiver stand, as in https://lettre.example; `base` is the site's root, a full
    address if that is of another origin, and `own` the receiver's, where they differ; `headers`
    are those of the site's answers. The application's lifespan runs the delivery; mounted in
    another one, enter `app.router.lifespan_context(app)` there.
    """
    languages = tuple(dict.fromkeys(lang for form in forms.values() for lang in form.languages)
                      ) or (SOURCE,)
    catalogues = {lang: catalogue_of(lang) for lang in languages}
    reception = Reception(
        forms, site, store, asyncio.Event(), languages, catalogues,
        {lang: environment(templates, catalogue) for lang, catalogue in catalogues.items()},
        frozenset(origin.lower().rstrip("/") for origin in origins), base,
        {**headers, **HEADERS}, own or base)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        worker = asyncio.create_task(work(store, deliver, reception.bell))
        yield
        worker.cancel()
        with suppress(asyncio.CancelledError):
            await worker

    return Starlette(lifespan=lifespan, routes=[
        Route("/forms/{name}", partial(_receive, reception), methods=["POST"]),
        Route("/forms/{name}", partial(_show, reception), methods=["GET"]),
    ])


async def _receive(reception: Reception, request: Request) -> Response:
    """Answer a posted form: back to the visitor with its errors, or stored and thanked for."""
    form = reception.forms.get(request.path_params["name"])
    lang = _language(reception, request)
    if form is None:
        return _notice(reception, 404, lang, say("There is no such form."))
    if not comes_from_the_site(request.headers, reception.origins):
        return _notice(reception, 403, lang, say(
            "This message was not sent from our site. Please use the form on our site."), form)
    try:
        data = await read_form(request, form)
    except Unreadable as failure:
        return _notice(reception, failure.status, lang, failure.message, form)
    if data.get("lang") in form.languages:
        lang = data["lang"]
    if data.get(TRAP):
        return _thanks(reception, form, lang)
    page = page_of_origin(request.headers, reception.origins)
    checked = check(form, data, page)
    if checked.errors:
        return _again(reception, 422, form, lang, checked.values, checked.errors)
    return await _keep(reception, form, lang, checked.values, page)


async def _show(reception: Reception, request: Request) -> Response:
    """Answer a visitor who opens the address that a form is sent to: lead them to the form."""
    form = reception.forms.get(request.path_params["name"])
    lang = _language(reception, request)
    page = addresses(reception.site, form, lang).get("page") if form else None
    if page is None:
        return _notice(reception, 404, lang, say("There is no such form."))
    return RedirectResponse(reception.base + page, 303, headers=reception.headers)


async def _keep(reception: Reception, form: Form, lang: str, values: Mapping[str, str],
                page: str) -> Response:
    submission = _submission(form, lang, values, page)
    try:
        await asyncio.to_thread(reception.store.add, submission)
    except sqlite3.Error as error:
        log.error("submission %s could not be stored: %s", submission.id, type(error).__name__)
        return _again(reception, 503, form, lang, values, {"": say(
            "We could not keep your message, and nothing was sent. Please try again later.")})
    reception.bell.set()
    return _thanks(reception, form, lang)


def _submission(form: Form, lang: str, values: Mapping[str, str], page: str) -> Submission:
    consents = tuple(Consent(field.name, field.version, field.label[lang])
                     for field in form.fields if field.type == "consent" and values[field.name])
    return Submission(str(uuid.uuid4()), form.id, lang, values, consents, page, datetime.now(UTC))


def _again(reception: Reception, status: int, form: Form, lang: str, values: Mapping[str, str],
           errors: Mapping[str, Message]) -> Response:
    """Return the form's own page with what was typed and what is wrong with it."""
    env, gettext = reception.environments[lang], reception.catalogues[lang].gettext
    told = sentences(form, values, errors, lang, gettext)
    built_at = addresses(reception.site, form, lang)
    path, privacy = built_at.get("page", ""), built_at.get("privacy", "")

    def redraw(number: int) -> str:
        return draw(form, lang, env, action=f"{reception.own}forms/{form.id}",
                    values=values, errors=told, number=number,
                    privacy=privacy and reception.base + privacy,
                    contact=built_at.get("contact", ""))

    file = reception.site / path / "index.html"
    built = file.read_text("utf-8") if path and file.is_file() else ""
    if urlsplit(reception.base).netloc:
        built = at_home(built, reception.base + path)
    page = page_again(built, form, redraw, gettext("Error: {title}")) \
        or notice(env, lang, base=reception.base, form=redraw(1),
                  sentence=gettext("The form has not been sent"))
    return HTMLResponse(page, status, headers=reception.headers)


def _thanks(reception: Reception, form: Form, lang: str) -> Response:
    page = addresses(reception.site, form, lang).get("thanks")
    if page is None:
        return _notice(reception, 200, lang, say("Thank you. We have received your message."))
    return RedirectResponse(reception.base + page, 303, headers=reception.headers)


def _notice(reception: Reception, status: int, lang: str, message: Message,
            form: Form | None = None) -> Response:
    sentence = message.render(reception.catalogues[lang].gettext)
    back = addresses(reception.site, form, lang).get("page", "") if form else ""
    page = notice(reception.environments[lang], lang, base=reception.base, sentence=sentence,
                  back=back)
    return HTMLResponse(page, status, headers=reception.headers)


def _language(reception: Reception, request: Request) -> str:
    return preferred_language(request.headers.get("accept-language", ""), reception.languages)
