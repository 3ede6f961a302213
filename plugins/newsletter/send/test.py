"""Have Mailchimp send a test mail of a draft to named addresses."""

from collections.abc import Sequence
from pathlib import Path

from email_validator import EmailNotValidError, validate_email

from plugins.core.messages import Message, say
from plugins.newsletter import journal
from plugins.newsletter.mailchimp.campaign import Draft
from plugins.newsletter.mailchimp.client import connect
from plugins.newsletter.mailchimp.errors import MailchimpError
from plugins.newsletter.outbox import Campaign
from plugins.newsletter.push import planning
from plugins.newsletter.push.plan import Step
from plugins.newsletter.push.planning import Work, chosen
from plugins.newsletter.push.recipients import Tell
from plugins.newsletter.push.wording import sent_sentence
from plugins.newsletter.settings import Settings

KINDS = ("html", "plaintext")


def send_test(
    issue: str, addresses: Sequence[str], *, settings: Settings, outbox_folder: Path, var: Path,
    tell: Tell, langs: Sequence[str] = (),
) -> None:
    """Send both parts of each language's draft to the addresses; `tell` it as soon as it is true.

    Nothing is sent unless every draft equals the outbox; what has left is passed over. Raises
    MailchimpError, SettingsError or OutboxError, and DiskError if it cannot be remembered.
    """
    to = _checked(addresses)
    campaigns = chosen(outbox_folder, issue, langs, settings)
    work = Work(connect(settings), settings, var)
    steps = planning.look(work, campaigns).steps
    drafts = [(step.want.campaign, _equal_draft(step)) for step in steps if step.action != "done"]
    for step in steps:
        if step.action == "done":
            tell(say("{lang}: no test of it; {state}", lang=step.lang,
                     state=sent_sentence(step.matches[0], settings)))
    for campaign, draft in drafts:
        tell(_tested(work, campaign, draft, to))
        journal.write(work.var, journal.TESTED, campaign.title, digest=campaign.digest)


def _tested(work: Work, campaign: Campaign, draft: Draft, to: Sequence[str]) -> Message:
    try:
        for kind in KINDS:
            work.client.send_test(draft.id, kind, to)
    except MailchimpError as error:
        raise MailchimpError(say("{lang}: {reason}", lang=campaign.lang,
                                 reason=error.message)) from error
    return say("{lang}: Mailchimp sends a test of “{title}” to {addresses}, as HTML and as plain "
               "text", lang=campaign.lang, title=campaign.title, addresses=", ".join(to))


def _checked(addresses: Sequence[str]) -> list[str]:
    if not addresses:
        raise MailchimpError(say("name at least one address to send the test to, as in "
                                 "“--to editor@firm.example”"))
    for address in addresses:
        try:
            validate_email(address, check_deliverability=False, test_environment=True,
                           globally_deliverable=False)
        except EmailNotValidError as error:
            raise MailchimpError(say(
                "“{address}” is not an email address", address=address)) from error
    return list(dict.fromkeys(addresses))


def _equal_draft(step: Step) -> Draft:
    lang = step.want.campaign.lang
    if step.action == "refuse" and step.reason:
        raise MailchimpError(say("{lang}: {reason}", lang=lang, reason=step.reason))
    if step.action != "nothing" or not step.draft:
        raise MailchimpError(say(
            "{lang}: the draft in Mailchimp is not what lies in the outbox; push the issue "
            "first", lang=lang))
    return step.draft
