"""List for search engines every page that they may list, with its translations and its last change.

Source: https://www.sitemaps.org/protocol.html
"""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from operator import itemgetter
from xml.sax.saxutils import escape, unescape

from plugins.core.messages import Failure, say
from plugins.site.addresses import absolute
from plugins.site.pages import Page

LIMIT = 50_000
"""Addresses in one sitemap."""

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
"""

SITEMAP = "sitemap.xml"

LOCATION = re.compile(r"<url>\n<loc>(.*)</loc>\n(?:<lastmod>(.*)</lastmod>)?")
"""Where an entry of it leads, and the day of the last change there."""


def sitemap(pages: Iterable[Page], site_url: str) -> dict[str, bytes]:
    """Return the sitemap of all indexed pages, each with its translations and its last change.

    Raises Failure if there are more pages than one sitemap may name.
    """
    indexed = sorted((page for page in pages if page.indexed), key=lambda page: page.address)
    if len(indexed) >= LIMIT:
        raise Failure(say("the site has {count} pages, and a sitemap lists {limit} at most; "
                          "remove old keywords from topics.toml", count=len(indexed), limit=LIMIT))
    homes = [page for page in indexed if page.key == "index"]
    newest = max((home.modified for home in homes if home.modified), default=None)
    gateway = (*((home.lang, home.address) for home in homes), ("x-default", ""))
    entries = [_entry("", newest, gateway, site_url),
               *(_entry(page.address, page.modified, page.alternates, site_url)
                 for page in indexed)]
    return {SITEMAP: "".join([HEAD, *entries, "</urlset>\n"]).encode()}


def sitemap_with(sitemap: str, pages: Iterable[Page], gone: Collection[str],
                 homes: Mapping[str, str], site_url: str) -> str:
    """Return a sitemap with what is to be said of some pages now, and without those `gone`.

    `homes` are the addresses of the home pages by language. Raises ValueError if it would be
    another one than `sitemap` makes.
    """
    fresh = {_location(page.address, site_url): _entry(
        page.address, page.modified, page.alternates, site_url) if page.indexed else ""
             for page in pages}
    if not gone and all(entry and entry in sitemap for entry in fresh.values()):
        return sitemap  # as after most edits
    found = {LOCATION.match(entry)[1]: entry  # type: ignore[index]
             for entry in re.findall(r"<url>\n.*?</url>\n", sitemap, re.S)} | fresh
    for address in gone:
        found.pop(_location(address, site_url), None)
    days = [LOCATION.match(found[_location(home, site_url)])[2]  # type: ignore[index]
            for home in homes.values()]
    newest = max(filter(None, days), default=None)
    gateway = (*sorted(homes.items(), key=itemgetter(1)), ("x-default", ""))
    found[_location("", site_url)] = _entry(
        "", date.fromisoformat(newest) if newest else None, gateway, site_url)
    if len(found) > LIMIT:
        raise ValueError(len(found))
    return "".join([HEAD, *(found[place] for place in sorted(found, key=unescape)), "</urlset>\n"])


def _entry(address: str, modified: date | None, alternates: Iterable[tuple[str, str]],
           site_url: str) -> str:
    links = "".join('<xhtml:link rel="alternate" '
                    f'hreflang="{lang}" href="{_location(other, site_url)}"/>\n'
                    for lang, other in alternates)
    changed = f"<lastmod>{modified.isoformat()}</lastmod>\n" if modified else ""
    return f"<url>\n<loc>{_location(address, site_url)}</loc>\n{changed}{links}</url>\n"


def _location(address: str, site_url: str) -> str:
    return escape(absolute(address, site_url))
