"""Write the Content-Security-Policy of a page: what a browser may load and do there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

Scripts = Literal["none", "own", "search"]
"""Which scripts run on a page: none, the site's own, or those of the search."""

SCRIPTS: Mapping[Scripts, Mapping[str, str]] = {
    "none": {"require-trusted-types-for": "'script'"},
    "own": {"script-src": "'self'"},
    # Pagefind runs WebAssembly, and may do so in a worker of its own.
    "search": {"script-src": "'self' 'wasm-unsafe-eval'",
               "worker-src": "'self'"},
}


@dataclass(frozen=True)
class Place:
    """Where the site stands, and the address of the forms' receiver if that is elsewhere."""

    site_url: str
    forms_url: str = ""

    @property
    def secure(self) -> bool:
        """Whether the site is reached by HTTPS; the local preview is not."""
        return urlsplit(self.site_url).scheme == "https"

    @property
    def base(self) -> str:
        """The path below which the site stands, without a slash at its end."""
        return urlsplit(self.site_url).path.rstrip("/")


def policy(place: Place, scripts: Scripts = "none") -> str:
    """Return the policy of the site's pages (https://www.w3.org/TR/CSP3/)."""
    # A receiver elsewhere shows the site's pages again, and leads back to the site.
    own = f"'self' {origin(place.site_url)}" if place.forms_url else "'self'"
    forms = f"{own} {origin(place.forms_url)}" if place.forms_url else own
    directives = {
        "default-src": "'none'", "style-src": own, "font-src": own, "img-src": own,
        # Lighthouse asks for robots.txt from within the page.
        "manifest-src": own, "connect-src": "'self'", **SCRIPTS[scripts],
        "form-action": forms, "base-uri": "'none'",
        "frame-ancestors": "'none'"}
    lines = [f"{name} {value}" for name, value in directives.items()]
    return "; ".join([*lines, "upgrade-insecure-requests"] if place.secure else lines)


def with_own_scripts(written: str) -> str:
    """Return a policy that lets the page load scripts of its own address and ask it for data."""
    named = {part.split()[0] for part in written.split(";") if part.strip()}
    if not written or "script-src" in named:
        return written
    kept = [part.strip() for part in written.split(";")
            if part.split()[0] != "require-trusted-types-for"]
    return "; ".join([*kept, *(f"{name} {value}" for name, value in SCRIPTS["own"].items())])


def origin(address: str) -> str:
    """Return scheme, host and port of an address, by which two are compared (RFC 6454)."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()
