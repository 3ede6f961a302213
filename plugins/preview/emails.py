"""Show the emails that wait in the outbox, as an inbox and its devices would."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Literal

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from plugins.preview.pages import FRESH, Draw

SEALED = {**FRESH, "Content-Security-Policy":
          "default-src 'none'; img-src 'self' data:; font-src 'self'; style-src 'unsafe-inline'"}
"""No email shown here fetches anything from elsewhere."""

DEVICES = (("desktop", 680), ("phone", 360))
"""Widths in pixels; a window for mail is wider than the 600 px sheet."""

Scheme = Literal["light", "dark"]
_STYLE = re.compile(r"(<style\b[^>]*>)(.*?)(</style>)", re.IGNORECASE | re.DOTALL)
_QUERY = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)", re.IGNORECASE)
_HEAD = re.compile(r"</head\s*>", re.IGNORECASE)
ALWAYS, NEVER = "(min-width: 0)", "(max-width: 0)"


@dataclass(frozen=True)
class BuiltEmail:
    """One issue in one language, as the build left it."""

    folder: Path
    issue: str
    lang: str
    record: Mapping[str, str]

    @property
    def size(self) -> int:
        """The size of the HTML part in kilobytes; Gmail cuts above 102."""
        return round((self.folder / "email.html").stat().st_size / 1000)


def email_routes(outbox: Path, draw: Draw) -> list[Route]:
    """Return the routes of the pages about emails."""

    def overview(request: Request) -> Response:
        issues = groupby(_emails(outbox), lambda email: email.issue)
        return draw("emails.html", issues=[(issue, list(emails)) for issue, emails in issues])

    def email(request: Request) -> Response:
        chosen = _email_of(outbox, request)
        return draw("email.html", letter=chosen, devices=DEVICES,
                    text=(chosen.folder / "email.txt").read_text(encoding="utf-8"))

    def html(request: Request) -> Response:
        chosen = _email_of(outbox, request)
        source = (chosen.folder / "email.html").read_text(encoding="utf-8")
        dark = request.query_params.get("scheme") == "dark"
        shown = in_scheme(on_this_server(source, chosen.record.get("site", "")),
                          "dark" if dark else "light")
        return HTMLResponse(shown, headers=SEALED)

    def text(request: Request) -> Response:
        source = (_email_of(outbox, request).folder / "email.txt").read_text(encoding="utf-8")
        return PlainTextResponse(source, headers=FRESH)

    def message(request: Request) -> Response:
        chosen = _email_of(outbox, request)
        return FileResponse(chosen.folder / "email.eml", headers=FRESH,
                            filename=f"{chosen.issue}-{chosen.lang}.eml")

    return [Route("/emails/", overview),
            Route("/emails/{issue}/{lang}/", email),
            Route("/emails/{issue}/{lang}/email.html", html),
            Route("/emails/{issue}/{lang}/email.txt", text),
            Route("/emails/{issue}/{lang}/email.eml", message)]


def _emails(outbox: Path) -> Iterable[BuiltEmail]:
    """Return the emails in the outbox, the newest issue first, its languages in order."""
    files = sorted(outbox.glob("*/*/campaign.json"), key=lambda file: file.parent.name)
    files.sort(key=lambda file: file.parent.parent.name, reverse=True)
    return [BuiltEmail(file.parent, file.parent.parent.name, file.parent.name,
                   json.loads(file.read_text(encoding="utf-8"))) for file in files]


def _email_of(outbox: Path, request: Request) -> BuiltEmail:
    """Return the email of an address; only what the outbox lists, so no path leads out of it."""
    wanted = request.path_params["issue"], request.path_params["lang"]
    for email in _emails(outbox):
        if (email.issue, email.lang) == wanted:
            return email
    raise HTTPException(404)


def in_scheme(html: str, scheme: Scheme) -> str:
    """Return the email with its rules for `scheme` in force, whatever the computer is set to.

    Each query is replaced by another feature query: `all` cannot be a part of a larger one.
    """
    def forced(query: re.Match[str]) -> str:
        return ALWAYS if query[1].lower() == scheme else NEVER

    html = _STYLE.sub(lambda style: style[1] + _QUERY.sub(forced, style[2]) + style[3], html)
    canvas = f"<style>:root {{ color-scheme: only {scheme} }}</style>"
    return _HEAD.sub(lambda head: canvas + head[0], html, count=1)


def on_this_server(html: str, site: str) -> str:
    """Return the email with images and links of the published `site` taken from this server."""
    return html.replace(f"{site.rstrip('/')}/", "/") if site else html
