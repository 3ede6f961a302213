"""An article without a slug: its address is its key, the same in every language."""

from collections.abc import Collection, Iterator

from plugins.check.text import Text
from plugins.problems import Problem, say


def missing_slugs(texts: Collection[Text]) -> Iterator[Problem]:
    """Yield a warning at each article whose address is not in its own language."""
    for text in texts:
        if text.kind == "article" and not text.header.get("slug"):
            yield Problem(text.path, 1, say(
                "the article has no slug, so its address ends in “{key}”; add “slug: …” before it "
                "is published, for an address in its own language", key=text.key), "warning")
