"""An article has a summary: lists and search engines would show its first words instead."""

from collections.abc import Iterator

from plugins.content.text import Text
from plugins.core.messages import Problem, say


def missing_summary(text: Text) -> Iterator[Problem]:
    """Yield a warning at an article that has no summary."""
    if text.kind == "article" and not text.header.get("summary"):
        yield Problem(text.path, text.line_of("summary"), say(
            "the article has no summary; add one sentence, “summary: …”"), "warning")
