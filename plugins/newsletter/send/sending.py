"""Send an issue to its subscribers, now."""

from collections.abc import Sequence
from pathlib import Path

from plugins.newsletter.mailchimp.campaign import LEAVING
from plugins.newsletter.mailchimp.client import connect
from plugins.newsletter.push import asked
from plugins.newsletter.push.plan import Step
from plugins.newsletter.push.recipients import Tell
from plugins.newsletter.push.wording import left_sentence
from plugins.newsletter.push.work import Inspect, Work, unlooked
from plugins.newsletter.send.outcome import Outcome, Verdict
from plugins.newsletter.send.send import Confirm, leave
from plugins.newsletter.settings import Settings


def send(
    issue: str, *, settings: Settings, outbox_folder: Path, var: Path, tell: Tell,
    confirm: Confirm, langs: Sequence[str] = (), site: str = "", inspect: Inspect = unlooked,
) -> Outcome:
    """Send the drafts of the issue, in `langs` or else in all that were built.

    A language that was sent before is passed over. Raises OutboxError, SettingsError or
    MailchimpError as long as nothing was sent.
    """
    campaigns = asked.whole(outbox_folder, issue, langs, settings)
    work = Work(connect(settings), settings, var, inspect)
    return leave(work, campaigns, "", site, tell, confirm,
                 lambda step: sent_already(step, settings))


def sent_already(step: Step, settings: Settings) -> Verdict | None:
    """Return the verdict on a campaign of ours that is being sent, or was."""
    match = step.matches[0] if step.action == "done" else None
    if not match or match.status not in LEAVING or match.status == "schedule":
        return None
    return Verdict(step.lang, "sent", left_sentence(step, settings))
