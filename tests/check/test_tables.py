"""A table is one that Markdown sees."""

import pytest

from plugins.check.markup import broken_tables


@pytest.mark.parametrize(("body", "line"), [
    ("| a | b |\n|---|\n| 1 | 2 |", 5),
    ("a | b\n--|--|--\n1 | 2", 5),
    ("Une phrase :\n| a | b |\n|---|---|\n| 1 | 2 |", 6),
    ("|---|---|\n| 1 | 2 |", 4),
])
def test_a_table_that_would_be_printed_as_bars_is_told(lines_of, body: str, line: int):
    """Python-Markdown wants its head first, and as many dashes as heads."""
    assert lines_of(broken_tables, body) == [(line, "warning")]


@pytest.mark.parametrize("body", [
    "| a | b |\n|---|---:|\n| 1 | 2 |", "a | b\n:-- | --\n1 | 2",
    "| a \\| b | c |\n|---|---|\n| 1 | 2 |",
    "Un titre\n---", "- a\n- b", "---", "```\n|---|\n```", "Un tiret | une barre.",
])
def test_tables_and_other_lines_are_left_alone(lines_of, body: str):
    """A line under a heading, a rule and code are no tables."""
    assert lines_of(broken_tables, body) == []
