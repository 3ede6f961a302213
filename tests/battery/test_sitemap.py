"""The sitemap and robots.txt: every page that may be found, and only those."""

from datetime import UTC, datetime
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest

from tests.battery.findings import Finding, none_of
from tests.battery.pages import Published, WebPage
from tests.battery.test_heads import alternates
from tests.battery.tools import schema_faults
from tests.conftest import PROJECT

pytestmark = pytest.mark.thorough

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
SCHEMA = PROJECT / "tests" / "battery" / "sitemap.rnc"


def test_every_indexed_page_is_listed_and_no_other(published: Published):
    """A page is in the sitemap if and only if search engines may list it."""
    assert sorted(entries(published)) == sorted(
        published.url + page.path for page in published.indexed)


def test_the_alternates_are_those_of_the_pages(published: Published):
    """What the sitemap says of translations is what the heads say."""
    listed = entries(published)
    none_of(Finding(page.path, "sitemap alternates", "sitemap.xml", f"{said} for {heads}")
            for page in published.indexed
            if (said := {str(link.get("hreflang")): str(link.get("href")) for link in
                         listed[published.url + page.path].findall("x:link", NAMES)})
            != (heads := alternates(page)))


def test_the_day_of_the_last_change_is_true(published: Published):
    """A day that has been, on an article the day that its page shows."""
    listed = entries(published)
    none_of(Finding(page.path, "lastmod", "sitemap.xml", f"{said!r}; the page says {true!r}")
            for page in published.indexed
            if (said := listed[published.url + page.path].findtext("s:lastmod", "", NAMES)) is not
            None and (true := last_change(page)) is not None and not said.startswith(true))
    none_of(Finding(address, "lastmod", "sitemap.xml", said) for address, entry in listed.items()
            if (said := entry.findtext("s:lastmod", "", NAMES))
            and datetime.fromisoformat(said).replace(tzinfo=UTC) > datetime.now(UTC))


def test_the_sitemap_follows_the_protocol(published: Published):
    """The schema of sitemaps.org, with the alternates of Google."""
    published.text("sitemap.xml")
    none_of(schema_faults(SCHEMA, [published.root / "sitemap.xml"]))


def test_robots_may_read_every_page_and_find_the_sitemap(published: Published):
    """robots.txt forbids nothing that is to be found and names the sitemap absolutely."""
    robots = RobotFileParser()
    robots.parse(published.text("robots.txt").splitlines())

    assert robots.site_maps() == [f"{published.url}/sitemap.xml"]
    assert [page.path for page in published.indexed
            if not robots.can_fetch("*", published.url + page.path)] == []


def entries(published: Published) -> dict[str, ElementTree.Element]:
    """Return the sitemap's entries by address."""
    tree = ElementTree.fromstring(published.text("sitemap.xml"))
    return {str(entry.findtext("s:loc", "", NAMES)): entry
            for entry in tree.findall("s:url", NAMES)}


def last_change(page: WebPage) -> str | None:
    """Return the day on which an article's page says it was last changed."""
    said = page.meta("article:modified_time") or page.meta("article:published_time")
    return said[:10] if said else None
