"""Make the drafts in Mailchimp equal to the outbox; never send."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.newsletter import draft as drafts
from plugins.newsletter import journal, look
from plugins.newsletter.audience import ANYONE
from plugins.newsletter.draft import FIELDS, Draft
from plugins.newsletter.errors import MailchimpError, UncertainError
from plugins.newsletter.mailchimp import connect
from plugins.newsletter.plan import Plan, Step
from plugins.newsletter.readback import Work, checklist, counted, read_back, record
from plugins.newsletter.settings import Settings
from plugins.newsletter.wording import notes, plan_lines, step_lines
from plugins.problems import Message, say


@dataclass(frozen=True)
class Pushed:
    """What a push did: the plan it followed, what it says, and what stopped it, if anything."""

    plan: Plan
    lines: tuple[Message, ...] = ()
    stopped: Message | None = None


def push(
    issue: str, *, settings: Settings, outbox_folder: Path, var: Path,
    langs: Sequence[str] = (), overwrite: bool = False,
) -> Pushed:
    """Create or update the draft of each language, in `langs` or else in all that were built.

    If the plan refuses one of them, nothing is written at all. `overwrite` replaces what was
    edited in Mailchimp. Raises OutboxError, SettingsError, and MailchimpError as long as nothing
    was written; what stops a push later is in `stopped`.
    """
    campaigns = look.chosen(outbox_folder, issue, langs, settings)
    work = Work(connect(settings), settings, var)
    plan = look.plan_campaigns(work.client, campaigns, settings, var, overwrite)
    if plan.refused:
        return Pushed(plan, stopped=say("nothing was written"))
    lines: list[Message] = []
    try:
        for step in plan.steps:
            for line in _step_lines(work, step):
                lines.append(line)  # One by one: what was done is said, whatever comes after.
    except MailchimpError as error:
        return Pushed(plan, tuple(lines), error.message)
    return Pushed(plan, tuple(lines))


def report(pushed: Pushed, settings: Settings) -> tuple[Message, ...]:
    """Return what an editor is told about a push: all of the plan if nothing could be done."""
    if pushed.plan.refused:
        return (*plan_lines(pushed.plan, settings), say("nothing was written"))
    idle = [line for step in pushed.plan.steps if step.action in ("nothing", "skip")
            for line in step_lines(step, settings)]
    stopped = (pushed.stopped,) if pushed.stopped else ()
    return (*idle, *pushed.lines, *notes(pushed.plan), *stopped)


def exit_code(pushed: Pushed) -> int:
    """Return what the command ends with: 0 the drafts equal the outbox, 1 they do not."""
    return 1 if pushed.stopped else 0


def _step_lines(work: Work, step: Step) -> Iterator[Message]:
    if step.action not in ("create", "update"):
        return
    campaign = step.want.campaign
    _intend(work, step)
    if step.draft:
        _update(work, step, step.draft)
        identity = step.draft.id
    else:
        identity = _create(work, step)
    checked = read_back(work, step, identity, FIELDS[:-1])
    if checked.facts["content"] != step.want.facts["content"] or checked.digest != campaign.digest:
        work.client.set_content(identity, campaign.html, campaign.text)
        checked = read_back(work, step, identity, FIELDS)
    record(work, step, journal.PUSHED, checked)
    yield _done(step)
    yield from counted(work, step, identity)
    yield from checklist(work, step, identity)


def _intend(work: Work, step: Step, **otherwise: str) -> None:
    journal.write(work.var, journal.INTENDED, step.want.campaign.title,
                  digest=step.want.campaign.digest, facts={**step.want.facts, **otherwise})


def _create(work: Work, step: Step) -> str:
    folder = _folder(work)
    campaign = step.want.campaign
    body = drafts.creation(campaign, step.want.part, work.settings, folder)
    try:
        identity = str(work.client.create_campaign(body).get("id", ""))
    except UncertainError as doubt:
        identity = _looked_for(work, step, folder, doubt)
    journal.write(work.var, journal.CREATED, campaign.title, campaign=identity)
    return identity


def _looked_for(work: Work, step: Step, folder: str, doubt: UncertainError) -> str:
    """Return the campaign whose creation was not answered: looked for, never made again."""
    for wait in work.settings.patience.retries:
        time.sleep(wait)
        found = look.named(step.want.campaign.title, look.matches(work.client, folder))
        if len(found) == 1:
            return found[0].id
    raise doubt


def _folder(work: Work) -> str:
    name = work.settings.folder
    found = look.folder_id(work.client, name)
    if found:
        return found
    try:
        return str(work.client.create_folder(name)["id"])
    except UncertainError:
        found = look.folder_id(work.client, name)
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
