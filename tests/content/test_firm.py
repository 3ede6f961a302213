"""The firm's legal data, and the pages that the law asks for."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader

from plugins.content.firm import REQUIRED, legal_page_problems, legal_problems, load_publishers
from plugins.core.messages import ContentError
from tests.conftest import PROJECT, Site

GOOD = """\
[publication]
name = "L'x"
tagline.fr = "F"
tagline.en = "E"
description = "D"

[firm]
name = "N"
address = ["1", "2"]
email = "a@b.example"
"""
FIRM = PROJECT / "content" / "firm.toml"


def load(tmp_path: Path, text: str, lang: str = "fr"):
    """Return the publisher of a declaration."""
    path = tmp_path / "firm.toml"
    path.write_text(text, encoding="utf-8")
    return load_publishers(path, ("fr", "en"))[lang]


def test_a_value_is_the_editions_own_and_typeset(tmp_path: Path):
    """One text for all languages, or one for each; what is not given is empty."""
    publisher = load(tmp_path, GOOD)

    assert publisher.publication.name == "L’x"
    assert publisher.publication.tagline == "F"
    assert publisher.firm.address == ["1", "2"]
    assert (publisher.firm.vat, publisher.firm.mediator) == ("", [])


@pytest.mark.parametrize(("old", "new", "line", "message"), [
    ('tagline.en = "E"\n', "", 3, "“publication.tagline” has no text in “en”"),
    ('description = "D"', 'description = ""', 5, "the table “publication” has no “description”"),
    ('description = "D"\n', "", 1, "the table “publication” has no “description”"),
    ('["1", "2"]', '"1"', 9, "“firm.address” must be a list of texts"),
    ('"a@b.example"', "3", 10, "“firm.email” must be a text"),
    ('"a@b.example"', '"a@b.example\\nContact: x@y.example"', 10,
     "cannot be “firm.email”; write it like"),
    ('"a@b.example"', '"a@b.example"\nwebsite = "javascript:alert(1)"', 11,
     "“javascript:alert(1)” cannot be “firm.website”; write it like https://"),
    ('"a@b.example"', '"a@b.example"\nsignup = "http://a.example"', 11,
     "“http://a.example” cannot be “firm.signup”; write it like https://"),
    ("address", "adress", 9, "the table “firm” has no key “adress”; its keys are name, "),
    ("[firm]", "[frim]", 0, "there is no table “[firm]”"),
    ("[firm]", "[frim]", 7, "there is no table “frim”; the tables are publication, firm"),
    ('name = "N"', 'name = "N', 8, "the quotation mark at the end is missing"),
])
def test_what_is_wrong_is_reported_with_a_line(tmp_path: Path, old, new, line, message):
    """Every page prints these data; none of them is guessed."""
    with pytest.raises(ContentError) as error:
        load(tmp_path, GOOD.replace(old, new, 1))

    assert [(problem.line, message in str(problem.message)) for problem in error.value.problems
            if message in str(problem.message)] == [(line, True)]


def test_the_projects_own_data_are_complete():
    """They show what the law asks for."""
    assert legal_problems(FIRM, production=True) == []


@pytest.mark.parametrize("key", REQUIRED)
def test_what_the_law_asks_for_is_missed(tmp_path: Path, key: str):
    """Whether the line is gone, or empty in one language; with the law and an example."""
    lines = FIRM.read_text("utf-8").splitlines(keepends=True)
    firm = lines.index("[firm]\n")
    end = next(number for number in range(firm + 1, len(lines)) if lines[number].startswith("["))
    own = [number for number in range(firm + 1, end) if lines[number].startswith(key)]
    gone = tmp_path / "gone.toml"
    gone.write_text("".join(line for number, line in enumerate(lines) if number not in own))
    empty = tmp_path / "empty.toml"
    left = lines[own[-1]].partition("=")[0]
    lines[own[-1]] = f'{left}= ["", " "]\n' if "[" in lines[own[-1]] else f'{left}= " "\n'
    empty.write_text("".join(lines))

    for path, line in ((gone, firm + 1), (empty, own[0] + 1)):
        (problem,) = legal_problems(path, production=True)

        assert (problem.line, problem.level) == (line, "error")
        assert str(problem.message).startswith(f"“firm.{key}” is empty, and a published site must ")
        assert REQUIRED[key].example in str(problem.message)


@pytest.mark.parametrize("name, told", [
    ("Cabinet Exemple", 1), ("SELARL Dupont", 1), ("Dupont", 1), ("Dupont & Wang, avocats", 0),
    ("Marie Dupont, gérante de Dupont Avocats", 0), ("Wang Li", 0),
])
def test_the_publication_director_is_a_person(tmp_path: Path, name: str, told: int):
    """French Act No. 82-652, art. 93-2."""
    path = tmp_path / "firm.toml"
    path.write_text(f'[firm]\ndirector = "{name}"\n')

    problems = [problem for problem in legal_problems(path, production=True)
                if "names no person" in str(problem.message)]

    assert len(problems) == told


def test_only_what_is_published_must_be_complete(site: Site):
    """A site without legal data can be looked at; published, it would break the law."""
    text = FIRM.read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith(("host", "bar", "phone"))]
    site.write("firm.toml", "\n".join(lines))
    published = site.with_options(settings={**site.options.settings, "PRODUCTION": True})

    shown = site.build()

    assert not shown.failed
    assert sum("a published site must state" in str(problem.message)
               for problem in shown.problems) == 3
    assert [error.partition(" is empty")[0] for error in published.errors()] == [
        f"content/firm.toml:{lines.index('[firm]') + 1}: “firm.{key}”"
        for key in ("phone", "bar", "host")]


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
        pages = [page for page in (site.options.output / lang).rglob("*.html")
                 if page.name != "error.html"]  # which other programs answer with
        assert len(pages) > 10
        for page in pages:
            text = page.read_text("utf-8")
            assert all(f'href="{address}"' in text for address in addresses), page
        for name in ("email.html", "email.txt"):
            letter = (site.options.outbox / "2018-07" / lang / name).read_text("utf-8")
            assert all(f"https://lettre.example{address}" in letter for address in addresses)


def test_the_firm_s_data_are_where_the_page_says(site: Site):
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
     "content/pages/privacy.fr.md:4: “<!-- firm: controler -->” is not a place for the firm’s"),
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


@pytest.mark.parametrize("address", ["", "https://firm.us1.list-manage.com/subscribe?u=0a&id=1b"])
def test_mailchimps_own_form_is_named_once_it_is_known(tmp_path: Path, address: str):
    """On whichever page has a place for it; without an address nothing is left of the place."""
    firm = load(tmp_path, GOOD + f'signup = "{address}"\n').firm
    macros = Environment(loader=FileSystemLoader(PROJECT / "theme" / "templates"),
                         extensions=["jinja2.ext.i18n"], autoescape=True)
    macros.install_null_translations()  # type: ignore[attr-defined]
    macros.filters["mark"] = str

    printed = str(macros.get_template("firm.html").make_module({"firm": firm}).signup())

    links = BeautifulSoup(printed, "html.parser").select("a")
    assert [link["href"] for link in links] == [address] * bool(address)
    assert bool(printed.strip()) == bool(address)
