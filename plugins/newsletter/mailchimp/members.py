"""Ask Mailchimp to invite a visitor who left an address: double opt-in, always."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from plugins.newsletter.mailchimp.audience import interest_ids
from plugins.newsletter.mailchimp.client import Client, Json, connect
from plugins.newsletter.mailchimp.settings import MailchimpSettings
from plugins.newsletter.provider import NotFoundError, RefusedError

COMPLIANCE = "Member In Compliance State"

UNCONFIRMED = timedelta(days=90)
"""After which nobody is expected to confirm a subscription."""

LONGEST_NOTE = 255
"""Characters that a text field of Mailchimp holds."""

State = Literal["pending", "subscribed", "left"]

INVITED = ("", "pending")
"""The states in which Mailchimp may be asked to invite an address; "" is one it does not know."""


@dataclass(frozen=True)
class Subscription:
    """What has become of an address.

    `left` is someone who unsubscribed, or whose address bounces: only Mailchimp's own form, at
    `form`, can bring them back. Visitors get the same answer in all three cases.
    """

    state: State
    form: str = ""


@dataclass(frozen=True)
class SignupRequest:
    """When and on which page somebody asked for the letter, and what they agreed to: versions."""

    at: datetime
    page: str = ""
    consent: str = ""


def subscribe(
    email: str, lang: str, settings: MailchimpSettings, request: SignupRequest
) -> Subscription:
    """Add the address as a pending subscriber who chose `lang`; change nobody's own choice.

    Anybody can type anybody's address: who is subscribed, or has left, is not changed. May
    be called again for the same address. Raises SettingsError, and ProviderError if the delivery
    must be tried again; RefusedError with status 400 if that is no use.
    """
    client = connect(settings)
    status = _status_of(client, email)
    if status in INVITED:
        status = _invite(client, email, lang, request)
    if status == "pending":
        return Subscription("pending")
    if status == "subscribed":
        return Subscription("subscribed")
    return Subscription("left", str(client.audience().get("subscribe_url_long", "")))


def is_subscribed_or_pending(email: str, asked: datetime, settings: MailchimpSettings) -> bool:
    """Tell whether who asked for the letter at that time receives it, or may yet confirm it."""
    status = _status_of(connect(settings), email)
    return status == "subscribed" or (
        status == "pending" and datetime.now(UTC) - asked < UNCONFIRMED)


def _status_of(client: Client, email: str) -> str:
    try:
        return client.member_status(email)
    except NotFoundError:
        return ""


def _invite(client: Client, email: str, lang: str, request: SignupRequest) -> str:
    """Ask for the invitation; return the state that Mailchimp then gives the address."""
    _, interests = interest_ids(client)
    # Never `status`: it would bring back somebody who left. The language chosen last is the one:
    # a subscriber with two would receive the first of them, whatever they chose since.
    body = {"email_address": email, "status_if_new": "pending", "language": lang,
            "interests": {interest: code == lang for code, interest in interests.items()},
            "timestamp_signup": request.at.isoformat(timespec="seconds")}
    noted = _notes_for(client, request)
    try:
        return _put_member(client, email, {**body, "merge_fields": noted} if noted else body)
    except RefusedError as error:
        # A field of the firm's own may want something else: the wish counts, not the note.
        if not noted or error.status != 400:
            raise
        return _put_member(client, email, body)


def _put_member(client: Client, email: str, body: Json) -> str:
    try:
        return str(client.put_member(email, body)["status"])
    except RefusedError as error:
        if error.title != COMPLIANCE:
            raise
        return "unsubscribed"


def _notes_for(client: Client, request: SignupRequest) -> dict[str, str]:
    """Return what is noted of a request in Mailchimp: as much as the audience has fields for."""
    notes = {"CONSENT": request.consent, "PAGE": request.page}
    try:
        tags = {field["tag"] for field in client.merge_fields()}
    except RefusedError:
        return {}
    return {tag: note[:LONGEST_NOTE] for tag, note in notes.items() if tag in tags and note}
