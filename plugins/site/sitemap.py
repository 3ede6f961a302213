"""Tell search engines of every page, in every language: `sitemap.xml` and `robots.txt`."""

from collections.abc import Iterable
from datetime import date
from xml.sax.saxutils import escape

from plugins.core.messages import Failure, say
from plugins.site.addresses import absolute
from plugins.site.pages import Page

LIMIT = 50_000
"""Addresses in one sitemap (https://www.sitemaps.org/protocol.html)."""

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
"""


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
