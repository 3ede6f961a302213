"""Examine what Mailchimp needs before a newsletter can leave; nothing is written."""

from collections.abc import Iterator, Sequence

from plugins.core.messages import Message, say
from plugins.newsletter.mailchimp.audience import category_id, interest_id
from plugins.newsletter.mailchimp.client import Client, Json
from plugins.newsletter.mailchimp.settings import MailchimpSettings
from plugins.newsletter.provider import ProviderError

Remarks = Iterator[tuple[bool, Message]]
"""Whether something is fine, with what is to be said of it."""


def key(settings: MailchimpSettings, fault: Message | None) -> Remarks:
    """Look for a key; whether Mailchimp accepts it is another matter."""
    if fault:
        yield False, fault
    elif settings.key:
        yield True, say("set, and of the right form")
    else:
        yield False, say("there is none; set MAILCHIMP_API_KEY in the environment")


def account(client: Client) -> Remarks:
    """Name the account that the key leads to."""
    yield True, quoted(client.account().get("account_name", ""))


def audience(found: Json | None) -> Remarks:
    """Name the audience, if one is set."""
    if found is not None:
        yield True, quoted(found.get("name", ""))
    else:
        yield False, say("none is named; set MAILCHIMP_AUDIENCE_ID in the environment, or "
                         "“audience” in NEWSLETTER")


def double_optin(found: Json) -> Remarks:
    """Look whether who subscribes must confirm it."""
    if found.get("double_optin"):
        yield True, say("switched on")
    else:
        yield False, say("switched off, so that anyone can subscribe anybody; turn it on in "
                         "Mailchimp, under Audience, Settings, Audience name and defaults")


def groups(client: Client, settings: MailchimpSettings, languages: Sequence[str]) -> Remarks:
    """Yield a remark for the category, and one for each language: all that are missing."""
    category = category_id(client, settings)
    yield True, say("category “{name}”", name=settings.category)
    entries = client.interests(settings.audience, category)
    for lang in languages:
        try:
            interest_id(settings, lang, entries)
            yield True, say("group “{name}”", name=settings.interests[lang])
        except ProviderError as error:
            yield False, error.message


def folder(name: str, is_there: bool) -> Remarks:
    """Look for the campaign folder, which a push would make."""
    if is_there:
        yield True, quoted(name)
    else:
        yield True, say("“{name}” is not there yet; the first push creates it", name=name)


def quoted(name: object) -> Message:
    """Return a name in quotation marks."""
    return say("“{name}”", name=name)
