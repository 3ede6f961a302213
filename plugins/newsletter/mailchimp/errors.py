"""Hold an answer of Mailchimp against the shape in which it is read.

A gateway, or a change at Mailchimp, may put other JSON in its place.
"""

from collections.abc import Mapping
from typing import Any

from plugins.core.messages import Failure, Message, say

Shape = type | tuple[Any, ...] | list[Any] | Mapping[str, Any]
"""A type; one of several shapes; a list of one; or names with their shapes, of which “?” at the end
of a name says that it may be missing, or null."""

ENTRY: Shape = {"id": str}

SUMMARY: Shape = {
    "id": str, "status": str, "create_time?": str, "send_time?": str, "emails_sent?": int,
    "settings?": {"title?": str}}

CAMPAIGN: Shape = {
    "id": str, "status": str, "settings?": dict, "tracking?": dict,
    "recipients?": {"recipient_count?": int, "segment_opts?": {"conditions?": [dict]}}}

CONTENT: Shape = (
    {"html": str, "plain_text?": str}, {"html?": str, "plain_text": str},
    {"html?": str, "plain_text?": str, "_links": list})

CHECKLIST: Shape = {"is_ready": bool, "items?": [dict]}
FOLLOWED: Shape = {"id": str, "url": str, "total_clicks": int}

REPORT: Shape = {
    "emails_sent": int, "abuse_reports?": int, "unsubscribed?": int,
    "bounces?": {"hard_bounces?": int, "soft_bounces?": int, "syntax_errors?": int},
    "opens?": {"unique_opens?": int}, "clicks?": {"unique_subscriber_clicks?": int}}


class MailchimpError(Failure):
    """Something about Mailchimp that the sender must know."""


class RefusedError(MailchimpError):
    """Mailchimp said no, in its own words; `status` is HTTP's, `title` Mailchimp's name for it."""

    def __init__(self, message: Message, status: int, title: str) -> None:
        super().__init__(message)
        self.status = status
        self.title = title


class NotFoundError(RefusedError):
    """What was asked for is not in this account."""


class UnavailableError(MailchimpError):
    """Mailchimp gave no answer that can be read; nothing was written."""


class UncertainError(MailchimpError):
    """A write was sent and no clear answer came: only looking tells whether it was done."""


class ScheduleError(Failure):
    """The time at which an issue is to leave is past, ambiguous or not one Mailchimp takes."""


def read(answer: dict[str, Any], shape: Shape) -> dict[str, Any]:
    """Return the answer to a question; raise UnavailableError if it has another shape."""
    if fits(answer, shape):
        return answer
    raise UnavailableError(say(
        "Mailchimp’s answer cannot be read: it is not what was asked for; try again in a few "
        "minutes"))


def made(answer: dict[str, Any], shape: Shape) -> dict[str, Any]:
    """Return the answer to what makes or changes something; raise UncertainError likewise."""
    if fits(answer, shape):
        return answer
    raise UncertainError(say(
        "Mailchimp’s answer cannot be read: what was asked may have been done, and may not; run "
        "the command again, it looks before it writes"))


def fits(value: object, shape: Shape) -> bool:
    """Tell whether a value has the shape; what the shape does not name does not count."""
    if isinstance(shape, type):
        # In Python a bool is an int.
        return isinstance(value, shape) and (shape is bool or not isinstance(value, bool))
    if isinstance(shape, tuple):
        return any(fits(value, each) for each in shape)
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(each, shape[0]) for each in value)
    return isinstance(value, dict) and all(
        fits(value.get(name.removesuffix("?")), inner)
        or name.endswith("?") and value.get(name.removesuffix("?")) is None
        for name, inner in shape.items())
