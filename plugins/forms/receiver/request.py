"""Tell from the headers of a request where a visitor comes from and which language suits them."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address

from plugins.forms.receiver.settings import Network

LONGEST_PAGE = 500


def comes_from_the_site(headers: Mapping[str, str], origins: Collection[str]) -> bool:
    """Tell whether a form was sent from a page of ours; header names are in small letters.

    Old browsers and programs send neither header, and there is no cookie that they could abuse.
    A page that sends no referrer has the origin “null”, which Sec-Fetch-Site then vouches for
    (https://www.w3.org/TR/fetch-metadata/).
    """
    origin = headers.get("origin", "").lower()
    fetched = headers.get("sec-fetch-site", "").lower()
    if origin and origin != "null":
        return _is_ours(origin, headers, origins)
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
    if not _is_ours(f"{scheme}://{host}".lower(), headers, origins):
        return ""
    page = slash + re.split("[?#]", path)[0][:LONGEST_PAGE]
    if page == "/" and host.lower() != headers.get("host", "").lower():
        return ""
    return page if page.isprintable() else ""


def address_of(peer: str, forwarded: Sequence[str], proxies: Collection[Network]) -> str:
    """Return the IP address of a visitor, or an empty text if it cannot be known.

    `peer` is who speaks to us, `forwarded` the values of X-Forwarded-For. Each proxy of ours adds
    whom it heard at the end; what stands before the first stranger, the stranger may have invented.
    """
    for heard in (peer, *_heard(forwarded)):
        try:
            address = _plain(ip_address(heard))
        except ValueError:
            return ""
        if not any(address in network for network in proxies):
            return str(address)
    return ""


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


def _is_ours(origin: str, headers: Mapping[str, str], origins: Collection[str]) -> bool:
    host = headers.get("host", "").lower()
    return origin in origins or (bool(host) and origin.partition("://")[2] == host)


def _wish(part: str) -> tuple[float, str]:
    tag, _, quality = part.partition(";")
    try:
        return float(quality.strip().removeprefix("q=") or 1), tag.strip()
    except ValueError:
        return 0.0, tag.strip()
