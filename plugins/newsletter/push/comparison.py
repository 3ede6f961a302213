"""Decide what a push would do, from what is wanted, what was found and what is remembered."""

from collections.abc import Sequence

from plugins.core.messages import Message, say
from plugins.newsletter.journal import Memory
from plugins.newsletter.mailchimp.audience_part import ANYONE
from plugins.newsletter.mailchimp.campaign import FIELDS, LEAVING, SIGNED, Draft, Facts
from plugins.newsletter.outbox import Campaign
from plugins.newsletter.push.compare import obstacle_to, settled
from plugins.newsletter.push.plan import Action, Match, Step, Wanted


def compare(
    want: Wanted, matches: Sequence[Match], draft: Draft | None, memory: Memory, overwrite: bool
) -> Step:
    """Return the step for one language; `draft` is the only match, read if it can be edited."""
    def step(action: Action, reason: Message | None = None, fields: Sequence[str] = ()) -> Step:
        return Step(want, action, tuple(fields), draft, tuple(matches), reason)

    obstacle = obstacle_to(want, matches, draft, memory)
    if obstacle:
        return step("refuse", obstacle)
    if draft and draft.status in LEAVING:
        differing = _unlike(want, draft, memory)
        wrong = _unlike_reason(want, draft, differing)
        return step("refuse" if wrong else "done", wrong, differing)
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


def _unlike_reason(want: Wanted, draft: Draft, differing: Sequence[str]) -> Message | None:
    """Return what is wrong with a campaign that leaves otherwise than it lies in the outbox.

    What has left to our subscribers stays so, whatever it was: it is never sent again.
    """
    if differing and draft.status == "schedule":
        return settled(want.campaign, draft.status)
    if "audience" in differing:
        return say("it went to another audience than the one that is set, as in a trial; delete "
                   "that campaign in Mailchimp, and push again")
    return None


def _differing(want: Wanted, draft: Draft, memory: Memory) -> list[str]:
    differing = _unlike(want, draft, memory)
    # Mailchimp counts only when it is given the segment: a count may be weeks old.
    counted = draft.recipients and draft.facts["segment"] != ANYONE
    if counted and not nearly(draft.recipients, want.recipients):
        differing.append("recipients")
    return differing


def _unlike(want: Wanted, draft: Draft, memory: Memory) -> list[str]:
    differing = [name for name in FIELDS if draft.facts[name] != want.facts[name]]
    if "content" in differing and _rewritten(want.campaign, draft, memory):
        differing.remove("content")
    return differing


def _rewritten(campaign: Campaign, draft: Draft, memory: Memory) -> bool:
    """Tell whether Mailchimp alone made the difference: it shows what it showed after the push."""
    return (memory.campaign == draft.id and memory.pushed == campaign.digest == draft.digest
            and memory.seen.get("content") == draft.facts["content"])
