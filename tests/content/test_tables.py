"""Tables that scroll in their own box, with headings that are headings."""

import pytest

from plugins.content.markdown import converter


@pytest.fixture
def convert():
    """Return the conversion of a text."""
    return lambda text: converter(str, str).convert(text)


def test_a_first_column_that_names_each_row_is_its_heading(convert):
    """A voice can say which row a cell belongs to."""
    html = convert("|a|b|\n|-|-|\n|x|1|\n|y|2|")

    assert html.count('<th scope="col">') == 2
    assert '<th scope="row">x</th>' in html and '<td>1</td>' in html


@pytest.mark.parametrize("rows", ["|x|1|", "|x|1|\n|x|2|", "|x|1|\n||2|"])
def test_a_first_column_that_names_nothing_is_none(convert, rows: str):
    """One row alone, the same word twice, an empty cell."""
    assert 'scope="row"' not in convert(f"|a|b|\n|-|-|\n{rows}")
