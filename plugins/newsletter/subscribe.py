"""Ask Mailchimp to invite a visitor who left an address: double opt-in, always."""

from dataclasses import dataclass
from typing import Literal

from plugins.newsletter.errors import RefusedError
from plugins.newsletter.interests import interest_ids
from plugins.newsletter.mailchimp import Mailchimp, connect
from plugins.newsletter.settings import Settings

COMPLIANCE = "Member In Compliance State"

State = Literal["pending", "subscribed", "left"]


@dataclass(frozen=True)
class Subscription:
    """How an address now stands.

    `left` is someone who unsubscribed, or whose address bounces: only Mailchimp's own form, at
    `form`, can bring them back. Visitors get the same answer in all three cases.
    """

    state: State
    form: str = ""


def subscribe(email: str, lang: str, settings: Settings) -> Subscription:
    """Add the address as a pending subscriber who chose `lang`; change nobody's own choice.

    May be called again for the same address. Raises SettingsError, and MailchimpError if the
    delivery must be tried again.
    """
    client = connect(settings)
    _, interests = interest_ids(client, settings)
    # Never `status`: it would bring back somebody who left.
    body = {"email_address": email, "status_if_new": "pending", "language": lang,
            "interests": {interests[lang]: True}}
    try:
        status = client.put_member(settings.audience, email, body).get("status")
    except RefusedError as error:
        if error.title != COMPLIANCE:
            raise
        status = "unsubscribed"
    if status == "pending":
        return Subscription("pending")
    if status == "subscribed":
        return Subscription("subscribed")
    return Subscription("left", _form(client, settings))


def _form(client: Mailchimp, settings: Settings) -> str:
    return str(client.audience(settings.audience).get("subscribe_url_long", ""))
