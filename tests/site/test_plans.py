"""Menu, foot and lists are in the order that the firm has written."""

import pytest

from tests.conftest import Site


def test_menu_and_foot_lead_where_the_firm_says(site: Site):
    """In its order, by keys of pages, categories and sections; one without articles waits."""
    site.article("2018-07-03-a.fr.md", "Text.")
    firm = (site.options.content / "firm.toml").read_text("utf-8")
    site.write("firm.toml", firm + '\n[menu]\nfr = ["contact", "search", "brief"]\n'
               '[foot]\nfr = ["feed", "legal"]\nen = ["tags"]\n')

    assert site.errors() == []
    page, english = site.page("fr"), site.page("en")
    assert [link["href"] for link in page.select(".topics a")] \
        == ["/fr/contact/", "/fr/recherche/", "/fr/rubriques/breve/"]
    assert [link.get_text() for link in page.select(".colophon a")] == ["Flux Atom", "legal"]
    assert [link["href"] for link in english.select(".colophon a")] == ["/en/tags/"]
    assert [link["href"] for link in english.select(".topics a")] \
        == ["/en/issues/", "/en/archives/"]


def test_a_pinned_article_is_first_on_the_home_page_and_nowhere_else(site: Site):
    """Archives, topics and feeds stay in the order of dates."""
    for day, header in ((1, "pinned: yes"), (2, "pinned: no"), (3, "")):
        site.article(f"2018-07-0{day}-a{day}.fr.md", "Texte.", header)

    assert site.errors() == []
    assert [(title.get_text(), bool(title.find_previous_sibling("p").select(".entry__pinned")))
            for title in site.page("fr").select(".latest .entry__title")] == [
        ("2018-07-01-a1", True), ("2018-07-03-a3", False), ("2018-07-02-a2", False)]
    for address in ("fr/archives", "fr/rubriques/breve"):
        page = site.page(address)
        assert [link["href"] for link in page.select("main li > a, main .entry__title a")
                if "/articles/" in link["href"]] == [f"/fr/articles/a{n}/" for n in (3, 2, 1)]
        assert "Épinglé" not in page.get_text()


@pytest.mark.parametrize("table, told", [
    ('[menu]\nfr = ["contact", "nowhere"]', "“nowhere” is no page, category or section"),
    ('[menu]\nde = ["contact"]', "“menu” has a list of keys for each language"),
    ('[foot]\nfr = "contact"', "“foot” has a list of keys for each language"),
])
def test_a_menu_that_leads_nowhere_is_refused(site: Site, table: str, told: str):
    """With its line in `firm.toml`."""
    firm = (site.options.content / "firm.toml").read_text("utf-8")
    site.write("firm.toml", f"{firm}\n{table}\n")

    (error,) = site.errors()

    assert error.startswith(f"content/firm.toml:{firm.count(chr(10)) + 3}: {told}")


def test_topics_stand_in_the_order_of_their_file(site: Site):
    """Whoever changes the order there changes it everywhere."""
    table = ('[categories.{0}]\nname = {{ fr = "{0}", en = "{0}" }}\n'
             'slug = {{ fr = "{0}", en = "{0}" }}\n')
    topics = (site.options.content / "topics.toml").read_text("utf-8")
    site.write("topics.toml", "".join(map(table.format, ("zoo", "act"))) + topics)
    for key in ("act", "zoo"):
        site.write(f"articles/2018-07-03-{key}.fr.md",
                   f"title: {key}\ncategory: {key}\nsummary: S.\nslug: {key}\n\nText.\n")

    assert site.errors() == []
    assert [link.get_text() for link in site.page("fr/rubriques").select(".index a")] \
        == [link.get_text() for link in site.page("fr").select(".topics a")][:2] == ["zoo", "act"]
