"""Read a request: where its visitor comes from, which language suits them, what they posted, and
when they began to, which is signed, as a page is built once for all who read it.
"""

import asyncio
import hashlib
import hmac
import re
import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.types import Message as Event

from plugins.core.messages import Reply, reply
from plugins.forms.declaration.form import Form
from plugins.forms.receiver.settings import Network
from plugins.forms.records.submission import Suspicion

LONGEST_PAGE = 500
MULTIPART = "multipart/form-data"
KINDS = ("application/x-www-form-urlencoded", MULTIPART)
"""How a form may be posted; our pages post the first kind, the other one may hold files."""

FILE = re.compile(rb"\ncontent-disposition:[^\r\n]*\bfilename\*?=", re.IGNORECASE)
MOST_FIELDS = 100
SMALLEST_LIMIT = 64 * 1024

BYTES_A_CHARACTER = 12
"""Four bytes of UTF-8, each written as %XX."""

LARGEST = 1024 * 1024
"""Bytes that are let in though no form needs them: who cannot send all gets no answer to see."""

PATIENCE = 30.0
"""Seconds in which a whole body must have arrived."""

WRONG_ADDRESS = reply("This address accepts only what its form sends.")
TOO_LONG = reply("Your message is too long. Please shorten it and send it again.")
DAMAGED = reply("Your message arrived damaged. Please send it again.")
NO_FILES = reply("This form takes no files, and nothing was sent. Please write to us first, "
                 "without them: we will tell you how documents reach us safely.")

LEAST = timedelta(seconds=3)
"""What a person needs to fill in a form, or to read that it must be sent once more."""

MOST = timedelta(days=1)


class Unreadable(Exception):
    """A request holds no form that can be taken; `status` is the HTTP status that says so."""

    def __init__(self, status: int, message: Reply) -> None:
        """Take the HTTP status, and the sentence for the visitor."""
        super().__init__(message.text)
        self.status, self.message = status, message


def comes_from_the_site(headers: Mapping[str, str], origins: Collection[str]) -> bool:
    """Tell whether a form was sent from one of our pages; header names are in small letters.

    Old browsers and programs send neither header, and there is no cookie that they could abuse.
    A page that sends no referrer has the origin “null”, which Sec-Fetch-Site then vouches for
    (https://www.w3.org/TR/fetch-metadata/).
    """
    origin = headers.get("origin", "").lower()
    fetched = headers.get("sec-fetch-site", "").lower()
    if origin and origin != "null":
        return _is_own_origin(origin, headers, origins)
    if origin == "null":
        return fetched == "same-origin"
    return fetched in ("", "none", "same-origin")


def preferred_language(accepted: str, languages: Sequence[str]) -> str:
    """Return the language of `languages` that an Accept-Language header likes best, or the first.
    """
    wishes = [_wish(part) for part in accepted.lower()[:LONGEST_PAGE].split(",")]
    for _, tag in sorted((wish for wish in wishes if wish[0] > 0), key=lambda wish: -wish[0]):
        for lang in languages:
            if tag == lang.lower() or tag.split("-")[0] == lang.lower().split("-")[0]:
                return lang
    return languages[0]


def page_of_origin(headers: Mapping[str, str], origins: Collection[str]) -> str:
    """Return the path of our page that holds the form, without its query, or an empty text.

    Of a site at another origin a browser tells no more than the host.
    """
    scheme, _, rest = headers.get("referer", "").partition("://")
    host, slash, path = rest.partition("/")
    if not _is_own_origin(f"{scheme}://{host}".lower(), headers, origins):
        return ""
    page = slash + re.split("[?#]", path)[0][:LONGEST_PAGE]
    if page == "/" and host.lower() != headers.get("host", "").lower():
        return ""
    return page if page.isprintable() else ""


def address_of(peer: str, forwarded: Sequence[str], proxies: Collection[Network]) -> str:
    """Return the IP address of a visitor, or an empty text if it cannot be known.

    `peer` is who speaks to us, `forwarded` the values of X-Forwarded-For. Each of our proxies adds
    whom it heard at the end; what comes before the first stranger, the stranger may have invented.
    """
    for heard in (peer, *_heard(forwarded)):
        try:
            address = _plain(ip_address(heard))
        except ValueError:
            return ""
        if not any(address in network for network in proxies):
            return str(address)
    return ""


def visitor_of(asked: HTTPConnection, proxies: Collection[Network]) -> str:
    """Return the IP address from which somebody asks, behind these proxies; as `address_of`."""
    peer = asked.client.host if asked.client else ""
    return address_of(peer, asked.headers.getlist("x-forwarded-for"), proxies)


