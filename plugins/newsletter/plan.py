"""Decide what a push would do, from what is wanted, what was found and what is remembered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from plugins.emails.subject import SUBJECT_LIMIT
from plugins.newsletter.audience import ANYONE, Part
from plugins.newsletter.draft import EDITABLE, FIELDS, SIGNED, Draft, Facts
from plugins.newsletter.journal import Memory
from plugins.newsletter.outbox import Campaign
from plugins.problems import Message, say

Action = Literal["create", "update", "nothing", "refuse"]


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


def compare(
    want: Wanted, matches: Sequence[Match], draft: Draft | None, memory: Memory, overwrite: bool
) -> Step:
    """Return the step for one language; `draft` is the only match, read if it can be edited."""
    def step(action: Action, reason: Message | None = None, fields: Sequence[str] = ()) -> Step:
        return Step(want, action, tuple(fields), draft, tuple(matches), reason)

    obstacle = _obstacle(want, matches, draft)
    if obstacle:
        return step("refuse", obstacle)
    if not draft:
        return step("create")
    edited = _edited(want.facts, draft, memory)
    if edited and not overwrite:
        return step("refuse", _edited_reason(want.campaign), edited)
    differing = _differing(want, draft, memory)
    return step("update" if differing else "nothing", fields=differing)


def nearly(count: int, expected: int) -> bool:
    """Tell whether two numbers of recipients differ by no more than the few who come and leave."""
    return abs(count - expected) <= max(2, expected // 100)


def _obstacle(want: Wanted, matches: Sequence[Match], draft: Draft | None) -> Message | None:
    """Return what makes a push impossible, whatever stands in the draft."""
    title = want.campaign.title
    if len(want.campaign.subject) > SUBJECT_LIMIT:
        return say("the subject has {length} characters; Mailchimp takes {limit} at most",
                   length=len(want.campaign.subject), limit=SUBJECT_LIMIT)
    if len(matches) > 1:
        return say("Mailchimp has {number} campaigns called “{title}”: {matches}; delete or rename "
                   "all but one there", number=len(matches), title=title,
                   matches=", ".join(map(_named, matches)))
    for match in matches:
        if match.title != title:
            return say("the campaign was renamed in Mailchimp, to “{found}”; call it “{title}” "
                       "again there, or delete it", found=match.title, title=title)
        if match.status not in EDITABLE:
            return _settled(match.status)
    if draft and (draft.template or draft.type != "regular"):
        # With a template Mailchimp takes a new content with thanks, and ignores it.
        return say("the draft uses a template or is of another kind, so that its content cannot "
                   "be replaced; delete it in Mailchimp, and push again")
    return None


def _named(match: Match) -> str:
    return f"{match.id} ({match.status}, {match.created})"


def _settled(status: str) -> Message:
    match status:
        case "sent":
            return say("already sent; a campaign that was sent cannot be changed")
        case "sending":
            return say("being sent now; it cannot be changed any more")
        case "schedule":
            return say("it is scheduled; it must be unscheduled in Mailchimp before it can be "
                       "changed")
    return say("its state in Mailchimp is “{status}”, in which it cannot be changed; look at it "
               "there", status=status)


def _edited(wanted: Facts, draft: Draft, memory: Memory) -> list[str]:
    """Return what differs both from the outbox and from all that we ever left there."""
    return [name for name in FIELDS
            if draft.facts[name] not in _ours(name, wanted, draft, memory)]


def _ours(name: str, wanted: Facts, draft: Draft, memory: Memory) -> list[str]:
    ours = [wanted[name], *(facts.get(name, wanted[name]) for facts in memory.intended)]
    if memory.campaign == draft.id and name in memory.seen:
        ours.append(memory.seen[name])
    # Another machine may have pushed it, or the journal was lost.
    if name in SIGNED and draft.proven:
        ours.append(draft.facts[name])
    # A draft without any content is one whose push was interrupted.
    return [*ours, ""] if name == "content" else ours


def _edited_reason(campaign: Campaign) -> Message:
    return say("the draft was edited in Mailchimp, or pushed by another machine; take the change "
               "over into the content, or replace it by "
               "“./inv newsletter.push {issue} --lang {lang} --overwrite”",
               issue=campaign.issue, lang=campaign.lang)


def _differing(want: Wanted, draft: Draft, memory: Memory) -> list[str]:
    differing = [name for name in FIELDS if draft.facts[name] != want.facts[name]]
    if "content" in differing and _rewritten(want.campaign, draft, memory):
        differing.remove("content")
    # Mailchimp counts only when it is given the segment: a count may be weeks old.
    counted = draft.recipients and draft.facts["segment"] != ANYONE
    if counted and not nearly(draft.recipients, want.recipients):
        differing.append("recipients")
    return differing


def _rewritten(campaign: Campaign, draft: Draft, memory: Memory) -> bool:
    """Tell whether Mailchimp alone made the difference: it shows what it showed after the push."""
    return (memory.campaign == draft.id and memory.pushed == campaign.digest == draft.digest
            and memory.seen.get("content") == draft.facts["content"])
