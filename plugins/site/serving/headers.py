"""Say which headers each address is answered with: the one source of every server's settings."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from plugins.site.serving.policy import Place, policy

YEAR = "public, max-age=31536000, immutable"
DAY = "public, max-age=86400"
HOUR = "public, max-age=3600"
ASK = "public, max-age=0, must-revalidate"
"""Kept, and asked about each time: a page that was corrected is not read in its old state."""

IMAGES = ("avif", "webp", "jpg", "png", "svg", "ico")

# Only what browsers know by now: Chromium warns in the console of every other name.
FORBIDDEN = ("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture",
             "encrypted-media", "fullscreen", "geolocation", "gyroscope", "hid", "idle-detection",
             "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
             "publickey-credentials-get", "screen-wake-lock", "serial", "usb",
             "xr-spatial-tracking")
"""What a page of this site never asks a browser for (https://www.w3.org/TR/permissions-policy/)."""

SHARED = {"Cross-Origin-Resource-Policy": "cross-origin"}
"""Of what other sites show: feed readers and networks show our images, and read our feeds."""

READABLE = SHARED | {"Access-Control-Allow-Origin": "*"}
"""Of what other sites may also read: fonts, which a receiver elsewhere loads, and feeds."""


@dataclass(frozen=True)
class Rule:
    """The headers of the addresses that `pattern` matches; its one `*` stands for anything."""

    pattern: str
    headers: Mapping[str, str]

    @property
    def expression(self) -> str:
        """The pattern as a regular expression, for Python and for PCRE."""
        return "^" + ".*".join(re.escape(part) for part in self.pattern.split("*")) + "$"

    def matches(self, path: str) -> bool:
        return re.match(self.expression, path, re.DOTALL) is not None


def rules(place: Place, searches: Collection[str] = (), kept: Iterable[str] = ()) -> list[Rule]:
    """Return the rules of a site; where two set one header, the later holds.

    `searches` are the addresses of the pages with a search, `kept` the folders whose files have a
    digest in their names: nothing at such an address ever changes.
    """
    found = [
        Rule("/*", every_answer(place) | {"Cache-Control": ASK}),
        Rule("/theme/*", SHARED | {"Cache-Control": HOUR}),
        # Their links name their content (`?v=3f2a91bc`).
        *(Rule(f"/theme/*.{ending}", {"Cache-Control": YEAR}) for ending in ("css", "js")),
        *(Rule(f"/*.{ending}", SHARED | {"Cache-Control": DAY}) for ending in IMAGES),
        *(Rule(f"/{folder}*", {"Cache-Control": YEAR}) for folder in kept),
        Rule("/theme/fonts/*", READABLE | {"Cache-Control": YEAR}),
        Rule("/*/feed.xml", READABLE | {"Content-Type": "application/atom+xml; charset=utf-8"}),
        Rule("/*.webmanifest", {"Content-Type": "application/manifest+json; charset=utf-8"}),
        Rule("/*.txt", {"Content-Type": "text/plain; charset=utf-8"}),
        *(Rule(f"/{address}*", {"Content-Security-Policy": policy(place, "search")})
          for address in searches)]
    return [Rule(place.base + rule.pattern, rule.headers) for rule in found]


def every_answer(place: Place) -> dict[str, str]:
    """Return the headers of every answer, those of the form receiver among them."""
    headers = {
        "Content-Security-Policy": policy(place),
        "X-Content-Type-Options": "nosniff",
        # The receiver learns from it on which page of the site a form was filled in.
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FORBIDDEN),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin"}
    if place.secure:
        # Not includeSubDomains: of the firm's other hosts we know nothing.
        headers["Strict-Transport-Security"] = "max-age=63072000"
    return headers


def headers_of(path: str, listed: Iterable[Rule]) -> dict[str, str]:
    """Return the headers of the answer to `path`, which begins with a slash."""
    return {name: value for rule in listed if rule.matches(path)
            for name, value in rule.headers.items()}
