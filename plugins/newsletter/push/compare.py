"""Decide what a push would do to a draft, from what is wanted, found and remembered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from plugins.content.email_rules import SUBJECT_LIMIT, subject_too_long
from plugins.core.messages import Message, say
from plugins.newsletter.campaigns import (
    EDITABLE,
    EVERYONE,
    FIELDS,
    LEAVING,
    SIGNED,
    Draft,
    Facts,
    Listed,
    Part,
)
from plugins.newsletter.journal import SENT, Memory, Order
from plugins.newsletter.outbox import Campaign
from plugins.newsletter.preflight.email import Finding
from plugins.newsletter.settings import ZONES
from plugins.newsletter.times import format_moment

Action = Literal["create", "update", "nothing", "done", "refuse"]
"""What a push does; “done” is a campaign that is or will be sent as it is in the outbox."""


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

    def say(self, text: str, **values: object) -> Message:
        """Return a sentence whose {provider}, {issue}, {lang} and {title} are the step's."""
        return Message(text, {
            "provider": self.provider, "issue": self.campaign.issue, "lang": self.lang,
            "title": self.campaign.title, **values})


def decide(step: Step, memory: Memory, overwrite: bool) -> Step:
    """Return a step with what is to be done; its draft is the only match, if it can be edited."""
    obstacle = _obstacle(step, memory)
    if obstacle:
        return replace(step, action="refuse", reason=obstacle)
    draft = step.draft
    if not draft:
        return replace(step, action="create")
    if draft.state.name in LEAVING:
        return _decide_departed(step, draft, memory)
    edited = _edited_fields(step, draft, memory)
    if edited and not overwrite:
        return replace(step, action="refuse", fields=tuple(edited), reason=step.say(
            "the draft was edited in {provider}, or pushed from another machine; copy the change "
            "into the content, or overwrite it with “./inv newsletter.push {issue} --lang {lang} "
            "--overwrite”"))
    fields = _differing_fields(step, draft, memory)
    return replace(step, action="update" if fields else "nothing", fields=tuple(fields))


def several(title: str, matches: Sequence[Listed], provider: str) -> Message:
    """Return that campaigns share a title, of which ours must be the only one."""
    return say("{provider} has {number} campaigns called “{title}”: {matches}; delete or rename "
               "all but one there", provider=provider, number=len(matches), title=title,
               matches=", ".join(f"{match.id} ({match.state.word}, {match.created})"
                                 for match in matches))


def _obstacle(step: Step, memory: Memory) -> Message | None:
    """Return what makes a push impossible, whatever the draft holds."""
    draft = step.draft
    if len(step.matches) > 1:
        return several(step.campaign.title, step.matches, step.provider)
    past = _past_order(step, memory)
    if past:
        return past
    for match in step.matches:
        if match.title != step.campaign.title:
            return step.say("the campaign was renamed to “{found}” in {provider}; rename it back "
                            "to “{title}” there, or delete it", found=match.title)
        if match.state.name in LEAVING:
            return None
        if match.state.name not in EDITABLE:
            return step.say("its state in {provider} is “{status}”, in which it cannot be changed; "
                            "look at it there", status=match.state.word)
    if len(step.campaign.subject) > SUBJECT_LIMIT:
        return subject_too_long(step.campaign.subject)
    if draft and draft.fixed_content:
        return step.say("the draft uses a template or is of another kind, so that its content "
                        "cannot be replaced; delete it in {provider}, and push again")
    return None


def _past_order(step: Step, memory: Memory) -> Message | None:
    """Return why it must not be sent again, as far as only the journal knows of a first time."""
    order = memory.order
    if not order or any(match.state.name in LEAVING for match in step.matches):
        return None
    time = format_moment(order.at, ZONES)
    if memory.open_order:
        return step.say(
            "on {time} {provider} was told to send it and did not answer; “./inv "
            "newsletter.reconcile {issue} --lang {lang}” finds out what happened",
            time=time)
    if memory.departed and not any(match.id == order.campaign for match in step.matches):
        return _forgotten(step, order, time)
    if order.result == SENT:
        return step.say("it was sent on {time}, and {provider} shows it as a draft; "
                        "“./inv newsletter.reconcile {issue} --lang {lang}” finds out why",
                        time=time)
    return None


