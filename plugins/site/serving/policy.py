"""Write the Content-Security-Policy of a page: what a browser may load and do there."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

Scripts = Literal["own", "search"]
"""Which scripts run on a page: the site's own, which make no code of any text, or the search."""


@dataclass(frozen=True)
class Place:
    """Where the site stands, and the address of the forms' receiver if that is elsewhere.

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
        """The path below which the site stands, without a slash at its end."""
        return urlsplit(self.site_url).path.rstrip("/")


def policy(place: Place, scripts: Scripts = "own") -> str:
    """Return the policy of the site's pages (https://www.w3.org/TR/CSP3/)."""
    # A receiver elsewhere shows the site's pages again, and leads back to the site.
    own = f"'self' {origin(place.site_url)}" if place.forms_url else "'self'"
    receiver = (origin(place.forms_url),) if place.forms_url else ()
    forms = " ".join([own, *receiver, *place.outside])
    directives = {
        "default-src": "'none'", "style-src": own, "font-src": own, "img-src": own,
        # Lighthouse asks for robots.txt from within the page.
        "manifest-src": own, "connect-src": "'self'", **_scripts(scripts, own),
        "form-action": forms, "base-uri": "'none'",
        "frame-ancestors": "'none'"}
    lines = [f"{name} {value}" for name, value in directives.items()]
    return "; ".join([*lines, "upgrade-insecure-requests"] if place.secure else lines)


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
