"""Every word exists in every language, and French words are typeset as French."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from plugins.core.i18n import catalogue_file, load, places, untranslated, words
from plugins.core.messages import SettingsError
from plugins.typography import typeset_text
from tests.conftest import PROJECT

THEME = PROJECT / "theme"


def french() -> list:
    """Return the words of the French catalogue."""
    with catalogue_file(THEME / "locale", "fr").open("rb") as source:
        return [message for message in read_po(source, locale="fr") if message.id]


def strings(message) -> list[str]:
    """Return every form of a translation."""
    return list(message.string) if isinstance(message.string, tuple) else [message.string]


def test_every_word_in_use_is_translated_and_none_is_left_over():
    """The catalogue is exactly what theme and program say."""
    used = {(message.id, message.context) for message in words(PROJECT, THEME) if message.id}

    assert untranslated(PROJECT, THEME, "fr") == []
    assert {(message.id, message.context) for message in french()} == used


def test_the_french_words_are_typeset():
    """Apostrophes, quotation marks and the spaces before marks are the right ones."""
    wrong = [string for message in french() for string in strings(message)
             if typeset_text(string, "fr") != string]

    assert wrong == []


def test_a_translation_has_the_places_of_the_original():
    """A place lost in translation would stop the program in the middle of a sentence."""
    for message in french():
        for string in strings(message):
            original = message.id if isinstance(message.id, str) else message.id[-1]
            assert places(string) == places(original), original


def test_the_source_language_needs_no_catalogue():
    """English words are the msgids themselves."""
    assert load(THEME / "locale", "en").gettext("Archives") == "Archives"
    assert untranslated(PROJECT, THEME, "en") == []


def test_a_language_without_a_catalogue_is_an_error(tmp_path: Path):
    """Gettext itself would speak English without a word."""
    with pytest.raises(SettingsError, match="the catalogue of “de” is missing"):
        load(tmp_path, "de")


def test_a_broken_catalogue_is_told_with_its_line(tmp_path: Path):
    """Gettext's own tools would leave out what they cannot read."""
    path = catalogue_file(tmp_path, "fr")
    path.parent.mkdir(parents=True)
    path.write_text('msgid "a"\nmsgstr "b"\n\nmsgid "oops\n')

    with pytest.raises(SettingsError, match=r"messages.po:\d+: the catalogue cannot be read"):
        load(tmp_path, "fr")
