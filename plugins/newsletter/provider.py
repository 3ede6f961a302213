"""Say what the newsletter asks of its provider, in the newsletter's own types.

Another provider is another folder beside `mailchimp`. What goes wrong there is one of these:

    ProviderError             something that the sender must know
    ├── RefusedError          the provider said no, in its own words
    │   └── NotFoundError     it does not have what was asked for
    ├── UnavailableError      it gave no answer that can be read; nothing was written
    └── UncertainError        a write was sent and not answered: only looking tells
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from plugins.core.messages import Failure, Message, say
from plugins.newsletter import digest
from plugins.newsletter.outbox import Campaign

StateName = Literal["draft", "paused", "scheduled", "sending", "sent", "other"]

Need = Literal["key", "account", "audience", "double_optin", "groups", "folder"]
"""What a provider may need before a newsletter can leave; one that needs it not says nothing."""

Facts = Mapping[str, str]
"""What can be compared of a campaign, by the names of `FIELDS`.

Each is spelled by the provider in one way, whether it is wanted or found. The journal holds them,
so a spelling stays what it is.
"""

FIELDS = ("subject", "preview", "from_name", "reply_to", "audience", "segment", "tracking",
          "additions", "content")
SIGNED = ("subject", "preview", "from_name", "reply_to", "content")
"""The fields that the digest in an email vouches for."""

EVERYONE = ""
"""The fact `segment` of a campaign that the whole audience receives."""

EVERYONE_IN_WORDS, NOTHING = say("everyone"), say("nothing")


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


class UnavailableError(ProviderError):
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
    """After which an order that was not answered has no effect any more; a call may take 120 s."""


@dataclass(frozen=True)
class State:
    """Where a campaign is: in a word of ours, and in the provider's own, which people are shown."""

    name: StateName
    word: str

    @property
    def is_editable(self) -> bool:
        """Whether it can still be changed."""
        return self.name in ("draft", "paused")

    @property
    def is_leaving(self) -> bool:
        """Whether subscribers will receive it, or have received it."""
        return self.name in ("scheduled", "sending", "sent")


@dataclass(frozen=True)
class Listed:
    """A campaign of the account as a list shows it; times are ISO 8601.

    `address` is the page on which an editor sees it, "" for none; `sent` is when it left or will,
    `reached` how many it was sent to.
    """

    id: str
    title: str
    state: State
    created: str = ""
    sent: str = ""
    reached: int = 0
    address: str = ""
    is_listed: bool = True
    """Whether a list shows it; a provider may take a while to list a new one, known by its id."""


@dataclass(frozen=True)
class Listing:
    """The campaigns of an account; `new_folder` is what the next one makes to be put into."""

    campaigns: tuple[Listed, ...]
    new_folder: str = ""


@dataclass(frozen=True)
class Draft:
    """A campaign as the provider holds it, with its content.

    `recipients` is how many will receive it, 0 as long as they are not counted; `address` is as in
    `Listed`. The content of one that has `fixed_content` cannot be replaced.
    """

    id: str
    title: str
    state: State
    recipients: int
    facts: Facts
    html: str
    text: str
    address: str = ""
    fixed_content: bool = False

    @property
    def digest(self) -> str:
        """The digest that the content carries, "" for none."""
        return digest.read(self.html) or ""

    @property
    def is_proven(self) -> bool:
        """Whether the digest is that of all it vouches for: a build of ours, touched by nobody."""
        facts = self.facts
        return self.digest == digest.of_email(
            facts["subject"], facts["preview"], facts["from_name"], facts["reply_to"],
            self.html, self.text)


@dataclass(frozen=True)
class Part:
    """Who receives the campaign of one language: in words, how many, and how the provider says it.

    `rule` is the provider's own, and nobody else reads it.
    """

    lang: str
    who: Message
    rule: str = ""
    count: int = 0


@dataclass(frozen=True)
class Audience:
    """The audience divided by language, by precedence: the last receives all who chose no other.

    `undecided` are those among the last who have chosen no language at all.
    """

    total: int
    parts: Mapping[str, Part]
    undecided: int = 0

    @property
    def together(self) -> int:
        """How many the parts hold; it differs from the total if somebody is in two, or in none."""
        return sum(part.count for part in self.parts.values())

    @property
    def rest(self) -> str:
        """The language that those receive who chose no other."""
        return list(self.parts)[-1]


@dataclass(frozen=True)
class Remark:
    """What the provider's checklist says of a campaign."""

    level: Literal["error", "warning"]
    heading: str
    details: str


@dataclass(frozen=True)
class Checklist:
    """Whether the provider would send a campaign, and what it has to say of it."""

    is_ready: bool
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Tally:
    """What became of a campaign; `opened` and `clicked`, by how many readers, None if untracked."""

    sent: int
    hard_bounces: int
    soft_bounces: int
    complaints: int
    unsubscribed: int
    opened: int | None = None
    clicked: int | None = None

    @property
    def bounces(self) -> int:
        """What came back."""
        return self.hard_bounces + self.soft_bounces

    @property
    def delivered(self) -> int:
        """What was taken by the readers’ mail services."""
        return self.sent - self.bounces

    def of_sent(self, count: int) -> float:
        """Return a count as a part of all that was sent."""
        return count / self.sent if self.sent else 0.0

    def of_delivered(self, count: int) -> float:
        """Return a count as a part of all that was delivered."""
        return count / self.delivered if self.delivered else 0.0


@dataclass(frozen=True)
class FollowedLink:
    """How often readers followed the links to an address."""

    url: str
    clicks: int


@dataclass(frozen=True)
class Report:
    """The figures of a campaign; `links` is None if clicks are not tracked."""

    tally: Tally
    links: tuple[FollowedLink, ...] | None = None


class Provider(Protocol):
    """An account that sends; every call raises ProviderError if it does not succeed.

    What reaches people (`send_test`, `send`, `schedule`, `unschedule`) is asked for once, whatever
    the answer: whether to ask again is decided on this side.
    """

    @property
    def name(self) -> str:
        """What people call the provider."""

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

    def count_recipients(self, expected: Mapping[str, int]) -> Mapping[str, int]:
        """Return how many will receive each draft, by its id; 0 is also “not counted yet”.

        Waits for those of which it is not about the `expected` number.
        """

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


def about_equal(count: int, expected: int) -> bool:
    """Tell whether two numbers of recipients differ by no more than the few who come and leave."""
    return abs(count - expected) <= max(2, expected // 100)


def is_expected(count: int, expected: int) -> bool:
    """Tell whether a number of recipients is about what is expected, and not “not counted yet”."""
    # Where nobody is expected, 0 cannot be told from “not counted yet”, and need not be.
    return about_equal(count, expected) and bool(count or not expected)
