"""Say what a provider holds: its audience, its campaigns and their figures, in our own types."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from plugins.core.messages import Message, say
from plugins.newsletter import digest

StateName = Literal["draft", "paused", "scheduled", "sending", "sent", "other"]

EDITABLE: tuple[StateName, ...] = ("draft", "paused")
LEAVING: tuple[StateName, ...] = ("scheduled", "sending", "sent")
"""The states of a campaign that subscribers will receive, or have received."""

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


@dataclass(frozen=True)
class State:
    """Where a campaign is: in our own word, and in the provider's, which people are shown."""

    name: StateName
    word: str


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
        """Whether the digest is that of all it vouches for: our build, unchanged since."""
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
