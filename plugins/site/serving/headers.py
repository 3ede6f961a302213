"""Say which headers each address is answered with: the one source of every server's settings."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

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
"""Of what others show: networks show our images, and programs read our feeds and calendars."""

READABLE = SHARED | {"Access-Control-Allow-Origin": "*"}
"""Of what others may also read: fonts, which a receiver elsewhere loads, feeds, calendars."""


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
        """Tell whether the rule is for a path."""
        return re.match(self.expression, path, re.DOTALL) is not None


Scripts = Literal["own", "search"]
"""Which scripts run on a page: the site's own, which make no code of any text, or the search."""


@dataclass(frozen=True)
class Hosts:
    """Where the site is, and the address of the forms' receiver if that is elsewhere.

    `outside` are the origins of somebody else to which some forms are sent.
    """

    site_url: str
    forms_url: str = ""
    outside: tuple[str, ...] = ()

    @property
    def secure(self) -> bool:
        """Whether the site is reached by HTTPS; the local preview is not."""
        return urlsplit(self.site_url).scheme == "https"

    @property
    def base(self) -> str:
        """The path below which the site is, without a slash at its end."""
        return urlsplit(self.site_url).path.rstrip("/")


def rules(hosts: Hosts, searches: Collection[str] = (), kept: Iterable[str] = (),
          printed: Iterable[str] = ()) -> list[Rule]:
    """Return the rules of a site; where two set one header, the later holds.

    `searches` are the addresses of the pages with a search, `kept` the folders whose files have a
    digest in their names: nothing at such an address ever changes. In the folders `printed` a PDF
    is the page beside it once more, to which those who search are led.
    """
    found = [
        Rule("/*", every_answer(hosts) | {"Cache-Control": ASK}),
        Rule("/theme/*", SHARED | {"Cache-Control": HOUR}),
        # Their links name their content (`?v=3f2a91bc`).
        *(Rule(f"/theme/*.{ending}", {"Cache-Control": YEAR}) for ending in ("css", "js")),
        *(Rule(f"/*.{ending}", SHARED | {"Cache-Control": DAY}) for ending in IMAGES),
        *(Rule(f"/{folder}*", {"Cache-Control": YEAR}) for folder in kept),
        Rule("/theme/fonts/*", READABLE | {"Cache-Control": YEAR}),
        Rule("/*/feed.xml", READABLE | {"Content-Type": "application/atom+xml; charset=utf-8"}),
        Rule("/*.ics", READABLE | {"Content-Type": "text/calendar; charset=utf-8",
                                   "Cache-Control": HOUR}),
        Rule("/*.webmanifest", {"Content-Type": "application/manifest+json; charset=utf-8"}),
        Rule("/*.bib", {"Content-Type": "application/x-bibtex; charset=utf-8"}),
        *(Rule(f"/{folder}*.pdf", {"X-Robots-Tag": "noindex"}) for folder in printed),
        Rule("/*.txt", {"Content-Type": "text/plain; charset=utf-8"}),
        *(Rule(f"/{address}*", {"Content-Security-Policy": policy(hosts, "search")})
          for address in searches)]
    return [Rule(hosts.base + rule.pattern, rule.headers) for rule in found]


def every_answer(hosts: Hosts) -> dict[str, str]:
    """Return the headers of every answer, those of the form receiver among them."""
    headers = {
        "Content-Security-Policy": policy(hosts),
        "X-Content-Type-Options": "nosniff",
        # The receiver learns from it on which page of the site a form was filled in.
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FORBIDDEN),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin"}
    if hosts.secure:
        # Not includeSubDomains: we know nothing about the firm's other hosts.
        headers["Strict-Transport-Security"] = "max-age=63072000"
    return headers


def headers_of(path: str, listed: Iterable[Rule]) -> dict[str, str]:
    """Return the headers of the answer to `path`, which begins with a slash."""
    return {name: value for rule in listed if rule.matches(path)
            for name, value in rule.headers.items()}


def policy(hosts: Hosts, scripts: Scripts = "own") -> str:
    """Return the policy of the site's pages (https://www.w3.org/TR/CSP3/)."""
    # A receiver elsewhere shows the site's pages again, and leads back to the site.
    own = f"'self' {origin(hosts.site_url)}" if hosts.forms_url else "'self'"
    receiver = (origin(hosts.forms_url),) if hosts.forms_url else ()
    forms = " ".join([own, *receiver, *hosts.outside])
    directives = {
        "default-src": "'none'", "style-src": own, "font-src": own, "img-src": own,
        # Lighthouse asks for robots.txt from within the page, forms ask the receiver for the time.
        "manifest-src": own, "connect-src": " ".join(["'self'", *receiver]),
        **_scripts(scripts, own),
        "form-action": forms, "base-uri": "'none'",
        "frame-ancestors": "'none'"}
    lines = [f"{name} {value}" for name, value in directives.items()]
    return "; ".join([*lines, "upgrade-insecure-requests"] if hosts.secure else lines)


def _scripts(scripts: Scripts, own: str) -> dict[str, str]:
    if scripts == "search":
        # Pagefind runs WebAssembly, and may do so in a worker of its own.
        return {"script-src": "'self' 'wasm-unsafe-eval'", "worker-src": "'self'"}
    # Any page may hold a form; a host takes too few rules to name those that do.
    return {"script-src": own, "require-trusted-types-for": "'script'"}


def origin(address: str) -> str:
    """Return scheme, host and port of an address, by which two are compared (RFC 6454)."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()


def headers_file(rules: Iterable[Rule]) -> bytes:
    """Return the rules as `_headers`."""
    lines: list[str] = []
    known: set[str] = set()
    for rule in rules:
        taken_back = [f"  ! {name}" for name in rule.headers if name in known]
        lines += [rule.pattern, *taken_back,
                  *(f"  {name}: {value}" for name, value in rule.headers.items())]
        known.update(rule.headers)
    return "".join(f"{line}\n" for line in lines).encode()


def read_headers_file(text: str) -> list[Rule]:
    """Return the rules of one of our `_headers` files."""
    found: list[tuple[str, dict[str, str]]] = []
    for line in text.splitlines():
        if line.startswith("/"):
            found.append((line, {}))
        elif ":" in line:
            name, _, value = line.strip().partition(": ")
            found[-1][1][name] = value
    return [Rule(pattern, headers) for pattern, headers in found]
