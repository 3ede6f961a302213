"""A call for a note has its note, and a note its call."""

import pytest

from plugins.check.markup import lonely_notes


@pytest.mark.parametrize(("body", "line"), [
    ("Une phrase[^1].", 4),
    ("Une phrase[^a].\n\nUne autre[^b].\n\n[^a]: La note.", 6),
    ("Une phrase.\n\n[^seule]: Une note que rien n’appelle.", 6),
])
def test_a_call_without_note_and_a_note_without_call_are_told(lines_of, body: str, line: int):
    """The first would be printed as it stands; the second would lead back to nowhere."""
    assert lines_of(lonely_notes, body) == [(line, "error")]


@pytest.mark.parametrize("body", [
    "Une phrase[^1], une autre[^1].\n\n[^1]: La note.",
    "| A[^1] | B |\n|---|---|\n| c | d |\n\n[^1]: La note :\n    sa suite.",
    "Une note appelle une note[^1].\n\n[^1]: Voir[^2].\n\n[^2]: Ici.",
    "On écrit `[^1]` pour une note.", "```\n[^1]: code\n```", "Un accent \\[^1].",
])
def test_notes_that_are_called_and_code_are_left_alone(lines_of, body: str):
    """What is shown as code calls for nothing."""
    assert lines_of(lonely_notes, body) == []
