"""What the register of law shows: a page for each law, lists of them, the box beside an article."""

from pathlib import Path

import pytest
from bs4 import Tag

from tests.conftest import Site, new_site

LAWS = """\
[trade-law]
name = {fr = "Loi : le commerce", en = "Trade Law"}
short = {fr = "Loi C", en = "Law C"}
slug = {fr = "loi-sur-le-commerce", en = "trade-law"}
kind = "law"
chinese = "贸易法"
pinyin = "Màoyì Fǎ"
adopted = 2023-02-01
in_force = 2023-07-01
replaces = ["old-law"]
url = "https://npc.example/law?a=1&b=2"

[[trade-law.deadlines]]
day = 2024-03-31
what = {fr = "Payer", en = "Pay"}
whom = {fr = "Importateurs", en = "Importers"}

[[trade-law.deadlines]]
day = 9999-03-31
what = {fr = "Déclarer les stocks", en = "Report stocks"}

[old-law]
name = {fr = "Ancienne loi", en = "Old Law"}
in_force = 2000-01-01

[[old-law.amended]]
date = 2005-01-01
in_force = 2006-01-01
note = {fr = "Seuils relevés.", en = "Thresholds raised."}

[coming-law]
name = {fr = "Loi à venir", en = "Coming Law"}
adopted = 2023-03-01
"""

TEXT = """\
Un mot.

!!! facts
    ## Une boîte
    Un fait.

## Premier

Texte.

## Second

Suite.
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build a site with laws that is not changed."""
    made = new_site(tmp_path_factory.mktemp("laws"))
    made.write("laws.toml", LAWS.replace("9999", str(made.options.today.year + 5)))
    made.article("2023-07-03-a.fr.md", TEXT, "laws: trade-law")
    made.article("2023-07-04-b.fr.md", "Texte.\n\n## Seul\n\nTexte.", "laws: trade-law, old-law")
    made.article("2023-07-03-a.en.md", "Text.", "laws: trade-law")
    assert made.errors() == []
    return made


def words(tag: Tag) -> str:
    """Return the words of an element with single blanks between them."""
    return " ".join(tag.get_text().split())


def text(site: Site, path: str) -> str:
    """Return a file of the built site."""
    return (site.options.output / path).read_text("utf-8")


def test_a_law_has_its_names_and_its_standing(site: Site):
    """The Chinese name and how it is read are marked as such."""
    head = site.page("fr/textes/loi-sur-le-commerce").select_one(".article__head")

    assert words(head.h1) == "Loi : le commerce"
    assert [(name["lang"], name.get_text()) for name in head.select(".names [lang]")] \
        == [("zh-Hans", "贸易法"), ("zh-Latn-pinyin", "Màoyì Fǎ")]
    assert words(head.select_one(".standing")) == "En vigueur depuis le 1er juillet 2023"
    assert head.select_one(".kicker a")["href"] == "/fr/textes/"


def test_a_law_says_all_that_is_declared(site: Site):
    """And nothing that is not; what it replaces is a page away."""
    page = site.page("en/laws/trade-law")
    first, deadlines = page.select("dl.particulars")

    assert [words(term) for term in first.select("dt")] == [
        "Short name", "Kind", "Adopted", "Effective", "Replaces", "Official text"]
    assert [link["href"] for link in first.select("a")] \
        == ["/en/laws/old-law/", "https://npc.example/law?a=1&b=2"]
    assert [words(term) for term in deadlines.select("dt")] \
        == [f"31 March {site.options.today.year + 5}", "31 March 2024 passed"]
    assert [words(said) for said in deadlines.select("dd")] == ["Report stocks", "Pay Importers"]


def test_a_repealed_law_leads_to_the_one_that_replaces_it(site: Site):
    """With what changed while it was in force."""
    page = site.page("fr/textes/old-law")

    assert words(page.select_one(".standing")) == "Abrogé depuis le 1er juillet 2023"
    assert "Remplacé par Loi : le commerce" in words(page.select_one("dl"))
    assert words(page.select("dl.particulars")[-1]) == ("1er janvier 2005 Modifié, en vigueur le "
                                           "1er janvier 2006. Seuils relevés.")


def test_a_timeline_says_what_it_draws(site: Site):
    """In the order of the days; a single day is no line."""
    drawing = site.page("en/laws/trade-law").select_one("svg.timeline")

    assert drawing["role"] == "img"
    assert drawing["aria-label"].startswith(
        "Adopted: 1\u00a0February 2023. Effective: 1\u00a0July 2023. "
        "Deadline: 31\u00a0March 2024. Deadline: ")
    assert site.page("en/laws/coming-law").select_one("svg.timeline") is None


