"""Ask Mailchimp to invite a visitor who left an address: double opt-in, always."""

from dataclasses import dataclass
from typing import Literal

from plugins.newsletter.errors import NotFoundError, RefusedError
from plugins.newsletter.interests import interest_ids
from plugins.newsletter.mailchimp import Mailchimp, connect
from plugins.newsletter.settings import Settings

COMPLIANCE = "Member In Compliance State"

State = Literal["pending", "subscribed", "left"]

INVITED = ("", "pending")
"""The states in which Mailchimp may be asked to invite an address; "" is one it does not know."""


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

    Anybody can type anybody's address: whoever is subscribed, or has left, stays as they are. May
    be called again for the same address. Raises SettingsError, and MailchimpError if the delivery
    must be tried again; RefusedError with status 400 if that is no use.
    """
    client = connect(settings)
    status = _status(client, settings, email)
    if status in INVITED:
        status = _invited(client, settings, email, lang)
    if status == "pending":
        return Subscription("pending")
    if status == "subscribed":
        return Subscription("subscribed")
    return Subscription("left", _form(client, settings))


def _status(client: Mailchimp, settings: Settings, email: str) -> str:
    try:
        return client.member_status(settings.audience, email)
    except NotFoundError:
        return ""


def _invited(client: Mailchimp, settings: Settings, email: str, lang: str) -> str:
    """Ask for the invitation; return the state that Mailchimp then gives the address."""
    _, interests = interest_ids(client, settings)
    # Never `status`: it would bring back somebody who left. The language chosen last is the one:
    # who has two would receive the first of them, whatever they chose since.
    body = {"email_address": email, "status_if_new": "pending", "language": lang,
            "interests": {interest: code == lang for code, interest in interests.items()}}
    try:
        return str(client.put_member(settings.audience, email, body).get("status"))
    except RefusedError as error:
        if error.title != COMPLIANCE:
            raise
        return "unsubscribed"


def _form(client: Mailchimp, settings: Settings) -> str:
    return str(client.audience(settings.audience).get("subscribe_url_long", ""))
