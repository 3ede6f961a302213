"""Tell Mailchimp once to send a campaign, and find out what became of it."""

import time as clock
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from plugins.core.disk import DiskError
from plugins.core.messages import say
from plugins.newsletter import journal
from plugins.newsletter.mailchimp.errors_part import MailchimpError, UncertainError
from plugins.newsletter.push.plan import Step
from plugins.newsletter.push.work import Work
from plugins.newsletter.send.outcome import Verdict
from plugins.newsletter.times import told


def give_order(work: Work, step: Step, identity: str, time: str) -> Verdict:
    """Have a campaign sent at once, or at a `time` (ISO 8601, UTC); return what became of it.

    The order is on disk before Mailchimp is asked, and it is asked once: without an answer the
    order stays open, and nothing else is asked for until somebody knows what became of it.
    """
    campaign = step.want.campaign
    try:
        journal.write(work.var, journal.ORDERED, campaign.title, campaign=identity, time=time,
                      order=journal.SCHEDULE if time else journal.SEND, digest=campaign.digest,
                      audience=work.settings.audience)
    except DiskError as error:
        return Verdict(step.lang, "refused", error.message)
    return _given(work, step, identity, time)


def _given(work: Work, step: Step, identity: str, time: str) -> Verdict:
    title = step.want.campaign.title
    try:
        if time:
            work.client.schedule(identity, time)
        else:
            work.client.send(identity)
    except UncertainError:
        return _watched(work, step, identity)
    except MailchimpError as refusal:
        return _kept(work, title, journal.NOTHING,
                     Verdict(step.lang, "refused", refusal.message))
    return ended(work, title, step.lang, journal.SCHEDULED if time else journal.SENT, time)


def result_of(entry: Mapping[str, Any]) -> str:
    """Return what the state of a campaign says of an order to send it, "" if it says nothing."""
    match entry.get("status"):
        case "sending" | "sent":
            return journal.SENT
        case "schedule":
            return journal.SCHEDULED
    return ""


def ended(work: Work, title: str, lang: str, result: str, time: str) -> Verdict:
    """Close an order that was carried out, and say so; `time` is when a scheduled one leaves."""
    if result == journal.SCHEDULED:
        return _kept(work, title, result, Verdict(lang, "scheduled", say(
            "scheduled for {time}", time=told(time, work.settings.zones))))
    return _kept(work, title, result, Verdict(
        lang, "sent", say("Mailchimp is sending it, or has sent it")))


def settle(work: Work, title: str, result: str) -> None:
    """Write into the journal what became of the last order."""
    journal.write(work.var, journal.SETTLED, title, result=result, audience=work.settings.audience)


def _kept(work: Work, title: str, result: str, verdict: Verdict) -> Verdict:
    """Write a verdict down, and return it: it is true even if the disk refuses it."""
    try:
        settle(work, title, result)
    except DiskError as error:
        return replace(verdict, unkept=True, sentence=say(
            "{sentence}. This could not be written down: {reason}", sentence=verdict.sentence,
            reason=error.message))
    return verdict


def _watched(work: Work, step: Step, identity: str) -> Verdict:
    """Look until Mailchimp shows that it carried out the order, or the patience ends."""
    campaign = step.want.campaign
    for wait in work.settings.patience.order:
        clock.sleep(wait)
        try:
            entry = work.client.campaign(identity)
        except MailchimpError:
            continue  # What cannot be asked now can be asked later.
        if result_of(entry):
            return ended(work, campaign.title, step.lang, result_of(entry),
                         str(entry.get("send_time") or ""))
    return Verdict(step.lang, "uncertain", say(
        "Mailchimp was told to send it and gave no answer: it may leave, and may not. Look at it "
        "there, then run “./inv newsletter.reconcile {issue} --lang {lang}”; until then nothing "
        "of it is sent or changed", issue=campaign.issue, lang=step.lang))
