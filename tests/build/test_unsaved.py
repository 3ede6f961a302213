"""What is typed is shown as a build would print it if it were saved, and nothing is changed."""

from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from plugins.build.build import Built, verify
from plugins.build.unsaved import Proof, Workshop
from tests.build.test_again import BOTH, laid
from tests.conftest import PROJECT, Site
from tests.images.conftest import photo, saved

__all__ = ["laid"]

ALONE, DRAFT, LATER = ("articles/2019-01-01-alone.fr.md", "articles/2019-02-01-draft.fr.md",
                       "articles/2030-01-01-later.fr.md")
ISSUE, PAGE = "issues/2018-07.fr.md", "pages/contact.fr.md"

NEW = "title: Neuf\ncategory: brief\nsummary: S.\nslug: {slug}\ntags: trade\n\nUn texte.\n"

EDITS = {
    "a body": (BOTH, "Text.", "Un autre texte[^1].\n\n[^1]: Une note."),
    "a body that others show": (ALONE, "Vers", "Encore vers"),
    "the body of a draft": (DRAFT, "Ébauche.", "Encore."),
    "the words of an issue": (ISSUE, "Éditorial.", "Un autre mot."),
    "a page": (PAGE, "[contact]", "Un mot.\n\n[contact]"),
    "a title": (BOTH, "title: Les deux", "title: Tous les deux"),
    "a slug": (BOTH, "slug: both", "slug: deux"),
    "tags and laws": (ALONE, "tags: trade\nauthors: editors\nlaws: trade-law\n", ""),
    "a subject": (ISSUE, "subject: Sujet", "subject: Autre sujet"),
    "the day of an issue": (ISSUE, "2018-07-05", "2019-07-05"),
    "a draft that is published": (DRAFT, "status: draft\n", ""),
    "an article that becomes one": (LATER, "slug:", "status: draft\nslug:"),
    "the title of a page": (PAGE, "title: contact", "title: Nous écrire"),
}

NEW_TEXTS = {
    "an article": ("articles/2019-05-01-new.fr.md", NEW.format(slug="neuf")),
    "a translation": ("articles/2019-01-01-alone.en.md", NEW.format(slug="alone-too")),
    "a new page": ("pages/new.fr.md", "title: Neuf\n\nUne page.\n"),
    "an issue": ("issues/2019-08.fr.md",
                 "date: 2019-08-01\nsubject: Sujet\npreview: P\narticles: alone, both\n\nMot.\n"),
}


