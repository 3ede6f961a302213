"""A PDF has a name by all that it shows, and by nothing else."""

import shutil
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from plugins.build.server_files import sent_headers
from plugins.build.workshop import editions_planned
from plugins.core.html import read
from plugins.core.messages import ContentError
from plugins.paper.papers import PaperPlan, Papers
from plugins.paper.press import Sheet
from plugins.paper.sheets import Printer, plans_of
from plugins.paper.shelf import Shelf, shelf_of
from tests.conftest import Site, new_site

LAWS = """[pipl]
name.fr = "Loi"
name.en = "Law"
chinese = "个人信息保护法"
adopted = 2021-08-20
in_force = 2021-11-01
{more}
"""


def printed(site: Site) -> dict[str, tuple[Sheet, PaperPlan]]:
    """Return the page that each PDF of the French edition is made of, and its plan, by its key."""
    with editions_planned(site.options, print) as (french, _):
        papers = Papers(french.edition, shelf_of(site.options.cache))
        printer = Printer(french.edition, french.env)
        return {plan.key: (printer.sheet(plan), plan) for plan in plans_of(french.planner, papers)}


def planned(site: Site) -> dict[str, PaperPlan]:
    """Return what each PDF of the French edition is made of, by its key."""
    return {key: plan for key, (_, plan) in printed(site).items()}


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


@pytest.mark.thorough
def test_the_words_of_commands_are_on_no_pdf(written: Site, tmp_path: Path):
    """A version of the program that says something else in the terminal makes none new."""
    theme = tmp_path / "own"
    shutil.copytree(written.options.theme, theme)
    own = Site(replace(written.options, settings={**written.options.settings, "THEME": str(theme)}))
    names = [planned(own)["note"].name]

    for catalogue in ("desk", "site"):
        with next(theme.rglob(f"{catalogue}.po")).open("a", encoding="utf-8") as file:
            file.write("\n# A remark.\n")
        names.append(planned(own)["note"].name)

    assert names[0] == names[1] != names[2]


def test_it_is_as_of_the_last_change_of_what_it_shows(written: Site):
    """A daily build makes no PDF new: the day of the build is none of it."""
    days = {key: plan.values["as_of"] for key, plan in planned(written).items()}

    assert days == {"note": date(2021, 11, 1), "other": date(2018, 7, 4),
                    "2018-07": date(2018, 7, 5), "pipl": date(2021, 11, 1)}


@pytest.fixture(scope="module")
def amended(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Sheet, PaperPlan]]:
    """Return what is printed of a site in which a law has changed between its texts."""
    site = new_site(tmp_path_factory.mktemp("amended"))
    site.write("laws.toml", LAWS.format(more="amended = [{date = 2022-01-01}]"))
    for day, name, laws in (("2018-07-03", "note", "laws: pipl"), ("2018-07-04", "other", ""),
                            ("2022-02-01", "newer", "laws: pipl")):
        site.article(f"{day}-{name}.fr.md", "Texte.", laws)
    for name, day in (("2018-07", "2018-07-05"), ("late", "2022-03-01")):
        site.write(f"issues/{name}.fr.md", f"subject: {name}\npreview: P\ndate: {day}\n"
                   "articles: note\n\nBonjour.\n")
    return printed(site)


@pytest.mark.parametrize("key, told", [
    ("note", True), ("late", True), ("newer", False), ("other", False), ("2018-07", False)])
def test_a_law_that_has_changed_since_is_told_as_of_that_day(
        amended: dict[str, tuple[Sheet, PaperPlan]], key: str, told: bool):
    """By an article, and by an issue of a later date; neither by a newer text nor an older issue.
    """
    sheet, plan = amended[key]

    notices = [each.get_text() for each in read(sheet.html).select(".moved")]
    assert ["modifié le 1er\u00a0janvier 2022" in each for each in notices] == [True] * told
    assert not told or plan.values["as_of"] >= date(2022, 1, 1)


def test_an_issue_on_paper_asks_nobody_to_subscribe(site: Site):
    """With its heading goes what is a form on the page of an article; the issue would end in it."""
    site.article("2018-07-03-note.fr.md", "Texte.\n\n## Abonnez-vous\n\n[Ici]({form}subscribe)\n")
    site.write("issues/2018-07.fr.md", "subject: S\npreview: P\ndate: 2018-07-05\nshow: full\n"
               "articles: note\n\nBonjour.\n")

    told = read(printed(site)["2018-07"][0].html).get_text()

    assert "Texte." in told and "Abonnez-vous" not in told and "Ici" not in told


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
    sent = partial(sent_headers, written.options.output)
    assert sent("/fr/articles/note/note.pdf")["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in {**sent("/fr/articles/note/"), **sent("/images/note.pdf")}
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
