"""No email promises an attachment: none has one, and a reader would look for it in vain."""

from collections.abc import Iterator, Mapping

from plugins.content.attachments import promises
from plugins.content.text import Kind, Text
from plugins.core.messages import Problem

PRINTED: Mapping[Kind, tuple[str, ...]] = {
    "article": ("summary",), "issue": ("title", "subject", "preview")}
"""The lines of the header that an email prints, by the kind of text."""


def promised_attachments(text: Text) -> Iterator[Problem]:
    """Yield a warning at each promise in an issue, and in a summary of an article."""
    for name in PRINTED.get(text.kind, ()):
        for _, message in promises(text.header.get(name, ""), text.lang):
            yield Problem(text.path, text.line_of(name), message, "warning")
    if text.kind == "issue":
        for place, message in promises(text.prose, text.lang):
            yield Problem(text.path, text.line_at(place), message, "warning")
