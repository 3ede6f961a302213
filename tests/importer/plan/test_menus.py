"""The menu leads to the pages and categories to which the old one led."""

from plugins.importer.plan.menus import plan_menus
from plugins.importer.plan.places import Place
from plugins.importer.wordpress.export import read_export
from plugins.importer.wordpress.languages import find_languages
from tests.support.wordpress import HOME, category, pair, write_export
from tests.support.wordpress_site import menu_entry

BREVES = ("category", "breves", "Brèves")
PLACES = {1: Place("page", "equipe", "fr", "equipe", "", "fr/equipe/"),
          2: Place("page", "equipe", "en", "team", "", "en/team/"),
          3: Place("article", "loi", "fr", "loi", "", "fr/articles/loi/")}
POSTS = [pair(1, "fr", "Équipe", kind="page", slug="equipe"),
         pair(2, "en", "Team", kind="page", slug="team"),
         pair(3, "fr", "Loi", slug="loi", terms=[BREVES])]


def menus(tmp_path, *entries):
    """Return our menus, and what is told."""
    export = read_export([write_export(tmp_path, *POSTS, *entries,
                                       head=category("breves", "Brèves", 7))])
    found = plan_menus(export, PLACES, {BREVES[:2]: {"category": "breves"}},
                       find_languages(export, ("fr", "en")))
    return dict(found.menu), [str(each) for each in found.told]


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


def test_the_menu_of_the_foot_is_told_and_not_taken(tmp_path):
    """The foot leads to what the law asks for."""
    assert menus(tmp_path, menu_entry(10, "pied-de-page", "post_type", "1", 1)) == ({}, [
        "the menu “pied-de-page” is not taken over: equipe; name what is needed of it in “[foot]” "
        "of firm.toml"])


def test_without_menus_there_is_none(tmp_path):
    """Ours stays the usual one."""
    assert menus(tmp_path) == ({}, [])
