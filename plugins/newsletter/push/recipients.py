"""Look at what a provider works out in its own time, once the drafts are there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from plugins.core.messages import Message, say
from plugins.newsletter.campaigns import Checklist
from plugins.newsletter.newsletter import Editor
from plugins.newsletter.provider import Provider, ProviderError
from plugins.newsletter.push.compare import about_equal, is_expected
from plugins.newsletter.push.snapshot import count_recipients
from plugins.newsletter.push.wording import in_language, note


@dataclass(frozen=True)
class WrittenDraft:
    """A draft that a push has made what it must be, and how many should receive it."""

    id: str
    lang: str
    recipients: int


def miscounted(
    provider: Provider, written: Sequence[WrittenDraft], editor: Editor
) -> tuple[Message, ...]:
    """Wait, once for all drafts, for their recipients; return a sentence for each wrong number.

    That the provider has not counted yet, or gives no answer, is only told to the editor.
    """
    try:
        counts = count_recipients(
            provider, {each.id: each.recipients for each in written})
        wrong = [each for each in written if not is_expected(counts[each.id], each.recipients)]
        for each in wrong:
            if not counts[each.id]:
                editor.tell(say("{lang}: {provider} has not counted the recipients yet; look again "
                                "before sending", lang=each.lang, provider=provider.name))
        return tuple(_still_wrong(provider, wrong, counts))
    except ProviderError as error:
        editor.tell(note(say("the recipients could not be counted: {reason}",
                             reason=error.message)))
        return ()


def checklist_lines(provider: Provider, each: WrittenDraft) -> Iterator[Message]:
    """Yield what the provider wants done before the campaign is sent; a draft may lack it."""
    try:
        for line in remarks(provider, provider.checklist(each.id)):
            yield in_language(each.lang, line)
    except ProviderError as error:
        yield note(say("{provider}’s checklist could not be read: {reason}",
                       provider=provider.name, reason=error.message))


def remarks(provider: Provider, checklist: Checklist, *levels: str) -> Iterator[Message]:
    """Yield what the provider's checklist says, at these levels or else at any."""
    for remark in checklist.remarks:
        if not levels or remark.level in levels:
            yield say("{provider}’s checklist says: {heading}: {details}", provider=provider.name,
                      heading=remark.heading, details=remark.details)


def _still_wrong(
    provider: Provider, wrong: Sequence[WrittenDraft], counts: Mapping[str, int]
) -> Iterator[Message]:
    """Yield a sentence for each number that is wrong even for the audience as it is now."""
    found = [each for each in wrong if counts[each.id]]
    parts = provider.count_audience().parts if found else {}
    for each in found:
        expected = parts[each.lang].count
        if not about_equal(counts[each.id], expected):
            yield say("{lang}: recipients of the draft in {provider}: {count}; subscribers in its "
                      "part of the audience: {expected}; look at the draft there",
                      lang=each.lang, provider=provider.name, count=counts[each.id],
                      expected=expected)
