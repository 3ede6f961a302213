"""Say how long the subject and the preview of an issue may be."""

from collections.abc import Iterator
from typing import Literal

from plugins.core.messages import Message, say

SUBJECT_LIMIT = 150
"""Characters; Mailchimp refuses a longer subject, though its specification does not say so."""

SUBJECT_SHOWN = 60
"""Characters, better not exceeded: Gmail shows about 70 on a desktop, a telephone some 40."""

PREVIEW_SHOWN = 140
"""Characters, of subject and preview together, that Gmail shows on a desktop; on a telephone 90."""


def too_long(subject: str, preview: str
             ) -> Iterator[tuple[str, Literal["error", "warning"], Message]]:
    """Yield which of the two would be refused or cut, and how bad that is."""
    if len(subject) > SUBJECT_LIMIT:
        yield "subject", "error", say(
            "the subject has {length} characters; Mailchimp takes {limit} at most",
            length=len(subject), limit=SUBJECT_LIMIT)
    elif len(subject) > SUBJECT_SHOWN:
        yield "subject", "warning", say(
            "the subject has {length} characters, and many mail programs show {most} at most; "
            "shorten it, or put what counts in front", length=len(subject), most=SUBJECT_SHOWN)
    if len(preview) > PREVIEW_SHOWN:
        yield "preview", "warning", say(
            "the preview has {length} characters, and mail programs show {most} at most; shorten "
            "it, or put what counts in front", length=len(preview), most=PREVIEW_SHOWN)
