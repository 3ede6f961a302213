"""Each text has a file of its own, and keeps its old address as far as it can."""

import pytest

from plugins.importer.plan.kinds import sort_items
from plugins.importer.plan.places import place_texts, plain_name, read_there
from plugins.importer.wordpress.export import read_export
from plugins.importer.wordpress.languages import find_languages
from plugins.site.addresses import addresses_of
from tests.support.wordpress import Post, pair, write_export

EDITIONS = addresses_of({"fr": {"name": "Français", "paths": {"archive": "archives"}},
                         "en": {"name": "English"}})


def places(tmp_path, *posts, content=None):
    """Return file and address of each text by its number."""
    export = read_export([write_export(tmp_path, *posts)])
    spoken = find_languages(export, ("fr", "en"))
    placed = place_texts(sort_items(export, spoken, "Europe/Paris").texts, spoken,
                         read_there(content or tmp_path / "none", ("fr", "en")), EDITIONS)
    return {number: (place.file, place.address) for number, place in placed.items()}


def test_translations_share_the_key_of_the_first_language_and_keep_their_slugs(tmp_path):
    """Whatever the order of the export."""
    assert places(tmp_path, pair(2, "en", "One", other=1, slug="one"),
                  pair(1, "fr", "Un", other=2, slug="un")) == {
        1: ("articles/2018-07-03-un.fr.md", "fr/articles/un/"),
        2: ("articles/2018-07-03-un.en.md", "en/articles/one/")}


def test_pages_of_two_languages_with_one_slug_never_share_a_file(tmp_path):
    """Nothing says that they are one text."""
    assert places(tmp_path, pair(1, "fr", "Contact", kind="page", slug="contact"),
                  pair(2, "en", "Contact", kind="page", slug="contact")) == {
        1: ("pages/contact.fr.md", "fr/contact/"), 2: ("pages/contact-en.en.md", "en/contact/")}


def test_two_texts_of_one_language_never_share_an_address(tmp_path):
    """Pages below different pages may have one slug in WordPress."""
    assert places(tmp_path, pair(1, "fr", "A", kind="page", slug="a"),
                  pair(2, "fr", "B", kind="page", slug="a")) == {
        1: ("pages/a.fr.md", "fr/a/"), 2: ("pages/a-fr.fr.md", "fr/a-2/")}


def test_a_page_never_takes_the_address_of_a_list(tmp_path):
    """The archives are there already."""
    assert places(tmp_path, pair(1, "fr", "A", kind="page", slug="archives"))[1][1] \
        == "fr/archives-2/"


def test_a_text_that_is_there_at_its_address_keeps_its_file(tmp_path):
    """An editor has renamed it, or written it before."""
    content = tmp_path / "content"
    (content / "pages").mkdir(parents=True)
    (content / "pages/about.fr.md").write_text("title: À propos\nslug: a-propos\n\nTexte.\n")
    assert places(tmp_path, pair(1, "fr", "À propos", kind="page", slug="a-propos", other=2),
                  pair(2, "en", "About", kind="page", slug="about-us", other=1),
                  content=content) == {
        1: ("pages/about.fr.md", "fr/a-propos/"), 2: ("pages/about.en.md", "en/about-us/")}


def test_a_pair_that_an_editor_has_made_by_hand_stays_one(tmp_path):
    """The second import finds both at their addresses."""
    content = tmp_path / "content"
    (content / "pages").mkdir(parents=True)
    for lang in ("fr", "en"):
        (content / f"pages/contact.{lang}.md").write_text("title: A\nslug: contact\n\nA.\n")
    assert [file for file, _ in places(
        tmp_path, pair(1, "fr", "Contact", kind="page", slug="contact"),
        pair(2, "en", "Contact", kind="page", slug="contact"), content=content).values()] == [
        "pages/contact.fr.md", "pages/contact.en.md"]


@pytest.mark.parametrize("slug, title, key", [
    ("", "Le « petit livre »", "le-petit-livre"), ("../../x", "A", "x"), ("", "小红书", "wp-1"),
    ("%e5%b0%8f", "Un livre", "un-livre"), ("œuvre-d%e2%80%99art", "", "oeuvre-d-art"),
    ("A_b.C", "", "a-b-c"), ("x" * 300, "", "x" * 120)])
def test_a_key_is_made_of_what_letters_there_are(tmp_path, slug, title, key):
    """It is a name, never a path."""
    export = Post(1, title, slug="@", link="https://ancien.example/x/")
    export.slug = slug or " "
    assert places(tmp_path, export)[1][0] == f"articles/2018-07-03-{key}.fr.md"


@pytest.mark.parametrize("slug, name", [("a-b", "a-b"), ("", ""), ("%zz", "zz"), ("--", "")])
def test_a_slug_in_our_letters_stays(slug, name):
    """Addresses are seldom changed."""
    assert plain_name(slug) == name
