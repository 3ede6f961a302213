"""Look whether Mailchimp did what it was asked to do, for it does not always say."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.newsletter import journal, look
from plugins.newsletter.draft import EDITABLE, Draft
from plugins.newsletter.errors import MailchimpError
from plugins.newsletter.interests import divided
from plugins.newsletter.mailchimp import Mailchimp
from plugins.newsletter.plan import Step, nearly
from plugins.newsletter.settings import Settings
from plugins.newsletter.wording import difference
from plugins.problems import Message, say


@dataclass(frozen=True)
class Work:
    """Where a push works: the account, its settings, and the folder of the journal."""

    client: Mailchimp
    settings: Settings
    var: Path


def read_back(work: Work, step: Step, identity: str, fields: Sequence[str]) -> Draft:
    """Return the draft as it now stands; raise MailchimpError if it is not what was asked for.

    Mailchimp drops a segment that it does not understand in silence, and ignores the content of a
    campaign with a template.
    """
    seen = look.read_draft(work.client, identity)
    # Its content need not come back byte for byte: the digest in it tells.
    wrong = [name for name in fields if name != "content"
             and seen.facts[name] != step.want.facts[name]]
    if "content" in fields and seen.digest != step.want.campaign.digest:
        wrong.append("content")
    if wrong:
        record(work, step, journal.STOPPED, seen)
        raise MailchimpError(say(
            "{lang}: Mailchimp took the draft “{title}” without an error, but did not do what was "
            "asked. {difference}. Nothing was sent; look at the draft there",
            lang=step.want.campaign.lang, title=step.want.campaign.title,
            difference=difference(wrong[0], step.want, seen)))
    if seen.status not in EDITABLE:
        raise MailchimpError(say(
            "{lang}: the state of “{title}” in Mailchimp became “{status}” meanwhile; look at it "
            "there", lang=step.want.campaign.lang, title=seen.title, status=seen.status))
    return seen


def counted(work: Work, step: Step, identity: str) -> Iterator[Message]:
    """Wait for the number of recipients; raise MailchimpError if it is not that of the part."""
    lang, count = step.want.campaign.lang, 0
    if not step.want.audience:
        return
    for wait in (0, *work.settings.patience.count):
        time.sleep(wait)
        count = look.read_draft(work.client, identity).recipients
        if nearly(count, step.want.recipients) and count:
            return
    if not count:
        yield say("{lang}: Mailchimp has not counted the recipients yet; look again before "
                  "sending", lang=lang)
        return
    expected = divided(work.client, work.settings).counts[lang]
    if not nearly(count, expected):
        raise MailchimpError(say(
            "{lang}: in Mailchimp the draft would go to {count} subscribers, its part of the "
            "audience has {expected}; nothing was sent; look at the draft there",
            lang=lang, count=count, expected=expected))


def checklist(work: Work, step: Step, identity: str) -> Iterator[Message]:
    """Yield what Mailchimp would have done before the campaign is sent; a draft may lack it."""
    for item in work.client.checklist(identity).get("items") or []:
        if item.get("type") in ("warning", "error"):
            yield say("{lang}: Mailchimp’s checklist says: {heading}: {details}",
                      lang=step.want.campaign.lang, heading=item.get("heading", ""),
                      details=item.get("details", ""))


def record(work: Work, step: Step, event: str, seen: Draft) -> None:
    """Write into the journal in what state a push left a draft."""
    journal.write(work.var, event, step.want.campaign.title, campaign=seen.id,
                  digest=step.want.campaign.digest, facts=dict(seen.facts))
