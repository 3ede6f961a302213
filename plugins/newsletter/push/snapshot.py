"""Look at what is at the provider, without writing anything, and plan what a push would do."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from time import sleep
from urllib.parse import urlsplit

from plugins.core.messages import Message, say
from plugins.newsletter import outbox
from plugins.newsletter.campaigns import EDITABLE, LEAVING, Audience, Listed
from plugins.newsletter.journal import Memory
from plugins.newsletter.newsletter import Newsletter
from plugins.newsletter.outbox import Campaign, OutboxError
from plugins.newsletter.provider import NotFoundError, Provider, ProviderError
from plugins.newsletter.push.compare import Step, decide, is_expected


@dataclass(frozen=True)
class Snapshot:
    """The audience, everybody's campaigns, a step for each of ours; `new_folder` as in Listing."""

    audience: Audience
    campaigns: tuple[Listed, ...]
    steps: tuple[Step, ...]
    new_folder: str


def take_snapshot(
    newsletter: Newsletter, campaigns: Sequence[Campaign], overwrite: bool = False
) -> Snapshot:
    """Return what is at the provider, and what a push of the campaigns would do."""
    audience = newsletter.provider.count_audience()
    listing = newsletter.provider.list_campaigns()
    steps = tuple(_step(newsletter, campaign, audience, listing.campaigns, overwrite)
                  for campaign in campaigns)
    return Snapshot(audience, listing.campaigns, steps, listing.new_folder)


def titled(title: str, campaigns: Iterable[Listed]) -> tuple[Listed, ...]:
    """Return those that bear exactly this title."""
    return tuple(each for each in campaigns if each.title == title)


def find_remembered(newsletter: Newsletter, identity: str) -> tuple[Listed, ...]:
    """Return the campaign that we pushed, if it is still there: renamed, or not yet in the list."""
    try:
        return (newsletter.provider.find(identity),) if identity else ()
    except NotFoundError:
        return ()


def count_together(audience: Audience) -> int:
    """Return how many the parts hold: not the total if somebody is in two, or in none."""
    return sum(part.count for part in audience.parts.values())


def count_recipients(provider: Provider, expected: Mapping[str, int]) -> Mapping[str, int]:
    """Return how many will receive each draft, by its id; 0 is also “not counted yet”.

    Waits, once for all drafts, for those of which it is not about the `expected` number.
    """
    counts: dict[str, int] = {}
    waiting = list(expected)
    for wait in (0, *provider.patience.count):
        sleep(wait)
        counts |= {identity: provider.count_recipients(identity) for identity in waiting}
        waiting = [identity for identity in waiting
                   if not is_expected(counts[identity], expected[identity])]
        if not waiting:
            break
    return counts


def require_known_issue(
    newsletter: Newsletter, issue: str, campaigns: Collection[Listed] | None = None
) -> None:
    """Raise OutboxError for an issue of which outbox, journal and provider know nothing.

    `campaigns` is what the provider has, if it was asked already.
    """
    settings, folder = newsletter.settings, newsletter.outbox.folder
    titles = [newsletter.outbox.title(issue, lang) for lang in settings.languages]
    if outbox.languages(folder, issue) or any(
            newsletter.journal.memory(title) != Memory() for title in titles):
        return
    if campaigns is None:
        campaigns = newsletter.provider.list_campaigns().campaigns
    if not any(titled(title, campaigns) for title in titles):
        raise OutboxError(say(
            "there is no issue “{issue}” in the outbox, in {provider} or in the journal; the "
            "issues in the outbox are: {issues}", issue=issue,
            provider=newsletter.provider.name, issues=", ".join(outbox.issues(folder))))


def _step(
    newsletter: Newsletter, campaign: Campaign, audience: Audience, listed: Collection[Listed],
    overwrite: bool,
) -> Step:
    provider, memory = newsletter.provider, newsletter.journal.memory(campaign.title)
    ours = titled(campaign.title, listed) or find_remembered(newsletter, memory.campaign)
    part = audience.parts[campaign.lang]
    is_readable = len(ours) == 1 and ours[0].state.name in EDITABLE + LEAVING
    step = Step(
        campaign, part, audience.total, provider.wanted_facts(campaign, part), provider.name,
        matches=ours, draft=provider.read_draft(ours[0].id) if is_readable else None,
        # Mailchimp's name for what somebody replicates there.
        copies=tuple(each for each in listed if each.title.startswith(f"{campaign.title} (copy")))
    decided = _refuse_renamed(newsletter, decide(step, memory, overwrite), listed)
    return _inspect(newsletter, decided)


def _inspect(newsletter: Newsletter, step: Step) -> Step:
    """Return a step with what preflight finds, and refused if that may not be left."""
    if step.action == "done" or not newsletter.preflight:
        return step
    findings = tuple(newsletter.preflight(step.campaign))
    wrong = next((finding for finding in findings if finding.level == "error"), None)
    if not wrong or step.action == "refuse":
        return replace(step, findings=findings)
    return replace(step, findings=findings, action="refuse", fields=(), reason=say(
        "the email cannot be sent as it is: {finding}", finding=wrong.message))


