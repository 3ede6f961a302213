"""What the rest of the program knows of a page: whether search engines may list it, its title."""

import pytest

from plugins.search.index import copy_of
from tests.conftest import Site, new_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build a site in which an article and a page are kept out of search engines."""
    site = new_site(tmp_path_factory.mktemp("pages"))
    site.article("2018-07-03-apart.fr.md", "Texte.", "title: Un titre\nnoindex: yes\n"
                 "search-title: L'autre : titre")
    site.article("2018-07-03-apart.en.md", "Text.", "noindex: no")
    site.article("2018-07-02-known.fr.md", "Texte.")
    site.write("pages/about.fr.md", "title: Qui\nsearch-title: Qui nous sommes\n"
               "noindex: yes\n\nX.\n")
    assert site.errors() == []
    return site


def content(site: Site, address: str, selector: str) -> list[str]:
    """Return what the matching elements of a page's head hold."""
    return [element.get("content") or element.get("href")
            for element in site.page(address).select(selector)]


def sitemap(site: Site) -> str:
    """Return the sitemap as it is written."""
    return (site.options.output / "sitemap.xml").read_text("utf-8")


@pytest.mark.parametrize("address", ["fr/articles/apart", "fr/about"])
def test_search_engines_pass_over_what_is_kept_from_them(site: Site, address: str):
    """They follow its links, and find it in no sitemap, not even as a version of another page."""
    assert content(site, address, "meta[name=robots]") == ["noindex, follow"]
    assert content(site, address, "link[rel=canonical], link[hreflang]") == []
    assert f"/{address}/" not in sitemap(site)


@pytest.mark.parametrize("address", ["en/articles/apart", "fr/articles/known"])
def test_other_texts_are_theirs(site: Site, address: str):
    """Its version in another language, too, for which it is no alternate."""
    assert content(site, address, "meta[name=robots]") == []
    assert [link for link in content(site, address, "link[hreflang]") if "fr/articles/apart" in link
            ] == []
    assert f"<loc>https://lettre.example/{address}/</loc>" in sitemap(site)


def test_readers_find_it_as_before(site: Site):
    """In lists, in the feed, by the language switch and the search; shared as others are."""
    output, address = site.options.output, "/fr/articles/apart/"
    assert address in str(site.page("fr/archives").main)
    assert address in (output / "fr/feed.xml").read_text("utf-8")
    assert site.page("en/articles/apart").select_one(".languages a")["href"] == address
    assert copy_of((output / "fr/articles/apart/index.html").read_text("utf-8"))
    assert content(site, "fr/articles/apart", "meta[property='og:url']")


def test_what_is_not_published_yet_is_found_by_nobody(site: Site, tmp_path_factory):
    """Not even if it would be kept from search engines only."""
    own = site.copied(tmp_path_factory.mktemp("draft"))
    own.article("2018-07-01-draft.fr.md", "Texte.", "noindex: yes\nstatus: draft")
    own.build(preview=True)

    assert content(own, "fr/articles/draft", "meta[name=robots]") == ["noindex"]
    assert copy_of((own.options.output / "fr/articles/draft/index.html").read_text("utf-8")) is None


def test_the_title_for_search_engines_is_typeset_and_not_on_the_page(site: Site):
    """Tab, results and shared links have it; the headline stays."""
    page, shared = site.page("fr/articles/apart"), "meta[property='og:title']"

    assert page.title.get_text() == "L’autre\u00a0: titre – Lettre de Chine"
    assert content(site, "fr/articles/apart", shared) == ["L’autre\u00a0: titre"]
    assert page.h1.get_text() == "Un titre"
    assert site.page("fr/about").title.get_text() == "Qui nous sommes – Lettre de Chine"
    assert "L’autre" not in str(site.page("fr/archives"))
