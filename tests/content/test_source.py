"""The name of a file says what it is."""

from datetime import date
from pathlib import Path

import pytest

from plugins.content.source import decode, find_sources, parse_name
from plugins.core.messages import ContentError

LANGUAGES = ("fr", "en", "zh-Hans")


@pytest.mark.parametrize(("kind", "name", "key", "lang", "day"), [
    ("article", "2018-07-03-xiaohongshu.fr.md", "xiaohongshu", "fr", date(2018, 7, 3)),
    ("article", "2024-02-29-a-1.zh-Hans.md", "a-1", "zh-Hans", date(2024, 2, 29)),
    ("page", "contact.en.md", "contact", "en", None),
    ("issue", "2018-07.fr.md", "2018-07", "fr", None),
])
def test_date_key_and_language_are_read_from_the_name(kind, name, key, lang, day):
    """A name of the kind's shape is all that is needed."""
    source = parse_name(Path(name), kind, LANGUAGES)

    assert (source.key, source.lang, source.date) == (key, lang, day)


@pytest.mark.parametrize(("kind", "name", "message"), [
    ("article", "2018-07-03-x.de.md", "“de” is not a language of the site; the languages are fr"),
    ("article", "2018-13-03-x.fr.md", "the day 2018-13-03 in the name does not exist"),
    ("article", "2023-02-29-x.fr.md", "the day 2023-02-29 in the name does not exist"),
    ("article", "xiaohongshu.fr.md", "the name has no date in front"),
    ("article", "2018-07-03-Été.fr.md", "may contain lower-case letters without accents"),
    ("article", "2018-07-03-x.fr.txt", "the name is not of the form"),
    ("page", "contact.md", "the name is not of the form “contact.fr.md”"),
    ("issue", "2018_07.fr.md", "may contain lower-case letters without accents"),
])
def test_a_wrong_name_is_reported_with_what_would_be_right(kind, name, message):
    """The file is not guessed at."""
    with pytest.raises(ContentError) as error:
        parse_name(Path(name), kind, LANGUAGES)

    assert message in str(error.value)


def test_hidden_and_half_saved_files_are_no_sources(tmp_path):
    """What an editor's program puts beside a text is not part of the site."""
    for name in ("a.fr.md", "notes.txt", ".DS_Store", "a.fr.md~", ".a.fr.md.swp", "#a.fr.md#"):
        (tmp_path / "pages").mkdir(exist_ok=True)
        (tmp_path / "pages" / name).touch()

    found = [path.name for path in find_sources(tmp_path)]

    assert found == ["a.fr.md", "notes.txt"]


@pytest.mark.parametrize(("written", "text"), [
    ("\x93cité\x94 l\x92an", "“cité” l’an"), ("ﬁn, ﬂeur", "fin, fleur"), ("10 \x80\x85", "10 €…"),
    ("subject: la\u2028loi\u2029", "subject: la loi "),
    ("« l’été »", "« l’été »"), ("小红书 👩‍⚖️", "小红书 👩‍⚖️"),
])
def test_what_other_programs_leave_for_letters_and_marks_is_read_as_those(written: str, text: str):
    """Windows’ quotation marks and ligatures; everything else is what it is."""
    assert decode(Path("a.fr.md"), written.encode()) == text


@pytest.mark.parametrize("mark", ["\uf0b7", "\u202e", "\u2066", "\x81", "\ue000", "\ufffd"])
def test_what_no_reader_can_see_is_refused_with_its_line(mark: str):
    """A mark of one font alone, one that turns words round, one that another program has lost."""
    with pytest.raises(ContentError) as refused:
        decode(Path("a.fr.md"), f"a\nb {mark} c".encode())

    assert [problem.line for problem in refused.value.problems] == [2]