@pytest.fixture(scope="module")
def site(laid: Site, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site of which a preview has not been built; what tests save in it stays right."""
    copy = laid.copied(tmp_path_factory.mktemp("unsaved"))
    return copy.with_options(settings={**copy.options.settings, "PREVIEW": True})


@pytest.fixture(scope="module")
def workshop(site: Site) -> Workshop:
    """Return what has built the preview twice, as `serve` does."""
    made = Workshop()
    build(made, site)
    build(made, site)
    return made


def build(workshop: Workshop, site: Site) -> Built:
    """Build the preview, and say nothing of it."""
    return workshop.build(site.options, lambda step: None)


def look(workshop: Workshop, site: Site, path: str, text: str) -> Proof:
    """Return what a file of the content would become with this text."""
    file = site.options.content / path
    return workshop.look(site.options, {file: text.encode()}, file)


def edited(site: Site, path: str, old: str, new: str) -> str:
    """Return the text of a file with other words for some of its own."""
    text = (site.options.content / path).read_text("utf-8")
    assert old in text
    return text.replace(old, new)


def told(proof: Proof) -> list[tuple[str, int, str]]:
    """Return file, line and level of each problem."""
    return [(Path(problem.path).name, problem.line, problem.level) for problem in proof.problems]


def assert_as_built(site: Site, workshop: Workshop, path: str, text: str) -> None:
    """Look at a text, save it, build, and find page and email as they were shown before."""
    before = site.files()
    proof = look(workshop, site, path, text)
    assert site.files() == before
    assert "error" not in [problem.level for problem in proof.problems], proof.problems

    site.write(path, text)

    built = build(workshop, site)
    assert not built.failed
    assert list(proof.problems) == [problem for problem in built.problems
                                    if problem.path == str(site.options.content / path)]
    assert proof.page in [page.read_text("utf-8") for page in site.options.output.rglob("*.html")]
    if path.startswith("issues"):
        assert proof.email
        assert proof.email.eml in [file.read_bytes() for file in site.options.outbox.rglob("*.eml")]


@pytest.mark.parametrize("kinds", [
    ("the words of an issue", "tags and laws"),
    pytest.param({**EDITS, **NEW_TEXTS}, marks=pytest.mark.thorough)])
def test_a_text_is_shown_as_the_next_build_prints_it(
        site: Site, workshop: Workshop, kinds: Collection[str]):
    """Byte for byte, with its email and its problems; and that build is as one from nothing."""
    for name, (path, old, new) in EDITS.items():
        if name in kinds:
            assert_as_built(site, workshop, path, edited(site, path, old, new))
    for name, (path, text) in NEW_TEXTS.items():
        if name in kinds:
            assert_as_built(site, workshop, path, text)

    assert verify(site.options, lambda step: None, build(workshop, site).problems) == []


def test_right_after_the_start_all_is_read(site: Site):
    """Nothing has been built yet by this process, or by any."""
    proof = look(Workshop(), site, BOTH, edited(site, BOTH, "title: ", "title: Neuf : "))

    assert proof.page
    assert "Neuf" in proof.page
    assert proof.email
    assert "Neuf" in proof.email.html


@pytest.mark.parametrize(("text", "line"), [
    ("title: T\ncategory: none\nsummary: S.\n\nText.\n", 2),
    ("no header", 1),
    ("title: T\ncategory: brief\nsummary: S.\nslug: both\n\n" + "[" * 999, 6),
    ("", 1),
    ("title: T\ncategory: brief\nsummary: S.\nslug: both\n\nA \x07 bell.", 6),
    ("title: T\ncategory: brief\nsummary: S.\nslug: both\n\n" + "a" * 1_000_001, 0),
])
def test_a_text_that_cannot_be_read_has_problems_with_their_lines(
        site: Site, workshop: Workshop, text: str, line: int):
    """And no page, not that of an older version either."""
    proof = look(workshop, site, BOTH, text)

    assert next((name, place) for name, place, level in told(proof) if level == "error") \
        == (Path(BOTH).name, line)
    assert (proof.page, proof.email) == (None, None)


@contextmanager
def written(site: Site, path: str, text: str) -> Iterator[None]:
    """Let a file of the content hold a text meanwhile."""
    file = site.options.content / path
    before = file.read_bytes() if file.exists() else None
    site.write(path, text)
    yield
    if before is None:
        file.unlink()
    else:
        file.write_bytes(before)


@pytest.mark.parametrize("path", [
    "articles/Été.fr.md", "articles/2020-01-01-neu.de.md", "articles/2020-13-01-new.fr.md",
    "pages/new.fr.txt", "elsewhere/new.fr.md"])
def test_a_name_that_no_text_may_have_is_a_problem(site: Site, workshop: Workshop, path: str):
    """As the check tells of a file that has it."""
    proof = look(workshop, site, path, NEW.format(slug="neuf"))

    assert told(proof) == [(Path(path).name, 0, "error")]
    assert proof.page is None


def test_a_text_is_shown_with_its_words_counted(site: Site, workshop: Workshop):
    """Also where its header is wrong, for it is being written."""
    body = "\n\nUn texte de six mots courts.\n"

    right = look(workshop, site, ALONE, "title: T\ncategory: brief\nsummary: S." + body)
    wrong = look(workshop, site, ALONE, "title: T\ncategory: none" + body)

    assert (right.words, right.minutes) == (wrong.words, wrong.minutes) == (6, 1)
    assert wrong.page is None


def test_both_languages_of_a_new_text_may_be_unsaved(site: Site, workshop: Workshop):
    """Each names the other."""
    files = {site.options.content / f"articles/2020-01-01-pair.{lang}.md":
             NEW.format(slug=f"paire-{lang}").encode() for lang in ("fr", "en")}

    for path, other in zip(files, ("/en/articles/paire-en/", "/fr/articles/paire-fr/"),
                           strict=True):
        proof = workshop.look(site.options, files, path)

        assert proof.problems == ()
        assert other in str(proof.page)


def test_what_a_change_breaks_elsewhere_is_told(site: Site, workshop: Workshop):
    """An anchor to which another text leads is gone; what was wrong before is not told."""
    with written(site, BOTH, NEW.format(slug="deux") + "\n## Un titre {#titre}\n\nMot.\n"), \
            written(site, ALONE, edited(site, ALONE, "both.fr.md", "both.fr.md#titre")), \
            written(site, DRAFT, edited(site, DRAFT, "category: brief", "category: none")):
        kept = look(workshop, site, BOTH, edited(site, BOTH, "Un titre", "Le titre"))
        gone = look(workshop, site, BOTH, edited(site, BOTH, "{#titre}", "{#autre}"))

    assert kept.problems == ()
    assert [(name, level) for name, _, level in told(gone)] == [(Path(ALONE).name, "error")]


def test_a_page_shows_a_picture_that_no_build_has_made(site: Site, workshop: Workshop):
    """Its files are made when they are asked for; of another address there is none."""
    image = site.options.content / "images" / "fresh.png"
    image.write_bytes(saved(photo(80, 50), "PNG"))
    with_picture = NEW.format(slug="alone") + "\n![Une photo]({static}/images/fresh.png)\n"

    proof = look(workshop, site, ALONE, with_picture)

    shown = BeautifulSoup(str(proof.page), "html.parser").select_one("picture img")
    address = str(shown["src"]).lstrip("/")
    assert not (site.options.output / address).exists()
    assert Image.open(BytesIO(workshop.picture(address) or b"")).size == (80, 50)
    assert workshop.picture("pictures/none-80.jpg") is None
    image.write_bytes(image.read_bytes()[:60])
    damaged = look(workshop, site, ALONE, with_picture)
    assert ("fresh.png", 0, "error") in told(damaged)
    image.unlink()


def test_an_article_is_in_the_email_of_the_newest_issue_that_names_it(
        site: Site, workshop: Workshop):
    """Or in one of its own, whose subject is its title; a page is in none."""
    with written(site, *NEW_TEXTS["an issue"]):
        named = look(workshop, site, ALONE, edited(site, ALONE, "summary: S.", "summary: Ce que."))
    own = look(workshop, site, "articles/2021-02-03-own.fr.md", NEW.format(slug="propre"))
    page = look(workshop, site, PAGE, edited(site, PAGE, "title: ", "title: Nous "))

    assert named.email
    assert named.email.campaign["issue"] == "2019-08"
    assert "Ce que." in named.email.text
    assert own.email
    assert (own.email.campaign["subject"], own.email.campaign["preview"]) == ("Neuf", "S.")
    assert page.email is None


def test_what_was_saved_and_not_built_is_seen(site: Site, workshop: Workshop):
    """A text that another one shows, and a template."""
    template = (PROJECT / "theme/templates/article.html").read_text("utf-8").replace(
        "{% block content %}", "{% block content %}<!-- Autre -->")
    with written(site, BOTH, edited(site, BOTH, "title: ", "title: Enregistré : ")), \
            written(site, "templates/article.html", template):
        issue = look(workshop, site, ISSUE, edited(site, ISSUE, "preview: P", "preview: Q"))
        proof = look(workshop, site, ALONE, edited(site, ALONE, "title: ", "title: Neuf "))

    assert "Enregistré" in str(issue.page)
    assert "<!-- Autre -->" in str(proof.page)
    assert "<!-- Autre -->" not in str(look(workshop, site, ALONE, NEW.format(slug="alone")).page)


@pytest.mark.parametrize(("path", "wrong", "page"), [
    (DRAFT, "title: T\ncategory: none\n\nMot.\n", True),
    ("pages/privacy.fr.md", "no header", True),
    ("topics.toml", "[categories", False),
    ("firm.toml", "menu = 1", False),
    ("templates/article.html", "{% if %}", False),
], ids=["another text", "a page that emails need", "topics", "firm", "a template"])
def test_after_a_build_that_failed_a_text_is_still_shown(
        site: Site, workshop: Workshop, path: str, wrong: str, page: bool):
    """If it can be; else it is told what is wrong, and where."""
    with written(site, path, wrong):
        assert build(workshop, site).failed
        proof = look(workshop, site, ALONE, edited(site, ALONE, "title: ", "title: Neuf "))

    assert bool(proof.page) == page
    told = {problem.path for problem in proof.problems if problem.level == "error"}
    assert told == set() if page else str(site.options.content / path) in told
    assert not build(workshop, site).failed


def test_a_text_is_shown_while_another_one_names_a_law_that_is_gone(
        site: Site, workshop: Workshop):
    """Who writes is not kept from it by what somebody else has to mend."""
    with written(site, "laws.toml", ""):
        assert build(workshop, site).failed
        proof = look(workshop, site, PAGE, edited(site, PAGE, "[contact]", "Un mot.\n\n[contact]"))

    assert "Un mot." in str(proof.page)
    assert not build(workshop, site).failed


def test_nobody_waits_for_a_build(site: Site, workshop: Workshop):
    """What is typed meanwhile is shown, and both are as if they had been alone."""
    text = NEW.format(slug="alone").replace("tags: trade\n", "")  # so that nothing is related
    alone = look(workshop, site, ALONE, text)
    with ThreadPoolExecutor(1) as pool:
        for word in ("Un", "Deux", "Trois"):
            site.write(BOTH, edited(site, BOTH, "title: ", f"title: {word} "))
            building = pool.submit(build, workshop, site)
            looks = [look(workshop, site, ALONE, text).page for _ in range(3)]
            assert not building.result().failed
            assert looks == [alone.page] * 3
