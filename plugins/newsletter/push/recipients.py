"""Wait after a push for what Mailchimp works out in its own time; the drafts stand already."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plugins.core.messages import Message, say
from plugins.newsletter.mailchimp.audience import divided
from plugins.newsletter.mailchimp.campaign import draft
from plugins.newsletter.mailchimp.client import Mailchimp
from plugins.newsletter.mailchimp.errors import MailchimpError
from plugins.newsletter.push.compare import nearly
from plugins.newsletter.push.plan import Wanted
from plugins.newsletter.settings import Settings

Tell = Callable[[Message], None]
"""Says a line to the editor."""


@dataclass(frozen=True)
class Written:
    """A draft that a push has made what it must be: its id, and what was wanted."""

    id: str
    want: Wanted

    @property
    def lang(self) -> str:
        return self.want.campaign.lang


def miscounted(
    client: Mailchimp, settings: Settings, written: Sequence[Written], tell: Tell
) -> tuple[Message, ...]:
    """Wait, once for all drafts, for their recipients; return a sentence for each wrong number.

    That Mailchimp has not counted yet, or gives no answer, is only told.
    """
    try:
        counts = counts_of(client, settings, written)
        wrong = [each for each in written if not _expected(each, counts[each.id])]
        for each in wrong:
            if not counts[each.id]:
                tell(say("{lang}: Mailchimp has not counted the recipients yet; look again before "
                         "sending", lang=each.lang))
        return tuple(_still_wrong(client, settings, wrong, counts))
    except MailchimpError as error:
        tell(say("note: {note}", note=say(
            "the recipients could not be counted: {reason}", reason=error.message)))
        return ()


def checklist(client: Mailchimp, each: Written) -> Iterator[Message]:
    """Yield what Mailchimp would have done before the campaign is sent; a draft may lack it."""
    try:
        for line in _items(client.checklist(each.id), "warning", "error"):
            yield say("{lang}: {sentence}", lang=each.lang, sentence=line)
    except MailchimpError as error:
        yield say("note: {note}", note=say(
            "Mailchimp’s checklist could not be read: {reason}", reason=error.message))


def unready(client: Mailchimp, campaign: str) -> Iterator[Message]:
    """Yield why Mailchimp would not send the campaign; nothing if it would."""
    answer = client.checklist(campaign)
    if not answer.get("is_ready"):
        yield from (*_items(answer, "error"),) or (
            say("Mailchimp’s checklist says that the campaign is not ready; look at it there"),)


def _items(answer: Mapping[str, Any], *kinds: str) -> Iterator[Message]:
    for item in answer.get("items") or []:
        if item.get("type") in kinds:
            yield say("Mailchimp’s checklist says: {heading}: {details}",
                      heading=item.get("heading", ""), details=item.get("details", ""))


def counts_of(
    client: Mailchimp, settings: Settings, written: Sequence[Written]
) -> dict[str, int]:
    """Return how many will receive each draft, by its id; 0 is also “not counted yet”."""
    counts: dict[str, int] = {}
    waiting = list(written)
    for wait in (0, *settings.patience.count):
        time.sleep(wait)
        counts |= {each.id: draft(client.campaign(each.id), {}).recipients for each in waiting}
        waiting = [each for each in waiting if not _expected(each, counts[each.id])]
        if not waiting:
            break
    return counts


def _expected(each: Written, count: int) -> bool:
    # Where nobody is expected, 0 cannot be told from “not counted yet”, and need not be.
    return nearly(count, each.want.recipients) and bool(count or not each.want.recipients)


def _still_wrong(
    client: Mailchimp, settings: Settings, wrong: Sequence[Written], counts: dict[str, int]
) -> Iterator[Message]:
    """Yield a sentence for each number that is wrong even for the audience as it is now."""
    found = [each for each in wrong if counts[each.id]]
    expected = divided(client, settings).counts if found else {}
    for each in found:
        if not nearly(counts[each.id], expected[each.lang]):
            yield say("{lang}: recipients of the draft in Mailchimp: {count}; subscribers in its "
                      "part of the audience: {expected}; look at the draft there",
                      lang=each.lang, count=counts[each.id], expected=expected[each.lang])
