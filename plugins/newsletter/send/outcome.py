"""Say what became of an issue, and write into the journal what became of an order.

Of one that the provider did not answer, that is settled with the editor.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from time import sleep
from typing import Literal

from plugins.core.files import DiskError
from plugins.core.messages import Failure, Message, say
from plugins.newsletter.campaigns import Listed
from plugins.newsletter.journal import NOTHING, SCHEDULED, SENT, Order
from plugins.newsletter.newsletter import Editor, Newsletter
from plugins.newsletter.provider import NotFoundError, Provider, ProviderError
from plugins.newsletter.push.snapshot import require_known_issue
from plugins.newsletter.push.wording import in_language, scheduled_for
from plugins.newsletter.times import format_moment, format_time

State = Literal["sent", "scheduled", "draft", "skipped", "refused", "uncertain"]
FAILED = ("refused", "uncertain")

FOUND = ("", "sent", "not-sent")
"""What an editor may have found at the provider, where its API does not say."""


@dataclass(frozen=True)
class Verdict:
    """What became of one language, in a word for programs and in a sentence for the editor.

    `is_unkept` says that the journal could not take it: before anything else, an editor must act.
    """

    lang: str
    state: State
    sentence: Message
    is_unkept: bool = False

    @property
    def has_failed(self) -> bool:
        """Whether the language is not where it was asked to be, or is not remembered."""
        return self.state in FAILED or self.is_unkept

    @property
    def line(self) -> Message:
        """The sentence with its language."""
        return in_language(self.lang, self.sentence)


@dataclass(frozen=True)
class Outcome:
    """What became of an issue, language by language."""

    issue: str
    languages: tuple[Verdict, ...]

    @property
    def exit_code(self) -> int:
        """0 if every language is where it was asked to be and that is remembered, 1 otherwise."""
        return 1 if any(verdict.has_failed for verdict in self.languages) else 0


def watch(provider: Provider, identity: str, is_reached: Callable[[Listed], bool]
          ) -> Listed | None:
    """Look at a campaign until it is where it was told to be; None if the patience ends before."""
    for wait in provider.patience.order:
        sleep(wait)
        with suppress(ProviderError):  # What cannot be asked now can be asked later.
            found = provider.find(identity)
            if is_reached(found):
                return found
    return None


def result_of(campaign: Listed | None) -> str:
    """Return what the state of a campaign says of an order to send it, "" if it says nothing."""
    match campaign.state.name if campaign else "":
        case "sending" | "sent":
            return SENT
        case "scheduled":
            return SCHEDULED
    return ""


def record_success(newsletter: Newsletter, title: str, lang: str, result: str, time: str
                   ) -> Verdict:
    """Close an order that was carried out, and say so; `time` is when a scheduled one is sent."""
    if result == SCHEDULED:
        return record(newsletter, title, result, Verdict(
            lang, "scheduled", scheduled_for(format_time(time, newsletter.settings.zones))))
    return record(newsletter, title, result,
                  Verdict(lang, "sent", newsletter.provider.sending))


def record(newsletter: Newsletter, title: str, result: str, verdict: Verdict) -> Verdict:
    """Close the last order, and return the verdict: it is true even if the disk refuses it."""
    try:
        newsletter.journal.close_order(title, result)
    except DiskError as error:
        return replace(verdict, is_unkept=True, sentence=say(
            "{sentence}. This could not be recorded: {reason}", sentence=verdict.sentence,
            reason=error.message))
    return verdict


def reconcile(
    newsletter: Newsletter, issue: str, editor: Editor, langs: Sequence[str] = (), found: str = ""
) -> Outcome:
    """Find out, for each language, what became of the last order, and write it down.

    The provider's own word comes first; only where it has none does the editor's count, and only
    once an order can no longer take effect. Sends nothing. Raises SettingsError, ProviderError,
    OutboxError for an issue that nobody knows, and Failure for a word that names no language.
    """
    if found and not langs:
        raise Failure(say("what you found holds for one language; name it too, as in “--lang "
                          "{lang} --found {found}”", lang=newsletter.settings.default,
                          found=found))
    newsletter.provider.require_account()
    require_known_issue(newsletter, issue)
    verdicts: list[Verdict] = []
    for lang in newsletter.outbox.known_languages(langs):
        title = newsletter.outbox.title(issue, lang)
        verdicts.append(_settle(newsletter, title, lang, editor, found))
        editor.tell(verdicts[-1].line)
    return Outcome(issue, tuple(verdicts))


def _settle(newsletter: Newsletter, title: str, lang: str, editor: Editor, found: str) -> Verdict:
    nothing = Verdict(lang, "skipped", say("there is nothing to settle"))
    order = newsletter.journal.memory(title).order
    if not order or order.result == NOTHING:
        return nothing
    campaign = _find(newsletter.provider, order.campaign)
    result = result_of(campaign)
    if campaign and result and result != order.result:
        return record_success(newsletter, title, lang, result, campaign.sent)
    if result or (order.result == SCHEDULED and campaign):
        return nothing
    is_draft = bool(campaign and campaign.state.name == "draft")
    if order.result == SENT and not is_draft:
        return _stays_sent(newsletter, lang, order, found)
    early = _too_early(newsletter, lang, order)
    if early:
        return early
    if not found and not is_draft:
        return Verdict(lang, "uncertain", say(
            "the campaign has gone from {provider}, or its state tells nothing. Ask a subscriber, "
            "or {provider}, whether it was sent; then run the command again with “--lang {lang} "
            "--found sent” or “--lang {lang} --found not-sent”",
            provider=newsletter.provider.name, lang=lang))
    return _close_as_told(newsletter, title, lang, editor, found == "sent", is_draft)


def _find(provider: Provider, identity: str) -> Listed | None:
    try:
        return provider.find(identity)
    except NotFoundError:
        return None


def _stays_sent(newsletter: Newsletter, lang: str, order: Order, found: str) -> Verdict:
    """Return that what counts as sent stays so: the provider shows nothing to the contrary."""
    return Verdict(lang, "refused" if found == "not-sent" else "skipped", say(
        "it counts as sent on {time}, and no draft in {provider} says otherwise; it is not sent "
        "again. If nobody received it, publish it as another issue",
        time=format_moment(order.at, newsletter.settings.zones),
        provider=newsletter.provider.name))


def _too_early(newsletter: Newsletter, lang: str, order: Order) -> Verdict | None:
    """Return a refusal as long as the provider may still be carrying out the order."""
    until = order.at + timedelta(seconds=newsletter.provider.patience.settle)
    if datetime.now(UTC) >= until:
        return None
    return Verdict(lang, "uncertain", say(
        "{provider} may still carry it out; run the command again after {time}",
        provider=newsletter.provider.name, time=format_moment(until, newsletter.settings.zones)))


def _close_as_told(
    newsletter: Newsletter, title: str, lang: str, editor: Editor, was_sent: bool, is_draft: bool
) -> Verdict:
    """Close the order as the editor, who has looked, says."""
    editor.tell(_announcement(newsletter.provider.name, lang, was_sent, is_draft))
    if not editor.confirm():
        return Verdict(lang, "uncertain", say("not confirmed; nothing changed"))
    newsletter.journal.close_order(title, SENT if was_sent else NOTHING)
    if was_sent:
        return Verdict(lang, "sent", say("settled as sent"))
    return Verdict(lang, "draft", say("settled as not sent; it may be sent again"))


def _announcement(provider: str, lang: str, was_sent: bool, is_draft: bool) -> Message:
    if was_sent:
        return say("{lang}: it will count as sent, and never be sent again", lang=lang)
    if is_draft:
        return say("{lang}: {provider} shows it as a draft; it will count as one, and may be sent",
                   lang=lang, provider=provider)
    return say("{lang}: {provider} cannot tell whether it was sent; on your word alone it will "
               "count as not sent, and may be sent to all its subscribers", lang=lang,
               provider=provider)
