"""What is typed is shown as a build would print it if it were saved, and nothing is changed."""

from pathlib import Path

import pytest

from plugins.build.build import Built, verify
from plugins.build.unsaved import Proof, Workshop
from tests.build.test_again import BOTH, laid
from tests.conftest import Site

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
    "a page": ("pages/new.fr.md", "title: Neuf\n\nUne page.\n"),
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


def test_a_text_is_shown_as_the_next_build_prints_it(site: Site, workshop: Workshop):
    """Byte for byte, with its email and its problems; and that build is as one from nothing."""
    for path, old, new in EDITS.values():
        assert_as_built(site, workshop, path, edited(site, path, old, new))
    for path, text in NEW_TEXTS.values():
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
