"""Say what a push would do, language by language."""

from dataclasses import dataclass
from typing import Literal

from plugins.core.messages import Message
from plugins.newsletter.mailchimp.audience import Part
from plugins.newsletter.mailchimp.campaign import Draft, Facts
from plugins.newsletter.outbox import Campaign
from plugins.newsletter.preflight import Finding

Action = Literal["create", "update", "nothing", "done", "refuse"]
"""What a push does; “done” is a campaign that leaves or has left as it lies in the outbox."""


@dataclass(frozen=True)
class Match:
    """A campaign of the account that bears our title, as a list shows it; times are ISO 8601."""

    id: str
    web_id: str
    title: str
    status: str
    created: str
    sent: str
    emails_sent: int
    listed: bool = True
    """Whether a list shows it; Mailchimp takes a while to list a new one, known by its id."""


@dataclass(frozen=True)
class Wanted:
    """One language's campaign, the part of the audience it is for, and how many of how many."""

    campaign: Campaign
    part: Part
    facts: Facts
    recipients: int
    audience: int


@dataclass(frozen=True)
class Step:
    """What a push would do for one language.

    `fields` are the names of what differs from the outbox or, if the step is refused because the
    draft was edited in Mailchimp, of what was edited.
    """

    want: Wanted
    action: Action
    fields: tuple[str, ...] = ()
    draft: Draft | None = None
    matches: tuple[Match, ...] = ()
    reason: Message | None = None
    copies: tuple[Match, ...] = ()
    """What was replicated from it by hand in Mailchimp, under a title of its own."""
    findings: tuple[Finding, ...] = ()
    """What preflight has found in the email."""

    @property
    def lang(self) -> str:
        """The language of the campaign."""
        return self.want.campaign.lang


@dataclass(frozen=True)
class Plan:
    """What a push of an issue would do, by language, with what else its editor should know.

    `new_folder` is the campaign folder that the push would create, "" for none.
    """

    issue: str
    steps: tuple[Step, ...]
    notes: tuple[Message, ...] = ()
    new_folder: str = ""

    @property
    def refused(self) -> bool:
        """Whether a push would stop before it writes anything."""
        return any(step.action == "refuse" for step in self.steps)


def exit_code(plan: Plan) -> int:
    """Return what a command ends with: 0 nothing to do, 2 changes, 1 refused."""
    if plan.refused:
        return 1
    return 2 if any(step.action in ("create", "update") for step in plan.steps) else 0
