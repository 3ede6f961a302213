"""Tell which addresses no reader of an email can follow."""

import re
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urlsplit

from plugins.core.messages import Message, say

FOLLOWED = ("https", "http", "mailto", "tel")
"""The schemes that every mail program hands on."""

# RFC 6761, 6762 and 8375; `.internal` is reserved by ICANN, `.lan` is what routers give.
LOCAL = (".localhost", ".local", ".internal", ".home.arpa", ".lan")

SCHEME = re.compile(r"([a-z][a-z\d+.-]*):", re.IGNORECASE)


def unreachable(address: str) -> Message | None:
    """Return why an address would lead the reader of an email nowhere, None if it may lead."""
    if is_local(address):
        return local(address)
    if address.startswith("//"):
        return say("“{address}” begins with “//”, and mail programs do not guess what stands "
                   "before; write https:{address}", address=address)
    scheme = SCHEME.match(address)
    if not scheme:
        return say("“{address}” is no full address, and a mail program does not know the site "
                   "around it; write https://…", address=address)
    if scheme[1].lower() not in FOLLOWED:
        return say("“{address}” begins with “{scheme}”, which mail programs do not follow; write "
                   "https://…", scheme=scheme[1], address=_short(address))
    return None


def local(address: str) -> Message:
    """Say of an address that `is_local` what is wrong with it."""
    return say("“{address}” is an address of your own computer or network, which no reader can "
               "reach; write the one on the web", address=address)


def is_local(address: str) -> bool:
    """Tell whether an address leads into the editor's own computer or network."""
    try:
        parts = urlsplit(address)
    except ValueError:  # brackets around what is no IPv6
        return True
    if parts.scheme not in ("", "http", "https") or not parts.netloc:
        return parts.scheme == "file"
    host = (parts.hostname or "").removesuffix(".")
    with suppress(ValueError):
        return not ip_address(host).is_global
    return "." not in host or host.endswith(LOCAL)


def _short(address: str) -> str:
    """Return the beginning of an address: an image written out in one would fill the screen."""
    return address if len(address) <= 60 else f"{address[:60]}…"
