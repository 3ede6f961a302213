"""What the theme's pages show, and in which order."""

import re
from importlib import import_module

import pytest

from plugins.core.project import PAGE_PLUGINS
from plugins.site.edition import EditionResult, open_edition
from plugins.site.printing import begin_edition
from tests.conftest import PROJECT, TOPICS, Site, new_site

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


def test_the_home_page_lists_the_latest_articles_with_their_topics(site: Site):
    """By date, the newest first; the navigation keeps the editors' order."""
    page = site.page("fr")

    assert [link.get_text() for link in page.select(".latest .entry__title a")] \
        == ["new", "late", "old"]
    assert [link["href"] for link in page.select(".latest .entry__date a")] \
        == ["/fr/rubriques/note/", "/fr/rubriques/breve/", "/fr/rubriques/breve/"]
    assert [link.get_text() for link in page.select(".topics a")][:2] == ["Brève", "Note"]


def test_an_article_names_the_issue_in_which_it_appeared(site: Site):
    """With its month, for an issue may have the title of its article."""
    foot = site.page("fr/articles/old").select_one(".article__foot")

    assert "Un numéro, juillet 2018" in foot.get_text()
    assert "Paru dans" not in site.page("fr/articles/new").select_one(".article__foot").get_text()


def test_every_page_but_the_search_has_a_search_field(site: Site):
    """Without a script it leads to the page that says how to browse."""
    for path, number in (("fr", 1), ("fr/articles/old", 1), ("fr/recherche", 0)):
        assert len(site.page(path).select(
            'form.masthead__search[action="/fr/recherche/"] input[name=q]')) == number


def test_an_article_or_issue_names_its_authors_to_machines(site: Site):
    """The publication, where no author is named."""
    for path in ("fr/articles/old", "fr/numeros/2018-07"):
        assert site.page(path).select_one("meta[name=author]")["content"] == "Lettre de Chine"


def test_the_subscription_beside_contents_asks_once_and_has_its_button_at_hand(site: Site):
    """What the law of one country asks is a box like the others; the small print comes last."""
    form = site.page("fr").select_one(".band form")

    assert [box["name"] for box in form.select("[type=checkbox]")] \
        == ["consent", "in_china", "consent_china"]
    assert [part.get_text(strip=True) for part in form.select("button, details")] == ["S’abonner"]
    assert form.select_one("button ~ .form__privacy")
    assert site.page("fr/subscribe").select_one(".form__privacy ~ button")


def test_a_form_to_write_to_the_firm_is_one_line_in_an_article(site: Site):
    """It opens without a script; on its own page it is open."""
    site.article("2019-01-01-asks.fr.md", "[Écrire]({form}contact)", "title: asks")
    assert site.errors() == []

    assert site.page("fr/articles/asks").select_one(".text > details > form[data-form=contact]")
    assert not site.page("fr/contact").select("details")


def test_the_guide_lists_what_each_template_is_given(site: Site):
    """No value that it does not name, and none that is not there."""
    rows = re.findall(r"^\| (`.*?\.html`.*?) \| (.*) \|$",
                      (PROJECT / "docs/theme.md").read_text("utf-8"), re.M)
    documented = {names[:names.index(".html")].strip("`"): {
        word for word in re.findall(r"`(\w+)`", given) if word != "html"} for names, given in rows}
    for part in PAGE_PLUGINS:
        import_module(part).register()
    site.write("laws.toml", '[a-law]\nname = {fr = "Loi", en = "Law"}\n')
    options = site.options
    edition = open_edition({**options.settings, "PATH": str(options.content),
                            "OUTPUT_PATH": str(options.output), "OUTBOX_PATH": "outbox",
                            "THEME": str(PROJECT / "theme")}, EditionResult("fr"))

    planned = [plan() for _, plan in begin_edition(edition).planner.plan()]

    every = {"url", "about", "page_card", "translations", "paper"}
    given = {plan.template: plan.values.keys() - every for plan in planned}
    assert {name: documented[name] for name in given if name in documented} == {
        name: set(values) for name, values in given.items() if name in documented}
    assert documented.keys() <= given.keys() | {"author", "tag"}


def test_every_page_names_its_publisher(site: Site):
    """As a fact, which agrees with every name."""
    assert "Éditeur\u00a0: Cabinet Lettre de Chine" in site.page("fr").footer.get_text()
    assert "Publisher: Cabinet Lettre de Chine" in site.page("en").footer.get_text()
