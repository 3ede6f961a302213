"""Show what becomes of a text as a person has typed it: its page, its email, its inbox line."""

import re

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from plugins.core.messages import say
from plugins.desk.context import Desk
from plugins.desk.pages import Draw, person_of
from plugins.desk.writing.places import Place, followed, place_of
from plugins.desk.writing.versions import drafts_of, places_for, proofs_of
from plugins.newsletter.email.render import Email
from plugins.preview.emails import SEALED, as_shown
from plugins.preview.mail_programs import INBOXES, inbox_lines
from plugins.preview.pages import FRESH, LastBuild, drawing

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
