"""What a page's head says of itself, its translations and its address."""

from collections import Counter
from urllib.parse import urlsplit

import pytest

from tests.battery.findings import Finding, none_of
from tests.battery.pages import Published, WebPage

pytestmark = pytest.mark.thorough


def test_every_page_says_its_language(published: Published):
    """The language of the address is the language of the page."""
    none_of(Finding(page.path, "lang", "html", f"lang is {page.lang}")
            for page in published.all_pages if page.lang not in published.options.languages
            or edition(published, page) not in ("", page.lang))


def test_every_page_says_its_own_address(published: Published):
    """One canonical link, absolute, to the page itself."""
    none_of(Finding(page.path, "canonical", "head", f"canonical is {hrefs}")
            for page in published.indexed
            if (hrefs := [link["href"] for link in page.linked("canonical")])
            != [published.url + page.path])


def test_an_old_address_names_the_new_one(published: Published):
    """The page that sends on has the canonical link of where it sends, and is not indexed."""
    known = {published.url + page.path for page in published.pages}
    none_of(Finding(page.path, "moved", "head", "not indexable, canonical to a page")
            for page in published.all_pages if page.moved
            and (page.indexed or not {link["href"] for link in page.linked("canonical")}
                 <= known | feeds(published)))


def test_translations_name_each_other(published: Published):
    """Itself, every translation and x-default, each absolute, each returned."""
    of = {published.url + page.path: alternates(page) for page in published.indexed}
    none_of(finding for page in published.indexed
            for finding in alternate_faults(page, published.url + page.path, of))


def test_a_page_that_is_not_indexed_has_no_alternates(published: Published):
    """What search engines must not list is nobody's translation for them."""
    none_of(Finding(page.path, "hreflang", "head", f"alternates {alternates(page)}")
            for page in published.all_pages if not page.indexed and alternates(page))


def test_every_page_has_a_title_and_a_description_of_its_own(published: Published):
    """A list of tabs or results tells the pages of an edition apart."""
    for said in (lambda page: page.soup.title.get_text(), lambda page: page.meta("description")):
        times = Counter((edition(published, page), said(page)) for page in published.indexed)
        none_of(Finding(page.path, "own title and description", "head", str(said(page)))
                for page in published.indexed
                if not said(page) or times[edition(published, page), said(page)] > 1)


def test_every_page_of_an_edition_leads_to_its_feed(published: Published):
    """The feed in the page's language is announced, and is there."""
    known = feeds(published)
    none_of(Finding(page.path, "feed", "head", f"announces {announced}")
            for page in published.own_pages if edition(published, page)
            if not (announced := {absolute(published, str(link["href"]))
                                  for link in page.linked("alternate")
                                  if link.get("type") == "application/atom+xml"})
            or not announced <= known)


def edition(published: Published, page: WebPage) -> str:
    """Return the language of a page's address; of the gateway and the common 404, nothing."""
    first = page.path.split("/")[1]
    return first if first in published.options.languages else ""


def alternates(page: WebPage) -> dict[str, str]:
    """Return the address of each language that a page's head names."""
    return {str(link["hreflang"]): str(link["href"]) for link in page.linked("alternate")
            if link.get("hreflang")}


def alternate_faults(page: WebPage, address: str,
                     of: dict[str, dict[str, str]]) -> list[Finding]:
    """Return what is wrong in the alternates of one page."""
    own = of[address]
    faults = []
    if address not in own.values():
        faults.append("does not name itself")
    if "x-default" not in own:
        faults.append("has no x-default")
    for lang, other in own.items():
        if urlsplit(other).scheme != "https":
            faults.append(f"{lang} is not absolute: {other}")
        elif other not in of:
            faults.append(f"{lang} is no indexed page: {other}")
        elif lang != "x-default" and address not in of[other].values():
            faults.append(f"{lang} does not name it back: {other}")
    return [Finding(page.path, "hreflang", "head", fault) for fault in faults]


def feeds(published: Published) -> set[str]:
    """Return the absolute addresses of the site's feeds."""
    return {f"{published.url}/{file.relative_to(published.root)}"
            for file in published.root.rglob("*.xml") if "<feed" in file.read_text("utf-8")}


def absolute(published: Published, href: str) -> str:
    return href if urlsplit(href).scheme else published.url + href
