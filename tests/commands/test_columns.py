"""Rows in columns."""

from plugins.commands.terminal import columns
from plugins.core.messages import say


def lines(*rows, gettext=str, lang: str = "en") -> list[str]:
    """Return the rows as they are printed."""
    return list(columns(rows, gettext, lang))


def test_words_stand_at_the_left_and_numbers_at_the_right():
    """A whole number is a count, another one a part of one."""
    assert lines((say("Clicks ({lang})", lang="fr"), 1204, 0.5), ("b", 7, 0.0125)) == [
        "Clicks (fr)  1,204  50.00%",
        "b                7   1.25%"]


def test_a_text_at_the_end_of_its_row_widens_no_column():
    """A heading and a long title take the room they need."""
    assert lines(("a heading that is long",), ("a", 1, "a title that is long"), ("b", 2, 0.5)) == [
        "a heading that is long",
        "a  1  a title that is long",
        "b  2  50.00%"]


def test_an_empty_row_is_an_empty_line():
    """Nothing else separates blocks."""
    assert lines(("a",), (), ("b",)) == ["a", "", "b"]


def test_chinese_characters_take_two_places():
    """As terminals draw them."""
    assert lines(("法律", 1), ("abcd", 2)) == ["法律  1", "abcd  2"]


def test_words_and_numbers_are_the_editors(catalogue):
    """Typeset, and aligned after that."""
    assert lines((say("fine"), 1204), (say("not checked"), 7), gettext=catalogue, lang="fr") == [
        "bien         1\u202f204", "non vérifié      7"]
