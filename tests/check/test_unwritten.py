"""What a new issue leaves to be written is written before it is published."""

import pytest

from plugins.check.header import unwritten_issues
from plugins.content.text import Text

LINES = {"subject": 2, "preview": 3, "articles": 4}
WRITTEN = {"subject": "Le droit", "preview": "Ce mois-ci", "articles": "xiaohongshu"}


def lines(kind: str = "issue", **header: str) -> list[tuple[int, str]]:
    """Return line and level of what is told of a header that is written but for some lines."""
    text = Text("2018-07.fr.md", kind, "2018-07", "fr", lines=LINES, header=WRITTEN | header)
    return [(problem.line, problem.level) for problem in unwritten_issues(text)]


@pytest.mark.parametrize("words", ["…", "...", "?", "« »", "—"])
def test_a_line_without_a_word_is_told(words: str):
    """Marks alone stand for what is still to come."""
    assert lines(subject=words) == [(2, "error")]
    assert lines(preview=words, articles=words) == [(3, "error"), (4, "error")]


def test_a_draft_may_wait():
    """It keeps nobody from publishing something else meanwhile."""
    assert lines(subject="…", status="draft") == [(2, "warning")]
    assert lines(subject="…", status="published") == [(2, "error")]


@pytest.mark.parametrize(("kind", "header"), [
    ("issue", {}), ("issue", {"subject": "小红书"}), ("issue", {"subject": "2018"}),
    ("issue", {"subject": ""}), ("article", {"subject": "…"}), ("page", {"preview": "…"}),
])
def test_what_is_written_or_no_matter_of_this_rule_is_left_alone(kind: str, header: dict):
    """An empty line is told by the header, and other texts have no subject."""
    assert lines(kind, **header) == []
