"""Say what makes a push impossible, whatever stands in the draft."""

from collections.abc import Sequence

from plugins.content.email_rules import SUBJECT_LIMIT
from plugins.core.messages import Message, say
from plugins.newsletter.journal import SENT, Memory, Order
from plugins.newsletter.mailchimp.audience import ANYONE
from plugins.newsletter.mailchimp.campaign import EDITABLE, FIELDS, LEAVING, SIGNED, Draft, Facts
from plugins.newsletter.outbox import Campaign
from plugins.newsletter.push.plan import Action, Match, Step, Wanted
from plugins.newsletter.settings import ZONES
from plugins.newsletter.times import shown


def obstacle_to(
    want: Wanted, matches: Sequence[Match], draft: Draft | None, memory: Memory
) -> Message | None:
    """Return what makes a push impossible, whatever stands in the draft."""
    title = want.campaign.title
    if len(want.campaign.subject) > SUBJECT_LIMIT:
        return say("the subject has {length} characters; Mailchimp takes {limit} at most",
                   length=len(want.campaign.subject), limit=SUBJECT_LIMIT)
    if len(matches) > 1:
        return several(title, matches)
    past = _past(want.campaign, matches, memory)
    if past:
        return past
    for match in matches:
        if match.title != title:
            return say("the campaign was renamed in Mailchimp, to “{found}”; call it “{title}” "
                       "again there, or delete it", found=match.title, title=title)
        if match.status not in EDITABLE and not (draft and _is_our_build(want.campaign, draft)):
            return settled(want.campaign, match.status)
    if draft and (draft.template or draft.type != "regular"):
        # With a template Mailchimp takes a new content with thanks, and ignores it.
        return say("the draft uses a template or is of another kind, so that its content cannot "
                   "be replaced; delete it in Mailchimp, and push again")
    return None


def several(title: str, matches: Sequence[Match]) -> Message:
    """Return that campaigns share a title, of which ours must be the only one."""
    return say("Mailchimp has {number} campaigns called “{title}”: {matches}; delete or rename "
               "all but one there", number=len(matches), title=title,
               matches=", ".join(map(_named, matches)))


def _named(match: Match) -> str:
    return f"{match.id} ({match.status}, {match.created})"


def _past(campaign: Campaign, matches: Sequence[Match], memory: Memory) -> Message | None:
    """Return why it must not be sent again, as far as only the journal knows of a first time."""
    order = memory.order
    if not order or any(match.status in LEAVING for match in matches):
        return None
    if memory.open_order:
        return say("on {time} Mailchimp was told to send it and gave no answer; "
                   "“./inv newsletter.reconcile {issue} --lang {lang}” finds out what became of it",
                   time=_at(order), issue=campaign.issue,
                   lang=campaign.lang)
    if memory.gone and not any(match.id == order.campaign for match in matches):
        return _forgotten(campaign, order)
    if order.result == SENT:
        return say("it was sent on {time}, and Mailchimp shows it as a draft; "
                   "“./inv newsletter.reconcile {issue} --lang {lang}” finds out why",
                   time=_at(order), issue=campaign.issue,
                   lang=campaign.lang)
    return None


def _forgotten(campaign: Campaign, order: Order) -> Message:
    """Return that it is not made again, though Mailchimp no longer has what left or was to."""
    if order.result == SENT:
        return say("it was sent on {time} as campaign {id}, which Mailchimp no longer has; it is "
                   "not made again, lest it reach subscribers twice. If nobody received it, "
                   "publish it as another issue", time=_at(order), id=order.campaign)
    return say("it was scheduled on {time} as campaign {id}, which Mailchimp no longer has; it is "
               "not made again, lest it reach subscribers twice. If it never left, say so by "
               "“./inv newsletter.reconcile {issue} --lang {lang} --found not-sent”",
               time=_at(order), id=order.campaign, issue=campaign.issue, lang=campaign.lang)


def _at(order: Order) -> str:
    return shown(order.at, ZONES)


def _is_our_build(campaign: Campaign, draft: Draft) -> bool:
    """Tell whether a campaign that leaves or has left bears the digest of the one in the outbox."""
    return draft.status in LEAVING and draft.digest == campaign.digest


def settled(campaign: Campaign, status: str) -> Message:
    """Return that a campaign that is no draft any more is not the one in the outbox."""
    match status:
        case "sent" | "sending":
            return say("it was sent in another version than lies in the outbox, and cannot be "
                       "changed any more; what must be corrected belongs into the next issue")
        case "schedule":
            return say("it is scheduled in another version than lies in the outbox; take it back "
                       "by “./inv newsletter.unschedule {issue}” before you push",
                       issue=campaign.issue)
    return say("its state in Mailchimp is “{status}”, in which it cannot be changed; look at it "
               "there", status=status)


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
            if draft.facts[name] not in _known_values(name, wanted, draft, memory)]


def _known_values(name: str, wanted: Facts, draft: Draft, memory: Memory) -> list[str]:
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
