"""Say what the newsletter asks of its provider, in the newsletter's own types.

Another provider is another folder beside `mailchimp`. What goes wrong there is one of these:

    ProviderError             something that the sender must know
    ├── RefusedError          the provider said no, in its own words
    │   └── NotFoundError     it does not have what was asked for
    ├── UnavailableError      it gave no answer that can be read; nothing was written
    └── UncertainError        a write was sent and not answered: only looking tells
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from plugins.core.messages import Failure, Message
from plugins.newsletter.campaigns import (
    Audience,
    Checklist,
    Draft,
    Facts,
    Listed,
    Listing,
    Part,
    Report,
)
from plugins.newsletter.outbox import Campaign
from plugins.watch.doctor import Unanswered

Need = Literal["key", "account", "audience", "double_optin", "groups", "fields", "folder"]
"""What a provider may need before a newsletter can be sent; one without the need has none."""


class ProviderError(Failure):
    """Something about the provider that the sender must know."""


class RefusedError(ProviderError):
    """The provider said no; `status` is HTTP's, `title` the provider's name for it."""

    def __init__(self, message: Message, status: int = 0, title: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.title = title


class NotFoundError(RefusedError):
    """What was asked for is not in this account."""


class UnavailableError(ProviderError, Unanswered):
    """The provider gave no answer that can be read; nothing was written."""


class UncertainError(ProviderError):
    """A write was sent and no clear answer came: only looking tells whether it was done."""


@dataclass(frozen=True)
class Patience:
    """How long to wait for a provider, in seconds."""

    timeouts: tuple[float, float] = (5, 60)
    """To connect, and for an answer."""
    retries: tuple[float, ...] = (1, 3, 10)
    """Before each new attempt of what may be attempted again."""
    count: tuple[float, ...] = (1, 1, 2, 2, 4, 4, 8, 8)
    """Before each new look for the number of recipients, which a provider computes in its time."""
    order: tuple[float, ...] = (2, 3, 5, 10, 20)
    """Before each new look at a campaign after an order to send it that was not answered."""
    settle: float = 600
    """After which an unanswered order can no longer take effect; a call may take 120 s."""


class Provider(Protocol):
    """An account that sends; every call raises ProviderError if it does not succeed.

    What reaches people (`send_test`, `send`, `schedule`, `unschedule`) is asked for once, whatever
    the answer: whether to ask again is decided on this side.
    """

    @property
    def name(self) -> str:
        """What people call the provider."""

    @property
    def sending(self) -> Message:
        """The outcome of a campaign that it was just told to send."""

    @property
    def patience(self) -> Patience:
        """How long to wait for it."""

    @property
    def is_set_up(self) -> bool:
        """Whether the settings lead to an account and an audience."""

    @property
    def tracking(self) -> Collection[str]:
        """What of its readers' doings is counted, by the provider's names, as the settings say."""

    def tracking_in_words(self, names: Collection[str]) -> Message:
        """Return what is tracked in words."""

    def require_account(self) -> None:
        """Raise SettingsError, saying what to set, if the settings do not lead to an audience."""

    def count_audience(self) -> Audience:
        """Return the parts of the audience, with how many subscribers each has now."""

    def list_campaigns(self) -> Listing:
        """Return every campaign of the account, ours and others'."""

    def find(self, identity: str) -> Listed:
        """Return one campaign by its id; raise NotFoundError if it is gone."""

    def read_draft(self, identity: str) -> Draft:
        """Return one campaign with its content."""

    def is_addressed_to_us(self, identity: str) -> bool:
        """Tell whether a campaign is for our audience, and no other of the account."""

    def wanted_facts(self, email: Campaign, part: Part) -> Facts:
        """Return what the campaign of an email must be."""

    def create(self, email: Campaign, part: Part) -> str:
        """Create a draft without its content; return its id.

        Without an answer it is looked for, and never made again.
        """

    def update(self, draft: Draft, email: Campaign, part: Part, recount: bool,
               intend: Callable[[Facts], None]) -> None:
        """Make a draft what it must be, but for its content, and have it counted again if need be.

        `intend` takes what the draft is in between, before it is that.
        """

    def set_content(self, identity: str, html: str, text: str) -> None:
        """Replace the content of a draft."""

    def delete(self, identity: str, title: str) -> None:
        """Delete a draft that bears this title; raise ProviderError for anything else."""

    def count_recipients(self, identity: str) -> int:
        """Return how many will receive a draft; 0 as long as they are not counted."""

    def checklist(self, identity: str) -> Checklist:
        """Return whether the provider would send a draft."""

    def send_test(self, identity: str, addresses: Sequence[str]) -> None:
        """Have both parts of a draft sent to the addresses."""

    def send(self, identity: str) -> None:
        """Have a draft sent to its subscribers now."""

    def schedule(self, identity: str, time: str) -> None:
        """Have a draft sent at an ISO 8601 time in UTC, on a quarter of an hour."""

    def unschedule(self, identity: str) -> None:
        """Make a scheduled campaign a draft again."""

    def unauthenticated(self, addresses: Collection[str]) -> list[str]:
        """Return the domains of reply-to addresses for which the provider may not send."""

    def report(self, identity: str) -> Report | None:
        """Return the figures of what was sent, None if there are none yet."""

    def examine(self, need: Need, languages: Sequence[str]) -> Iterator[tuple[bool, Message]]:
        """Yield of something that is needed whether it is fine, with what is to be said of it."""
