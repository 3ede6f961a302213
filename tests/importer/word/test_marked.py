"""What Word counts is counted as Word does."""

import pytest

from plugins.importer.word.marked import Level, Lists, Mark, spelled


def lists(*levels: Level, restart: int = 0) -> Lists:
    """Return two lists of one family, the second of which may begin anew."""
    known = dict(enumerate(levels))
    return Lists({"1": known, "2": known}, {"1": "0", "2": "0"},
                 {("2", 0): restart} if restart else {})


@pytest.mark.parametrize(("value", "form", "written"), [
    (3, "decimal", "3"), (3, "decimalZero", "03"), (1, "lowerLetter", "a"),
    (27, "lowerLetter", "aa"), (2, "upperLetter", "B"), (4, "lowerRoman", "iv"),
    (49, "upperRoman", "XLIX"), (12, "chineseCounting", "十二"), (30, "ideographDigital", "三十"),
    (21, "japaneseCounting", "二十一"), (5, "somethingNew", "5"),
])
def test_a_number_is_written_in_the_form_of_its_level(value: int, form: str, written: str):
    """A form that nobody knows is a plain number."""
    assert spelled(value, form) == written


@pytest.mark.parametrize(("level", "mark"), [
    (Level(), Mark("number", 0, 1)), (Level(start=5), Mark("number", 0, 5)),
    (Level(text="(%1)"), Mark("number", 0, 1)), (Level("bullet", "·"), Mark("bullet", 0)),
    (Level(text="Article %1."), Mark("label", 0, 1, "Article 1.")),
    (Level("lowerLetter", "%1)"), Mark("label", 0, 1, "a)")),
    (Level("upperRoman", "%1."), Mark("label", 0, 1, "I.")),
    (Level(text="第%1条"), Mark("label", 0, 1, "第1条")), (Level("none", ""), None),
])
def test_what_says_more_than_a_number_is_a_label(level: Level, mark: Mark | None):
    """Others cite it: “point a)”, “Article 1”."""
    assert lists(level).mark("1", 0) == mark


def test_a_list_goes_on_and_its_lower_levels_begin_anew():
    """Two lists of one family count together, as long as the second does not begin anew."""
    counting = lists(Level(), Level(text="%1.%2"))
    marks = [counting.mark(number, depth)
             for number, depth in (("1", 0), ("1", 1), ("1", 1), ("1", 0), ("1", 1), ("2", 0))]

    assert [mark.label or mark.number for mark in marks if mark] == [
        1, "1.1", "1.2", 2, "2.1", 3]
    assert [lists(Level(), restart=1).mark("2", 0), counting.mark("9", 0)] == [
        Mark("number", 0, 1), None]
