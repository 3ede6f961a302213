"""Ask Mailchimp to invite a visitor who left an address: double opt-in, always."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from time import monotonic
from typing import Literal

from plugins.core.email_address import names
from plugins.core.messages import Message
from plugins.newsletter.mailchimp.audience import NOTES, audience_of, interest_ids
from plugins.newsletter.mailchimp.client import Client, Json, connect
from plugins.newsletter.mailchimp.settings import MailchimpSettings
from plugins.newsletter.provider import NotFoundError, RefusedError

GONE = ("Member In Compliance State", "Forgotten Email Not Subscribed")
"""Mailchimp's titles for who unsubscribed, or was erased: only its own form brings them back."""

PERSON = re.compile(r"\b(?:email[ _]address|recipient|sign-?ups?)\b", re.IGNORECASE)
"""What a refusal names that is about the person without repeating the address."""

FOR_NOW = re.compile(r"\b(?:for now|recent(?:ly)?|later)\b", re.IGNORECASE)
"""What a refusal says that passes by itself: “has signed up to a lot of lists very recently; we're
not allowing more signups for now”, “has too many recent signup requests”."""

UNCONFIRMED = timedelta(days=90)
"""After which nobody is expected to confirm a subscription."""

LONGEST_NOTE = 255
"""Characters that a text field of Mailchimp holds."""

KEPT = 600.0
"""Seconds for which it is kept where in the audience a wish is noted."""

State = Literal["pending", "unconfirmed", "subscribed", "left", "later", "refused"]

INVITED = ("", "pending")
"""The states in which Mailchimp may be asked to invite an address; "" is one it does not know."""


@dataclass(frozen=True)
class Subscription:
    """What has become of an address. Visitors get the same answer in all cases.

    `pending` has just been asked to confirm; `unconfirmed` was asked earlier. `left` is someone who
    unsubscribed, was erased, or whose address bounces: only Mailchimp's own form, at `form`, can
    bring them back. Mailchimp takes the address not `later`, or never: `refused`, for a `reason`.
    """

    state: State
    form: str = ""
    reason: Message = Message("")


@dataclass(frozen=True)
class SignupRequest:
    """When and on which page somebody asked for the letter, and what they agreed to: versions."""

    at: datetime
    page: str = ""
    consent: str = ""


@dataclass(frozen=True)
class Places:
    """Where in the audience a wish is noted: the group of each language, the tags of its fields.

    `form` is the address of Mailchimp's own form.
    """

    interests: Mapping[str, str]
    tags: frozenset[str]
    form: str


