"""Say what became of an issue, and write into the journal what became of an order."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from time import sleep
from typing import Literal

from plugins.core.files import DiskError
from plugins.core.messages import Message, say
from plugins.newsletter.campaigns import Listed
from plugins.newsletter.journal import SCHEDULED, SENT
from plugins.newsletter.newsletter import Newsletter
from plugins.newsletter.provider import Provider, ProviderError
from plugins.newsletter.push.wording import in_language, scheduled_for
from plugins.newsletter.times import format_time

State = Literal["sent", "scheduled", "draft", "skipped", "refused", "uncertain"]
FAILED = ("refused", "uncertain")


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
