"""Look at what stands in Mailchimp, without writing anything, and plan a push from it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from plugins.core.messages import say
from plugins.newsletter import journal, outbox
from plugins.newsletter.journal import Memory
from plugins.newsletter.mailchimp.audience import Audience, divided
from plugins.newsletter.mailchimp.campaign import EDITABLE, LEAVING, Draft, draft, wanted
from plugins.newsletter.mailchimp.client import Mailchimp, connect
from plugins.newsletter.mailchimp.errors import NotFoundError
from plugins.newsletter.outbox import Campaign, OutboxError
from plugins.newsletter.preflight import Finding
from plugins.newsletter.push.compare import compare
from plugins.newsletter.push.notes import (
    domain_notes,
    empty_notes,
    site_notes,
    sum_notes,
    unbuilt_notes,
    undecided_notes,
)
from plugins.newsletter.push.plan import Match, Plan, Step, Wanted
from plugins.newsletter.settings import Settings


@dataclass(frozen=True)
class View:
    """What stands in Mailchimp: the audience, the campaigns of all, a step for each of ours."""

    audience: Audience
    found: tuple[Match, ...]
    steps: tuple[Step, ...]
    folder: str


Inspect = Callable[[Campaign], Iterable[Finding]]
"""Looks at an email before it leaves, beside the site that was built with it."""


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


def chosen(
    folder: Path, issue: str, langs: Sequence[str], settings: Settings
) -> tuple[Campaign, ...]:
    """Return the campaigns of the issue in `langs`, or in all that were built, in their order."""
    asked = known(langs, settings) or outbox.languages(folder, issue) or settings.languages
    return tuple(outbox.read(folder, issue, lang, settings.title(issue, lang))
                 for lang in settings.languages if lang in asked)


def whole(
    folder: Path, issue: str, langs: Sequence[str], settings: Settings
) -> tuple[Campaign, ...]:
    """Return the campaigns of the issue in `langs`, or else in all languages, built every one.

    Raises OutboxError if one is not: its subscribers would receive nothing, and nobody say so.
    """
    campaigns = chosen(folder, issue, langs, settings)
    for lang in unbuilt(campaigns, langs, settings):
        raise OutboxError(say(
            "{lang}: not built; build it, or let “{built}” leave alone by “--lang {built}”",
            lang=lang, built=campaigns[0].lang))
    return campaigns


def unbuilt(
    campaigns: Iterable[Campaign], langs: Sequence[str], settings: Settings
) -> tuple[str, ...]:
    """Return the languages that were not built, unless the editor asks for some by name."""
    built = {campaign.lang for campaign in campaigns}
    return () if langs else tuple(lang for lang in settings.languages if lang not in built)


def known(langs: Sequence[str], settings: Settings) -> tuple[str, ...]:
    """Return the languages; raise OutboxError, naming those there are, if one is not an edition."""
    for lang in langs:
        if lang not in settings.languages:
            raise OutboxError(say("there is no language “{lang}”; the languages are {languages}",
                                  lang=lang, languages=", ".join(settings.languages)))
    return tuple(langs)


def unlooked(campaign: Campaign) -> Iterable[Finding]:
    """Find nothing: what is to be done does not let the email leave."""
    return ()


@dataclass(frozen=True)
class Work:
    """The account, its settings, the folder of the journal, and what looks at emails."""

    client: Mailchimp
    settings: Settings
    var: Path
    inspect: Inspect = unlooked


def plan_issue(
    issue: str, *, settings: Settings, outbox_folder: Path, var: Path,
    langs: Sequence[str] = (), inspect: Inspect = unlooked,
) -> Plan:
    """Return what `push` would do with the issue, in `langs` or else in all that were built.

    Reads Mailchimp and writes nowhere. Raises OutboxError, SettingsError or MailchimpError.
    """
    campaigns = chosen(outbox_folder, issue, langs, settings)
    return plan_campaigns(Work(connect(settings), settings, var, inspect), campaigns,
                          unbuilt(campaigns, langs, settings))


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


def look(work: Work, campaigns: Sequence[Campaign], overwrite: bool = False) -> View:
    """Return what stands in Mailchimp, and what a push of the campaigns would do."""
    audience = divided(work.client, work.settings)
    folder = folder_id(work.client, work.settings.folder)
    found = matches(work.client, folder)
    steps = tuple(_step(work, campaign, audience, found, overwrite) for campaign in campaigns)
    return View(audience, found, steps, folder)


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


def unless_renamed(work: Work, step: Step, found: Iterable[Match]) -> Step:
    """Return a step, refused if what it wants left under another name of the newsletter."""
    if step.action in ("refuse", "done"):
        return step
    former = next(_former(work, step.want.campaign.title, found), "")
    if not former:
        return step
    return replace(step, action="refuse", fields=(), reason=say(
        "“{former}” was sent to this audience, or is to be: if the newsletter has changed its "
        "name, subscribers would receive the issue twice; keep the name, or give the issue another "
        "key", former=former))


def _former(work: Work, title: str, found: Iterable[Match]) -> Iterator[str]:
    """Yield the titles that differ in the newsletter's name alone, of what left or will."""
    ending = title.removeprefix(work.settings.name)

    def renamed(each: str) -> bool:
        return each != title and each.endswith(ending) and "/" not in each.removesuffix(ending)

    yield from filter(renamed, journal.gone(work.var, work.settings.audience))
    for match in found:
        if match.status in LEAVING and renamed(match.title) and _reached(work, match):
            yield match.title


def _reached(work: Work, match: Match) -> bool:
    """Tell whether a campaign went to the audience, which no list says."""
    recipients = work.client.campaign(match.id).get("recipients") or {}
    return bool(recipients.get("list_id") == work.settings.audience)
