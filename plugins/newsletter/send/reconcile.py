"""Settle, with the editor, what became of an order that the provider did not answer."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from plugins.core.messages import Failure, Message, say
from plugins.newsletter.campaigns import Listed
from plugins.newsletter.journal import NOTHING, SCHEDULED, SENT, Order
from plugins.newsletter.newsletter import Editor, Newsletter
from plugins.newsletter.provider import NotFoundError, Provider
from plugins.newsletter.push.snapshot import require_known_issue
from plugins.newsletter.send.outcome import Outcome, Verdict, record_success, result_of
from plugins.newsletter.times import format_moment

FOUND = ("", "sent", "not-sent")
"""What an editor may have found at the provider, where its API does not say."""


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
