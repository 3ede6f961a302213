"""The subject and the preview of an issue fit into the list of a mail program."""

from collections.abc import Iterator

from plugins.content.subject import too_long
from plugins.content.text import Text
from plugins.core.messages import Problem
from plugins.typography import typeset_text


def long_subjects(text: Text) -> Iterator[Problem]:
    """Yield a problem at a subject or preview that Mailchimp refuses or mail programs cut."""
    if text.kind == "issue":
        subject, preview = (typeset_text(text.header.get(name, ""), text.lang)
                            for name in ("subject", "preview"))
        for name, level, message in too_long(subject, preview):
            yield Problem(text.path, text.line_of(name), message, level)