def _refuse_renamed(newsletter: Newsletter, step: Step, listed: Iterable[Listed]) -> Step:
    """Return a step, refused if what it wants left under another name of the newsletter."""
    if step.action in ("refuse", "done"):
        return step
    former = next(_former_titles(newsletter, step.campaign.title, listed), "")
    if not former:
        return step
    return replace(step, action="refuse", fields=(), reason=say(
        "“{former}” was sent to this audience, or is to be: if the newsletter has changed its "
        "name, subscribers would receive the issue twice; keep the name, or give the issue another "
        "key", former=former))


def _former_titles(newsletter: Newsletter, title: str, listed: Iterable[Listed]) -> Iterator[str]:
    """Yield the titles that differ in the newsletter's name alone, of what left or will."""
    ending = title.removeprefix(newsletter.settings.name)

    def is_renamed(each: str) -> bool:
        return each != title and each.endswith(ending) and "/" not in each.removesuffix(ending)

    yield from filter(is_renamed, newsletter.journal.departed_titles())
    for each in listed:
        if each.state.name in LEAVING and is_renamed(each.title) \
                and newsletter.provider.is_addressed_to_us(each.id):
            yield each.title


@dataclass(frozen=True)
class Plan:
    """What a push of an issue would do, by language, with what else its editor should know.

    `new_folder` is the campaign folder that the push would create, "" for none.
    """

    issue: str
    steps: tuple[Step, ...]
    notes: tuple[Message, ...] = ()
    new_folder: str = ""

    @property
    def refused(self) -> bool:
        """Whether a push would stop before it writes anything."""
        return any(step.action == "refuse" for step in self.steps)

    @property
    def exit_code(self) -> int:
        """What a command ends with: 0 nothing to do, 2 changes, 1 refused."""
        if self.refused:
            return 1
        return 2 if any(step.action in ("create", "update") for step in self.steps) else 0


def plan_issue(
    newsletter: Newsletter, issue: str, langs: Sequence[str] = (), overwrite: bool = False
) -> Plan:
    """Return what `push` would do with the issue, in `langs` or else in all that were built.

    Writes nowhere. Raises OutboxError, SettingsError or ProviderError.
    """
    campaigns = newsletter.outbox.campaigns_in(issue, langs)
    newsletter.provider.require_account()
    snapshot = take_snapshot(newsletter, campaigns, overwrite)
    notes = _notes(newsletter, snapshot, campaigns, newsletter.outbox.unbuilt(campaigns, langs))
    is_creating = any(step.action == "create" for step in snapshot.steps)
    return Plan(issue, snapshot.steps, tuple(notes), snapshot.new_folder if is_creating else "")


def undecided_notes(audience: Audience) -> Iterator[Message]:
    """Yield how many have chosen no language, if any."""
    if audience.undecided:
        yield say("subscribers who have chosen no language: {number}; they receive “{lang}”",
                  number=audience.undecided, lang=audience.rest)


def sum_notes(audience: Audience) -> Iterator[Message]:
    """Yield that the parts do not add up, if they do not."""
    if count_together(audience) != audience.total:
        yield say("the audience ({total} subscribers) does not match the sum of its parts "
                  "({together}): somebody has joined or left in the meantime, or a group was "
                  "changed; check again before sending",
                  together=count_together(audience), total=audience.total)


def _notes(newsletter: Newsletter, snapshot: Snapshot, campaigns: Sequence[Campaign],
           unbuilt: Iterable[str]) -> Iterator[Message]:
    """Yield what would keep subscribers from the issue, its links from them, or us from sending."""
    for lang in unbuilt:
        yield say("{lang}: not built; its subscribers would receive nothing", lang=lang)
    for step in snapshot.steps:
        if step.action != "refuse" and not step.recipients:
            yield step.say("{lang}: nobody in the audience would receive it today")
    yield from undecided_notes(snapshot.audience)
    yield from sum_notes(snapshot.audience)
    yield from _domain_notes(newsletter.provider, campaigns)
    for site in sorted({campaign.site for campaign in campaigns}):
        if urlsplit(site).scheme != "https":
            yield say("the links of the emails lead to {site}, which readers may not reach; build "
                      "for the public site before anything is sent", site=site)


def _domain_notes(provider: Provider, campaigns: Iterable[Campaign]) -> Iterator[Message]:
    """Yield which senders the provider may not send for, or that it does not say."""
    try:
        domains = provider.unauthenticated([campaign.reply_to for campaign in campaigns])
    except ProviderError as error:  # A draft needs no domain.
        yield say("whether the senders’ domains are authenticated could not be found out: {reason}",
                  reason=error.message)
        return
    for domain in domains:
        yield say("the domain {domain} is not authenticated in {provider}; authenticate it there, "
                  "under Domains, before anything is sent", domain=domain, provider=provider.name)
