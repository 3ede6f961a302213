"""One edition of the site per language, as equals."""

from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from plugins.atomic import published
from plugins.site.links import broken_links
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
               "articles: both\n\nChers lecteurs,\n\nÉditorial.\n")
    assert site.errors() == []
    return site


def test_a_greeting_does_not_stand_for_an_issue_on_the_home_page(two: Site):
    """Its preview does; the words of an editorial would, where it begins with them."""
    assert two.page("fr").select_one(".current__opening").get_text(strip=True) == "P"


@pytest.mark.parametrize("address", [
    "fr", "en", "fr/articles/both", "en/articles/both", "fr/rubriques/breve", "en/categories/brief",
    "fr/mots-cles/commerce", "en/tags/trade", "fr/auteurs/la-redaction", "en/authors/the-editors",
    "fr/archives", "en/archives", "fr/numeros", "en/issues", "fr/numeros/2018-07", "fr/contact",
    "fr/archives/2018", "en/archives/2018", "fr/archives/2019", "fr/rubriques", "en/categories",
    "fr/mots-cles", "en/tags", "fr/auteurs", "en/authors",
])
def test_each_edition_has_its_own_pages_in_its_own_language(two: Site, address: str):
    """Every kind of page is under the language's address and says its language."""
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
    ("fr/numeros", "/en/issues/"), ("en/archives/2018", "/fr/archives/2018/"),
    ("fr/rubriques", "/en/categories/"), ("en/tags", "/fr/mots-cles/"),
    ("fr/auteurs", "/en/authors/"),
])
def test_the_switch_leads_to_the_same_page_in_the_other_language(two: Site, address, other):
    """A reader who changes language stays where they are, and search engines know the pair."""
    page = two.page(address)

    assert [link["href"] for link in page.select("nav.languages a")] == [other]
    lang = other[1:3]
    assert page.find("link", hreflang=lang)["href"] == f"https://lettre.example{other}"


@pytest.mark.parametrize("address", ["fr/articles/alone", "fr/numeros/2018-07",
                                     "fr/archives/2019"])
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


@pytest.mark.parametrize(("address", "title", "entries"), [
    ("fr/", "Lettre de Chine", 2), ("en/", "China Letter", 1),
    ("fr/rubriques/breve/", "Lettre de Chine – Brève", 2),
    ("en/categories/brief/", "China Letter – Brief", 1),
    ("fr/mots-cles/commerce/", "Lettre de Chine – Commerce", 1),
])
def test_everything_each_category_and_each_tag_has_a_feed(two: Site, address, title, entries):
    """A feed says whose it is: its language, its page, its own address."""
    file = two.options.output / address / "feed.xml"
    feed = ElementTree.fromstring(file.read_bytes())
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", ATOM)}
    offered = two.page(address).select("head link[type='application/atom+xml']")

    assert feed.findtext("a:title", None, ATOM) == title
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == address[:2]
    assert feed.findtext("a:id", None, ATOM) == f"https://lettre.example/{address}"
    assert links == {"alternate": f"https://lettre.example/{address}",
                     "self": f"https://lettre.example/{address}feed.xml"}
    assert len(feed.findall("a:entry", ATOM)) == entries
    assert f"/{address}feed.xml" in [link["href"] for link in offered]


def test_a_feed_without_articles_is_the_same_every_day(site: Site):
    """The library would write the moment of the build."""
    site.build()

    feed = ElementTree.fromstring((site.options.output / "fr" / "feed.xml").read_bytes())

    assert feed.findtext("a:updated", None, ATOM) == "2000-01-01T00:00:00+00:00"


@pytest.mark.parametrize(("lang", "heading"), [
    ("fr", "Page introuvable"), ("en", "Page not found")])
def test_a_missing_page_is_answered_in_the_language_of_its_address(two: Site, lang, heading):
    """With ways on; search engines pass over it, and so does the language switch."""
    page = BeautifulSoup((two.options.output / lang / "404.html").read_text("utf-8"), "html.parser")

    assert page.h1.text == heading
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert not page.find("link", rel="canonical") and not page.find("link", hreflang=True)
    assert {f"/{lang}/", f"/{lang}/archives/"} <= {link["href"] for link in page.select("main a")}
    assert page.select_one("nav.languages a")["href"] == ("/en/" if lang == "fr" else "/fr/")


def test_an_address_of_no_language_is_missed_in_every_language(two: Site):
    """Visitors from elsewhere find the editions."""
    page = BeautifulSoup((two.options.output / "404.html").read_text("utf-8"), "html.parser")

    assert [(item["lang"], item.a["href"]) for item in page.select("main li")] \
        == [("fr", "/fr/"), ("en", "/en/")]
    assert "Il n’y a pas de page" in page.text and "There is no page" in page.text


def test_the_front_door_offers_every_edition_and_sends_nobody_anywhere(two: Site):
    """`/` belongs to no language; the reader chooses."""
    door = two.page("")

    assert {link["href"]: link["hreflang"] for link in door.select("main a")} \
        == {"/fr/": "fr", "/en/": "en"}
    assert not door.select("script[src]") and not door.find("meta", attrs={"http-equiv": "refresh"})


def test_no_page_asks_anybody_else_for_anything(two: Site):
    """No request to a third party, no script without a form or a search, no style in a page."""
    for path in two.options.output.rglob("*.html"):
        page = two.page(path.parent.relative_to(two.options.output).as_posix())
        for element in page.find_all(["img", "script", "iframe", "link", "source"]):
            if element.get("rel", [""])[0] in ("canonical", "alternate"):
                continue
            address = element.get("src") or element.get("href") or "/"
            assert address.startswith("/") and not address.startswith("//"), (path, element)
        scripts = page.select("script:not([type='application/ld+json'])")  # data, not a script
        assert len(scripts) == (page.select_one("form[data-form], form.search") is not None), path
        assert all(script.get("src") for script in scripts), path
        assert not page.select("[style], style"), path


def test_every_link_inside_the_site_leads_to_a_page(two: Site):
    """A reader never meets a page that does not exist."""
    output = two.options.output

    assert broken_links(published(output), lambda path: (output / path).read_bytes(),
                        two.options.site_url) == []


def test_an_old_address_leads_to_the_new_one(site: Site):
    """On any host: by a page, and by a table for hosts that answer 301 themselves."""
    site.article("2018-07-03-both.fr.md", "Texte.")
    site.write("redirects.csv", "old,new\n/2018/07/both/,/fr/articles/both/\n")

    site.build()

    assert site.page("2018/07/both").find("a")["href"] == "/fr/articles/both/"
    assert (site.options.output / "_redirects").read_text() \
        == "/2018/07/both/ /fr/articles/both/ 301\n"


def test_a_site_below_a_path_links_below_it(two: Site):
    """A trial may be at https://staging.example/letter."""
    settings = {**two.options.settings, "SITEURL": "https://staging.example/letter"}
    folder = two.options.output.parent
    other = two.with_options(settings=settings, output=folder / "letter", outbox=folder / "sent")

    other.build()

    page = other.page("fr/articles/alone")
    assert page.find("link", rel="stylesheet")["href"].startswith("/letter/theme/site.css?")
    assert page.select_one("main p a[href*=both]")["href"] == "/letter/fr/articles/both/"
