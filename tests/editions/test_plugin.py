"""One edition of the site per language, as equals."""

from xml.etree import ElementTree

import pytest

from tests.conftest import Site, new_site

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(scope="module")
def two(tmp_path_factory) -> Site:
    """Build a site with one article in both languages and one in French only."""
    site = new_site(tmp_path_factory.mktemp("two"))
    topics = "tags: trade\nauthors: editors"
    site.article("2018-07-03-both.fr.md", "Texte.", f"title: Les deux\n{topics}")
    site.article("2018-07-03-both.en.md", "Text.", f"title: Both\n{topics}")
    site.article("2019-01-01-alone.fr.md", "Texte [lien]({filename}2018-07-03-both.fr.md).",
                 "title: Seul\nmodified: 2019-02-01")
    site.write("issues/2018-07.fr.md", "date: 2018-07-05\nsubject: Sujet\npreview: P\n"
               "articles: both\n\nÉditorial.\n")
    assert site.errors() == []
    return site


@pytest.mark.parametrize("address", [
    "fr", "en", "fr/articles/both", "en/articles/both", "fr/rubriques/breve", "en/categories/brief",
    "fr/mots-cles/commerce", "en/tags/trade", "fr/auteurs/la-redaction", "en/authors/the-editors",
    "fr/archives", "en/archives", "fr/numeros", "en/issues", "fr/numeros/2018-07", "fr/contact",
])
def test_each_edition_has_its_own_pages_in_its_own_language(two: Site, address: str):
    """Every kind of page stands under the language's address and says its language."""
    page = two.page(address)

    assert page.html["lang"] == address[:2]
    assert page.find("link", rel="canonical")["href"] == f"https://lettre.example/{address}/"
    assert len(page.find_all("h1")) == 1


@pytest.mark.parametrize(("address", "other"), [
    ("fr", "/en/"),
    ("fr/articles/both", "/en/articles/both/"),
    ("fr/rubriques/breve", "/en/categories/brief/"),
    ("en/tags/trade", "/fr/mots-cles/commerce/"),
    ("fr/auteurs/la-redaction", "/en/authors/the-editors/"),
    ("en/archives", "/fr/archives/"),
    ("fr/contact", "/en/contact/"),
    ("fr/numeros", "/en/issues/"),
])
def test_the_switch_leads_to_the_same_page_in_the_other_language(two: Site, address, other):
    """A reader who changes language stays where they are, and search engines know the pair."""
    page = two.page(address)

    assert [link["href"] for link in page.select("nav.languages a")] == [other]
    lang = other[1:3]
    assert page.find("link", hreflang=lang)["href"] == f"https://lettre.example{other}"


@pytest.mark.parametrize("address", ["fr/articles/alone", "fr/numeros/2018-07"])
def test_without_a_translation_the_switch_leads_to_the_home_page_and_says_so(two: Site, address):
    """Never to a page that does not exist."""
    link = two.page(address).select_one("nav.languages a")

    assert link["href"] == "/en/"
    assert link["title"]
    assert two.page(address).find("link", hreflang="en") is None


def test_an_article_is_listed_only_where_it_exists(two: Site):
    """The English lists know nothing of the French article."""
    for address in ("fr", "fr/archives", "fr/rubriques/breve"):
        assert two.page(address).find("a", href="/fr/articles/alone/")
    for path, data in two.files().items():
        assert not (path.startswith("output/en/") and b"articles/alone" in data), path


def test_a_feed_has_its_language_its_own_articles_and_their_text(two: Site):
    """A feed reader shows what the page shows."""
    feeds = {lang: ElementTree.fromstring((two.options.output / lang / "feed.xml").read_bytes())
             for lang in ("fr", "en")}
    titles = {lang: [title.text for title in feed.findall("a:entry/a:title", ATOM)]
              for lang, feed in feeds.items()}

    assert titles == {"fr": ["Seul", "Les deux"], "en": ["Both"]}
    assert feeds["fr"].get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert "https://lettre.example/fr/articles/both/" in \
        feeds["fr"].find("a:entry/a:content", ATOM).text


def test_the_front_door_offers_every_edition_and_sends_nobody_anywhere(two: Site):
    """`/` belongs to no language; the reader chooses."""
    door = two.page("")

    assert {link["href"]: link["hreflang"] for link in door.select("main a")} \
        == {"/fr/": "fr", "/en/": "en"}
    assert not door.find_all("script") and not door.find("meta", attrs={"http-equiv": "refresh"})


def test_no_page_asks_anybody_else_for_anything(two: Site):
    """No request to a third party, no script, no style that a strict policy must excuse."""
    for path in two.options.output.rglob("*.html"):
        page = two.page(path.parent.relative_to(two.options.output).as_posix())
        for element in page.find_all(["img", "script", "iframe", "link", "source"]):
            if element.get("rel", [""])[0] in ("canonical", "alternate"):
                continue
            address = element.get("src") or element.get("href") or "/"
            assert address.startswith("/") and not address.startswith("//"), (path, element)
        assert not page.find_all("script") and not page.select("[style], style"), path


def test_every_link_inside_the_site_leads_to_a_page(two: Site):
    """A reader never meets a page that does not exist."""
    output = two.options.output
    for path in output.rglob("*.html"):
        page = two.page(path.parent.relative_to(output).as_posix())
        for link in page.select("a[href^='/'], link[href^='/'], form[action^='/']"):
            address = (link.get("href") or link["action"]).partition("#")[0]
            if address.startswith("/forms/"):
                continue
            target = output / address[1:]
            assert (target / "index.html").is_file() or target.is_file(), (path, address)


def test_an_old_address_leads_to_the_new_one(site: Site):
    """On any host: by a page, and by a table for hosts that answer 301 themselves."""
    site.article("2018-07-03-both.fr.md", "Texte.")
    site.write("redirects.csv", "old,new\n/2018/07/both/,/fr/articles/both/\n")

    site.build()

    assert site.page("2018/07/both").find("a")["href"] == "/fr/articles/both/"
    assert (site.options.output / "_redirects").read_text() \
        == "/2018/07/both/ /fr/articles/both/ 301\n"


def test_a_site_below_a_path_links_below_it(two: Site):
    """A trial may stand at https://staging.example/letter."""
    settings = {**two.options.settings, "SITEURL": "https://staging.example/letter"}
    folder = two.options.output.parent
    other = two.with_options(settings=settings, output=folder / "letter", outbox=folder / "sent")

    other.build()

    page = other.page("fr/articles/alone")
    assert page.find("link", rel="stylesheet")["href"] == "/letter/theme/site.css"
    assert page.select_one("main p a[href*=both]")["href"] == "/letter/fr/articles/both/"
