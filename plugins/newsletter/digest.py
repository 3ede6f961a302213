"""Mark an email with a digest of itself, by which an edit in Mailchimp shows."""

import hashlib
import json
import re

NAME = "newsletter-digest"

_MARK = re.compile(rf'<meta name="{NAME}" content="(?P<digest>[0-9a-f]+)"\s*/?>\n?')


def digest(*parts: str) -> str:
    """Return the SHA-256 of `parts` in hexadecimal; where one ends and the next begins counts."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def of_email(
    subject: str, preview: str, from_name: str, reply_to: str, html: str, text: str
) -> str:
    """Return the digest of an email, whether its HTML carries one already or not."""
    return digest(subject, preview, from_name, reply_to, _MARK.sub("", html, count=1), text)


def write(html: str, value: str) -> str:
    """Return the document with the digest `value` in its head."""
    return html.replace("</head>", f'<meta name="{NAME}" content="{value}">\n</head>', 1)


def read(html: str) -> str | None:
    """Return the digest that a document carries, however Mailchimp has written its head anew."""
    ours = _MARK.search(html)
    if ours:
        return ours["digest"]
    # It takes long to load and to read with, and only what comes from Mailchimp needs it.
    from bs4 import BeautifulSoup
    meta = BeautifulSoup(html, "html.parser").find("meta", attrs={"name": NAME})
    return str(meta["content"]) if meta and meta.get("content") else None
