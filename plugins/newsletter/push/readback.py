"""Look whether Mailchimp did what it was asked to do, for it does not always say."""

from collections.abc import Sequence

from plugins.core.messages import say
from plugins.newsletter import journal
from plugins.newsletter.mailchimp.campaign import EDITABLE, Draft
from plugins.newsletter.mailchimp.errors_part import MailchimpError
from plugins.newsletter.push import planning
from plugins.newsletter.push.plan import Step
from plugins.newsletter.push.wording import difference
from plugins.newsletter.push.work import Work


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
