"""Mark an email with a digest of itself, by which an edit in Mailchimp shows."""

import hashlib
import json
import re
from html.parser import HTMLParser

NAME = "newsletter-digest"
_MARK = re.compile(rf'<meta name="{NAME}" content="(?P<digest>[0-9a-f]+)"\s*/?>\n?')


class _Reader(HTMLParser):
    """Collects elements and texts, each in one spelling."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = sorted(f"{name}={_spaced(value or '')}" for name, value in attrs)
        self.parts.append(f"<{tag} {named}")
        self._hidden = tag in ("style", "script", "title")

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{tag}")
        self._hidden = False

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        text = _spaced(data)
        if text:
            self.parts.append(f"<#{text}" if self._hidden else text)


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


def fingerprint(html: str, text: str) -> str:
    """Return a hash that stays the same when only white space, entities or comments differ.

    What Mailchimp gives back is not byte for byte what it was given. No content at all is "".
    """
    parts = [*_parts(html), " ".join(text.split())]
    if not any(parts):
        return ""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def first_difference(one: str, other: str) -> tuple[str, str]:
    """Return the first words in which two HTML documents differ, ("", "") if their words agree."""
    first, second = (_words(html) for html in (one, other))
    for index in range(max(len(first), len(second))):
        if first[index:index + 1] != second[index:index + 1]:
            return "".join(first[index:index + 1]), "".join(second[index:index + 1])
    return "", ""


def _parts(html: str) -> list[str]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.parts


def _words(html: str) -> list[str]:
    return [part for part in _parts(html) if not part.startswith("<")]


def _spaced(text: str) -> str:
    return " ".join(text.split())
