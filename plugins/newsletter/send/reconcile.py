"""Settle, with the editor, what became of an order that Mailchimp did not answer."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from plugins.core.messages import Failure, Message, say
from plugins.newsletter import journal
from plugins.newsletter.journal import Order
from plugins.newsletter.mailchimp.client import connect
from plugins.newsletter.mailchimp.errors import NotFoundError
from plugins.newsletter.push import planning
from plugins.newsletter.push.planning import Work, known
from plugins.newsletter.push.recipients import Tell
from plugins.newsletter.send.order import Outcome, Verdict, ended, result_of, settle
from plugins.newsletter.send.send import Confirm
from plugins.newsletter.settings import Settings
from plugins.newsletter.times import shown

FOUND = ("", "sent", "not-sent")
"""What an editor may have found in Mailchimp, where its API does not tell."""


def reconcile(
    issue: str, *, settings: Settings, outbox_folder: Path, var: Path, tell: Tell,
    confirm: Confirm, langs: Sequence[str] = (), found: str = "",
) -> Outcome:
    """Find out, for each language, what became of the last order, and write it down.

    Mailchimp's own word comes first; only where it has none does the editor's count, and only
    once an order can no longer take effect. Sends nothing. Raises SettingsError, MailchimpError,
    OutboxError for an issue that nobody knows, and Failure for a word that names no language.
    """
    if found and not langs:
        raise Failure(say("what you found is true of one language; name it too, as in “--lang "
                          "{lang} --found {found}”", lang=settings.default, found=found))
    work = Work(connect(settings), settings, var)
    planning.require_known(work, issue, outbox_folder)
    verdicts: list[Verdict] = []
    for lang in known(langs, settings) or settings.languages:
        title = settings.title(issue, lang)
        order = journal.recall(var, title, settings.audience).order
        verdicts.append(_settled(work, title, lang, order, tell, confirm, found))
        tell(verdicts[-1].line)
    return Outcome(issue, tuple(verdicts))


def _settled(
    work: Work, title: str, lang: str, order: Order | None, tell: Tell, confirm: Confirm,
    found: str,
) -> Verdict:
    if not order or order.result == journal.NOTHING:
        return Verdict(lang, "skipped", say("there is nothing to settle"))
    entry = _entry(work, order.campaign)
    result = result_of(entry)
    if result and result != order.result:
        return ended(work, title, lang, result, str(entry.get("send_time") or ""))
    if result or order.result == journal.SCHEDULED and entry:
        return Verdict(lang, "skipped", say("there is nothing to settle"))
    is_draft = entry.get("status") == "save"
    if order.result == journal.SENT and not is_draft:
        return _stays_sent(work, lang, order, found)
    early = _too_early(work, lang, order)
    if early:
        return early
    if not found and not is_draft:
        return Verdict(lang, "uncertain", say(
            "the campaign is gone from Mailchimp, or in a state that says nothing. Ask a "
            "subscriber, or Mailchimp, whether it went out; then run the command again with "
            "“--lang {lang} --found sent” or “--lang {lang} --found not-sent”", lang=lang))
    return _by_editor(work, title, lang, tell, confirm, found == "sent", is_draft)


def _entry(work: Work, campaign: str) -> dict[str, Any]:
    try:
        return work.client.campaign(campaign)
    except NotFoundError:
        return {}


def _stays_sent(work: Work, lang: str, order: Order, found: str) -> Verdict:
    """Return that what counts as sent stays so, as nothing in Mailchimp speaks against it."""
    return Verdict(lang, "refused" if found == "not-sent" else "skipped", say(
        "it counts as sent on {time}, and Mailchimp shows no draft of it that would say otherwise; "
        "it is not sent again. If nobody received it, publish it as another issue",
        time=shown(order.at, work.settings.zones)))


def _too_early(work: Work, lang: str, order: Order) -> Verdict | None:
    """Return a refusal as long as Mailchimp may still be carrying out the order."""
    until = order.at + timedelta(seconds=work.settings.patience.settle)
    if datetime.now(UTC) >= until:
        return None
    return Verdict(lang, "uncertain", say(
        "Mailchimp may still carry it out; run the command again after {time}",
        time=shown(until, work.settings.zones)))


def _by_editor(
    work: Work, title: str, lang: str, tell: Tell, confirm: Confirm, was_sent: bool, is_draft: bool
) -> Verdict:
    """Close the order as the editor says, who has looked."""
    tell(_closing(lang, was_sent, is_draft))
    if not confirm():
        return Verdict(lang, "uncertain", say("not confirmed; it stays as it was"))
    settle(work, title, journal.SENT if was_sent else journal.NOTHING)
    if was_sent:
        return Verdict(lang, "sent", say("settled as sent"))
    return Verdict(lang, "draft", say("settled as not sent; it may be sent again"))


def _closing(lang: str, was_sent: bool, is_draft: bool) -> Message:
    if was_sent:
        return say("{lang}: it will count as sent, and never be sent again", lang=lang)
    if is_draft:
        return say("{lang}: Mailchimp shows it as a draft; it will count as one, and may be sent",
                   lang=lang)
    return say("{lang}: Mailchimp cannot tell whether it left; on your word alone it will count as "
               "not sent, and may be sent to all its subscribers", lang=lang)
