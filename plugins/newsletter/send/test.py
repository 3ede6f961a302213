"""Have the provider send a test mail of a draft to named addresses."""

from collections.abc import Mapping, Sequence

from plugins.core.email_address import normal_form
from plugins.core.messages import Message, say
from plugins.newsletter.campaigns import Draft
from plugins.newsletter.newsletter import Editor, Newsletter
from plugins.newsletter.provider import ProviderError
from plugins.newsletter.push.compare import Step
from plugins.newsletter.push.snapshot import take_snapshot
from plugins.newsletter.push.wording import in_language, sent_sentence


def send_test(
    newsletter: Newsletter, issue: str, addresses: Sequence[str], editor: Editor,
    langs: Sequence[str] = (),
) -> Mapping[str, Sequence[str]]:
    """Send both parts of each language's draft to the addresses, or to those of the settings.

    Says so as soon as it is true; returns who was sent which language. Nothing is sent unless
    every draft equals the outbox; what has left is passed over. Raises ProviderError,
    SettingsError or OutboxError, and DiskError if it cannot be remembered.
    """
    named = _check_addresses(addresses)
    campaigns = newsletter.outbox.campaigns_in(issue, langs)
    to = {campaign.lang: named or _testers(newsletter, campaign.lang) for campaign in campaigns}
    newsletter.provider.require_account()
    steps = take_snapshot(newsletter, campaigns).steps
    drafts = [(step, _equal_draft(step)) for step in steps if step.action != "done"]
    for step in steps:
        if step.action == "done":
            editor.tell(step.say("{lang}: no test sent; {state}", state=sent_sentence(
                step.matches[0], newsletter.settings.zones)))
    for step, draft in drafts:
        editor.tell(_test(newsletter, step, draft, to[step.lang]))
        newsletter.journal.record_test(
            step.campaign.title, step.campaign.digest, len(to[step.lang]))
    return {step.lang: to[step.lang] for step, _ in drafts}


def _testers(newsletter: Newsletter, lang: str) -> Sequence[str]:
    testers = newsletter.settings.testers.get(lang, ())
    if not testers:
        raise ProviderError(say(
            "{lang}: name at least one address to send the test to, as in “--to "
            "editor@firm.example”, or for every test below “[newsletter]”, as in {example}",
            lang=lang, example=f'test.{lang} = ["editor@firm.example"]'))
    return testers


def _test(newsletter: Newsletter, step: Step, draft: Draft, to: Sequence[str]) -> Message:
    try:
        newsletter.provider.send_test(draft.id, to)
    except ProviderError as error:
        raise _failure(step, error.message) from error
    return step.say("{lang}: {provider} sends a test of “{title}” to {addresses}, as HTML and as "
                    "plain text", addresses=", ".join(to))


def _check_addresses(addresses: Sequence[str]) -> list[str]:
    for address in addresses:
        if not normal_form(address):
            raise ProviderError(say("“{address}” is not an email address", address=address))
    return list(dict.fromkeys(addresses))


def _equal_draft(step: Step) -> Draft:
    if step.action == "refuse" and step.reason:
        raise _failure(step, step.reason)
    if step.action != "nothing" or not step.draft:
        raise ProviderError(step.say(
            "{lang}: the draft in {provider} differs from the outbox; push the issue first"))
    return step.draft


def _failure(step: Step, reason: Message) -> ProviderError:
    return ProviderError(in_language(step.lang, reason))
