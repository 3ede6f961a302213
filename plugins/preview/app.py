"""Put site, forms, emails, mailbox and problems under one address."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from plugins.core.files import kind_of
from plugins.core.i18n import Catalogue
from plugins.core.look import Look
from plugins.preview.emails import email_routes
from plugins.preview.mailbox import mailbox_routes
from plugins.preview.pages import FRESH, PAPER, TEMPLATES, Draw, LastBuild, drawing
from plugins.preview.site import ServedSite, home_pages, site_endpoint

PATIENCE = 25.0
"""Seconds that a page waits for the next build before it asks again."""


def answering(*hosts: str) -> Middleware:
    """Refuse every other name: a web page elsewhere could make one of its own lead here and read.
    """
    return Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False)


LOCAL = (answering("127.0.0.1", "localhost"),)


def application(site: ServedSite, outbox: Path, mail: Path, receiver: Starlette,
                last_build: Callable[[], LastBuild], words: Catalogue, lang: str,
                look: Callable[[], Look] = Look, desk: Starlette | None = None,
                around: Sequence[Middleware] = LOCAL) -> Starlette:
    """Return the local server's application; `words` and `lang` are those of the commands.

    `outbox` holds the built emails, `mail` is the folder of the local mailbox; `receiver` answers
    for what begins with `/forms/`, `desk`, if there is one, for `/_desk`; `around` all of it is who
    may ask. Set `.state.stopping` to a function that tells whether the server is about to end, or
    pages that wait for the next build keep it waiting; and the event `.state.built` when a build
    has ended, or they learn it later.
    """
    draw = drawing(words, lang, last_build)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        # Starlette does not start what is mounted.
        async with receiver.router.lifespan_context(receiver):
            yield

    def missing(request: Request, _: Exception) -> Response:
        return draw("missing.html", 404, path=request.url.path, homes=home_pages(site.folder))

    shown = Starlette(lifespan=lifespan, exception_handlers={404: missing}, middleware=around,
                      routes=[
        Mount("/_preview", routes=[
            *_own_routes(last_build, words, draw, look),
            *email_routes(outbox, draw),
            *mailbox_routes(mail, draw, lang)]),
        Mount("/forms", _whole(receiver)),
        *([Mount("/_desk", _whole(desk))] if desk else ()),
        Route("/{path:path}", site_endpoint(site, last_build, draw))])
    shown.state.stopping = lambda: False
    shown.state.built = asyncio.Event()
    return shown


def _whole(app: ASGIApp) -> ASGIApp:
    """Return an application that knows its whole address; `Mount` has one answer below its own."""
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, "root_path": ""}, receive, send)

    return answer


def _own_routes(last_build: Callable[[], LastBuild], words: Catalogue, draw: Draw,
                look: Callable[[], Look]) -> list[Route]:

    def overview(request: Request) -> Response:
        return draw("overview.html")

    def problems(request: Request) -> Response:
        return draw("problems.html")

    def own_file(request: Request) -> Response:
        name = request.url.path.rsplit("/", 1)[-1]
        return Response(look().file(name, (TEMPLATES / name).read_bytes()), headers=FRESH,
                        media_type=kind_of(name))

    async def reload(request: Request) -> Response:
        await _next_build(request, last_build)
        now, say = last_build(), words.gettext
        return JSONResponse(headers=FRESH, content={
            "stamp": now.stamp, "failed": now.failed, "problems": now.lines(say),
            "heading": say("The last build failed; this is the previous one."),
            "beside": say("Show the email beside")})

    return [Route("/", overview), Route("/problems", problems), Route("/reload", reload),
            *(Route(f"/{name}", own_file)
              for name in ("reload.js", "email.js", "style.css", PAPER.name))]


async def _next_build(request: Request, last_build: Callable[[], LastBuild]) -> None:
    """Wait until there is a build other than the one a page was made by."""
    known, end = request.query_params.get("stamp"), time.monotonic() + PATIENCE
    while (known == last_build().stamp and time.monotonic() < end
           and not request.app.state.stopping() and not await request.is_disconnected()):
        built: asyncio.Event = request.app.state.built
        with suppress(TimeoutError):
            await asyncio.wait_for(built.wait(), 0.1)
