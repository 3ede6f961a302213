"""Show an email as its reader’s light or dark device would."""

import re
from typing import Literal

Scheme = Literal["light", "dark"]

_STYLE = re.compile(r"(<style\b[^>]*>)(.*?)(</style>)", re.IGNORECASE | re.DOTALL)
_QUERY = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)", re.IGNORECASE)
_HEAD = re.compile(r"</head\s*>", re.IGNORECASE)

ALWAYS, NEVER = "(min-width: 0)", "(max-width: 0)"


def in_scheme(html: str, scheme: Scheme) -> str:
    """Return the email with its rules for `scheme` in force, whatever the computer is set to.

    Each query is replaced by another feature query: `all` cannot be a part of a larger one.
    """
    def forced(query: re.Match[str]) -> str:
        return ALWAYS if query[1].lower() == scheme else NEVER

    html = _STYLE.sub(lambda style: style[1] + _QUERY.sub(forced, style[2]) + style[3], html)
    canvas = f"<style>:root {{ color-scheme: only {scheme} }}</style>"
    return _HEAD.sub(lambda head: canvas + head[0], html, count=1)


def on_this_server(html: str, site: str) -> str:
    """Return the email with images and links of the published `site` taken from this server."""
    return html.replace(f"{site.rstrip('/')}/", "/") if site else html
