"""Say of which type a file of the site is."""

from pathlib import PurePosixPath

# Not from `mimetypes`: the tables of some systems lack half of them, or have them otherwise.
TYPES = {
    "html": "text/html", "css": "text/css", "js": "text/javascript", "mjs": "text/javascript",
    "txt": "text/plain", "xml": "application/xml", "json": "application/json",
    "svg": "image/svg+xml", "webmanifest": "application/manifest+json",
    "wasm": "application/wasm", "pdf": "application/pdf", "avif": "image/avif",
    "webp": "image/webp", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg",
    "gif": "image/gif", "ico": "image/x-icon", "woff2": "font/woff2",
}
"""The media type of a file by its ending (https://www.iana.org/assignments/media-types)."""


def kind_of(path: str) -> str:
    """Return the media type of a file, without parameters."""
    return TYPES.get(PurePosixPath(path).suffix.lstrip(".").lower(), "application/octet-stream")


def is_text(kind: str) -> bool:
    """Tell whether files of a media type are text, and sent with their encoding."""
    return kind.startswith("text/") or kind.endswith(("xml", "json"))


def media_type(path: str) -> str:
    """Return the media type of a file, with its encoding if it is text (RFC 9110, 8.3)."""
    kind = kind_of(path)
    return f"{kind}; charset=utf-8" if is_text(kind) else kind
