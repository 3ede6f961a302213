"""An article has a slug."""

import pytest

from plugins.check.header import missing_slug
from plugins.content.text import Text


@pytest.mark.parametrize(("kind", "header", "told"), [
    ("article", {}, True), ("article", {"slug": "a"}, False), ("page", {}, False),
    ("issue", {}, False),
])
def test_only_an_article_is_asked_for_a_slug(kind: str, header: dict[str, str], told: bool):
    """The address of an issue is its number."""
    problems = list(missing_slug(Text("a.fr.md", kind, "a", "fr", header=header)))

    assert bool(problems) is told
    assert all("ends in “a”" in str(problem.message) for problem in problems)
