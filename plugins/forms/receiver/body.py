"""Read what a form posts, and keep no more of it than the form can hold."""

import asyncio

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message as Event

from plugins.core.messages import Failure, Message, say
from plugins.forms.declaration.form import Form

KINDS = ("application/x-www-form-urlencoded", "multipart/form-data")
MOST_FIELDS = 100
SMALLEST_LIMIT = 64 * 1024
BYTES_A_CHARACTER = 12
"""Four bytes of UTF-8, each written as %XX."""

LARGEST = 1024 * 1024
"""Bytes that are let in though no form needs them: who cannot send all gets no answer to see."""

PATIENCE = 30.0
"""Seconds in which a whole body must have arrived."""


class Unreadable(Failure):
    """A request holds no form that can be read; `status` is the HTTP status that says so."""

    def __init__(self, status: int, message: Message) -> None:
        super().__init__(message)
        self.status = status


async def read_form(request: Request, form: Form) -> dict[str, str]:
    """Return the fields that were posted, each with its first value.

    Raises Unreadable for another type of content, too large, too slow or broken a body.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in KINDS:
        raise Unreadable(415, say("This address only takes what its form sends."))
    try:
        async with asyncio.timeout(PATIENCE):
            body = await _read(request, limit_of(form))
    except TimeoutError as error:
        raise Unreadable(408, say("Your message took too long to arrive. Please send it again.")
                         ) from error
    except ClientDisconnect as error:
        raise _damaged() from error
    return await _parse(request, body)


def limit_of(form: Form) -> int:
    """Return how many bytes a form may post."""
    return SMALLEST_LIMIT + BYTES_A_CHARACTER * sum(field.max for field in form.fields)


async def _read(request: Request, limit: int) -> bytes:
    declared = request.headers.get("content-length", "0")
    if not declared.isdecimal() or int(declared[:20]) > LARGEST:
        raise _too_large()
    body, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > LARGEST:
            break
        if size <= limit:
            body += chunk
    if size > limit:
        raise _too_large()
    return bytes(body)


async def _parse(request: Request, body: bytes) -> dict[str, str]:
    async def receive() -> Event:
        return {"type": "http.request", "body": body, "more_body": False}

    try:
        async with Request(request.scope, receive).form(
                max_files=0, max_fields=MOST_FIELDS, max_part_size=max(len(body), 1)) as posted:
            return {name: value for name, value in reversed(posted.multi_items())
                    if isinstance(value, str)}
    except (HTTPException, UnicodeError, ValueError) as error:
        raise _damaged() from error


def _too_large() -> Unreadable:
    return Unreadable(413, say("Your message is too long. Please shorten it and send it again."))


def _damaged() -> Unreadable:
    return Unreadable(400, say("Your message arrived damaged. Please send it again."))
