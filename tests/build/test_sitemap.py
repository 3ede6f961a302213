"""Search engines learn of every page, in every language."""

from datetime import date
from xml.etree import ElementTree

import pytest

from plugins.build.sitemap import LIMIT, sitemap
from plugins.core.messages import Failure
from plugins.site.pages import Page
from tests.conftest import Site, new_site

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Site:
    """Build a site with an article in both languages, changed since, and one in French only."""
    site = new_site(tmp_path_factory.mktemp("sitemap"))
    site.article("2018-07-03-both.fr.md", "Texte.", "modified: 2019-01-02")
    site.article("2018-07-03-both.en.md", "Text.")
    site.article("2018-08-01-alone.fr.md", "Texte.", "tags: trade")
    assert site.errors() == []
    return site


def entries(site: Site) -> dict[str, ElementTree.Element]:
    """Return the entries of the sitemap by their address."""
    tree = ElementTree.parse(site.options.output / "sitemap.xml")
    return {entry.findtext("s:loc", "", NAMES).removeprefix("https://lettre.example/"): entry
            for entry in tree.iterfind("s:url", NAMES)}


def test_every_page_is_in_it_once_except_those_for_nobody_to_find(built: Site):
    """Thanks, missing pages and old addresses are left out."""
    pages = {path.parent.relative_to(built.options.output).as_posix() + "/"
             for path in built.options.output.rglob("index.html")}
    expected = {"" if page == "./" else page for page in pages if "/thanks-" not in page}

    assert set(entries(built)) == expected


@pytest.mark.parametrize(("address", "day"), [
    ("fr/articles/both/", "2019-01-02"), ("en/articles/both/", "2018-07-03"),
    ("fr/", "2019-01-02"), ("en/", "2018-07-03"), ("fr/mots-cles/commerce/", "2018-08-01"),
    ("fr/archives/2018/", "2019-01-02"), ("", "2019-01-02"), ("fr/contact/", None),
])
def test_the_last_change_is_true(built: Site, address: str, day: str | None):
    """A list changes with what it lists; a page that names no day has none."""
    assert entries(built)[address].findtext("s:lastmod", None, NAMES) == day


@pytest.mark.parametrize(("address", "versions"), [
    ("fr/articles/both/", {"fr": "fr/articles/both/", "en": "en/articles/both/",
                           "x-default": "fr/articles/both/"}),
    ("fr/articles/alone/", {"fr": "fr/articles/alone/", "x-default": "fr/articles/alone/"}),
    ("en/", {"fr": "fr/", "en": "en/", "x-default": ""}),
    ("", {"fr": "fr/", "en": "en/", "x-default": ""}),
    ("en/archives/2018/", {"fr": "fr/archives/2018/", "en": "en/archives/2018/",
                           "x-default": "fr/archives/2018/"}),
])
def test_each_entry_names_all_versions_as_the_page_does(built: Site, address: str, versions):
    """Itself, its translations, and the one for readers of other languages."""
    site = "https://lettre.example/"
    links = {link.get("hreflang"): link.get("href")
             for link in entries(built)[address].iterfind("x:link", NAMES)}
    shown = {link["hreflang"]: link["href"]
             for link in built.page(address).select("link[hreflang]")}

    assert links == {lang: site + path for lang, path in versions.items()}
    assert shown == links


def test_robots_may_read_all_and_learn_where_the_sitemap_is(built: Site):
    """`robots.txt` names the sitemap by its full address."""
    text = (built.options.output / "robots.txt").read_text()

    assert text == "User-agent: *\nAllow: /\n\nSitemap: https://lettre.example/sitemap.xml\n"


def test_more_pages_than_a_sitemap_may_name_are_refused():
    """A sitemap that search engines would not read is no sitemap."""
    pages = (Page(f"fr/{number}/", "fr", "page", "", "", date(2018, 7, 3), (), True)
             for number in range(LIMIT))

    with pytest.raises(Failure, match="50000"):
        sitemap(pages, "https://lettre.example")
