"""Languages and pairs are taken from whatever an export holds of them."""

import pytest

from plugins.importer.wordpress.export import read_export
from plugins.importer.wordpress.languages import find_languages, known_code
from tests.support.wordpress import (
    Post,
    category,
    export,
    languages,
    pair,
    pairs,
    php,
    term,
    write_export,
)


def spoken(tmp_path, *posts, head="", usual=""):
    """Return what is found in an export."""
    return find_languages(read_export([write_export(tmp_path, *posts, head=head)]), ("fr", "en"),
                          usual)


def test_polylang_says_languages_and_pairs_on_each_item(tmp_path):
    """The terms of the item are enough."""
    found = spoken(tmp_path, pair(1, "fr", "Un", other=2), pair(2, "en", "One", other=1),
                   pair(3, "fr", "Seul"))
    assert found.items == {1: "fr", 2: "en", 3: "fr"}
    assert found.translations == ({"fr": 1, "en": 2},)


def test_polylang_says_pairs_in_the_description_of_a_term(tmp_path):
    """Some items lack the term that names their pair."""
    found = spoken(tmp_path, pair(1, "fr", ""), pair(2, "en", "One"), pair(3, "en", "Other"),
                   head=languages("fr", "en") + pairs({"fr": 1, "en": 2}))
    assert found.translations == ({"fr": 1, "en": 2},)


def test_a_third_language_is_counted_and_its_items_have_none_of_ours(tmp_path):
    """Nobody reads German texts among French ones."""
    found = spoken(tmp_path, pair(1, "fr", "Un", other=2), pair(2, "de", "Eins", other=1),
                   head=languages("fr", "de"))
    assert found.items == {1: "fr"}
    assert found.others == {"de": 1}
    assert found.translations == ()


@pytest.mark.parametrize("language, together", [
    ("_wpml_import_language_code", "_wpml_import_translation_group"),
    ("_wpml_language", "_wpml_trid"), ("_icl_lang_code", "trid")])
def test_wpml_says_languages_and_pairs_as_exporters_write_them(tmp_path, language, together):
    """Its tables are not in an export, but these are: of its own, and of those who help it."""
    def meta(lang, group):
        return [(language, lang), (together, group)]
    found = spoken(tmp_path, Post(1, "Un", meta=meta("fr", "7")),
                   Post(2, "One", meta=meta("en", "7")), Post(3, "Two", meta=meta("en", "8")))
    assert found.items == {1: "fr", 2: "en", 3: "en"}
    assert found.translations == ({"fr": 1, "en": 2},)


def test_a_copy_of_wpmls_is_the_translation_of_what_it_copies(tmp_path):
    """Duplicates say whose they are."""
    found = spoken(tmp_path, Post(1, "Un"), Post(2, "Un", link="https://ancien.example/en/un/",
                                                 meta=[("_icl_lang_duplicate_of", "1")]))
    assert found.translations == ({"en": 2, "fr": 1},)


@pytest.mark.parametrize("link, lang", [
    ("https://ancien.example/en/one/", "en"), ("https://ancien.example/one/?lang=en", "en"),
    ("https://en.ancien.example/one/", "en"), ("https://ancien.example/un/", "fr"),
    ("https://ancien.example/english/one/", "fr"), ("https://ancien.example/de/eins/", "fr"),
    ("http://[x/en/", "fr"), ("", "fr")])
def test_an_address_names_the_language_where_nothing_else_does(tmp_path, link, lang):
    """All others are in the language of the whole export."""
    assert spoken(tmp_path, Post(1, "Un", link=link)).items == {1: lang}


def test_the_chosen_language_is_that_of_items_of_which_nothing_is_said(tmp_path):
    """It goes before that of the export’s head, and behind what is said of an item."""
    found = spoken(tmp_path, Post(1, "One"), pair(2, "fr", "Deux"), usual="en")
    assert found.items == {1: "en", 2: "fr"}
    assert found.guessed == {1}


def test_without_a_word_of_language_there_is_none(tmp_path):
    """Whoever imports must say it."""
    path = tmp_path / "x.xml"
    path.write_text(export(Post(1, "A")).replace("fr-FR", ""), "utf-8")
    assert find_languages(read_export([path]), ("fr", "en")).items == {}


def test_terms_have_the_language_of_their_group_or_of_most_of_their_items(tmp_path):
    """An item of a wrong language is no majority."""
    breves, briefs = ("category", "breves", "Brèves"), ("category", "briefs", "Briefs")
    vin = ("post_tag", "vin", "Vin")
    found = spoken(
        tmp_path, pair(1, "fr", "A", terms=[breves, vin]), pair(2, "fr", "B", terms=[vin]),
        pair(3, "en", "C", terms=[vin]),
        head=category("breves", "Brèves", 5) + category("briefs", "Briefs", 6)
        + term("term_translations", "pll_5", description=php({"fr": 5, "en": 6})))
    assert found.terms == {breves[:2]: "fr", briefs[:2]: "en", vin[:2]: "fr"}
    assert found.term_translations == ({"fr": breves[:2], "en": briefs[:2]},)


@pytest.mark.parametrize("code, known", [
    ("fr", "fr"), ("fr_FR", "fr"), ("FR-fr", "fr"), ("zh-hans", "zh-hans"), ("zh-hant", ""),
    ("de", ""), ("", ""), ("frx", "")])
def test_a_code_is_the_sites_whatever_its_country(code, known):
    """Chinese has two scripts, which are two languages here."""
    assert known_code(code, ("fr", "en", "zh-hans")) == known
