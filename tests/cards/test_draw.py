"""How a title is broken into lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.cards.draw import LEADING, SIZES, set_title

BOX = (1000, 256)


def measure(text: str) -> float:
    """Return the width of a text in a font of two widths."""
    return sum(1.0 if ord(char) > 0x2E80 else 0.5 for char in text)


@pytest.mark.parametrize(("title", "lines"), [
    ("Données", ("Données",)),
    ("Xiaohongshu, the other Little Red Book", ("Xiaohongshu, the other", "Little Red Book")),
    ("Cosmétiques importés\u00a0: enregistrer ou notifier",
     ("Cosmétiques importés\u00a0:", "enregistrer ou notifier")),
    ("Foreign investment in China: one law replaces three",
     ("Foreign investment in China:", "one law replaces three")),
])
def test_the_lines_of_a_title_are_alike_and_end_where_the_sense_pauses(title, lines):
    """No article is left at the end of a line, and no mark at the beginning of the next."""
    assert set_title(title, *BOX, measure).lines == lines


def test_a_long_title_is_set_in_smaller_type():
    """It is read to its end, rather than cut."""
    title = "La loi chinoise sur les données personnelles " * 5

    setting = set_title(title.strip(), *BOX, measure)

    assert setting.size < SIZES[2]
    assert " ".join(setting.lines) == title.strip()


def test_what_no_size_can_hold_is_cut():
    """A card is no place for a page of text."""
    setting = set_title("mot " * 400, *BOX, measure)

    assert setting.size == SIZES[-1]
    assert setting.lines[-1].endswith("mot…")


def test_chinese_breaks_between_characters_but_not_before_a_closing_mark():
    """Neither does a line end with an opening one."""
    title = "关于《中华人民共和国公司法》修订后注册资本五年缴足规定的若干问题：如何？"

    lines = set_title(title, *BOX, measure).lines

    assert len(lines) > 1
    assert not any(line[0] in "》：？，" or line[-1] in "《（" for line in lines)


def test_a_no_break_space_holds_together_what_it_stands_between():
    """French marks stay with their words, in Chinese company too."""
    title = "«\u00a0小红书\u00a0» et sa loi\u202f: pourquoi donc\u202f? " * 3

    for line in set_title(title.strip(), *BOX, measure).lines:
        assert line[0] not in "»:?" and line[-1] != "«"


@given(st.text(alphabet="ab éÉ中国《》，«»\u00a0\u202f-—’.", min_size=1, max_size=300))
def test_no_title_overflows_its_card(title: str):
    """Whatever an editor writes, at most down to the last line of the box."""
    setting = set_title(title, *BOX, measure)

    assert len(setting.lines) * setting.size * LEADING <= BOX[1]
    assert all(measure(line) * setting.size <= BOX[0] + 1 for line in setting.lines)
    if not setting.lines[-1].endswith("…"):
        assert "".join(setting.lines).replace(" ", "") == title.replace(" ", "")
