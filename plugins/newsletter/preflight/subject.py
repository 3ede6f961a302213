"""Subject and preview stand beside each other in the list of a mail program."""

import re
from collections.abc import Iterator

from plugins.content.subject import too_long
from plugins.core.messages import say
from plugins.newsletter.preflight.finding import Finding
from plugins.newsletter.preflight.letter import Letter


def poor_subject(letter: Letter) -> Iterator[Finding]:
    """Yield an error where one is missing or would be refused, and a warning where it is long."""
    subject, preview = letter.campaign.subject, letter.campaign.preview
    if not re.search(r"\w", subject):
        yield Finding(say("the email has no subject; write one into the issue"), field="subject")
    if not re.search(r"\w", preview):
        yield Finding(say(
            "the email has no preview text, and mail programs would show the first words of the "
            "page; write one into the issue"), field="preview")
    for name, level, message in too_long(subject, preview):
        yield Finding(message, level, field=name)
