"""Authors as readers see them: their page, and their names wherever their articles are."""

import json
import shutil
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from plugins.search.index import copy_of
from tests.conftest import TOPICS, Site, new_site

CLAIRE = """\
[claire]
name = "Claire Durand"
role.fr = "Avocate associée"
role.en = "Partner"
photo = "images/claire.png"
alt.fr = "Portrait de l'avocate"
alt.en = "Portrait"
languages = ["fr", "zh"]
bio.fr = "Elle conseille à 北京."
bio.en = "She advises in 北京."
bar.fr = "Paris, 2009"
bar.en = "Paris, 2009"
email = "claire@lettre.example"
profiles = ["https://www.linkedin.com/in/claire", "https://orcid.org/0000"]

[paul]
name = "Paul Martin"
slug.fr = "paul"
slug.en = "paul-martin"
"""

OLD = TOPICS[TOPICS.index("[authors"):]

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def with_people(folder: Path) -> Site:
    """Lay a site with articles of two people, of a person and a desk, and of the desk alone."""
    site = new_site(folder)
    site.write("authors.toml", CLAIRE)
    (site.options.content / "images").mkdir()
    photo = Image.effect_noise((90, 120), 90).resize((480, 640))
    photo.save(site.options.content / "images/claire.png")
    site.article("2018-07-03-both.fr.md", "Texte.", "title: Les deux\nauthors: claire, paul")
    site.article("2018-07-03-both.en.md", "Text.", "title: Both\nauthors: claire, paul")
    site.article("2018-07-02-desk.fr.md", "Texte.", "title: Seule\nauthors: editors")
    site.article("2018-07-01-mixed.fr.md", "Texte.", "title: Avec\nauthors: editors, claire")
    site.write("issues/2018-07.fr.md", "date: 2018-07-05\nsubject: Sujet\npreview: P\n"
               "articles: both, desk, mixed\n\nÉditorial.\n")
    return site


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build the site once."""
    site = with_people(tmp_path_factory.mktemp("people"))
    assert site.errors() == []
    return site


@pytest.fixture
def site(original: Site, tmp_path: Path) -> Site:
    """Return a site of its own to each test."""
    return original.copied(tmp_path)


def words(site: Site, address: str, selector: str) -> list[str]:
    """Return the words of each element of a page."""
    return [" ".join(element.get_text().split()) for element in site.page(address).select(selector)]


def email(site: Site, name: str = "email.txt") -> str:
    """Return a file of the issue's email."""
    return (site.options.outbox / "2018-07/fr" / name).read_text("utf-8")


def test_the_page_of_an_author_tells_all_that_is_declared(original: Site):
    """In the words of its language, above their articles."""
    page = original.page("fr/auteurs/claire")

    assert words(original, "fr/auteurs/claire", ".author :is(h1, .author__role, .author__bio)") \
        == ["Claire Durand", "Avocate associée", "Elle conseille à 北京."]
    assert words(original, "fr/auteurs/claire", ".author dl > *") == [
        "Barreau", "Paris, 2009", "Langues", "français, chinois",
        "Adresse électronique", "claire@lettre.example", "Ailleurs", "linkedin.com", "orcid.org"]
    assert [link["href"] for link in page.select(".author dd a")] == [
        "mailto:claire@lettre.example", "https://www.linkedin.com/in/claire",
        "https://orcid.org/0000"]
    assert page.select_one(".author__bio [lang=zh-Hans]").get_text() == "北京"
    assert page.select_one("meta[name=description]")["content"] == "Elle conseille à 北京."
    assert words(original, "fr/auteurs/claire", ".entry__title") == ["Les deux", "Avec"]
    assert words(original, "en/authors/claire", ".author__role") == ["Partner"]


def test_a_photo_is_in_every_size_and_format(original: Site):
    """Square on the page, whole in the file; its words are those of the language."""
    photo, = original.page("fr/auteurs/claire").select(".author__photo picture")
    image = photo.img

    assert image["alt"] == "Portrait de l’avocate"
    assert (image["width"], image["height"]) == ("160", "213")
    assert photo.source["type"] == "image/avif" and photo.source["sizes"].endswith("160px")
    for address in (image["src"], *(each.split()[0] for each in photo.source["srcset"].split(","))):
        assert (original.options.output / address.removeprefix("/")).is_file()
    assert not (original.options.output / "images/claire.png").exists()


def test_an_author_of_whom_nothing_is_declared_has_a_page_with_a_name(original: Site):
    """As the editors always had."""
    page = original.page("fr/auteurs/la-redaction")

    assert [part.name for part in page.select(".author__words > *")] == ["p", "h1"]
    assert page.select_one("meta[name=description]")["content"].startswith("Articles de Lettre")
    assert page.select_one("nav.languages a")["href"] == "/en/"
    assert original.page("fr/auteurs/paul").select_one("nav.languages a")["href"] \
        == "/en/authors/paul-martin/"


def test_an_article_names_all_its_authors_everywhere(original: Site):
    """On its page, for machines, in what is cited; each leads to a page."""
    page = original.page("fr/articles/both")

    assert [link["href"] for link in page.select(".byline a")] \
        == ["/fr/auteurs/claire/", "/fr/auteurs/paul/"]
    assert page.select_one("meta[name=author]")["content"] == "Claire Durand, Paul Martin"
    assert words(original, "fr/articles/both", ".cite__line")[0].startswith(
        "Claire Durand, Paul Martin, «")
    bibtex = (original.options.output / "fr/articles/mixed/citation.bib").read_text("utf-8")
    assert "author = {{La rédaction} and Claire Durand}," in bibtex


