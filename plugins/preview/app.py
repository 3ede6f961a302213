"""Put site, forms, emails, problems, and the mails that the site would have sent under one address.
"""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.headerregistry import BaseHeader
from email.message import EmailMessage
from pathlib import Path

from babel.dates import format_datetime
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from plugins.core.files import kind_of
from plugins.core.i18n import Catalogue, locale_of
from plugins.core.look import Look
from plugins.preview.emails import email_routes
from plugins.preview.mail_programs import cut
from plugins.preview.pages import FRESH, PAPER, TEMPLATES, Draw, LastBuild, drawing
from plugins.preview.site import ServedSite, home_pages, site_endpoint

PATIENCE = 25.0
"""Seconds that a page waits for the next build before it asks again."""

ADDRESS = re.compile(r"(https?://[^\s<>\"«»“”]*[^\s<>\"«»“”.,;:!?…’')\]])")
"""An address in a text, which takes turns with what is between in `ADDRESS.split(text)`."""

SNIPPET = 90
"""Characters of a mail's text that the list shows."""


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

    return [Route("/", lambda _: draw("overview.html")),
            Route("/problems", lambda _: draw("problems.html")), Route("/reload", reload),
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


@dataclass(frozen=True)
class Mail:
    """One mail: its file, its headers by name, its text and the names of what is attached."""

    name: str
    subject: str
    headers: tuple[tuple[str, str], ...]
    text: str
    attached: tuple[str, ...]

    @property
    def snippet(self) -> str:
        """The beginning of the text, as a list shows it."""
        return cut(" ".join(self.text.split()), SNIPPET).shown

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """The text in pieces, each with whether it is an address to follow."""
        return [(piece, place % 2 == 1) for place, piece in enumerate(ADDRESS.split(self.text))]


def mailbox_routes(folder: Path, draw: Draw, lang: str) -> list[Route]:
    """Return the routes of the local mailbox in `folder`; its times are written in `lang`."""
    return [Route("/mail/", lambda _: draw("mailbox.html", folder=folder, mails=[
                read_mail(file, lang) for file in mail_files(folder)])),
            Route("/mail/{name}/", lambda request: draw(
                "mail.html", mail=read_mail(_mail_file(folder, request), lang))),
            Route("/mail/{name}", lambda request: PlainTextResponse(
                _mail_file(folder, request).read_bytes(), headers=FRESH))]


def mail_files(folder: Path) -> list[Path]:
    """Return the mails in `folder`, the newest first."""
    return sorted(folder.glob("*.eml"), reverse=True,
                  key=lambda file: (file.stat().st_mtime_ns, file.name))


def read_mail(file: Path, lang: str) -> Mail:
    """Return the mail in `file`, with the headers that a reader sees, its time in `lang`."""
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    headers = tuple((name, _header_text(message[name], lang))
                    for name in ("From", "To", "Reply-To", "Date") if message[name])
    attached = tuple(part.get_filename() or part.get_content_type()
                     for part in message.iter_attachments())
    return Mail(file.name, str(message["Subject"] or ""), headers, _plain_text(message), attached)


def _header_text(header: BaseHeader, lang: str) -> str:
    """Return a header as text; a date that can be read, in the words and zone of this computer."""
    moment = getattr(header, "datetime", None)
    if moment is None:
        return str(header)
    return format_datetime(moment.astimezone(), "d MMMM y, HH:mm", locale=locale_of(lang))


def _plain_text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    return body.get_content() if body else ""


def _mail_file(folder: Path, request: Request) -> Path:
    """Return the file of an address; only what the mailbox lists, so no path leads out of it."""
    for file in mail_files(folder):
        if file.name == request.path_params["name"]:
            return file
    raise HTTPException(404)
