"""Say how an object of a bucket is served: its type, and how long it may be kept."""

import mimetypes
import re

from plugins.publish.plan import original

TEXTS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript",
         ".txt": "text/plain", ".json": "application/json", ".svg": "image/svg+xml",
         ".xml": "application/xml", ".webmanifest": "application/manifest+json"}
"""Types that are text; they are sent with their encoding."""

BYTES = {".woff2": "font/woff2", ".avif": "image/avif", ".webp": "image/webp",
         ".wasm": "application/wasm"}
"""Types that Python may not know, depending on the machine."""

DIGEST = re.compile(r"[._-](?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{7,64}[._][^/]*$")
"""A name that holds a digest of the content: the next version gets another name."""

FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_WHILE = "public, max-age=3600"
ASK_AGAIN = "public, max-age=300, must-revalidate"
"""For pages and feeds: a correction is seen within five minutes."""

FOR_SERVERS = ("_", "forms.json")
"""What speaks to a web server or to the receiver (`_redirects`, …); a bucket is neither."""


def useful(path: str) -> bool:
    """Tell whether a bucket has a use for a file.

    It does not choose between a file and its packed copy, as a web server does; the network in
    front of it packs by itself.
    """
    return not path.startswith(FOR_SERVERS) and original(path) == path


def content_type(path: str) -> str:
    """Return the media type of a file, with its encoding if it is text (RFC 9110, 8.3)."""
    suffix = "." + path.rpartition("/")[2].rpartition(".")[2].lower()
    if path.endswith("feed.xml"):
        return "application/atom+xml; charset=utf-8"
    if suffix in TEXTS:
        return f"{TEXTS[suffix]}; charset=utf-8"
    return BYTES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"


def cache_control(path: str) -> str:
    """Return how long browsers may keep a file without asking again (RFC 9111)."""
    if path.endswith((".html", ".xml", ".txt", ".json")):
        return ASK_AGAIN
    return FOR_EVER if DIGEST.search(path) else FOR_A_WHILE
