"""What an article's page shows beside its text."""

from pathlib import Path

import pytest

from tests.conftest import Site, new_site


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build a site with an article that has changed."""
    site = new_site(tmp_path_factory.mktemp("original"))
    site.article("2020-01-06-a.fr.md", "Texte.", "title: Un titre : 小红书\nauthors: editors\n"
                 "modified: 2024-07-08\nchanges: Les délais de l'article 47.")
    site.article("2020-01-06-a.en.md", "Text.", "title: A title\nauthors: editors")
    assert site.errors() == []
    return site


@pytest.fixture
def site(original: Site, tmp_path: Path) -> Site:
    """Return a site of its own to each test."""
    return original.copied(tmp_path)


def words(site: Site, address: str, selector: str) -> str:
    """Return the words of an element of a page, with single blanks between them."""
    return " ".join(site.page(address).select_one(selector).get_text().split())


def test_the_dates_say_what_has_changed(site: Site):
    """Beside the day, typeset."""
    byline = words(site, "fr/articles/a", ".byline")

    assert "Mis à jour le 8 juillet 2024" in byline
    assert "Les délais de l’article 47." in byline


def test_it_says_how_long_it_takes(site: Site):
    """In whole minutes."""
    assert "1 min de lecture" in words(site, "fr/articles/a", ".byline")
    assert "1 min read" in words(site, "en/articles/a", ".byline")


def test_it_is_cited_as_each_language_cites(site: Site):
    """In French as reviews cite what is online, in English after OSCOLA."""
    assert words(site, "fr/articles/a", "dd.cite .cite__line") == (
        "La rédaction, « Un titre : 小红书 », Lettre de Chine, 6 janvier 2020, mis à jour le "
        "8 juillet 2024, en ligne : https://lettre.example/fr/articles/a/ (consulté le…)")
    assert words(site, "en/articles/a", "dd.cite .cite__line") == (
        "The editors, ‘A title’ (China Letter, 6 January 2020) "
        "<https://lettre.example/en/articles/a/> accessed …")
    assert site.page("en/articles/a").select_one(".cite__more").get_text() \
        == "In place of the dots, write the day on which you read it. BibTeX file"


def test_the_file_for_bibtex_is_beside_the_page(site: Site):
    """With the same words, the day of the text and that of its last version."""
    page, link = site.page("fr/articles/a"), "a[href$='citation.bib']"

    assert page.select_one(link)["href"] == "/fr/articles/a/citation.bib"
    entry = (site.options.output / "fr/articles/a/citation.bib").read_text("utf-8")
    assert "title = {{Un titre~: 小红书}}," in entry
    assert "date = {2020-01-06},\n  version = {2024-07-08}," in entry
    assert not (site.options.output / "fr/citation.bib").exists()


def test_it_is_shared_by_plain_links(site: Site):
    """They ask nobody before they are followed."""
    mail, network = site.page("en/articles/a").select("dd.share a")

    assert mail["href"] == ("mailto:?subject=A%20title&body="
                            "https%3A//lettre.example/en/articles/a/")
    assert network["href"] == ("https://www.linkedin.com/sharing/share-offsite/?url="
                               "https%3A%2F%2Flettre.example%2Fen%2Farticles%2Fa%2F")
    assert "noopener" in network["rel"]


def test_what_changed_needs_its_day(site: Site):
    """And a page without a later day shows none."""
    site.article("2020-01-07-b.fr.md", "Texte.", "changes: Tout.")

    assert site.errors() == ["content/articles/2020-01-07-b.fr.md:5: “changes” says what changed, "
                             "and “modified” not when; add a line “modified: 2018-07-03”"]


def test_an_issue_leads_to_the_one_before_and_after(site: Site):
    """The first has nothing before it, the last nothing after."""
    for month in ("05", "06", "07"):
        site.write(f"issues/2020-{month}.en.md", f"date: 2020-{month}-05\nsubject: Issue {month}\n"
                   "preview: P\narticles: a\n\nWords.\n")
    assert site.errors() == []

    def shown(month: str) -> list[tuple[str, str]]:
        return [(link["rel"][0], link["href"][-8:-1]) for link in
                site.page(f"en/issues/2020-{month}").select(".neighbours a")]

    assert shown("05") == [("next", "2020-06")]
    assert shown("06") == [("prev", "2020-05"), ("next", "2020-07")]
    assert shown("07") == [("prev", "2020-06")]
