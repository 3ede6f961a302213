"""A PDF has a name by all that it shows, and by nothing else."""

from datetime import date

import pytest

from plugins.build.workshop import editions_planned
from plugins.core.messages import ContentError
from plugins.paper.papers import PaperPlan, Papers
from plugins.paper.sheets import plans_of
from plugins.paper.shelf import Shelf, shelf_of
from tests.conftest import Site

LAWS = """[pipl]
name.fr = "Loi"
name.en = "Law"
chinese = "个人信息保护法"
adopted = 2021-08-20
in_force = 2021-11-01
{more}
"""


def planned(site: Site) -> dict[str, PaperPlan]:
    """Return what each PDF of the French edition is made of, by its key."""
    with editions_planned(site.options, print) as (french, _):
        papers = Papers(french.edition, french.planner.contents, shelf_of(site.options.cache))
        return {plan.key: plan for plan in plans_of(french.planner, papers)}


@pytest.fixture
def written(site: Site) -> Site:
    """Return a site with an article, an issue with it, and a law."""
    site.write("laws.toml", LAWS.format(more=""))
    site.article("2018-07-03-note.fr.md", "Texte.", "laws: pipl")
    site.article("2018-07-04-other.fr.md", "Autre.")
    site.write("issues/2018-07.fr.md", "subject: S\npreview: P\ndate: 2018-07-05\n"
               "articles: note\n\nBonjour.\n")
    return site


def test_articles_issues_and_laws_are_on_paper(written: Site):
    """Beside the page, under its own name."""
    assert {key: plan.path for key, plan in planned(written).items()} == {
        "note": "fr/articles/note/note.pdf", "other": "fr/articles/other/other.pdf",
        "2018-07": "fr/numeros/2018-07/2018-07.pdf", "pipl": "fr/textes/pipl/pipl.pdf"}


@pytest.mark.parametrize("path, before, after, changed", [
    ("articles/2018-07-03-note.fr.md", "Texte.", "Texte changé.", {"note", "2018-07"}),
    ("articles/2018-07-04-other.fr.md", "Autre.", "Autrement.", {"other"}),
    ("laws.toml", 'chinese = "个人信息保护法"', 'chinese = "数据安全法"', {"note", "pipl"}),
    ("laws.toml", "in_force = 2021-11-01",
     'in_force = 2021-11-01\n[[pipl.deadlines]]\nday = 2035-01-01\nwhat = {fr="F", en="E"}',
     {"pipl"}),
])
def test_what_shows_a_change_has_another_name(
        written: Site, path: str, before: str, after: str, changed: set[str]):
    """All else stays as it was made; the issue of 2018 knows no law of 2021."""
    first = planned(written)
    file = written.options.content / path
    file.write_text(file.read_text("utf-8").replace(before, after), "utf-8")

    now = planned(written)

    assert {key for key, plan in now.items() if plan.name != first[key].name} == changed


def test_it_is_as_of_the_last_change_of_what_it_shows(written: Site):
    """A daily build makes no PDF new: the day of the build is none of it."""
    days = {key: plan.values["as_of"] for key, plan in planned(written).items()}

    assert days == {"note": date(2021, 11, 1), "other": date(2018, 7, 4),
                    "2018-07": date(2018, 7, 5), "pipl": date(2021, 11, 1)}


def test_what_is_not_published_is_not_on_paper(site: Site):
    """A draft has no page."""
    site.article("2018-07-03-note.fr.md", "Texte.", "status: draft")

    assert planned(site) == {}


def test_texts_with_errors_are_not_set(site: Site):
    """They are told as a build tells them."""
    site.article("2018-07-03-note.fr.md", "[nowhere]({filename}/articles/no.fr.md)")

    with pytest.raises(ContentError):
        planned(site)


def test_a_page_links_to_its_pdf_while_it_shows_the_same(written: Site):
    """One of an older text is no longer linked, nor published, until it is made again."""
    shelf = shelf_of(written.options.cache)
    shelf.store.put(planned(written)["note"].name, b"%PDF" + b"." * 2996)
    pdf = written.options.output / "fr" / "articles" / "note" / "note.pdf"

    assert written.errors() == []
    (link,) = written.page("fr/articles/note").select('a[type="application/pdf"]')
    assert (link["href"], link.get_text()) == ("/fr/articles/note/note.pdf", "PDF, 3\u00a0ko")
    assert len(pdf.read_bytes()) == 3000
    assert not written.page("fr/articles/other").select('a[type="application/pdf"]')
    written.article("2018-07-03-note.fr.md", "Texte changé.", "laws: pipl")
    assert written.errors() == []
    assert not written.page("fr/articles/note").select('a[type="application/pdf"]')
    assert not pdf.exists()


def test_a_pdf_that_was_made_since_is_laid_out_by_the_next_build(written: Site):
    """Though no text has changed."""
    assert written.errors() == []
    Shelf(shelf_of(written.options.cache).folder).store.put(planned(written)["pipl"].name, b"%PDF")

    built = written.build()

    assert built.changed and (written.options.output / "fr/textes/pipl/pipl.pdf").is_file()


def test_a_damaged_pdf_is_told(written: Site):
    """With what to do about it; the site stays as it was."""
    shelf = shelf_of(written.options.cache)
    name = planned(written)["note"].name
    shelf.store.put(name, b"%PDF")
    (shelf.store.folder / name).write_bytes(b"x" * 100)

    (error,) = written.errors()

    assert "this PDF is damaged; delete it" in error
