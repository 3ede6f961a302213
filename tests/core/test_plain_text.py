"""Tests of tables in plain text."""

from hypothesis import given
from hypothesis import strategies as st

from plugins.core.plain_text import Cell, columns, grid


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
    assert grid(rows("Name|Adopted|In force|Note", "A law|yesterday|tomorrow|"), 24, head=True) == (
        "Name – A law\n"
        "Adopted – yesterday\n"
        "In force – tomorrow")


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
