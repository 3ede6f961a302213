"""Headings go down one level at a time, from the second."""

import pytest

from plugins.check.markup import wrong_headings


@pytest.mark.parametrize(("body", "told"), [
    ("# One", [(4, "warning")]),
    ("One\n===", [(4, "warning")]),
    ("x\n\n### Three", [(6, "error")]),
    ("## Two\n\n#### Four\n\n##### Five", [(6, "error"), (8, "error")]),
    ("## Two\n\n<h4>Four</h4>", [(6, "error")]),
    ("##Two\n\n####Four", [(6, "error")]),
    ("## Two\n\n### Three\n\n## Two\n\n### Three", []),
    ("Two\n---\n\n### Three", []),
    ("## Two\n\n```\n# a comment\n#### more\n```", []),
    ("## Two\n\n    #### code", []),
    ("No heading.\n\n---\n\nNone.", []),
    ("| a | b |\n|---|---|\n| 1 | 2 |", []),
    ("## Two\n\n##\n\n### \n\nx", [(6, "error"), (8, "error")]),
    ("Article #4 est abrogé.", []),
    ("> ## Two\n\n### Three", []),
])
def test_a_level_is_never_skipped(lines_of, body: str, told: list):
    """The title is the first level; code and tables hold no headings."""
    assert lines_of(wrong_headings, body) == told
