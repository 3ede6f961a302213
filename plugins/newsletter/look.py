"""Look at what stands in Mailchimp, without writing anything, and plan a push from it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from plugins.newsletter import journal, outbox
from plugins.newsletter.comparison import compare
from plugins.newsletter.draft import EDITABLE, LEAVING, Draft, draft, wanted
from plugins.newsletter.errors import MailchimpError, NotFoundError
from plugins.newsletter.interests import Audience, divided
from plugins.newsletter.mailchimp import Mailchimp, connect, only_id
from plugins.newsletter.outbox import Campaign, OutboxError
from plugins.newsletter.plan import Match, Plan, Step, Wanted
from plugins.newsletter.settings import Settings
from plugins.problems import Message, say


def plan_issue(
    issue: str, *, settings: Settings, outbox_folder: Path, var: Path,
    langs: Sequence[str] = (), overwrite: bool = False,
) -> Plan:
    """Return what `push` would do with the issue, in `langs` or else in all that were built.

    Reads Mailchimp and writes nowhere. Raises OutboxError, SettingsError or MailchimpError.
    """
    campaigns = chosen(outbox_folder, issue, langs, settings)
    client = connect(settings)
    return plan_campaigns(client, campaigns, settings, var, overwrite)


def chosen(
    folder: Path, issue: str, langs: Sequence[str], settings: Settings
) -> tuple[Campaign, ...]:
    """Return the campaigns of the issue in `langs`, or in all that were built, in their order."""
    asked = known(langs, settings) or outbox.languages(folder, issue) or settings.languages
    return tuple(outbox.read(folder, issue, lang)
                 for lang in settings.languages if lang in asked)


def known(langs: Sequence[str], settings: Settings) -> tuple[str, ...]:
    """Return the languages; raise OutboxError, naming those there are, if one is not an edition."""
    for lang in langs:
        if lang not in settings.languages:
            raise OutboxError(say("there is no language “{lang}”; the languages are {languages}",
                                  lang=lang, languages=", ".join(settings.languages)))
    return tuple(langs)


def plan_campaigns(
    client: Mailchimp, campaigns: Sequence[Campaign], settings: Settings, var: Path,
    overwrite: bool = False,
) -> Plan:
    """Return the plan for campaigns of one issue."""
    view = look(client, campaigns, settings, var, overwrite)
    notes = (*_empty_notes(view.steps), *undecided_notes(view.audience),
             *sum_notes(view.audience), *_domain_notes(client, campaigns),
             *_site_notes(campaigns))
    creating = any(step.action == "create" for step in view.steps)
    return Plan(campaigns[0].issue, view.steps, notes,
                new_folder=settings.folder if creating and not view.folder else "")


@dataclass(frozen=True)
class View:
    """What stands in Mailchimp: the audience, the campaigns of all, a step for each of ours."""

    audience: Audience
    found: tuple[Match, ...]
    steps: tuple[Step, ...]
    folder: str


def look(
    client: Mailchimp, campaigns: Sequence[Campaign], settings: Settings, var: Path,
    overwrite: bool = False,
) -> View:
    """Return what stands in Mailchimp, and what a push of the campaigns would do."""
    audience = divided(client, settings)
    folder = folder_id(client, settings.folder)
    found = matches(client, folder)
    steps = tuple(_step(client, campaign, audience, found, settings, var, overwrite)
                  for campaign in campaigns)
    return View(audience, found, steps, folder)


def folder_id(client: Mailchimp, name: str) -> str:
    """Return the id of the campaign folder with this name, "" if there is none."""
    return only_id("name", name, client.folders())


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
    client: Mailchimp, campaign: Campaign, audience: Audience, found: Collection[Match],
    settings: Settings, var: Path, overwrite: bool = False,
) -> Step:
    memory = journal.recall(var, campaign.title, settings.audience)
    ours = named(campaign.title, found) or _remembered(client, memory.campaign)
    single = ours[0] if len(ours) == 1 and ours[0].status in (*EDITABLE, *LEAVING) else None
    part = audience.parts[campaign.lang]
    want = Wanted(campaign, part, wanted(campaign, part, settings),
                  audience.counts[campaign.lang], audience.total)
    current = read_draft(client, single.id) if single else None
    step = compare(want, ours, current, memory, overwrite)
    return replace(step, copies=copies(campaign.title, found))


def _remembered(client: Mailchimp, campaign: str) -> tuple[Match, ...]:
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


def _empty_notes(steps: Iterable[Step]) -> Iterable[Message]:
    for step in steps:
        if step.action != "refuse" and not step.want.recipients:
            yield say("{lang}: nobody in the audience would receive it today",
                      lang=step.want.campaign.lang)


def undecided_notes(audience: Audience) -> Iterable[Message]:
    """Yield how many have chosen no language, if any."""
    if audience.undecided:
        yield say("subscribers who have chosen no language: {number}; they receive “{lang}”",
                  number=audience.undecided, lang=audience.rest)


def sum_notes(audience: Audience) -> Iterable[Message]:
    """Yield that the parts do not add up, if they do not."""
    together = sum(audience.counts.values())
    if together != audience.total:
        yield say("the audience does not equal its parts (subscribers: {total} and {together}): "
                  "somebody came or left meanwhile, or a group was changed; look again before "
                  "sending",
                  together=together, total=audience.total)


def unauthenticated(client: Mailchimp, addresses: Iterable[str]) -> list[str]:
    """Return the domains of reply-to addresses that Mailchimp may not send for."""
    verified = {str(entry.get("domain", "")).lower() for entry in client.domains()
                if entry.get("authenticated")}
    used = {address.rpartition("@")[2].lower() for address in addresses}
    return sorted(used - verified)


def _domain_notes(client: Mailchimp, campaigns: Iterable[Campaign]) -> Iterable[Message]:
    try:
        domains = unauthenticated(client, (campaign.reply_to for campaign in campaigns))
    except MailchimpError as error:  # A draft needs no domain.
        yield say("whether the senders’ domains are authenticated could not be found out: {reason}",
                  reason=error.message)
        return
    for domain in domains:
        yield say("the domain {domain} is not authenticated in Mailchimp; do it there, under "
                  "Domains, before anything is sent", domain=domain)


def _site_notes(campaigns: Iterable[Campaign]) -> Iterable[Message]:
    for site in sorted({campaign.site for campaign in campaigns}):
        if urlsplit(site).scheme != "https":
            yield say("the links of the emails lead to {site}, which readers may not reach; build "
                      "for the public site before anything is sent", site=site)
