"""What is not public in WordPress is a draft here, and what is no text is told."""

from datetime import date

import pytest

from plugins.importer.plan.kinds import changed_on, sort_items
from plugins.importer.wordpress.export import read_export
from plugins.importer.wordpress.languages import find_languages
from tests.support.wordpress import Post, pair, write_export


def sorted_items(tmp_path, *posts):
    """Return what becomes of some items, in Paris."""
    export = read_export([write_export(tmp_path, *posts)])
    return sort_items(export, find_languages(export, ("fr", "en")), "Europe/Paris")


@pytest.mark.parametrize("status, password, why", [
    ("publish", "", None), ("future", "", None),
    ("draft", "", "a draft in WordPress"), ("pending", "", "waiting for its review in WordPress"),
    ("private", "", "private in WordPress"), ("unheard-of", "", "a draft in WordPress"),
    ("publish", "sesame", "protected by a password in WordPress")])
def test_only_what_is_public_there_is_public_here(tmp_path, status, password, why):
    """A state that nobody knows is not public."""
    [text] = sorted_items(tmp_path, Post(1, "A", status=status, password=password)).texts
    assert (str(text.held) if text.held else None) == why


@pytest.mark.parametrize("kind, status, why", [
    ("post", "trash", "in WordPress’s trash"),
    ("page", "auto-draft", "begun in WordPress and never saved"),
    ("revision", "inherit", "an earlier version that WordPress keeps"),
    ("portfolio", "publish", "of WordPress’s or a plugin’s own kind “portfolio”"),
    ("flamingo_inbound", "publish", "of WordPress’s or a plugin’s own kind “flamingo_inbound”")])
def test_of_other_items_nothing_is_made_and_each_is_told(tmp_path, kind, status, why):
    """What visitors have sent is no text."""
    found = sorted_items(tmp_path, Post(1, "A", kind=kind, status=status))
    assert found.texts == ()
    assert [str(each.why) for each in found.left] == [why]


@pytest.mark.parametrize("kind", ["attachment", "nav_menu_item", "wp_block", "wpcf7_contact_form"])
def test_what_others_are_made_of_is_neither_a_text_nor_told(tmp_path, kind):
    """It is told with what it belongs to."""
    found = sorted_items(tmp_path, Post(1, "A", kind=kind))
    assert (found.texts, found.left) == ((), ())


def test_a_text_in_another_language_is_told(tmp_path):
    """Until the language is declared."""
    found = sorted_items(tmp_path, pair(1, "de", "Eins"))
    assert [str(each.why) for each in found.left] == ["in a language that the site does not have"]


@pytest.mark.parametrize("utc, day", [
    ("2018-12-31 23:30:00", date(2019, 1, 1)), ("2018-07-03 10:00:00", date(2018, 7, 3)),
    ("0000-00-00 00:00:00", date(2018, 7, 3))])
def test_the_day_is_that_where_the_site_is_published(tmp_path, utc, day):
    """A draft has no time in UTC, but one of its own."""
    [text] = sorted_items(tmp_path, Post(1, "A", utc=utc)).texts
    assert text.day == day


@pytest.mark.parametrize("modified, day", [
    ("2019-01-02 03:04:05", date(2019, 1, 2)), ("2018-07-03 12:00:00", None),
    ("2017-01-01 12:00:00", None), ("2999-01-01 12:00:00", None)])
def test_a_change_counts_after_the_day_on_which_a_text_appeared(tmp_path, modified, day):
    """The check refuses others."""
    [text] = sorted_items(tmp_path, Post(1, "A", modified=modified)).texts
    assert changed_on(text, "Europe/Paris") == day
