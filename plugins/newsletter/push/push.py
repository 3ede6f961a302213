"""Make the drafts in Mailchimp equal to the outbox; never send."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.core.messages import Message, say
from plugins.newsletter import journal
from plugins.newsletter.mailchimp import campaign as drafts
from plugins.newsletter.mailchimp.audience import ANYONE
from plugins.newsletter.mailchimp.campaign import EDITABLE, FIELDS, Draft
from plugins.newsletter.mailchimp.client import connect
from plugins.newsletter.mailchimp.errors import MailchimpError, UncertainError
from plugins.newsletter.push import planning
from plugins.newsletter.push.plan import Plan, Step
from plugins.newsletter.push.planning import Inspect, Work, chosen, unbuilt, unlooked
from plugins.newsletter.push.recipients import Tell, Written, checklist, miscounted
from plugins.newsletter.push.wording import difference, notes, plan_lines, step_lines, where
from plugins.newsletter.settings import Settings


@dataclass(frozen=True)
class Pushed:
    """What a push did: the plan it followed, and what kept it from making a draft equal."""

    plan: Plan
    failures: tuple[Message, ...] = ()


def push(
    issue: str, *, settings: Settings, outbox_folder: Path, var: Path, tell: Tell,
    langs: Sequence[str] = (), overwrite: bool = False, inspect: Inspect = unlooked,
) -> Pushed:
    """Create or update the draft of each language, in `langs` or else in all that were built.

    If the plan refuses one of them, nothing is written at all. `overwrite` replaces what was
    edited in Mailchimp; `tell` is given each line as soon as it is true. What fails in one
    language does not keep another from its draft. Raises OutboxError, SettingsError, and
    MailchimpError as long as nothing was written.
    """
    campaigns = chosen(outbox_folder, issue, langs, settings)
    work = Work(connect(settings), settings, var, inspect)
    plan = planning.plan_campaigns(
        work, campaigns, unbuilt(campaigns, langs, settings), overwrite)
    if plan.refused:
        _tell_all(tell, (*plan_lines(plan, settings), say("nothing was written")))
        return Pushed(plan)
    written, failures = _carried_out(work, plan, tell)
    wrong = miscounted(work.client, settings, written, tell)
    _tell_all(tell, wrong)
    for each in written:
        _tell_all(tell, checklist(work.client, each))
    _tell_all(tell, notes(plan))
    return Pushed(plan, (*failures, *wrong))


def exit_code(pushed: Pushed) -> int:
    """Return what the command ends with: 0 the drafts equal the outbox, 1 they do not."""
    return 1 if pushed.plan.refused or pushed.failures else 0


def _tell_all(tell: Tell, lines: Iterable[Message]) -> None:
    for line in lines:
        tell(line)


def _carried_out(work: Work, plan: Plan, tell: Tell) -> tuple[list[Written], list[Message]]:
    """Make every draft what it must be; return those that are now, and what failed."""
    written: list[Written] = []
    failures: list[Message] = []
    for step in plan.steps:
        if step.action in ("nothing", "done"):
            _tell_all(tell, step_lines(step, work.settings))
            continue
        try:
            seen = _written(work, step)
        except MailchimpError as error:
            failures.append(say("{lang}: {reason}", lang=step.want.campaign.lang,
                                reason=error.message))
            tell(failures[-1])
            continue
        written.append(Written(seen.id, step.want))
        _tell_all(tell, (_done(step), *where(seen.web_id, work.settings)))
    return written, failures


def _written(work: Work, step: Step) -> Draft:
    """Create or update a draft; return it as Mailchimp then shows it."""
    campaign = step.want.campaign
    _intend(work, step)
    if step.draft:
        _update(work, step, step.draft)
        identity = step.draft.id
    else:
        identity = _create(work, step)
    seen = read_back(work, step, identity, FIELDS[:-1])
    if seen.facts["content"] != step.want.facts["content"] or seen.digest != campaign.digest:
        work.client.set_content(identity, campaign.html, campaign.text)
        seen = read_back(work, step, identity, FIELDS)
    record(work, step, journal.PUSHED, seen)
    return seen


def _intend(work: Work, step: Step, **otherwise: str) -> None:
    journal.write(work.var, journal.INTENDED, step.want.campaign.title,
                  digest=step.want.campaign.digest, facts={**step.want.facts, **otherwise})


def _create(work: Work, step: Step) -> str:
    folder = _folder(work)
    campaign = step.want.campaign
    body = drafts.creation(campaign, step.want.part, work.settings, folder)
    try:
        identity = str(work.client.create_campaign(body)["id"])
    except UncertainError as doubt:
        identity = _looked_for(work, step, folder, doubt)
    journal.write(work.var, journal.CREATED, campaign.title, campaign=identity)
    return identity


def _looked_for(work: Work, step: Step, folder: str, doubt: UncertainError) -> str:
    """Return the campaign whose creation was not answered: looked for, never made again."""
    for wait in work.settings.patience.retries:
        time.sleep(wait)
        found = planning.named(step.want.campaign.title, planning.matches(work.client, folder))
        if len(found) == 1:
            return found[0].id
    raise doubt


def _folder(work: Work) -> str:
    name = work.settings.folder
    found = planning.folder_id(work.client, name)
    if found:
        return found
    try:
        return str(work.client.create_folder(name)["id"])
    except UncertainError:
        found = planning.folder_id(work.client, name)
        if not found:
            raise
        return found


def _update(work: Work, step: Step, found: Draft) -> None:
    """Change the settings of a draft, if they differ, having it counted anew if need be."""
    if not set(step.fields) - {"content"}:
        return
    campaign, part = step.want.campaign, step.want.part
    renewed = {"segment", "recipients"} & set(step.fields)
    if renewed and found.facts["segment"] != ANYONE and part.conditions:
        _intend(work, step, segment=ANYONE)
        work.client.update_campaign(found.id, drafts.widening(campaign, work.settings))
    work.client.update_campaign(found.id, drafts.change(campaign, part, work.settings))


def _done(step: Step) -> Message:
    campaign = step.want.campaign
    if step.draft:
        return say("{lang}: the draft “{title}” was updated",
                   lang=campaign.lang, title=campaign.title)
    return say("{lang}: the draft “{title}” was created", lang=campaign.lang, title=campaign.title)


def read_back(work: Work, step: Step, identity: str, fields: Sequence[str]) -> Draft:
    """Return the draft as it now stands; raise MailchimpError if it is not what was asked for.

    Mailchimp drops a segment that it does not understand in silence, and ignores the content of a
    campaign with a template.
    """
    seen = planning.read_draft(work.client, identity)
    # Its content need not come back byte for byte: the digest in it tells.
    wrong = [name for name in fields if name != "content"
             and seen.facts[name] != step.want.facts[name]]
    if "content" in fields and seen.digest != step.want.campaign.digest:
        wrong.append("content")
    if wrong:
        record(work, step, journal.STOPPED, seen)
        raise MailchimpError(say(
            "Mailchimp took the draft “{title}” without an error, but did not do what was asked. "
            "{difference}. Nothing was sent; look at the draft there",
            title=step.want.campaign.title, difference=difference(wrong[0], step.want, seen)))
    if seen.status not in EDITABLE:
        raise MailchimpError(say(
            "the state of “{title}” in Mailchimp became “{status}” meanwhile; look at it there",
            title=seen.title, status=seen.status))
    return seen


def record(work: Work, step: Step, event: str, seen: Draft) -> None:
    """Write into the journal in what state a push left a draft."""
    journal.write(work.var, event, step.want.campaign.title, campaign=seen.id,
                  digest=step.want.campaign.digest, facts=dict(seen.facts))
