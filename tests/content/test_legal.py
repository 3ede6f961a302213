"""The pages that the law asks for."""

import pytest
from bs4 import BeautifulSoup

from plugins.content.firm import legal_page_problems
from tests.conftest import PROJECT, Site

LINKED = {"fr": ("/fr/legal/", "/fr/privacy/", "/fr/accessibility/"),
          "en": ("/en/legal/", "/en/privacy/", "/en/accessibility/")}


def production(site: Site) -> Site:
    """Return the site with the settings of production."""
    return site.with_options(settings={**site.options.settings, "PRODUCTION": True})


def test_every_page_and_email_leads_to_them(site: Site):
    """In its own language, and an email to full addresses."""
    for lang in LINKED:
        site.article(f"2018-07-03-good.{lang}.md", "Text.")
        site.write(f"issues/2018-07.{lang}.md",
                   "date: 2018-07-05\nsubject: S\npreview: P\narticles: good\n")
    assert site.errors() == []

    for lang, addresses in LINKED.items():
        pages = list((site.options.output / lang).rglob("*.html"))
        assert len(pages) > 10
        for page in pages:
            text = page.read_text("utf-8")
            assert all(f'href="{address}"' in text for address in addresses), page
        for name in ("email.html", "email.txt"):
            letter = (site.options.outbox / "2018-07" / lang / name).read_text("utf-8")
            assert all(f"https://lettre.example{address}" in letter for address in addresses)


def test_the_firm_s_data_stand_where_the_page_says(site: Site):
    """From one source, typeset and marked up, with nothing printed twice."""
    site.write("pages/legal.fr.md", "title: T\ntemplate: legal\n\n## Éditeur\n\n"
               "<!-- firm: publisher -->\n\n## Hébergeur\n\n<!-- firm: host -->\n\nFin.\n")
    assert site.errors() == []

    page = site.page("fr/legal")

    assert page.select_one("h2 + dl").get_text().count("RCS Paris") == 1
    assert "Hébergeur Exemple SAS" in page.select("h2")[1].find_next_sibling("p").get_text()
    assert page.get_text().count("+33 1 99 00 00 01") == 1
    assert "<!--" not in str(page.main)


@pytest.mark.parametrize("key", ["legal", "privacy", "accessibility"])
def test_an_edition_without_one_of_them_is_not_built(site: Site, key: str):
    """Neither published nor sent."""
    (site.options.content / f"pages/{key}.en.md").unlink()

    (error,) = site.errors()

    assert error.startswith(f"content/pages/{key}.en.md:0: pages and emails lead to this page, ")


@pytest.mark.parametrize(("text", "error"), [
    ("title: T\n\n<!-- firm: controller -->\n",
     "content/pages/privacy.fr.md:1: the page must print the firm’s data; add “template: legal”"),
    ("title: T\ntemplate: legal\n\nText.\n",
     "content/pages/privacy.fr.md:0: the page must print the firm’s data; write “<!-- firm: con"),
    ("title: T\ntemplate: legal\n\n<!-- firm: controler -->\n\n<!-- firm: controller -->\n",
     "content/pages/privacy.fr.md:4: “<!-- firm: controler -->” is no place for the firm’s data"),
])
def test_a_published_page_prints_the_data_it_speaks_of(site: Site, text: str, error: str):
    """Elsewhere it is a warning."""
    site.write("pages/privacy.fr.md", text)

    (told,) = production(site).errors()

    assert told.startswith(error)
    assert site.errors() == []


def test_the_project_s_own_pages_print_all_there_is():
    """Also in a language that is added."""
    assert legal_page_problems(PROJECT / "content", ("fr", "en"), production=True) == []


def test_a_telephone_and_an_address_are_links_and_lines(site: Site):
    """An address of the web, or of mail, can be followed."""
    assert site.errors() == []

    links = BeautifulSoup((site.options.output / "en/legal/index.html").read_bytes(),
                          "html.parser").select(".particulars a")

    assert [link["href"] for link in links] == ["mailto:contact@lettre.example"]