def _forgotten(step: Step, order: Order, time: str) -> Message:
    """Return that it is not made again, though the provider no longer has what left or was to."""
    if order.result == SENT:
        return step.say(
            "it was sent on {time} as campaign {id}, which {provider} no longer has; it is not "
            "created again, so that it does not reach subscribers twice. If nobody received it, "
            "publish it as another issue", time=time, id=order.campaign)
    return step.say(
        "it was scheduled on {time} as campaign {id}, which {provider} no longer has; it is not "
        "created again, so that it does not reach subscribers twice. If it was never sent, say so "
        "with “./inv newsletter.reconcile {issue} --lang {lang} --found not-sent”",
        time=time, id=order.campaign)


def _decide_departed(step: Step, draft: Draft, memory: Memory) -> Step:
    """Return the step for what is sent or will be: it stays so, and is never sent again.

    That the outbox holds another version is no fault: templates and texts go on changing. What
    was edited by hand, or goes to others, is refused as long as it can be stopped.
    """
    is_scheduled = draft.state.name == "scheduled"
    fields, edited = (of(step, draft, memory) for of in (_unlike_fields, _edited_fields))
    if is_scheduled and (edited or {"audience", "segment"} & set(fields)):
        reason = step.say("what is scheduled was edited in {provider}, or does not go to the "
                          "subscribers of its language; cancel it with “./inv "
                          "newsletter.unschedule {issue}”, and push again")
    elif "audience" in fields:
        reason = step.say("it went to another audience than the configured one, as in a trial; "
                          "delete that campaign in {provider}, and push again")
    else:
        return replace(step, action="done", fields=tuple(fields if is_scheduled else edited))
    return replace(step, action="refuse", reason=reason, fields=tuple(fields))


def _edited_fields(step: Step, draft: Draft, memory: Memory) -> list[str]:
    """Return what differs both from the outbox and from all that we ever left there."""
    return [name for name in FIELDS
            if draft.facts[name] not in _known_values(name, step, draft, memory)]


def _known_values(name: str, step: Step, draft: Draft, memory: Memory) -> Iterator[str]:
    yield step.wanted[name]
    yield from (facts.get(name, step.wanted[name]) for facts in memory.intended)
    if memory.campaign == draft.id and name in memory.seen:
        yield memory.seen[name]
    if name == "content":
        yield ""  # A draft without any content is one whose push was interrupted.
    # Another machine may have pushed it, or the journal was lost.
    if name in SIGNED and draft.is_proven:
        yield draft.facts[name]


def _differing_fields(step: Step, draft: Draft, memory: Memory) -> list[str]:
    differing = _unlike_fields(step, draft, memory)
    # A provider may count only when it is given the segment: a count may be weeks old.
    counted = draft.recipients and draft.facts["segment"] != EVERYONE
    if counted and not about_equal(draft.recipients, step.recipients):
        differing.append("recipients")
    return differing


def _unlike_fields(step: Step, draft: Draft, memory: Memory) -> list[str]:
    differing = [name for name in FIELDS if draft.facts[name] != step.wanted[name]]
    if "content" in differing and _is_rewritten(step, draft, memory):
        differing.remove("content")
    return differing


def _is_rewritten(step: Step, draft: Draft, memory: Memory) -> bool:
    """Tell whether the provider alone made the difference: it shows what it showed after a push."""
    return (memory.campaign == draft.id
            and memory.pushed == step.campaign.digest == draft.digest
            and memory.seen.get("content") == draft.facts["content"])


def about_equal(count: int, expected: int) -> bool:
    """Tell whether two numbers of recipients differ by no more than the few who come and leave."""
    return abs(count - expected) <= max(2, expected // 100)


def is_expected(count: int, expected: int) -> bool:
    """Tell whether a number of recipients is about what is expected, and not “not counted yet”."""
    # Where nobody is expected, 0 and “not counted yet” look alike, which does no harm.
    return about_equal(count, expected) and bool(count or not expected)
