"""Read the mails that the site would have sent, from the local mailbox."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.headerregistry import BaseHeader
from email.message import EmailMessage
from pathlib import Path

from babel.dates import format_datetime
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from plugins.core.i18n import locale_of
from plugins.preview.mail_programs import cut
from plugins.preview.pages import FRESH, Draw

ADDRESS = re.compile(r"https?://[^\s<>\"«»“”]*[^\s<>\"«»“”.,;:!?…’')\]]")

SNIPPET = 90
"""Characters of a mail's text that the list shows."""


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
        return list(_pieces(self.text))


def mailbox_routes(folder: Path, draw: Draw, lang: str) -> list[Route]:
    """Return the routes of the local mailbox in `folder`; its times are written in `lang`."""

    def overview(request: Request) -> Response:
        return draw("mailbox.html", folder=folder,
                    mails=[read_mail(file, lang) for file in mail_files(folder)])

    def mail(request: Request) -> Response:
        return draw("mail.html", mail=read_mail(_mail_file(folder, request), lang))

    def source(request: Request) -> Response:
        data = _mail_file(folder, request).read_bytes()
        return PlainTextResponse(data, headers=FRESH)

    return [Route("/mail/", overview),
            Route("/mail/{name}/", mail),
            Route("/mail/{name}", source)]


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


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    end = 0
    for link in ADDRESS.finditer(text):
        yield text[end:link.start()], False
        yield link[0], True
        end = link.end()
    yield text[end:], False


def _mail_file(folder: Path, request: Request) -> Path:
    """Return the file of an address; only what the mailbox lists, so no path leads out of it."""
    for file in mail_files(folder):
        if file.name == request.path_params["name"]:
            return file
    raise HTTPException(404)
