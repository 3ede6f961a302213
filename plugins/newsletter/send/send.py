"""Let an issue leave for its subscribers, at once or at a time: all its languages or none."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from plugins.core.messages import Message, say
from plugins.newsletter.mailchimp.campaign import LEAVING
from plugins.newsletter.mailchimp.client import connect
from plugins.newsletter.mailchimp.errors import MailchimpError
from plugins.newsletter.outbox import Campaign
from plugins.newsletter.push import planning
from plugins.newsletter.push.plan import Step
from plugins.newsletter.push.planning import Inspect, Work, unlooked, whole
from plugins.newsletter.push.recipients import Tell
from plugins.newsletter.push.wording import left_sentence, who
from plugins.newsletter.send.clearance import Clearance, clearance
from plugins.newsletter.send.order import Outcome, Verdict, failed, give_order
from plugins.newsletter.settings import Settings
from plugins.newsletter.times import told

Confirm = Callable[[], bool]
"""Asks the editor whether to go on."""

_CHANGED = say("it was changed in Mailchimp meanwhile; run the command again")


def leave(
    work: Work, campaigns: Sequence[Campaign], time: str, site: str, tell: Tell, confirm: Confirm,
    done: Callable[[Step], Verdict | None],
) -> Outcome:
    """Send the campaigns, or schedule them for `time` (ISO 8601, UTC; "" is at once).

    What keeps one of them keeps all. Between the look and the order an editor confirms; whatever
    changed meanwhile stops it. After the first that does not go, none is begun.
    """
    issue = campaigns[0].issue
    cleared = clearance(work, campaigns, site, done)
    for verdict in cleared.done:
        tell(verdict.line)
    for step in cleared.ready if not cleared.refused else ():
        tell(_announced(work, step, time))
    refused = cleared.refused
    if cleared.ready and not refused:
        refused = _unconfirmed(cleared.ready) if not confirm() else \
            _changed_since(cleared, clearance(work, campaigns, site, done))
    if not refused:
        return Outcome(issue, (*cleared.done, *_ordered(work, cleared.ready, time, tell)))
    for verdict in refused:
        tell(verdict.line)
    tell(say("nothing was sent"))
    for step in cleared.ready if cleared.refused else ():
        tell(say("“{lang}” is ready; “--lang {lang}” lets it leave alone", lang=step.lang))
    return Outcome(issue, (*cleared.done, *refused))


def _unconfirmed(steps: Sequence[Step]) -> tuple[Verdict, ...]:
    return tuple(Verdict(step.lang, "refused", say("not confirmed")) for step in steps)


def _changed_since(before: Clearance, now: Clearance) -> tuple[Verdict, ...]:
    """Return refusals if what may leave is not what the editor confirmed, minutes ago perhaps."""
    confirmed, ready = ([(step.lang, step.draft and (step.draft.id, step.draft.facts))
                         for step in each.ready] for each in (before, now))
    if now.refused or confirmed == ready:
        return now.refused
    return tuple(Verdict(step.lang, "refused", _CHANGED) for step in before.ready)


def _announced(work: Work, step: Step, time: str) -> Message:
    when = say("on {time}", time=told(time, work.settings.zones)) if time else say("now")
    return say("{lang}: “{subject}” leaves {when}, to {who} (subscribers: {recipients} of "
               "{audience})", lang=step.lang, subject=step.want.campaign.subject, when=when,
               who=who(step.want, work.settings), recipients=step.want.recipients,
               audience=step.want.audience)


def _ordered(work: Work, steps: Sequence[Step], time: str, tell: Tell) -> Iterator[Verdict]:
    verdicts: list[Verdict] = []
    for step in steps:
        if failed(verdicts):
            verdict = Verdict(step.lang, "refused", say(
                "not begun, because of “{lang}”; once that is clear, run the command again",
                lang=verdicts[-1].lang))
        else:
            verdict = _changed(work, step) or _too_late(step, time) or \
                give_order(work, step, step.matches[0].id, time)
        verdicts.append(verdict)
        tell(verdict.line)
        yield verdict


def _changed(work: Work, step: Step) -> Verdict | None:
    """Return a refusal if the draft is not what it was when it was cleared."""
    try:
        seen = planning.read_draft(work.client, step.matches[0].id)
    except MailchimpError as error:
        return Verdict(step.lang, "refused", error.message)
    if step.draft and (seen.status, seen.facts) == (step.draft.status, step.draft.facts):
        return None
    return Verdict(step.lang, "refused", _CHANGED)


def _too_late(step: Step, time: str) -> Verdict | None:
    """Return a refusal if the time came while an editor confirmed, or Mailchimp was slow."""
    if not time or datetime.now(UTC) < datetime.fromisoformat(time):
        return None
    return Verdict(step.lang, "refused", say("the time has passed meanwhile; name a later one"))


def send(
    issue: str, *, settings: Settings, outbox_folder: Path, var: Path, tell: Tell,
    confirm: Confirm, langs: Sequence[str] = (), site: str = "", inspect: Inspect = unlooked,
) -> Outcome:
    """Send the drafts of the issue, in `langs` or else in all that were built.

    A language that was sent before is passed over. Raises OutboxError, SettingsError or
    MailchimpError as long as nothing was sent.
    """
    campaigns = whole(outbox_folder, issue, langs, settings)
    work = Work(connect(settings), settings, var, inspect)
    return leave(work, campaigns, "", site, tell, confirm,
                 lambda step: sent_already(step, settings))


def sent_already(step: Step, settings: Settings) -> Verdict | None:
    """Return the verdict on a campaign of ours that is being sent, or was."""
    match = step.matches[0] if step.action == "done" else None
    if not match or match.status not in LEAVING or match.status == "schedule":
        return None
    return Verdict(step.lang, "sent", left_sentence(step, settings))
