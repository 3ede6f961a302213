"""Links inside the site: the page, its anchor, the file are there; so are the ways to the law."""

from collections.abc import Iterator
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from bs4 import BeautifulSoup, Tag

from tests.battery.findings import Finding, none_of
from tests.battery.pages import Published, WebPage, where

pytestmark = pytest.mark.thorough

LEGAL = ("legal", "privacy", "accessibility")
ADDRESSES = ("href", "src", "poster")


def test_every_link_inside_the_site_leads_somewhere(published: Published):
    """Without being sent on from an old address, and to an anchor that is there."""
    anchors = {page.path: {tag["id"] for tag in page.soup.find_all(id=True)}
               for page in published.pages}
    none_of(finding for page in published.all_pages
            for finding in broken(published, page, anchors))


def test_every_page_leads_to_what_the_law_asks_for(published: Published):
    """Legal notice, privacy, accessibility, in the language of the page."""
    none_of(Finding(page.path, "legal link", "page", f"no link to {address}")
            for page in published.own_pages for key in LEGAL
            if (address := published.address_of(key, page.lang)) not in
            {link["href"] for link in page.soup.find_all("a", href=True)})


def test_every_email_leads_to_what_the_law_asks_for(published: Published):
    """The same three links, absolute."""
    for file in sorted(published.options.outbox.rglob("email.html")):
        lang = file.parent.name
        links = {link["href"] for link in
                 BeautifulSoup(file.read_text("utf-8"), "html.parser").find_all("a", href=True)}
        none_of(Finding(f"{file.parent.parent.name}/{lang}", "legal link", "email",
                        f"no link to {address}") for key in LEGAL
                if (address := published.url + published.address_of(key, lang)) not in links)


def broken(published: Published, page: WebPage,
           anchors: dict[str, set[str]]) -> Iterator[Finding]:
    """Find the links of a page that lead nowhere."""
    for tag in page.soup.find_all(True):
        for address in addresses(tag):
            target, anchor = urldefrag(urljoin(published.url + page.path, address))
            if not target.startswith(published.url + "/"):
                continue
            path = unquote(target.removeprefix(published.url)).partition("?")[0]
            if path.startswith("/forms/"):  # the receiver's
                continue
            file = published.root / path.lstrip("/")
            if not (file / "index.html" if path.endswith("/") else file).is_file():
                yield Finding(page.path, "broken link", where(tag), address)
            elif anchor and anchor not in anchors[path]:
                yield Finding(page.path, "broken anchor", where(tag), address)


def addresses(tag: Tag) -> Iterator[str]:
    """Give the addresses that an element names."""
    yield from (str(tag[name]) for name in ADDRESSES if tag.get(name))
    yield from (piece.split()[0] for piece in str(tag.get("srcset", "")).split(",") if piece)
    if tag.name == "meta" and tag.get("property") in ("og:image", "og:url"):
        yield str(tag["content"])
