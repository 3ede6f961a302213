"""An article has a slug: its address would be its key, the same in every language."""

from collections.abc import Iterator

from plugins.content.text import Text
from plugins.core.messages import Problem, say


def missing_slug(text: Text) -> Iterator[Problem]:
    """Yield a warning at an article whose address is not in its own language."""
    if text.kind == "article" and not text.header.get("slug"):
        yield Problem(text.path, text.line_of("slug"), say(
            "the article has no slug, so its address ends in “{key}”; add “slug: …” before it "
            "is published, for an address in its own language", key=text.key), "warning")