def test_a_law_lists_its_articles_and_has_a_feed_of_them(site: Site):
    """The newest first, each edition its own."""
    page = site.page("fr/textes/loi-sur-le-commerce")
    feed = text(site, "fr/textes/loi-sur-le-commerce/feed.xml")

    assert [link["href"] for link in page.select(".entry__title a")] \
        == ["/fr/articles/b/", "/fr/articles/a/"]
    assert feed.index("/fr/articles/b/") < feed.index("/fr/articles/a/")
    assert [link["title"] for link in page.select('link[type="application/atom+xml"]')][1] \
        == "Lettre de Chine – Loi C"
    assert "<entry>" not in text(site, "en/laws/coming-law/feed.xml")


def test_the_versions_of_a_law_and_of_a_list_name_each_other(site: Site):
    """A topic that has no laws in an edition has no list there."""
    def alternates(address: str) -> dict[str, str]:
        return {link["hreflang"]: link["href"].removeprefix("https://lettre.example")
                for link in site.page(address).select("link[hreflang]")}

    law, list_ = alternates("fr/textes/loi-sur-le-commerce"), alternates("en/laws/status/repealed")
    assert (law["en"], law["fr"]) == ("/en/laws/trade-law/", "/fr/textes/loi-sur-le-commerce/")
    assert (list_["en"], list_["fr"]) == ("/en/laws/status/repealed/",
                                          "/fr/textes/statut/abroges/")


def test_laws_are_chosen_by_links(site: Site):
    """By status, which has a page even without a law, and by the topics of the articles on them."""
    page = site.page("fr/textes")

    assert [(link["href"], words(link.parent)) for link in page.select(".choices a")] == [
        ("/fr/textes/", "Tous 3"), ("/fr/textes/statut/a-venir/", "Pas encore en vigueur 0"),
        ("/fr/textes/statut/en-vigueur/", "En vigueur 1"),
        ("/fr/textes/statut/abroges/", "Abrogé 1"), ("/fr/textes/rubriques/breve/", "Brève 2")]
    assert [words(link) for link in page.select(".dated a")] \
        == ["Loi : le commerce", "Loi à venir", "Ancienne loi"]
    assert [words(link) for link in site.page("fr/textes/statut/abroges").select(".dated a")] \
        == ["Ancienne loi"]


def test_the_box_is_before_the_second_heading_of_the_text(site: Site):
    """A heading in a box is none; a text with fewer has the box behind it, and feeds have none."""
    box = site.page("fr/articles/a").select_one(".text > section.laws")

    assert box.find_next_sibling("h2").get_text() == "Second"
    assert box.find_previous_sibling("h2").get_text() == "Premier"
    assert box.a["href"] == "/fr/textes/loi-sur-le-commerce/"
    assert words(box.select(".law__status")[-1]) \
        == f"31 mars {site.options.today.year + 5} : Déclarer les stocks"
    assert site.page("fr/articles/b").select_one(".article > section.laws")
    assert "loi-sur-le-commerce" not in text(site, "fr/feed.xml")


def test_laws_and_calendar_are_in_the_menu_where_there_are_laws(site: Site, tmp_path: Path):
    """Without `laws.toml` neither page is there, and a menu that names one is told so.

    Nor does a glossary that is not declared take the address of a page.
    """
    assert [link["href"] for link in site.page("en").select(".topics a")][1:3] \
        == ["/en/laws/", "/en/calendar/"]

    lawless = site.copied(tmp_path)
    (lawless.options.content / "laws.toml").unlink()
    for path in (lawless.options.content / "articles").iterdir():
        path.unlink()
    lawless.article("2023-07-03-a.fr.md", "[Les textes](/fr/textes/)")
    lawless.write("pages/glossary.fr.md", "title: Glossaire\nslug: glossaire\n\nTexte.")
    firm = (lawless.options.content / "firm.toml").read_text("utf-8")
    lawless.write("firm.toml", f'{firm}\n[menu]\nfr = ["calendar"]\n')

    page, menu = (error.partition(": ")[2] for error in lawless.errors())
    assert page.startswith("there is no page at “/fr/textes/”")
    assert menu.startswith("“calendar” shows what laws.toml declares, and that is nothing")
