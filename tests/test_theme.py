"""What the theme's pages show, and in which order."""

import pytest

from tests.conftest import TOPICS, Site, new_site

NOTE = """\
[categories.note]
name.fr = "Note"
name.en = "Note"
slug.fr = "note"
slug.en = "note"
"""
ARTICLES = (("2018-07-03-old", "brief"), ("2019-01-01-new", "note"), ("2018-09-01-late", "brief"))


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Site:
    """Build a site with two topics, three articles and one issue, in French."""
    site = new_site(tmp_path_factory.mktemp("theme"))
    site.write("topics.toml", TOPICS.replace("[tags", NOTE + "\n[tags", 1))
    for name, category in ARTICLES:
        site.write(f"articles/{name}.fr.md", f"title: {name[11:]}\ncategory: {category}\n"
                   f"summary: S.\nslug: {name[11:]}\n\nTexte.\n")
    site.write("issues/2018-07.fr.md", "date: 2018-07-05\nsubject: Un numéro\npreview: P\n"
               "articles: old\n\nÉditorial.\n")
    assert site.errors() == []
    return site


def test_the_home_page_begins_with_the_topic_that_was_written_on_last(site: Site):
    """Inside a topic the newest article stands first; the navigation keeps the editors' order."""
    page = site.page("fr")

    assert [link.get_text() for link in page.select(".topic__name a")] == ["Note", "Brève"]
    assert [link.get_text() for link in page.select(".topic .entry__title a")] \
        == ["new", "late", "old"]
    assert [link.get_text() for link in page.select(".topics a")][:2] == ["Brève", "Note"]


def test_an_article_names_the_issue_in_which_it_appeared(site: Site):
    """With its month, for an issue may have the title of its article."""
    foot = site.page("fr/articles/old").select_one(".article__foot")

    assert "Un numéro, juillet 2018" in foot.get_text()
    assert "Paru dans" not in site.page("fr/articles/new").select_one(".article__foot").get_text()


def test_every_page_names_its_publisher(site: Site):
    """As a fact, which agrees with every name."""
    assert "Éditeur\u00a0: Cabinet Lettre de Chine" in site.page("fr").footer.get_text()
    assert "Publisher: Cabinet Lettre de Chine" in site.page("en").footer.get_text()
