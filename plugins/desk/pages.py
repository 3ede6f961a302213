"""Draw the pages of the desk, each in the language of who reads it."""

from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from secrets import token_urlsafe

from jinja2 import Environment
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Message as Event
from starlette.types import Receive

from plugins.core.files import kind_of
from plugins.core.i18n import Catalogue
from plugins.core.jinja import new_environment
from plugins.core.look import Look
from plugins.core.messages import ContentError, Failure, Message, language_name, placed, say
from plugins.core.project import from_here
from plugins.desk.context import Desk, Person, languages_of
from plugins.forms.receiver.request import preferred_language
from plugins.preview.pages import PAPER

TEMPLATES, STATIC = (Path(__file__).parent / name for name in ("templates", "static"))

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy":
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'self'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""Headers of every answer: nothing from elsewhere, nothing inline, nothing kept by a browser."""

MOST_POSTED = 8_000_000
"""Bytes of a form without a file: two texts, each letter with an accent written as %XX%XX."""

Draw = Callable[..., HTMLResponse]
"""Draws a template for who asks: `draw(request, name, status_code, **values)`."""


Tell = Callable[[Request, Message, int], Response]
"""Answers with a sentence and a status."""


def person_of(request: Request) -> Person:
    """Return who asks; the guard has seen to it that it is somebody."""
    person: Person = request.state.person
    return person


def wants_json(request: Request) -> bool:
    """Tell whether a script asks, and not a browser for its next page."""
    return "application/json" in request.headers.get("accept", "")


def posted(do: Callable[[Request, FormData], Response], most: int = MOST_POSTED
           ) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint that gives a function what a form has posted, in a thread of its own.

    Nothing larger than `most` bytes is kept, and a Failure says so.
    """
    async def answer(request: Request) -> Response:
        body = Request(request.scope, _at_most(most, request.receive))
        async with body.form(max_part_size=most) as form:
            return await run_in_threadpool(do, request, form)

    return answer


def text_in(form: FormData, name: str) -> str:
    """Return what a field of a form says, nothing for a file or a field that is not there."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def _at_most(most: int, receive: Receive) -> Receive:
    """Return what gives the parts of a body until there are more than so many bytes."""
    size = 0

    async def part() -> Event:
        nonlocal size
        event = await receive()
        size += len(event.get("body", b""))
        if size <= most:
            return event
        while event.get("more_body"):  # who cannot send all of it gets no answer to see
            event = await receive()
        raise Failure(say("This is larger than {most} MB, and was not taken; make it smaller.",
                          most=most // 1_000_000))

    return part


def speaking(desk: Desk, lang: str) -> Callable[[Request], str]:
    """Return what tells in which language to answer: that of the person, or of her browser.

    A browser that wishes none of ours is answered in `lang`.
    """
    languages = (lang, *languages_of(desk.options()))

    def spoken(request: Request) -> str:
        person: Person | None = getattr(request.state, "person", None)
        return person.lang if person else preferred_language(
            request.headers.get("accept-language", ""), languages)

    return spoken


def drawing(desk: Desk, lang: str) -> Draw:
    """Return what draws pages; who is not known, and says no language, reads them in `lang`."""
    spoken, languages = speaking(desk, lang), languages_of(desk.options())

    @cache
    def environment(lang: str) -> tuple[Environment, Catalogue]:
        words = desk.catalogue(lang)
        return new_environment(TEMPLATES, words), words

    def draw(request: Request, name: str, status_code: int = 200, **values: object
             ) -> HTMLResponse:
        lang, person = spoken(request), getattr(request.state, "person", None)
        env, words = environment(lang)

        def told(message: Message) -> str:
            return message.render(words.gettext)

        page = env.get_template(name).render(
            lang=lang, person=person, is_shared=desk.is_shared,
            path=request.url.path, desk_languages=languages,
            undelivered=desk.undelivered() if person else 0,
            told=told, sentence=lambda message: with_capital(told(message)),
            language_name=lambda code: told(language_name(code)), once=token_urlsafe, **values)
        return HTMLResponse(page, status_code, HEADERS)

    return draw


def with_capital(words: str) -> str:
    """Return words as a sentence of their own begins; a name of a file or a key stays as it is."""
    first = words.partition(" ")[0]
    return words[:1].upper() + words[1:] if first.replace("’", "").isalpha() else words


def telling(desk: Desk, draw: Draw, lang: str) -> Tell:
    """Return what answers with a sentence alone; to a script, which asks for JSON, as `message`."""
    spoken = speaking(desk, lang)

    def tell(request: Request, message: Message, status: int) -> Response:
        if not wants_json(request):
            return draw(request, "refused.html", status, message=message)
        told = message.render(desk.catalogue(spoken(request)).gettext)
        return JSONResponse({"message": told}, status, HEADERS)

    return tell


def failing(tell: Tell) -> Callable[[Request, Exception], Response]:
    """Return what answers a request that failed: a sentence, never a traceback."""
    def fail(request: Request, error: Exception) -> Response:
        if isinstance(error, HTTPException):
            return tell(request, say("There is nothing at this address of the desk; choose above "
                                     "where to go on."), error.status_code)
        if isinstance(error, Failure):
            return tell(request, placed_failure(error), 409)
        return tell(request, say("The program failed here, and nothing was changed; the log of the "
                                 "desk says where."), 500)

    return fail


def placed_failure(failure: Failure) -> Message:
    """Return what a failure says, with the file that it is about."""
    if isinstance(failure, ContentError) and (path := failure.problems[0].path):
        return placed(failure.message, from_here(path))
    return failure.message


def static_file(look: Callable[[], Look]) -> Callable[[Request], Response]:
    """Return the endpoint of the desk's own scripts and styles, in the colours of the firm."""
    def answer(request: Request) -> Response:
        name = request.path_params["name"]
        path = next((path for path in (*STATIC.iterdir(), PAPER) if path.name == name), None)
        if not path:
            return Response(status_code=404)
        return Response(look().file(name, path.read_bytes()), headers=HEADERS,
                        media_type=kind_of(name))

    return answer
