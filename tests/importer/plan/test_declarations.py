"""Declarations are added to, as text; nothing that is there is written anew."""

import pytest

from plugins.core.messages import ContentError
from plugins.importer.plan.declarations import plan_menus, with_menus, with_topics
from plugins.importer.plan.places import Place, There
from plugins.importer.plan.terms import NewTopic
from plugins.importer.wordpress.export import read_export
from plugins.importer.wordpress.languages import find_languages
from plugins.register.authors import load_all_topics
from tests.support.wordpress import HOME, category, pair, write_export
from tests.support.wordpress_site import menu_entry

TOPIC = NewTopic("category", "vin", {"fr": 'Le "vin"', "en": "Wine"}, {"fr": "vin", "en": "wine"})
TABLE = ('[categories.vin]\nname.fr = "Le \\"vin\\""\nname.en = "Wine"\nslug.fr = "vin"\n'
         'slug.en = "wine"\n')


@pytest.mark.parametrize("before, after", [
    ("# mine\n", f"# mine\n\n{TABLE}"), ("# mine", f"# mine\n\n{TABLE}"), ("", TABLE),
    ("# mine\r\n", f"# mine\r\n\r\n{TABLE}".replace("\n", "\r\n").replace("\r\r", "\r"))])
def test_topics_are_added_below_what_there_is(tmp_path, before, after):
    """With the line ends of the file."""
    (tmp_path / "topics.toml").write_bytes(before.encode())
    assert with_topics(tmp_path, [TOPIC]) == {"topics.toml": after.encode()}


@pytest.mark.parametrize("slug, line", [("claire-durand", ""), ("durand", 'slug = "durand"\n')])
def test_authors_are_people_in_a_file_of_their_own(tmp_path, slug, line):
    """It need not be there yet."""
    author = NewTopic("author", "claire-durand", dict.fromkeys(("fr", "en"), "Claire Durand"),
                      dict.fromkeys(("fr", "en"), slug))
    made = with_topics(tmp_path, [author])
    assert made == {"authors.toml": f'[claire-durand]\nname = "Claire Durand"\n{line}'.encode()}
    (tmp_path / "authors.toml").write_bytes(made["authors.toml"])
    (tmp_path / "topics.toml").write_text("")
    assert load_all_topics(tmp_path, ("fr", "en"))["author"]["claire-durand"].slugs["en"] == slug


def test_nothing_new_changes_no_file(tmp_path):
    """Not even one that is not there."""
    assert with_topics(tmp_path, []) == {}


@pytest.mark.parametrize("before", ["categories = {}\n", "[categories\n", "[categories.vin]\n"])
def test_a_file_that_cannot_be_added_to_is_told(tmp_path, before):
    """What it says is an editor’s."""
    (tmp_path / "topics.toml").write_text(before)
    with pytest.raises(ContentError, match="cannot be added at the end"):
        with_topics(tmp_path, [TOPIC])


@pytest.mark.parametrize("before, after", [
    ("[firm]\n", {"firm.toml": b'[firm]\n\n[menu]\nfr = ["a", "b"]\n'}),
    ("# [menu]\n", {"firm.toml": b'# [menu]\n\n[menu]\nfr = ["a", "b"]\n'}),
    ('[menu]\nfr = ["c"]\n', {})])
def test_a_menu_is_added_unless_there_is_one(tmp_path, before, after):
    """An example in a comment is none."""
    (tmp_path / "firm.toml").write_text(before)
    assert with_menus(tmp_path, {"menu": {"fr": ("a", "b")}, "foot": {}}) == after


BREVES = ("category", "breves", "Brèves")
PLACES = {1: Place("page", "equipe", "fr", "equipe", "", "fr/equipe/"),
          2: Place("page", "equipe", "en", "team", "", "en/team/"),
          3: Place("article", "loi", "fr", "loi", "", "fr/articles/loi/"),
          4: Place("page", "only", "en", "only", "", "en/only/"),
          5: Place("page", "cabinet", "fr", "cabinet", "", "fr/cabinet/"),
          6: Place("page", "sous", "fr", "sous", "", "fr/sous/")}