def comes_from_this_machine(peer: str | None, headers: Mapping[str, str]) -> bool:
    """Tell whether `peer` is a program of this machine that asks for nobody else."""
    if "x-forwarded-for" in headers or "forwarded" in headers:
        return False
    try:
        return _plain(ip_address(peer or "")).is_loopback
    except ValueError:
        return False


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return an address of IPv4 as such, also where a socket of IPv6 took it."""
    return getattr(address, "ipv4_mapped", None) or address


def _heard(forwarded: Sequence[str]) -> Iterator[str]:
    """Yield who was heard, the nearest first; some proxies add the port."""
    for each in reversed(",".join(forwarded).split(",")):
        name = each.strip()
        ported = re.fullmatch(r"\[(.*)\](?::\d+)?|([\d.]+):\d+", name)
        yield (ported[1] or ported[2]) if ported else name


def _is_own_origin(origin: str, headers: Mapping[str, str], origins: Collection[str]) -> bool:
    host = headers.get("host", "").lower()
    return origin in origins or (bool(host) and origin.partition("://")[2] == host)


def _wish(part: str) -> tuple[float, str]:
    tag, _, quality = part.partition(";")
    try:
        return float(quality.strip().removeprefix("q=") or 1), tag.strip()
    except ValueError:
        return 0.0, tag.strip()


async def read_form(request: Request, form: Form) -> dict[str, str]:
    """Return the fields that were posted, each with its first value.

    Raises Unreadable for another type of content, too large, too slow or broken a body.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in KINDS:
        raise Unreadable(415, WRONG_ADDRESS)
    try:
        async with asyncio.timeout(PATIENCE):
            body = await _read(request, limit_of(form), NO_FILES if kind == MULTIPART else TOO_LONG)
    except TimeoutError as error:
        raise Unreadable(408, reply("Your message took too long to arrive. Please send it again.")
                         ) from error
    except ClientDisconnect as error:
        raise Unreadable(400, DAMAGED) from error
    if kind == MULTIPART and FILE.search(body):
        raise Unreadable(415, NO_FILES)
    if not _is_text(kind, body):
        raise Unreadable(400, DAMAGED)
    return await _parse(request, body)


def limit_of(form: Form) -> int:
    """Return how many bytes a form may post."""
    return SMALLEST_LIMIT + BYTES_A_CHARACTER * sum(field.max for field in form.fields)


async def _read(request: Request, limit: int, too_long: Reply) -> bytes:
    declared = request.headers.get("content-length", "0")
    if not declared.isdecimal() or int(declared[:20]) > LARGEST:
        raise Unreadable(413, too_long)
    body, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > LARGEST:
            break
        if size <= limit:
            body += chunk
    if size > limit:
        raise Unreadable(413, too_long)
    return bytes(body)


def _is_text(kind: str, body: bytes) -> bool:
    """Tell whether a body can be read; what cannot, the parser would guess at.

    The broken bytes that a browser writes as %XX become U+FFFD, of which the form speaks.
    """
    if kind == KINDS[0]:
        return body.isascii()
    with suppress(UnicodeDecodeError):
        body.decode()
        return True
    return False


async def _parse(request: Request, body: bytes) -> dict[str, str]:
    async def receive() -> Event:
        return {"type": "http.request", "body": body, "more_body": False}

    try:
        async with Request(request.scope, receive).form(
                max_files=0, max_fields=MOST_FIELDS, max_part_size=max(len(body), 1)) as posted:
            return {name: value for name, value in reversed(posted.multi_items())
                    if isinstance(value, str)}
    except (HTTPException, UnicodeError, ValueError) as error:
        raise Unreadable(400, DAMAGED) from error


@dataclass(frozen=True)
class Stamp:
    """When a visitor began, and whether the trap was filled in since; `text` is what was signed."""

    begun: datetime
    trapped: bool
    text: str

    def is_aged(self, now: datetime) -> bool:
        """Tell whether a person may have filled in the form since."""
        return now - self.begun >= LEAST

    @property
    def proof(self) -> bytes:
        """What tells this stamp from every other."""
        return bytes.fromhex(self.text.rpartition("-")[2])


def new_stamp(key: bytes, form: str, begun: datetime, trapped: bool = False) -> Stamp:
    """Return a stamp of this time for a form."""
    said = f"{int(begun.timestamp())}-{int(trapped)}-{secrets.token_hex(4)}"
    return Stamp(begun, trapped, f"{said}-{_signature(key, form, said)}")


def read_stamp(key: bytes, form: str, text: str, now: datetime) -> Stamp | None:
    """Return a stamp as it came back, None if it is none of ours, or too old."""
    found = re.fullmatch("(([0-9]{1,11})-([01])-[0-9a-f]{8})-([0-9a-f]{32})", text)
    if not found or not hmac.compare_digest(found[4], _signature(key, form, found[1])):
        return None
    begun = datetime.fromtimestamp(int(found[2]), UTC)
    return Stamp(begun, found[3] == "1", text) if now - begun <= MOST else None


def suspicions(stamp: Stamp | None, now: datetime) -> Iterator[Suspicion]:
    """Yield why a program rather than a person may have filled in a form."""
    if stamp is None:
        yield "unsigned"
        return
    if not stamp.is_aged(now):
        yield "hasty"
    if stamp.trapped:
        yield "trapped"


def _signature(key: bytes, form: str, said: str) -> str:
    return hmac.digest(key, f"{form} {said}".encode(), hashlib.sha256).hex()[:32]
