"""An article has a summary."""

import pytest

from plugins.check.header import missing_summary
from plugins.content.text import Text


@pytest.mark.parametrize(("kind", "header", "told"), [
    ("article", {}, True), ("article", {"summary": ""}, True),
    ("article", {"summary": "S."}, False),
    ("page", {}, False), ("issue", {}, False),
])
def test_only_an_article_needs_a_summary(kind: str, header: dict[str, str], told: bool):
    """A page has none in any list."""
    problems = list(missing_summary(Text("a.fr.md", kind, "a", "fr", header=header)))

    assert bool(problems) is told
    assert all(problem.level == "warning" for problem in problems)