POSTS = [pair(1, "fr", "Équipe", kind="page", slug="equipe"),
         pair(2, "en", "Team", kind="page", slug="team"),
         pair(3, "fr", "Loi", slug="loi", terms=[BREVES]),
         pair(4, "en", "Only", kind="page", slug="only")]


def menus(tmp_path, *entries, posts=POSTS, foot=False):
    """Return our menus or feet, and what is told."""
    export = read_export([write_export(tmp_path, *posts, *entries,
                                       head=category("breves", "Brèves", 7))])
    found = plan_menus(export, PLACES, {BREVES[:2]: {"category": "breves"}},
                       find_languages(export, ("fr", "en")),
                       There({}, {("page", "fr", "legal"): ""}))
    return dict(found.foot if foot else found.menu), [str(each) for each in found.told]


def test_entries_keep_their_order(tmp_path):
    """A page, a category, a page by its address."""
    assert menus(tmp_path, menu_entry(10, "main", "taxonomy", "7", 2),
                 menu_entry(11, "main", "custom", "11", 1, url=f"{HOME}/equipe/"),
                 menu_entry(12, "top", "post_type", "2", 1)) == (
        {"fr": ("equipe", "breves"), "en": ("equipe",)}, [])


def test_what_no_menu_of_ours_leads_to_is_told(tmp_path):
    """An article, another site; the words are those of the entry."""
    assert menus(tmp_path, menu_entry(10, "main", "post_type", "3", 1),
                 menu_entry(11, "main", "custom", "11", 2, "Ailleurs", "https://x.example/"),
                 menu_entry(12, "main", "post_type", "1", 3)) == ({"fr": ("equipe",)}, [
        "of the menu “main” these entries are left out, for a menu leads to pages and categories: "
        "Loi, Ailleurs"])


def test_the_menu_of_the_foot_is_ours_and_leads_to_what_the_law_asks_for(tmp_path):
    """Of two the larger."""
    entries = [menu_entry(10, "pied-de-page", "post_type", "1", 1),
               menu_entry(11, "pied-de-page", "taxonomy", "7", 2),
               menu_entry(12, "footer", "post_type", "1", 1)]
    assert menus(tmp_path, *entries, foot=True) == ({"fr": ("equipe", "breves", "legal")}, [
        "the menu “footer” is not taken over: equipe; name what is needed of it in “[menu]” or "
        "“[foot]” of firm.toml"])
    assert menus(tmp_path, *entries)[0] == {}


def test_a_page_of_another_language_is_not_in_a_menu(tmp_path):
    """Nobody could read it there."""
    assert menus(tmp_path, menu_entry(10, "main", "taxonomy", "7", 1),
                 menu_entry(11, "main", "post_type", "1", 2),
                 menu_entry(12, "main", "post_type", "4", 3)) == ({"fr": ("breves", "equipe")}, [
        "of the menu “main” these entries are left out, for a menu leads to pages and categories: "
        "Only"])


@pytest.mark.parametrize(("orders", "expected"), [
    ((2, 1, 3), {"fr": ("cabinet", "equipe")}), ((2, 0, 0), {"fr": ("equipe",)}),
    ((0, 0, 3), {})])
def test_without_menus_the_pages_have_the_order_that_they_were_given(tmp_path, orders, expected):
    """Those below others have none, and where no page has, ours stays the usual one."""
    pages = [pair(1, "fr", "Équipe", kind="page", order=orders[0]),
             pair(5, "fr", "Cabinet", kind="page", order=orders[1]),
             pair(6, "fr", "Sous", kind="page", order=orders[2], parent=5)]
    assert menus(tmp_path, posts=pages) == (expected, [])