@pytest.mark.parametrize(("address", "shown"), [
    ("fr", ["Claire Durand, Paul Martin", "", "La rédaction, Claire Durand"]),
    ("fr/rubriques/breve", ["Claire Durand, Paul Martin", "", "La rédaction, Claire Durand"]),
    ("fr/auteurs/claire", ["", ""]),
])
def test_lists_name_people_where_that_says_something(original: Site, address: str, shown):
    """A desk alone goes without saying, and so do authors on their own page."""
    entries = original.page(address).select(".entry")

    assert ["".join(by.get_text() for by in entry.select(".entry__by")) for entry in entries] \
        == shown


def test_a_feed_names_each_author_with_their_page(original: Site):
    """RFC 4287, 4.2.1: an element for each."""
    feed = ElementTree.fromstring((original.options.output / "fr/feed.xml").read_bytes())
    authors = {entry.findtext("a:title", None, ATOM): [
        (author.findtext("a:name", None, ATOM), author.findtext("a:uri", None, ATOM))
        for author in entry.iterfind("a:author", ATOM)] for entry in feed.iterfind("a:entry", ATOM)}

    root = "https://lettre.example/fr/auteurs/"
    assert authors == {
        "Les deux": [("Claire Durand", f"{root}claire/"), ("Paul Martin", f"{root}paul/")],
        "Seule": [("La rédaction", f"{root}la-redaction/")],
        "Avec": [("La rédaction", f"{root}la-redaction/"), ("Claire Durand", f"{root}claire/")]}


def test_an_email_names_people(original: Site):
    """Below the topic of each article; the letter itself speaks for its desk."""
    assert [line for line in email(original).splitlines() if "Durand" in line] \
        == ["Claire Durand, Paul Martin", "La rédaction, Claire Durand"]
    assert email(original, "email.html").count("Claire Durand") == 2
    assert email(original).count("La rédaction") == 1


def test_the_search_finds_people_by_name_and_role(original: Site):
    """With what they tell of themselves; a desk without words is no result."""
    pages = original.options.output / "fr/auteurs"
    claire, paul, desk = (copy_of((pages / name / "index.html").read_text("utf-8"))
                          for name in ("claire", "paul", "la-redaction"))

    assert 'data-day="Avocate associée"' in claire and 'data-title="Claire Durand"' in claire
    assert "Avocate associée" in claire.partition("author__role")[2]
    assert paul and desk is None


def test_an_edit_shows_wherever_the_author_is_named(site: Site):
    """As if everything had been built anew."""
    site.write("authors.toml", CLAIRE.replace("Claire Durand", "Claire Dupont").replace(
        "Avocate associée", "Avocate"))
    assert site.errors() == []

    output = site.options.output
    assert words(site, "fr/auteurs/claire", "h1, .author__role") == ["Claire Dupont", "Avocate"]
    for page in ("fr/articles/both", "fr", "fr/auteurs", "fr/rubriques/breve"):
        assert "Claire Dupont" in site.page(page).main.get_text()
    assert "Claire Dupont" in (output / "fr/feed.xml").read_text("utf-8")
    assert "Claire Dupont" in email(site)
    files = site.files()
    for folder in ("output", "outbox", ".output.press", ".outbox.press", "var/cache/builds",
                   "var/cache/texts"):
        shutil.rmtree(site.options.content.parent / folder)
    assert site.errors() == [] and site.files() == files


def test_a_folder_of_before_is_the_same_site_as_one_that_declares_its_desk_anew(tmp_path: Path):
    """Nobody has to move an author out of `topics.toml`."""
    made = []
    for name, topics, authors in (
            ("old", TOPICS, ""),
            ("new", TOPICS.replace(OLD, ""), OLD.replace("[authors.", "[").replace(
                "]\n", "]\norganization = true\n", 1))):
        (tmp_path / name).mkdir()
        site = new_site(tmp_path / name)
        site.write("topics.toml", topics)
        if authors:
            site.write("authors.toml", authors)
        site.article("2018-07-03-a.fr.md", "Texte.", "authors: editors")
        site.write("issues/2018-07.fr.md", "date: 2018-07-05\nsubject: Sujet\npreview: P\n"
                   "articles: a\n\nÉditorial.\n")
        assert site.errors() == []
        made.append(site.files())

    assert made[0] == made[1]


def test_an_author_that_nobody_declared_is_told_with_those_there_are(site: Site):
    """Of both files."""
    site.article("2018-07-04-x.fr.md", "Texte.", "authors: clare")

    assert site.errors() == ["content/articles/2018-07-04-x.fr.md:5: there is no author “clare”; "
                             "the authors are claire, paul, editors (authors.toml)"]


def test_a_photo_that_is_no_image_is_told(site: Site):
    """Before anything is built."""
    (site.options.content / "images/claire.png").write_bytes(b"no image")

    assert [error.partition(":0: ")[::2] for error in site.errors()] == [(
        "content/images/claire.png", "the image is damaged, or of a kind that we cannot read; "
        "save it again as PNG, JPEG, GIF or SVG")]


def test_the_sample_has_no_invented_person():
    """Its editors are an organization."""
    declared = tomllib.loads(Path("content/authors.toml").read_text("utf-8"))

    assert json.dumps(declared).count("organization") == len(declared) == 1
