"""What pages tell machines in JSON-LD: by the vocabulary, by Google's rules, and true."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.battery.findings import Finding, none_of
from tests.battery.pages import Published, WebPage
from tests.battery.tools import node

pytestmark = pytest.mark.thorough

SHARED = ("og:title", "og:description", "og:url", "og:type", "og:site_name", "og:locale",
          "twitter:card")
PICTURED = ("og:image", "og:image:width", "og:image:height", "og:image:alt")
DATA = {"type": "application/ld+json"}


def test_the_vocabulary_of_schema_org_holds_every_type_and_property(published: Published):
    """And each value is of a kind that its property may have."""
    none_of(Finding(fault["page"], "schema.org", "JSON-LD", fault["message"])
            for fault in node("schema-org.mjs", given=every_block(published)))


def test_google_would_take_it_for_rich_results(published: Published):
    """Nothing that Google requires or recommends of these types is missing."""
    none_of(Finding(fault["page"], "rich result", fault["where"], fault["message"])
            for fault in node("rich-results.mjs", given=every_block(published)))


def test_an_article_says_of_itself_what_its_page_shows(published: Published):
    """Headline, language, dates, author, publisher, image and address."""
    for page in published.articles:
        article = one(page, "NewsArticle")
        assert article["headline"] == page.soup.h1.get_text(), page.path
        assert article["inLanguage"] == page.lang, page.path
        assert article["datePublished"][:10] == page.meta("article:published_time")[:10]
        assert article.get("dateModified", article["datePublished"])[:10] == (
            page.meta("article:modified_time") or page.meta("article:published_time"))[:10]
        assert article["mainEntityOfPage"] in (
            published.url + page.path, {"@type": "WebPage", "@id": published.url + page.path})
        assert article["image"] and article["publisher"], page.path


def test_an_article_tells_the_way_to_it(published: Published):
    """A breadcrumb from the home of its edition to itself, of pages that are there."""
    known = {published.url + page.path for page in published.pages}
    for page in published.articles:
        steps = one(page, "BreadcrumbList")["itemListElement"]
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1)), page.path
        assert steps[0]["item"] == f"{published.url}/{page.lang}/", page.path
        assert {step["item"] for step in steps if "item" in step} <= known, page.path


def test_a_home_tells_of_the_site_and_its_publisher(published: Published):
    """WebSite in the language of the edition; Organization, or what schema.org derives from it."""
    for lang in published.options.languages:
        home = published.page(f"/{lang}/")
        site = one(home, "WebSite")
        assert site["inLanguage"] == lang
        publisher = next(item for item in items(home) if item.get("@id") ==
                         site["publisher"]["@id"])
        assert publisher["@type"] in ("Organization", "LegalService") and publisher["name"]


def test_what_is_shared_has_its_card(published: Published):
    """Open Graph and Twitter: title, description, and an image that is there, with its size."""
    none_of(Finding(page.path, "card", "head", f"no {name}")
            for pages, names in ((published.indexed, SHARED), (published.articles, PICTURED))
            for page in pages if page.path != "/" for name in names if not page.meta(name))
    none_of(Finding(page.path, "card", "head", f"{address} is not there")
            for page in published.indexed if (address := page.meta("og:image"))
            and not (published.root / address.removeprefix(published.url + "/")).is_file())


def every_block(published: Published) -> list[dict[str, Any]]:
    """Return the JSON-LD of every page, one block after the other."""
    found = [{"page": page.path, "data": json.loads(script.string)}
             for page in published.pages for script in page.soup.find_all("script", DATA)]
    assert found, "no page has JSON-LD"
    return found


def items(page: WebPage) -> Iterator[dict[str, Any]]:
    """Give everything that a page's JSON-LD describes."""
    for script in page.soup.find_all("script", DATA):
        block = json.loads(script.string)
        yield from block.get("@graph", [block])


def one(page: WebPage, kind: str) -> dict[str, Any]:
    """Return the one item of a type."""
    found = [item for item in items(page) if item["@type"] == kind]
    assert len(found) == 1, f"{page.path}: {len(found)} of {kind}"
    return found[0]
