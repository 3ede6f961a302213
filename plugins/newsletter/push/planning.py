"""Look at what stands in Mailchimp, without writing anything, and plan a push from it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from plugins.core.messages import say
from plugins.newsletter import journal, outbox
from plugins.newsletter.journal import Memory
from plugins.newsletter.mailchimp.audience import Audience, divided
from plugins.newsletter.mailchimp.campaign import EDITABLE, LEAVING, Draft, draft, wanted
from plugins.newsletter.mailchimp.client import Mailchimp, connect
from plugins.newsletter.mailchimp.errors_part import NotFoundError
from plugins.newsletter.outbox import Campaign, OutboxError
from plugins.newsletter.push import asked
from plugins.newsletter.push.comparison import compare
from plugins.newsletter.push.notes import (
    domain_notes,
    empty_notes,
    site_notes,
    sum_notes,
    unbuilt_notes,
    undecided_notes,
)
from plugins.newsletter.push.plan import Match, Plan, Step, Wanted
from plugins.newsletter.push.renamed import unless_renamed
from plugins.newsletter.push.work import Inspect, Work, unlooked
from plugins.newsletter.settings import Settings


def plan_issue(
    issue: str, *, settings: Settings, outbox_folder: Path, var: Path,
    langs: Sequence[str] = (), inspect: Inspect = unlooked,
) -> Plan:
    """Return what `push` would do with the issue, in `langs` or else in all that were built.

    Reads Mailchimp and writes nowhere. Raises OutboxError, SettingsError or MailchimpError.
    """
    campaigns = asked.chosen(outbox_folder, issue, langs, settings)
    return plan_campaigns(Work(connect(settings), settings, var, inspect), campaigns,
                          asked.unbuilt(campaigns, langs, settings))


def require_known(
    work: Work, issue: str, folder: Path, found: Collection[Match] | None = None
) -> None:
    """Raise OutboxError for an issue of which outbox, journal and Mailchimp know nothing.

    `found` is what Mailchimp has, if it was asked already.
    """
    titles = [work.settings.title(issue, lang) for lang in work.settings.languages]
    if outbox.languages(folder, issue) or any(
            journal.recall(work.var, title, work.settings.audience) != Memory()
            for title in titles):
        return
    if found is None:
        found = matches(work.client, folder_id(work.client, work.settings.folder))
    if not any(named(title, found) for title in titles):
        raise OutboxError(say(
            "nobody knows of an issue “{issue}”: neither the outbox nor Mailchimp nor the journal; "
            "the issues in the outbox are: {issues}",
            issue=issue, issues=", ".join(outbox.issues(folder))))


def plan_campaigns(
    work: Work, campaigns: Sequence[Campaign], unbuilt: Sequence[str] = (), overwrite: bool = False
) -> Plan:
    """Return the plan for campaigns of one issue, whose languages `unbuilt` have none."""
    view = look(work, campaigns, overwrite)
    notes = (*unbuilt_notes(unbuilt), *empty_notes(view.steps), *undecided_notes(view.audience),
             *sum_notes(view.audience), *domain_notes(work.client, campaigns),
             *site_notes(campaigns))
    creating = any(step.action == "create" for step in view.steps)
    return Plan(campaigns[0].issue, view.steps, notes,
                new_folder=work.settings.folder if creating and not view.folder else "")


@dataclass(frozen=True)
class View:
    """What stands in Mailchimp: the audience, the campaigns of all, a step for each of ours."""

    audience: Audience
    found: tuple[Match, ...]
    steps: tuple[Step, ...]
    folder: str


def look(work: Work, campaigns: Sequence[Campaign], overwrite: bool = False) -> View:
    """Return what stands in Mailchimp, and what a push of the campaigns would do."""
    audience = divided(work.client, work.settings)
    folder = folder_id(work.client, work.settings.folder)
    found = matches(work.client, folder)
    steps = tuple(_step(work, campaign, audience, found, overwrite) for campaign in campaigns)
    return View(audience, found, steps, folder)


def folder_id(client: Mailchimp, name: str) -> str:
    """Return the id of the campaign folder with this name, "" if there is none.

    The first of several: Mailchimp may make one late that it has not answered for, and nothing
    depends on it but the order in its pages.
    """
    return next((str(each["id"]) for each in client.folders() if each.get("name") == name), "")


def matches(client: Mailchimp, folder: str) -> tuple[Match, ...]:
    """Return every campaign: those of our folder, and once more all, for an editor may move one.

    Mailchimp cannot filter on a title, and its search is not exact.
    """
    listed = [*(client.campaigns(folder) if folder else ()), *client.campaigns()]
    return tuple({entry["id"]: _match(entry) for entry in listed}.values())


def named(title: str, found: Iterable[Match]) -> tuple[Match, ...]:
    """Return those that bear exactly this title."""
    return tuple(match for match in found if match.title == title)


def copies(title: str, found: Iterable[Match]) -> tuple[Match, ...]:
    """Return those that Mailchimp made of the campaign when somebody replicated it there."""
    return tuple(match for match in found if match.title.startswith(f"{title} (copy"))


def read_draft(client: Mailchimp, campaign: str) -> Draft:
    """Return a campaign as it stands now, with its content."""
    answer = client.campaign(campaign)
    try:
        content = client.content(campaign)
    except NotFoundError:
        content = {}  # It was never given any.
    return draft(answer, content)


def _step(
    work: Work, campaign: Campaign, audience: Audience, found: Collection[Match], overwrite: bool
) -> Step:
    client, settings = work.client, work.settings
    memory = journal.recall(work.var, campaign.title, settings.audience)
    ours = named(campaign.title, found) or remembered(client, memory.campaign)
    single = ours[0] if len(ours) == 1 and ours[0].status in (*EDITABLE, *LEAVING) else None
    part = audience.parts[campaign.lang]
    want = Wanted(campaign, part, wanted(campaign, part, settings),
                  audience.counts[campaign.lang], audience.total)
    current = read_draft(client, single.id) if single else None
    step = unless_renamed(work, compare(want, ours, current, memory, overwrite), found)
    return _inspected(replace(step, copies=copies(campaign.title, found)), work.inspect)


def _inspected(step: Step, inspect: Inspect) -> Step:
    """Return a step with what speaks against the email, and refused if that may not be left."""
    if step.action == "done":
        return step
    findings = tuple(inspect(step.want.campaign))
    wrong = next((finding for finding in findings if finding.level == "error"), None)
    if not wrong or step.action == "refuse":
        return replace(step, findings=findings)
    return replace(step, findings=findings, action="refuse", fields=(), reason=say(
        "the email must not leave as it is: {finding}", finding=wrong.message))


def remembered(client: Mailchimp, campaign: str) -> tuple[Match, ...]:
    """Return the campaign that we pushed, if it is still there: renamed, or not yet in the list."""
    try:
        unlisted = replace(_match(client.campaign(campaign)), listed=False) if campaign else None
        return (unlisted,) if unlisted else ()
    except NotFoundError:
        return ()


def _match(entry: Mapping[str, Any]) -> Match:
    settings = entry.get("settings") or {}
    return Match(
        id=str(entry["id"]), web_id=str(entry.get("web_id", "")),
        title=str(settings.get("title", "")), status=str(entry.get("status", "")),
        created=str(entry.get("create_time", "")), sent=str(entry.get("send_time") or ""),
        emails_sent=int(entry.get("emails_sent") or 0))
