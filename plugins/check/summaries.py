"""An article without a summary: lists and search engines show its first words instead."""

from collections.abc import Collection, Iterator

from plugins.check.text import Text
from plugins.problems import Problem, say


def missing_summaries(texts: Collection[Text]) -> Iterator[Problem]:
    """Yield a warning at each article that has no summary."""
    for text in texts:
        if text.kind == "article" and not text.header.get("summary"):
            yield Problem(text.path, 1, say(
                "the article has no summary; add one sentence, “summary: …”"), "warning")
