"""Tell Mailchimp once to send a campaign, and find out what became of it."""

import time as clock
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from plugins.core.files import DiskError
from plugins.core.messages import Message, say
from plugins.newsletter import journal
from plugins.newsletter.mailchimp.errors import MailchimpError, UncertainError
from plugins.newsletter.push.plan import Step
from plugins.newsletter.push.planning import Work
from plugins.newsletter.times import told

State = Literal["sent", "scheduled", "draft", "skipped", "refused", "uncertain"]
FAILED = ("refused", "uncertain")


@dataclass(frozen=True)
class Verdict:
    """What became of one language, in a word for programs and in a sentence for the editor.

    `unkept` says that the journal could not take it: before anything else, an editor must act.
    """

    lang: str
    state: State
    sentence: Message
    unkept: bool = False

    @property
    def line(self) -> Message:
        """The sentence with its language."""
        return say("{lang}: {sentence}", lang=self.lang, sentence=self.sentence)


@dataclass(frozen=True)
class Outcome:
    """What became of an issue, language by language."""

    issue: str
    languages: tuple[Verdict, ...]

    @property
    def exit_code(self) -> int:
        """0 if every language is where it was asked to be and that is remembered, 1 otherwise."""
        return 1 if failed(self.languages) else 0


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


def failed(verdicts: Iterable[Verdict]) -> bool:
    """Tell whether one of the languages is not where it was asked to be, or is not remembered."""
    return any(verdict.state in FAILED or verdict.unkept for verdict in verdicts)
