"""HTML → Markdown → HTML keeps the words, whatever is in what, and whatever they look like."""

from hypothesis import given, settings

from plugins.importer.markdown import to_markdown
from plugins.importer.proof import compare, rendered
from tests.importer.documents import DOCUMENT


@settings(max_examples=60, deadline=None)
@given(DOCUMENT)
def test_the_words_are_kept_in_their_order(html: str) -> None:
    """Of every document, readers see what they saw."""
    converted = to_markdown(html, "fr", lambda href: href, lambda src, alt: src)
    assert compare(html, rendered(converted.markdown, "fr")) == ()
