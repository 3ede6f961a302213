"""Mark an email with a digest of itself, by which an edit at the provider shows."""

import hashlib
import json
import re
from collections.abc import Iterator
from itertools import zip_longest

from plugins.core.html import attributes, joined_tokens, tokens

NAME = "newsletter-digest"
_MARK = re.compile(rf'<meta name="{NAME}" content="(?P<digest>[0-9a-f]+)"\s*/?>\n?')

UNSEEN = ("style", "script", "title")
"""The elements whose text is not part of the words."""


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
    """Return the digest that a document carries, however a provider has rewritten its head."""
    ours = _MARK.search(html)
    if ours:
        return ours["digest"]
    metas = (attributes(token.source) for token in tokens(html)
             if token.kind == "open" and token.text == "meta")
    return next((given["content"] for given in metas
                 if given.get("name") == NAME and given.get("content")), None)


def fingerprint(html: str, text: str) -> str:
    """Return a hash that stays the same when only white space, entities or comments differ.

    What a provider gives back is not byte for byte what it was given. No content at all is "".
    """
    parts = [*_parts(html), spaced(text)]
    if not any(parts):
        return ""
    return digest(*parts)


def first_difference(one: str, other: str) -> tuple[str, str]:
    """Return the first words in which two HTML documents differ, ("", "") if their words agree."""
    pairs = zip_longest(_words(one), _words(other), fillvalue="")
    return next((pair for pair in pairs if pair[0] != pair[1]), ("", ""))


def _parts(html: str) -> Iterator[str]:
    """Yield the elements and texts of a document in one spelling; all but words begin with <."""
    seen = True
    for token in joined_tokens(html):
        if token.kind == "open":
            named = sorted(f"{name}={spaced(value)}"
                           for name, value in attributes(token.source).items())
            yield f"<{token.text} {named}"
            seen = token.text not in UNSEEN
        elif token.kind == "close":
            yield f"</{token.text}"
            seen = True
        elif text := spaced(token.text):
            yield text if seen else f"<#{text}"


def _words(html: str) -> Iterator[str]:
    return (part for part in _parts(html) if not part.startswith("<"))


def spaced(text: str) -> str:
    """Return a text with one space wherever it has white space."""
    return " ".join(text.split())
