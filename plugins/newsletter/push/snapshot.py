"""Look at what is at the provider, without writing anything, and decide on each campaign."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from time import sleep

from plugins.core.messages import say
from plugins.newsletter import outbox
from plugins.newsletter.campaigns import EDITABLE, LEAVING, Audience, Listed
from plugins.newsletter.journal import Memory
from plugins.newsletter.newsletter import Newsletter
from plugins.newsletter.outbox import Campaign, OutboxError
from plugins.newsletter.provider import NotFoundError, Provider
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
