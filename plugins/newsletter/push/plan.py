"""Say what a push would do, language by language."""

from dataclasses import dataclass
from typing import Literal

from plugins.core.messages import Message
from plugins.newsletter.outbox import Campaign
from plugins.newsletter.preflight import Finding
from plugins.newsletter.provider import Draft, Facts, Listed, Part

Action = Literal["create", "update", "nothing", "done", "refuse"]
"""What a push does; “done” is a campaign that leaves or has left as it lies in the outbox."""


@dataclass(frozen=True)
class Step:
    """What a push would do for one language.

    `part` is who receives it, `audience` how many all are, `wanted` what the draft must be;
    `provider` is its name, for sentences. `fields` are the names of what differs from the outbox
    or, if the step is refused because the draft was edited by hand, of what was edited.
    """

    campaign: Campaign
    part: Part
    audience: int
    wanted: Facts
    provider: str
    matches: tuple[Listed, ...] = ()
    draft: Draft | None = None
    action: Action = "create"
    fields: tuple[str, ...] = ()
    reason: Message | None = None
    copies: tuple[Listed, ...] = ()
    """What was replicated from it by hand at the provider, under a title of its own."""
    findings: tuple[Finding, ...] = ()
    """What preflight has found in the email."""

    @property
    def lang(self) -> str:
        """The language of the campaign."""
        return self.campaign.lang

    @property
    def recipients(self) -> int:
        """How many subscribers receive it today."""
        return self.part.count


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

    @property
    def exit_code(self) -> int:
        """What a command ends with: 0 nothing to do, 2 changes, 1 refused."""
        if self.refused:
            return 1
        return 2 if any(step.action in ("create", "update") for step in self.steps) else 0
