"""Plan a push, with what else the editor of an issue should know."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from plugins.core.messages import Message, say
from plugins.newsletter.campaigns import Audience
from plugins.newsletter.newsletter import Newsletter
from plugins.newsletter.outbox import Campaign
from plugins.newsletter.provider import Provider, ProviderError
from plugins.newsletter.push.compare import Step
from plugins.newsletter.push.snapshot import Snapshot, count_together, take_snapshot


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
