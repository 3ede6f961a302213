"""What an article says of its laws on its page, in its issue and in its feed."""

from xml.etree import ElementTree

import pytest

from tests.conftest import Site, new_site

LAWS = """\
[trade-law]
name = {fr = "Loi sur le commerce", en = "Trade Law"}
short = {fr = "Loi & commerce", en = "Trade"}
slug = {fr = "loi-sur-le-commerce", en = "trade-law"}
adopted = 2015-01-01
in_force = 2015-06-01

[[trade-law.amended]]
date = 2018-08-01

[[trade-law.amended]]
date = 2019-03-01
"""

SENTENCE = ("Loi & commerce\u00a0: ce texte a été modifié le 1er\u00a0{}, après la rédaction de "
            "cet article.")

THEN, NOW = SENTENCE.format("août 2018"), SENTENCE.format("mars 2019")


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Site:
    """Build an article that its law has left behind, one that was brought up to date, an issue."""
    site = new_site(tmp_path_factory.mktemp("moved"))
    site.write("laws.toml", LAWS)
    site.article("2018-07-03-old.fr.md", "Texte.", "laws: trade-law")
    site.article("2018-07-04-new.fr.md", "Texte.", "laws: trade-law\nmodified: 2019-03-01")
    site.write("issues/2018-09.fr.md", "date: 2018-09-05\nsubject: Sujet\npreview: P\n"
               "articles: old, new\n\nÉditorial.\n")
    assert site.errors() == []
    return site


def notices(site: Site, address: str) -> list[str]:
    """Return what a page says of laws that have moved."""
    return [notice.get_text() for notice in site.page(address).select(".moved")]


def test_an_article_says_that_its_law_has_changed_since(site: Site):
    """With the day of the last change, and a link to the law; once it is up to date, no longer."""
    assert notices(site, "fr/articles/old") == [NOW]
    assert notices(site, "fr/articles/new") == []
    link = site.page("fr/articles/old").select_one(".moved a")
    assert (link["href"], link.text) == ("/fr/textes/loi-sur-le-commerce/", "Loi & commerce")


def test_an_issue_says_what_had_changed_by_its_own_date(site: Site):
    """Its web copy and its email alike, on whatever day they are built."""
    assert notices(site, "fr/numeros/2018-09") == [THEN]
    for name in ("email.html", "email.txt"):
        email = (site.options.outbox / "2018-09/fr" / name).read_text("utf-8")
        assert " ".join(email.split()).count("après la rédaction") == 1
        assert "août" in email and "mars" not in email


def test_a_feed_says_it_first_and_is_as_new_as_the_change(site: Site):
    """A reader of the feed hears of it, too."""
    feed = ElementTree.parse(site.options.output / "fr" / "feed.xml")
    new, old = feed.iterfind("{*}entry")

    text = old.findtext("{*}content")
    assert text.startswith(f"<p>{NOW.replace('&', '&amp;')}</p>")
    assert old.findtext("{*}updated").startswith("2019-03-01")
    assert "rédaction" not in new.findtext("{*}content")


def test_the_check_names_the_article_and_the_law(site: Site):
    """A warning that an editor may accept."""
    told = [problem for problem in site.build().problems if problem.kind == "moved"]

    assert [(problem.path.rpartition("/")[2], problem.line, problem.level) for problem in told] \
        == [("2018-07-03-old.fr.md", 5, "warning")]
    assert "“trade-law” has changed since (2019-03-01" in str(told[0].message)
