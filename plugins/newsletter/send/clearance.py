"""Decide whether an issue may leave, in all its languages, before the first one goes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from time import sleep

from plugins.core.messages import Message, say
from plugins.newsletter import journal
from plugins.newsletter.mailchimp.audience import Audience, divided
from plugins.newsletter.mailchimp.campaign import LEAVING, Draft
from plugins.newsletter.outbox import Campaign
from plugins.newsletter.push import planning
from plugins.newsletter.push.comparison import nearly
from plugins.newsletter.push.notes import unauthenticated
from plugins.newsletter.push.plan import Step
from plugins.newsletter.push.planning import View
from plugins.newsletter.push.recipients import Written, counts_of, unready
from plugins.newsletter.push.work import Work
from plugins.newsletter.send import reach
from plugins.newsletter.send.outcome import Verdict
from plugins.newsletter.settings import Settings
from plugins.newsletter.times import told


@dataclass(frozen=True)
class Clearance:
    """What may leave, what has no need to, and what keeps the rest; nothing goes if that is any."""

    ready: tuple[Step, ...]
    done: tuple[Verdict, ...]
    refused: tuple[Verdict, ...]


def clearance(
    work: Work, campaigns: Sequence[Campaign], site: str,
    done: Callable[[Step], Verdict | None],
) -> Clearance:
    """Return which campaigns may leave; `done` knows those that are already where they should be.

    `site` is another address at which to look for the pages. Raises MailchimpError.
    """
    view = planning.look(work, campaigns)
    verdicts = {step.lang: done(step) or _for_nobody(step) for step in view.steps}
    waiting = [step for step in view.steps if not verdicts[step.lang]]
    refused = [Verdict(step.lang, "refused", reason) for step in waiting
               for reason in _obstacles(work, view, step, site)]
    if waiting:
        refused += _of_all(work, view, waiting)
    kept = {verdict.lang for verdict in refused}
    return Clearance(tuple(step for step in waiting if step.lang not in kept),
                     tuple(verdict for verdict in verdicts.values() if verdict), tuple(refused))


def _for_nobody(step: Step) -> Verdict | None:
    if step.action != "nothing" or step.want.recipients:
        return None
    return Verdict(step.lang, "skipped", say(
        "nobody in the audience would receive it; it is left out"))


def _obstacles(work: Work, view: View, step: Step, site: str) -> Iterator[Message]:
    """Yield what keeps one language: first what stands in the draft, then all around it."""
    obstacle = _unfit(step, work.settings)
    if obstacle:
        yield obstacle
        return
    assert step.draft
    for copy in step.copies:
        if copy.status in LEAVING:
            yield say("a copy of it, “{title}”, was sent or scheduled in Mailchimp; subscribers "
                      "would receive it twice", title=copy.title)
    yield from _untested(work, step)
    yield from _miscounted(work, step, step.draft)
    yield from unready(work.client, step.draft.id)
    yield from reach.unreached(step.want.campaign, site)


def _unfit(step: Step, settings: Settings) -> Message | None:
    """Return why the campaign is no draft that equals the outbox and that all can see."""
    issue = step.want.campaign.issue
    if step.action == "refuse":
        return step.reason
    if step.action == "done":
        return say("it is scheduled already, for {time}; take it back first by "
                   "“./inv newsletter.unschedule {issue}”",
                   time=told(step.matches[0].sent, settings.zones), issue=issue)
    if step.action != "nothing" or not step.draft:
        return say("the draft in Mailchimp is not what lies in the outbox; run "
                   "“./inv newsletter.push {issue}”, and test it", issue=issue)
    if not step.matches[0].listed:
        return say("Mailchimp does not list the campaign yet; try again in a minute")
    if step.draft.status != "save":
        return say("its state in Mailchimp is “{status}”; only a draft can be sent",
                   status=step.draft.status)
    return None


def _untested(work: Work, step: Step) -> Iterator[Message]:
    campaign = step.want.campaign
    tested = journal.recall(work.var, campaign.title, work.settings.audience).tested
    if tested != campaign.digest:
        yield say("nobody has looked at a test of this version; run “./inv newsletter.test "
                  "{issue} --to you@firm.example”", issue=campaign.issue)


def _miscounted(work: Work, step: Step, draft: Draft) -> Iterator[Message]:
    counted = counts_of(work.client, work.settings, [Written(draft.id, step.want)])[draft.id]
    if not counted:
        yield say("Mailchimp has not counted the recipients yet; try again in a few minutes")
    elif not nearly(counted, step.want.recipients):
        yield say("recipients of the draft in Mailchimp: {count}; subscribers in its part of the "
                  "audience: {expected}; push again, which has them counted anew",
                  count=counted, expected=step.want.recipients)


def _of_all(work: Work, view: View, steps: Iterable[Step]) -> Iterator[Verdict]:
    """Yield what keeps every language that waits."""
    audience = _settled(work, view.audience)
    together = sum(audience.counts.values())
    domains = unauthenticated(work.client, [step.want.campaign.reply_to for step in steps])
    for step in steps:
        if together != audience.total:
            yield Verdict(step.lang, "refused", say(
                "the parts of the audience hold {together} subscribers, the audience {total}: "
                "somebody would receive it twice or not at all; “./inv newsletter.doctor” looks "
                "closer", together=together, total=audience.total))
        domain = step.want.campaign.reply_to.rpartition("@")[2].lower()
        if domain in domains:
            yield Verdict(step.lang, "refused", say(
                "the domain {domain} is not authenticated in Mailchimp; do it there, under "
                "Domains", domain=domain))


def _settled(work: Work, audience: Audience) -> Audience:
    """Return the audience, counted again while it does not equal its parts: people come and go."""
    for wait in work.settings.patience.retries:
        if sum(audience.counts.values()) == audience.total:
            break
        sleep(wait)
        audience = divided(work.client, work.settings)
    return audience
