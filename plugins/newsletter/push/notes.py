"""Say what the editor of an issue should know besides what a push would do."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from plugins.core.messages import Message, say
from plugins.newsletter.mailchimp.audience import Audience
from plugins.newsletter.mailchimp.client import Mailchimp
from plugins.newsletter.mailchimp.errors import MailchimpError
from plugins.newsletter.outbox import Campaign
from plugins.newsletter.push.plan import Step


def unbuilt_notes(langs: Iterable[str]) -> Iterator[Message]:
    """Yield which languages are not in the outbox."""
    for lang in langs:
        yield say("{lang}: not built; its subscribers would receive nothing", lang=lang)


def empty_notes(steps: Iterable[Step]) -> Iterator[Message]:
    """Yield which languages nobody would receive."""
    for step in steps:
        if step.action != "refuse" and not step.want.recipients:
            yield say("{lang}: nobody in the audience would receive it today",
                      lang=step.want.campaign.lang)


def undecided_notes(audience: Audience) -> Iterator[Message]:
    """Yield how many have chosen no language, if any."""
    if audience.undecided:
        yield say("subscribers who have chosen no language: {number}; they receive “{lang}”",
                  number=audience.undecided, lang=audience.rest)


def sum_notes(audience: Audience) -> Iterator[Message]:
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


def domain_notes(client: Mailchimp, campaigns: Iterable[Campaign]) -> Iterator[Message]:
    """Yield which senders Mailchimp may not send for, or that it does not tell."""
    try:
        domains = unauthenticated(client, (campaign.reply_to for campaign in campaigns))
    except MailchimpError as error:  # A draft needs no domain.
        yield say("whether the senders’ domains are authenticated could not be found out: {reason}",
                  reason=error.message)
        return
    for domain in domains:
        yield say("the domain {domain} is not authenticated in Mailchimp; do it there, under "
                  "Domains, before anything is sent", domain=domain)


def site_notes(campaigns: Iterable[Campaign]) -> Iterator[Message]:
    """Yield which websites the emails lead to that are not served safely."""
    for site in sorted({campaign.site for campaign in campaigns}):
        if urlsplit(site).scheme != "https":
            yield say("the links of the emails lead to {site}, which readers may not reach; build "
                      "for the public site before anything is sent", site=site)
