"""Name what can go wrong with Mailchimp, for the one who sends.

    MailchimpError
    ├── RefusedError        Mailchimp said no, and did nothing
    │   └── NotFoundError   … because the thing is not there
    ├── UnavailableError    no answer, or none that can be read, and nothing was written
    └── UncertainError      no answer to a write: it may have been done, and may not

    ScheduleError           the time asked for cannot be the one meant; nothing was asked of anybody
"""

from plugins.core.messages import Failure, Message


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
