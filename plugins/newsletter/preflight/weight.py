"""An email weighs less than what Gmail shows of it."""

from collections.abc import Iterator

from plugins.core.messages import say
from plugins.newsletter.preflight.finding import Finding
from plugins.newsletter.preflight.letter import Letter

SIZE_LIMIT = 100_000
"""Bytes of HTML; Gmail cuts a message after 102 kB, and the unsubscribe link with it."""

ROOM = 80_000
"""Bytes above which there is little room left: Mailchimp makes every link that it counts longer."""


def heavy_email(letter: Letter) -> Iterator[Finding]:
    """Yield an error at an email that Gmail would cut, and a warning if it nearly would."""
    size = len(letter.campaign.html.encode())
    values = {"size": -(-size // 1000), "limit": SIZE_LIMIT // 1000}
    if size > SIZE_LIMIT:
        yield Finding(say(
            "the email weighs {size} kB and Gmail cuts what exceeds {limit} kB; shorten the "
            "editorial or take an article out", **values))
    elif size > ROOM:
        yield Finding(say(
            "the email weighs {size} kB; Gmail cuts what exceeds {limit} kB, and Mailchimp still "
            "adds to it: better shorten it", **values), "warning")
