"""Show the emails that wait in the outbox, each beside the pages that it leads to."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Route

from plugins.preview.mail_programs import INBOXES, TURNING, InboxLine, inbox_lines, turned
from plugins.preview.pages import FRESH, Draw

SEALED = {**FRESH, "Content-Security-Policy":
          "default-src 'none'; img-src 'self' data:; font-src 'self'; style-src 'unsafe-inline'; "
          "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"}
"""No email shown here fetches anything from elsewhere, or sends anything."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "part": ("html", "text", "inbox"), "width": tuple(INBOXES),
    "colours": ("light", "dark", *TURNING)}
"""What an editor may see of an email, the usual first."""

Answer = Callable[[Request, "BuiltEmail"], Response]


@dataclass(frozen=True)
class BuiltEmail:
    """One issue in one language, as the build left it; `pages` are those it leads to, by path."""

    folder: Path
    issue: str
    lang: str
    subject: str
    preview: str
    sender: str
    reply_to: str
    site: str
    pages: Mapping[str, str]

    @property
    def address(self) -> str:
        """Where it is shown."""
        return f"/_preview/emails/{self.issue}/{self.lang}/"

    @property
    def size(self) -> int:
        """The size of the HTML part in kilobytes; Gmail cuts above 102."""
        return round((self.folder / "email.html").stat().st_size / 1000)

    def inbox(self, width: str) -> tuple[InboxLine, ...]:
        """Return its line in the inboxes on a screen of this width."""
        return inbox_lines(width, self.sender, self.subject, self.preview)

    def html(self, colours: str, root: str = "/") -> str:
        """Return its HTML part; light and dark are for whoever shows it to choose.

        `root` is where this server has the files of the site.
        """
        source = (self.folder / "email.html").read_text(encoding="utf-8")
        return as_shown(source, self.site, colours, root)


@dataclass(frozen=True)
class View:
    """What an editor has chosen to see; it stands in the address."""

    part: str
    width: str
    colours: str
    page: str

    @property
    def address(self) -> str:
        """Where this part of the email is, seen from the email's own address."""
        if self.part == "text":
            return "email.txt"
        if self.part == "inbox":
            return f"inbox?width={self.width}"
        return f"email.html?colours={self.colours}" if self.colours in TURNING else "email.html"

    @property
    def schemes(self) -> tuple[str, str]:
        """The schemes in which the frames of the email and of the page are shown.

        A program that turns the colours itself does not heed what the email says of dark ones.
        """
        page = "light" if self.colours == "light" else "dark"
        return ("light" if self.part == "html" and self.colours != "dark" else page), page

    def other(self, **choice: str) -> str:
        """Return the query of the same view with another choice."""
        return "?" + urlencode(asdict(replace(self, **choice)))


def email_routes(outbox: Path, draw: Draw) -> list[Route]:
    """Return the routes of the pages about emails."""

    def overview(request: Request) -> Response:
        issues = groupby(emails_in(outbox), lambda email: email.issue)
        return draw("emails.html", issues=[(issue, list(emails)) for issue, emails in issues])

    def email(request: Request, chosen: BuiltEmail) -> Response:
        return draw("email.html", email=chosen, view=_view(request, chosen), choices=CHOICES,
                    languages=emails_in(outbox, chosen.issue))

    def inbox(request: Request, chosen: BuiltEmail) -> Response:
        width = _chosen(request, "width")
        return draw("inbox.html", email=chosen, width=width, lines=chosen.inbox(width))

    answers = {"": email, "inbox": inbox, "email.html": _html, "email.txt": _text,
               "email.eml": _message}
    return [Route("/emails/", overview), Route("/beside", _beside(outbox, draw)),
            *(Route(f"/emails/{{issue}}/{{lang}}/{name}", _of_email(outbox, draw, answer))
              for name, answer in answers.items())]


def emails_in(outbox: Path, issue: str = "") -> list[BuiltEmail]:
    """Return the emails in the outbox, or of an issue, the newest first, its languages in order."""
    files = sorted((file for file in outbox.glob("*/*/campaign.json")
                    if issue in ("", file.parent.parent.name)), key=lambda file: file.parent.name)
    files.sort(key=lambda file: file.parent.parent.name, reverse=True)
    return [_read(file) for file in files]


def as_shown(html: str, site: str, colours: str, root: str = "/") -> str:
    """Return an email as it is shown here, its colours turned if they are chosen to be."""
    html = on_this_server(html, site, root)
    return turned(html, colours) if colours in TURNING else html


def on_this_server(html: str, site: str, root: str = "/") -> str:
    """Return the email with images and links of the published `site` taken from this server."""
    return html.replace(f"{site.rstrip('/')}/", root) if site else html


def _beside(outbox: Path, draw: Draw) -> Callable[[Request], Response]:
    """Return what leads from a page of the site to the email that carries it."""
    def beside(request: Request) -> Response:
        page, emails = request.query_params.get("page", ""), emails_in(outbox)
        for found in emails:
            if page in found.pages:
                query = urlencode(dict(request.query_params))
                return RedirectResponse(f"{found.address}?{query}", 307, FRESH)
        is_own = page.startswith("/") and not page.startswith("//")
        return draw("no_email.html", 404, page=page if is_own else "", emails=emails)

    return beside


def _of_email(outbox: Path, draw: Draw, answer: Answer) -> Callable[[Request], Response]:
    """Return what answers for an email of the outbox; no other path leads to a file."""
    def endpoint(request: Request) -> Response:
        issue, lang = request.path_params["issue"], request.path_params["lang"]
        for found in emails_in(outbox, issue):
            if found.lang == lang:
                return answer(request, found)
        return draw("no_email.html", 404, issue=issue, edition=lang, emails=emails_in(outbox))

    return endpoint


def _html(request: Request, chosen: BuiltEmail) -> Response:
    return HTMLResponse(chosen.html(request.query_params.get("colours", "")), headers=SEALED)


def _text(request: Request, chosen: BuiltEmail) -> Response:
    source = (chosen.folder / "email.txt").read_text(encoding="utf-8")
    return PlainTextResponse(source, headers={**FRESH, "Content-Language": chosen.lang})


def _message(request: Request, chosen: BuiltEmail) -> Response:
    return FileResponse(chosen.folder / "email.eml", headers=FRESH,
                        filename=f"{chosen.issue}-{chosen.lang}.eml")


def _read(file: Path) -> BuiltEmail:
    record = json.loads(file.read_text(encoding="utf-8"))
    site = record["site"].rstrip("/")
    leads = {record["web"]: "", **{one["url"]: one["title"] for one in record["articles"]}}
    return BuiltEmail(
        file.parent, file.parent.parent.name, file.parent.name, record["subject"],
        record["preview"], record["from_name"], record["reply_to"], site,
        {url.removeprefix(site): title for url, title in leads.items()})


def _view(request: Request, email: BuiltEmail) -> View:
    page, chosen = request.query_params.get("page", ""), partial(_chosen, request)
    return View(chosen("part"), chosen("width"), chosen("colours"),
                page if page in email.pages else next(iter(email.pages)))


def _chosen(request: Request, name: str) -> str:
    """Return what the address chooses, or the usual."""
    choice = request.query_params.get(name, "")
    return choice if choice in CHOICES[name] else CHOICES[name][0]
