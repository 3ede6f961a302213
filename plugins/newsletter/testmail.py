"""Have Mailchimp send a test mail of a draft to named addresses."""

from collections.abc import Sequence
from pathlib import Path

from email_validator import EmailNotValidError, validate_email

from plugins.newsletter import journal, look
from plugins.newsletter.draft import Draft
from plugins.newsletter.errors import MailchimpError
from plugins.newsletter.mailchimp import connect
from plugins.newsletter.plan import Step
from plugins.newsletter.settings import Settings
from plugins.problems import Message, say

KINDS = ("html", "plaintext")


def send_test(
    issue: str, addresses: Sequence[str], *, settings: Settings, outbox_folder: Path, var: Path,
    langs: Sequence[str] = (),
) -> tuple[Message, ...]:
    """Send both parts of each language's draft to the addresses, and say so.

    Nothing is sent unless every draft equals the outbox. Raises MailchimpError, SettingsError or
    OutboxError.
    """
    to = _checked(addresses)
    campaigns = look.chosen(outbox_folder, issue, langs, settings)
    client = connect(settings)
    steps = look.plan_campaigns(client, campaigns, settings, var).steps
    lines = []
    for campaign, draft in [(step.want.campaign, _equal_draft(step)) for step in steps]:
        for kind in KINDS:
            client.send_test(draft.id, kind, to)
        journal.write(var, journal.TESTED, campaign.title, digest=campaign.digest)
        lines.append(say("{lang}: Mailchimp sends a test of “{title}” to {addresses}, as HTML and "
                         "as plain text", lang=campaign.lang, title=campaign.title,
                         addresses=", ".join(to)))
    return tuple(lines)


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
    if step.action == "done":
        raise MailchimpError(say("{lang}: it is scheduled or sent already; a test is for drafts",
                                 lang=lang))
    if step.action != "nothing" or not step.draft:
        raise MailchimpError(say(
            "{lang}: the draft in Mailchimp is not what lies in the outbox; push the issue "
            "first", lang=lang))
    return step.draft
