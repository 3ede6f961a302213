"""Show beside a text that is written what it becomes, was before, and may lead to."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import BaseRoute, Route

from plugins.content.text import Text
from plugins.core.messages import ContentError, Failure, say
from plugins.desk.context import Desk
from plugins.desk.pages import HEADERS, Draw, person_of, posted
from plugins.desk.store import Draft
from plugins.desk.writing.difference import compared
from plugins.desk.writing.history import Earlier, earlier, version
from plugins.desk.writing.places import Place, digest, followed, place_of
from plugins.desk.writing.typed import form_of
from plugins.desk.writing.versions import drafts_of, places_for, proofs_of
from plugins.forms.declaration.form import Form
from plugins.newsletter.email.render import Email
from plugins.preview.emails import SEALED, as_shown
from plugins.preview.mail_programs import INBOXES, inbox_lines
from plugins.preview.pages import FRESH, LastBuild, drawing
from plugins.register.keys import plain_words

FRAMED = {**FRESH, "Content-Security-Policy":
          "default-src 'none'; img-src 'self' data:; media-src 'self'; font-src 'self'; "
          "style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
          "frame-ancestors 'self'"}
"""A page runs no script here: what one person types must not act for another who looks at it."""

SCRIPT = re.compile(r"<script\b[^>]*\bsrc=[^>]*></script>")
"""A script of the page, which would only be refused, and told as a fault in the browser."""

NO_PAGE = say("This cannot be shown until its errors are put right; they are listed beside the "
              "text.")

NO_EMAIL = say("No email holds this text.")

MOST = 8


def shown_routes(desk: Desk, draw: Draw) -> list[BaseRoute]:
    """Return the route of what becomes of a text; `part` says what of it is asked for."""
    def answer(request: Request) -> Response:
        options, person = desk.options(), person_of(request)
        place = followed(options, place_of(options, request.path_params["path"]))
        places = places_for(desk, person, place.source.kind, place.source.key)
        proof = proofs_of(desk, [place], drafts_of(desk, person, places))[place.name]
        part = request.query_params.get("part", "page")
        if part == "page" and proof.page:
            return HTMLResponse(SCRIPT.sub("", proof.page), headers=FRAMED)
        if part != "page" and proof.email:
            show = {"inbox": inbox, "text": _text}.get(part, _html)
            return show(request, place, proof.email)
        return draw(request, "nothing.html", message=NO_EMAIL if proof.page else NO_PAGE)

    def inbox(request: Request, place: Place, email: Email) -> Response:
        lang = person_of(request).lang
        told = [str(email.campaign[name]) for name in ("from_name", "subject", "preview")]
        asked = request.query_params.get("width", "")
        width = asked if asked in INBOXES else next(iter(INBOXES))
        return drawing(desk.catalogue(lang), lang, LastBuild)(
            "inbox.html", email=place.source, width=width, lines=inbox_lines(width, *told))

    return [Route("/shown/{path:path}", answer)]


def _text(request: Request, place: Place, email: Email) -> Response:
    return PlainTextResponse(email.text, headers=SEALED)


def _html(request: Request, place: Place, email: Email) -> Response:
    return HTMLResponse(as_shown(email.html, str(email.campaign["site"]),
                                 request.query_params.get("colours", "")), headers=SEALED)


@dataclass(frozen=True)
class Past:
    """The endpoints of the earlier versions."""

    desk: Desk
    draw: Draw

    def versions(self, request: Request) -> Response:
        """List the versions of a text."""
        place = place_of(self.desk.options(), request.path_params["path"])
        return self.draw(request, "history.html", place=place, versions=earlier(
            self.desk.options().content, place))

    def version(self, request: Request) -> Response:
        """Show a version, and how the file of today differs from it."""
        place, one = self._asked(request)
        was = version(self.desk.options().content, one)
        return self.draw(request, "version.html", place=place, version=one, rows=compared(
            was.decode(errors="replace"), (place.read() or b"").decode(errors="replace")))

    def write_on(self, request: Request, form: FormData) -> Response:
        """Make a version the person's draft."""
        place, one = self._asked(request)
        was = version(self.desk.options().content, one)
        form_of(place.source, was)  # refuses what no form can show: she would be stuck with it
        last = self.desk.store.draft(person_of(request).address, place.name)
        self.desk.store.keep(Draft(person_of(request).address, place.name,
                                   bytes.fromhex(digest(place.read())), was, datetime.now(UTC)),
                             last.digest if last else "")
        return RedirectResponse(f"/_desk/write/{place.source.kind}/{place.source.key}", 303,
                                HEADERS)

    def _asked(self, request: Request) -> tuple[Place, Earlier]:
        options = self.desk.options()
        place = place_of(options, f"{request.path_params['path']}.md")
        for one in earlier(options.content, place) or ():
            if one.commit == request.path_params["commit"]:
                return place, one
        raise Failure(say("There is no such version of this text; go back to the list."))


def past_routes(desk: Desk, draw: Draw) -> list[BaseRoute]:
    """Return the routes of the earlier versions."""
    past, one = Past(desk, draw), "/history/{path:path}.md/{commit}"
    return [Route(one, past.version),
            Route(one, posted(past.write_on), methods=["POST"]),
            Route("/history/{path:path}", past.versions)]


def linked_routes(desk: Desk, draw: Draw) -> list[BaseRoute]:
    """Return the route that answers with pairs: an address as a text writes it, and a title."""
    def linked(request: Request) -> Response:
        lang, sought = (request.query_params.get(name, "") for name in ("lang", "words"))
        texts = desk.workshop.saved(desk.shown()).site.texts
        found = titled([text for text in texts if text.lang == lang], sought)
        content = desk.options().content
        return JSONResponse([
            [f"{{filename}}/{Path(text.path).relative_to(content).as_posix()}", title]
            for title, text in islice(found, MOST)], headers=HEADERS)

    return [Route("/linked", linked)]


def forms_of(desk: Desk) -> list[Form]:
    """Return the declared forms; none if what is declared cannot be read, which the check says."""
    try:
        return [*desk.workshop.saved(desk.shown()).declared.forms.values()]
    except ContentError:
        return []


def titled(texts: Iterable[Text], sought: str) -> Iterator[tuple[str, Text]]:
    """Yield the texts whose titles or keys have words that begin so, with their titles."""
    beginnings = plain_words(sought)
    for text in texts:
        title = text.header.get("title") or text.header.get("subject") or text.key
        words = plain_words(f"{title} {text.key}")
        if sought in title if not beginnings else all(
                any(word.startswith(beginning) for word in words) for beginning in beginnings):
            yield title, text
