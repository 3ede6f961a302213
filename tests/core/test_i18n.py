"""Words, dates and numbers in each language, and French words typeset as French."""

import re
import sys
from datetime import date
from pathlib import Path

import pytest

from plugins.core.i18n import (
    DESK,
    SITE,
    UNDIVIDED,
    catalogue_file,
    day,
    load,
    load_desk,
    month,
    number,
    percent,
    places,
    read_catalogue,
    untranslated,
    words,
)
from plugins.core.messages import CatalogueError, SettingsError
from plugins.typography import typeset_text
from tests.conftest import PROJECT

THEME = PROJECT / "theme"


def french(*names: str) -> list:
    """Return the words of French catalogues, of both if none is named."""
    return [message for name in names or (SITE, DESK) for message in
            read_catalogue(catalogue_file(THEME / "locale", "fr", name), "fr") if message.id]


def strings(message) -> list[str]:
    """Return every form of a translation."""
    return list(message.string) if isinstance(message.string, tuple) else [message.string]


def test_every_word_in_use_is_translated_and_none_is_left_over():
    """The catalogues are exactly what theme and program say."""
    for name, used in words(PROJECT, THEME).items():
        assert {(message.id, message.context) for message in french(name)} \
            == {(message.id, message.context) for message in used if message.id}
    assert [message.id for message in french() if not all(strings(message))] == []


TYPED = re.compile(r"«\u00a0[\w{}.]+: [^»]*»")


def test_the_french_words_are_typeset():
    """Apostrophes, quotation marks and the spaces before marks are the right ones.

    A line of a header is quoted as it must be typed.
    """
    shown = [TYPED.sub("«\u00a0…\u00a0»", string) for message in french()
             for string in strings(message)]
    wrong = [string for string in shown if typeset_text(string, "fr") != string]

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


def test_commands_speak_english_where_a_language_has_no_words_for_them(tmp_path: Path):
    """Readers have theirs."""
    lay(tmp_path, "de", SITE, b'msgid "Issues"\nmsgstr "Ausgaben"\n')

    assert load(tmp_path, "de").gettext("Issues") == "Ausgaben"
    assert load_desk(tmp_path, "de").gettext("Issues") == "Issues"


def test_the_one_catalogue_of_an_older_folder_is_reported_with_what_divides_it(tmp_path: Path):
    """Also beside the two: its words would be left out."""
    for name in (UNDIVIDED, SITE):
        lay(tmp_path, "fr", name, b'msgid "Issues"\nmsgstr "Parutions"\n')

    with pytest.raises(SettingsError, match=r"messages.po: .* run “./inv words”, which divides"):
        load(tmp_path, "fr")


def test_a_language_lacks_only_what_readers_see(tmp_path: Path):
    """A word that the commands lack is English, a wrong one would stop them."""
    (tmp_path / "theme" / "templates").mkdir(parents=True)
    (tmp_path / "theme" / "templates" / "a.html").write_text('{{ _("Issues") }}')
    (tmp_path / "tasks.py").write_text('say("one {fact}")\nsay("another")\n')
    lay(tmp_path / "theme" / "locale", "de", SITE, b'msgid ""\nmsgstr ""\n')
    lay(tmp_path / "theme" / "locale", "de", DESK, b'msgid "one {fact}"\nmsgstr "ein {fakt}"\n')

    found = untranslated(tmp_path, tmp_path / "theme", "de")

    assert [(Path(problem.path).name, str(problem.message).partition(";")[0])
            for problem in found] == [
        ("a.html", "the word “Issues” has no translation in “de”"),
        ("desk.po", "the translation of “one {fact}” in “de” must have the same words between "
                     "braces as the original")]


def said_in(folder: Path, monkeypatch: pytest.MonkeyPatch, prefix: str | None) -> list[tuple]:
    """Return what a program says, where what is found is kept below a folder, or nowhere."""
    monkeypatch.setattr(sys, "pycache_prefix", prefix)
    return [(name, word.id, word.context, word.locations) for name, found in words(
        folder, folder / "theme").items() for word in found if word.id]