class Members:
    """The people of one audience; safe to share between threads.

    Every method raises SettingsError, and ProviderError if it must be tried again; RefusedError
    with status 400 if that is no use before somebody has looked at the audience.
    """

    def __init__(self, settings: MailchimpSettings, clock: Callable[[], float] = monotonic) -> None:
        self._settings, self._clock = settings, clock
        # Replaced as a whole: another thread sees what was kept before, or after.
        self._kept: tuple[float, Places] | None = None

    def subscribe(self, email: str, lang: str, request: SignupRequest) -> Subscription:
        """Add the address as a pending subscriber who chose `lang`; change nobody's own choice.

        Anybody can type anybody's address: who is subscribed, or has left, is not changed. May
        be called again for the same address and request.
        """
        client = connect(self._settings)
        known = _known(client, email)
        status = str(known.get("status", ""))
        try:
            wish = partial(_wish, email, lang, request, is_new=not status)
            after = self._invite(client, email, wish) if status in INVITED else status
        except RefusedError as error:
            verdict = _verdict(email, error)
            if not verdict:
                raise
            return Subscription(verdict, self._form(client) if verdict == "left" else "",
                                error.message)
        if after == "subscribed":
            return Subscription("subscribed")
        if after != "pending":
            return Subscription("left", self._form(client))
        if status and not _is_of(request, known):
            return Subscription("unconfirmed", self._form(client))
        return Subscription("pending")

    def ask_again(self, email: str) -> None:
        """Have Mailchimp send its request to confirm once more, if it waits for the answer.

        Reported to work, and promised nowhere. Who confirms at this very moment is asked once more.
        """
        client = connect(self._settings)
        if _known(client, email).get("status") == "pending":
            client.put_member(email, {"email_address": email, "status_if_new": "pending",
                                      "status": "pending"})

    def is_subscribed_or_pending(self, email: str, asked: datetime) -> bool:
        """Tell whether who asked for the letter then receives it, or may yet confirm it."""
        status = _known(connect(self._settings), email).get("status")
        return status == "subscribed" or (
            status == "pending" and datetime.now(UTC) - asked < UNCONFIRMED)

    def erase(self, email: str) -> bool:
        """Have Mailchimp erase all that it knows of the address; tell whether it knew anything."""
        try:
            connect(self._settings).erase_member(email)
        except NotFoundError:
            return False
        return True

    def _invite(self, client: Client, email: str, wish: Callable[[Places], Json]) -> str:
        """Ask for the invitation; return the state that Mailchimp then gives the address."""
        were_kept, places = self._kept, self._places(client)
        try:
            return _invited(client, email, wish(places))
        except RefusedError as error:
            if were_kept is not self._kept or error.status != 400 or _verdict(email, error):
                raise
        self._kept = None  # a group may have been replaced since
        return _invited(client, email, wish(self._places(client)))

    def _places(self, client: Client) -> Places:
        kept = self._kept
        if kept is None or self._clock() >= kept[0]:
            self._kept = kept = (self._clock() + KEPT, _read_places(client))
        return kept[1]

    def _form(self, client: Client) -> str:
        return self._places(client).form


def _known(client: Client, email: str) -> Json:
    try:
        return client.member(email)
    except NotFoundError:
        return {}


def _is_of(request: SignupRequest, known: Json) -> bool:
    """Tell whether it was this request that made an address pending: its answer was lost."""
    try:
        return datetime.fromisoformat(known.get("timestamp_signup") or "") \
            == request.at.replace(microsecond=0)
    except (ValueError, TypeError):
        return False


def _verdict(email: str, error: RefusedError) -> State | None:
    """Return what a refusal says of the person; None if it is about anything else."""
    if error.title in GONE:
        return "left"
    said = str(error)
    if error.status != 400 or not (names(said, email) or PERSON.search(said)):
        return None
    return "later" if FOR_NOW.search(said) else "refused"


def _wish(email: str, lang: str, request: SignupRequest, places: Places, *, is_new: bool) -> Json:
    """Return what is asked for. It bears the time of the first request, by which that is known."""
    # Never `status`: it would bring back somebody who left. The language chosen last is the one:
    # a subscriber with two would receive the first of them, whatever they chose since.
    notes = dict(zip(NOTES, (request.consent, request.page), strict=True))
    noted = {tag: note[:LONGEST_NOTE] for tag, note in notes.items()
             if tag in places.tags and note}
    return {"email_address": email, "status_if_new": "pending", "language": lang,
            "interests": {interest: code == lang for code, interest in places.interests.items()},
            **({"timestamp_signup": request.at.isoformat(timespec="seconds")} if is_new else {}),
            **({"merge_fields": noted} if noted else {})}


def _invited(client: Client, email: str, wish: Json) -> str:
    """Hand a wish over, if need be without its notes; return the state of the address."""
    try:
        return str(client.put_member(email, wish)["status"])
    except RefusedError as error:
        # A field of the firm's own may want something else: the wish counts, not the note.
        if "merge_fields" not in wish or error.status != 400 or _verdict(email, error):
            raise
    plain = {name: value for name, value in wish.items() if name != "merge_fields"}
    return str(client.put_member(email, plain)["status"])


def _read_places(client: Client) -> Places:
    form = str(audience_of(client).get("subscribe_url_long", ""))
    _, interests = interest_ids(client)
    try:
        tags = frozenset(str(field["tag"]) for field in client.merge_fields())
    except RefusedError:
        tags = frozenset[str]()
    return Places(interests, tags, form)
