"""Tests of tables in plain text."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.plain_text import Cell, columns, fits, grid


def rows(*lines: str) -> list[list[Cell]]:
    """Return the rows of a table whose cells are parted by bars; “>” comes before a number."""
    return [[Cell(cell.removeprefix(">"), cell.startswith(">")) for cell in line.split("|")]
            for line in lines]


def test_columns_are_as_wide_as_their_widest_cell():
    """A line is below their names, and numbers are at the right."""
    assert grid(rows("Year|>Paid", "First|>2", "法律|>10"), 40, head=True) == (
        "Year   Paid\n"
        "-----  ----\n"
        "First     2\n"
        "法律     10")


def test_the_widest_column_gives_way():
    """A blank line then shows where a row ends."""
    assert grid(rows("A law|adopted in the year of the rat", "Another|in force"), 24, head=False) \
        == ("A law    adopted in the\n"
            "         year of the rat\n\n"
            "Another  in force")


def test_a_table_with_too_many_columns_is_read_row_by_row():
    """Each value comes after the name of its column."""
    table = rows("Name|Adopted|In force|Note", "A law|yesterday|tomorrow|")
    table[1] = [replace(cell, name=head.text) for head, cell in zip(*table, strict=True)]

    assert grid(table, 24, head=True) == (
        "Name – A law\n"
        "Adopted – yesterday\n"
        "In force – tomorrow")


@pytest.mark.parametrize(("cells", "width", "lines", "found"), [
    ("One|two words", 14, 1, True), ("One|two words", 13, 1, False),
    ("One|two words", 13, 2, True), ("One|incomprehensible", 11, 9, False), ("", 9, 1, True)])
def test_a_table_fits_if_no_cell_is_cut_or_too_high(cells, width, lines, found):
    """A word is never parted; a cell may go on in the next line, but not for ever."""
    assert fits(rows(cells), width, lines) is found
    assert not fits([], width, lines)


def test_nothing_makes_no_table():
    """Neither no row nor an empty one."""
    assert grid([], 72, head=False) == grid([[], [Cell("")]], 72, head=True) == ""


@given(st.lists(st.lists(st.text("aé小 ", max_size=30).map(Cell), max_size=60), max_size=4),
       st.booleans())
def test_no_word_is_lost_and_no_line_sticks_out(table, head):
    """Whatever the number of rows, columns and words; only a name of nothing is left out."""
    found = grid(table, 72, head)
    words = [word for row in table[head:] for cell in row for word in cell.text.split(" ")]

    assert all(word in found.replace("\n", " ").split() for word in words if word)
    assert all(columns(line) <= 72 and line == line.rstrip(" ") for line in found.split("\n"))