def test_words_that_are_kept_are_those_that_are_found(tmp_path: Path,
                                                      monkeypatch: pytest.MonkeyPatch):
    """What the function of a sentence is, counts in Python alone; folders of tools are no part."""
    for path, written in {
            "theme/templates/a.html": '{{ _("Issues") }} {{ say("Topics") }}',
            "theme/templates/.old/a.html": '{{ _("Nowhere") }}',
            "plugins/b/a.py": 'say("one {fact}")\nreply("an answer")\n',
            "plugins/a.py": 'ngettext("a word", "words", 2)\n',
            "plugins/__old__/a.py": 'say("nowhere")\n', "tasks.py": 'say("a task")\n'}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(written)
    kept = str(tmp_path / "compiled")

    found, first, again = (said_in(tmp_path, monkeypatch, prefix) for prefix in (None, kept, kept))

    assert found == first == again == [
        ("site", "Issues", None, [("theme/templates/a.html", 1)]),
        ("site", "Topics", None, [("theme/templates/a.html", 1)]),
        ("site", ("a word", "words"), None, [("plugins/a.py", 1)]),
        ("site", "an answer", None, [("plugins/b/a.py", 2)]),
        ("desk", "one {fact}", None, [("plugins/b/a.py", 1)]),
        ("desk", "a task", None, [("tasks.py", 1)])]
    (tmp_path / "plugins" / "a.py").write_text('reply("another")\n')
    assert ("site", "another", None, [("plugins/a.py", 1)]) in said_in(tmp_path, monkeypatch, kept)


def lay(folder: Path, lang: str, name: str, written: bytes) -> Path:
    """Write a catalogue."""
    path = catalogue_file(folder, lang, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(written)
    return path


@pytest.mark.parametrize(("name", "read"), [(SITE, load), (DESK, load_desk)])
def test_a_broken_catalogue_is_reported_with_its_line(tmp_path: Path, name: str, read):
    """Gettext's own tools would leave out what they cannot read."""
    lay(tmp_path, "fr", name, b'msgid "a"\nmsgstr "b"\n\nmsgid "oops\n')

    with pytest.raises(SettingsError, match=rf"{name}.po:\d+: the catalogue cannot be read"):
        read(tmp_path, "fr")


@pytest.mark.parametrize("line", [b'msgstr cass\xc3\xa9', b'msgstr "b', b'msgstr b"',
                                  b'msgstr "b"\n"c', b'msgstr "b\\"'])
def test_words_without_a_quotation_mark_are_reported(tmp_path: Path, line: bytes):
    """Their first or last letter would not be printed."""
    lay(tmp_path, "fr", SITE, b'msgid "a"\n' + line + b"\n")

    with pytest.raises(SettingsError, match=rf"site.po:{2 + line.count(10)}: a straight quotation"):
        load(tmp_path, "fr")


@pytest.mark.parametrize(("written", "line"), [
    (b'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n >;\\n"\n\nmsgid "a"\n'
     b'msgstr "b"\n', 1),
    (b'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=two; plural=n;\\n"\n\nmsgid "a"\n'
     b'msgstr "b"\n', 1),
    (b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "a"\n'
     b'msgstr "\xe9"\n', 6),
])
def test_a_catalogue_without_a_plural_or_an_encoding_is_reported_with_its_line(
        tmp_path: Path, written: bytes, line: int):
    """None of the errors of the libraries is a traceback."""
    path = lay(tmp_path, "fr", SITE, written)

    with pytest.raises(CatalogueError) as error:
        load(tmp_path, "fr")

    assert [(each.path, each.line) for each in error.value.problems] == [(str(path), line)]


@pytest.mark.parametrize(("value", "lang", "words"), [
    (date(2018, 7, 3), "fr", "3 juillet 2018"), (date(2019, 1, 1), "fr", "1er janvier 2019"),
    (date(2019, 11, 21), "fr", "21 novembre 2019"), (date(2018, 7, 3), "en", "3 July 2018"),
    (date(2019, 1, 1), "en", "1 January 2019"),
])
def test_a_day_is_written_out(value: date, lang: str, words: str):
    """French has an ordinal on the first of a month; English is British."""
    assert day(value, lang, load(PROJECT / "theme" / "locale", lang)) == words


@pytest.mark.parametrize(("lang", "words"), [
    ("fr", "juillet 2018"), ("en", "July 2018"), ("zh-Hans", "2018年7月")])
def test_a_month_is_written_out(lang: str, words: str):
    """Any language that CLDR knows will do."""
    assert month(date(2018, 7, 3), lang) == words


@pytest.mark.parametrize(("lang", "count", "rate"), [
    ("fr", "1\u202f204\u202f567", "1,25\u00a0%"), ("en", "1,204,567", "1.25%")])
def test_numbers_are_typeset(lang: str, count: str, rate: str) -> None:
    """Thousands, decimals and the percent sign as the language has them."""
    assert number(1204567, lang) == count
    assert percent(0.0125, lang) == rate


@pytest.mark.parametrize(("lang", "rate"), [("fr", "0,00\u00a0%"), ("en", "0.00%")])
def test_nothing_is_written_with_its_decimals(lang: str, rate: str) -> None:
    """So that a column of rates is aligned."""
    assert number(0, lang) == "0"
    assert percent(0, lang) == rate
