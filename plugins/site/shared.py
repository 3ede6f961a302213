"""Make what belongs to all editions together: the gateway, the shared files, the forms' list."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from jinja2 import Environment

from plugins.content.firm import FACTS
from plugins.core.jinja import new_environment
from plugins.core.messages import Failure, say
from plugins.site.addresses import absolute, rooted
from plugins.site.pages import Page
from plugins.site.templates import Edition, asset_links

LIMIT = 50_000
"""Addresses in one sitemap (https://www.sitemaps.org/protocol.html)."""

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
"""


def environment(theme: Path, editions: list[Edition], site_url: str) -> Environment:
    """Return the template environment of the pages that belong to no edition."""
    env = new_environment(theme / "templates")
    env.globals.update(editions=editions, href=lambda address: rooted(address, site_url),
                       absolute=lambda address: absolute(address, site_url),
                       asset=asset_links(theme / "static", site_url))
    return env


def gateway(env: Environment, missing: Mapping[str, str], pages: Iterable[Page],
            more: Mapping[str, Any]) -> dict[str, bytes]:
    """Return `/` and `/404.html`, which offer every edition in its own words.

    `missing` says in each language that there is no page at an address. Of `pages` those that
    the law asks for are linked; `more` are the values of the template that others bring.
    """
    template = env.get_template("gateway.html")
    law = [page for page in pages if page.kind == "page" and page.key in FACTS]
    return {"index.html": template.render(missing={}, law=law, **more).encode(),
            "404.html": template.render(missing=missing, law=law, **more).encode()}


def form_pages(by_language: Mapping[str, Mapping[str, Mapping[str, str]]]) -> dict[str, bytes]:
    """Return `forms.json`, from which the receiver learns where each form stands and leads."""
    forms: dict[str, dict[str, Mapping[str, str]]] = {}
    for lang, pages in by_language.items():
        for name, addresses in pages.items():
            forms.setdefault(name, {})[lang] = addresses
    return {"forms.json": json.dumps(forms, indent=1, sort_keys=True).encode() + b"\n"}


def shared_files(theme: Path, content: Path, statics: Mapping[str, str]) -> dict[str, Path]:
    """Return the theme's files and the content's images by the address they are written to."""
    static = theme / "static"
    files = {f"theme/{path.relative_to(static).as_posix()}": path
             for path in sorted(static.rglob("*"))
             if path.is_file() and not path.name.startswith(".")}
    return files | {address: content / source for address, source in sorted(statics.items())}


def sitemap(pages: Iterable[Page], site_url: str) -> dict[str, bytes]:
    """Return the sitemap of all indexed pages, each with its translations and its last change.

    Raises Failure if there are more pages than one sitemap may name.
    """
    indexed = sorted((page for page in pages if page.indexed), key=lambda page: page.address)
    if len(indexed) >= LIMIT:
        raise Failure(say("the site has {count} pages, and one sitemap names {limit} at most; take "
                          "old keywords out of topics.toml", count=len(indexed), limit=LIMIT))
    homes = [page for page in indexed if page.key == "index"]
    newest = max((home.modified for home in homes if home.modified), default=None)
    gateway = (*((home.lang, home.address) for home in homes), ("x-default", ""))
    entries = [_entry("", newest, gateway, site_url),
               *(_entry(page.address, page.modified, page.alternates, site_url)
                 for page in indexed)]
    return {"sitemap.xml": "".join([HEAD, *entries, "</urlset>\n"]).encode()}


def robots(site_url: str) -> dict[str, bytes]:
    """Return `robots.txt` (RFC 9309): everything may be read, and here is the sitemap."""
    text = f"User-agent: *\nAllow: /\n\nSitemap: {absolute('sitemap.xml', site_url)}\n"
    return {"robots.txt": text.encode()}


def _entry(address: str, modified: date | None, alternates: Iterable[tuple[str, str]],
           site_url: str) -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{lang}" href="{_url(other, site_url)}"/>\n'
        for lang, other in alternates)
    changed = f"<lastmod>{modified.isoformat()}</lastmod>\n" if modified else ""
    return f"<url>\n<loc>{_url(address, site_url)}</loc>\n{changed}{links}</url>\n"


def _url(address: str, site_url: str) -> str:
    return escape(absolute(address, site_url))
