"""Say what a visitor posted, and which deliveries it leads to."""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from typing import Literal

from plugins.core.email_address import mailbox, without
from plugins.core.messages import Message

Kind = Literal["mail", "acknowledgement", "subscription", "confirmation", "return"]
"""To the firm; to the visitor, that it has come; to the audience, and once more that it ask for
the confirmation; to the visitor, how to receive the letter, or that it comes already."""

ASKED = ("subscription", "confirmation")
"""The kinds that are asked of the audience; the others are mails."""

NEEDED = ("mail", "subscription")
"""The kinds that the firm or the audience is to receive: they must not be lost.

The others are a courtesy: anybody can type an address to which none can be delivered.
"""

Lane = Literal["mail", "audience", "courtesy"]
"""What is handed on one after the other: mail to the firm, what the audience is asked, and mail to
visitors. No lane waits for another one: the firm's mail is not behind any number of thanks."""


Suspicion = Literal["unsigned", "hasty", "trapped", "flood", "often"]
"""Why a submission may be a robot's: nothing says when the visitor began, or it was a moment ago;
the trap was filled in at first; its form was in a flood; its mailbox is often typed, or its domain.
"""


@dataclass(frozen=True)
class Consent:
    """What a visitor agreed to, word for word, as proof (GDPR art. 7)."""

    field: str
    version: str
    text: str


@dataclass(frozen=True)
class Submission:
    """What a visitor posted: declared fields only; `page` is the path it was sent from."""

    id: str
    form: str
    lang: str
    values: Mapping[str, str]
    consents: tuple[Consent, ...]
    page: str
    created: datetime

    @property
    def digest(self) -> str:
        """What two submissions share that say the same in the same form."""
        said = json.dumps([self.form, self.lang, self.values], sort_keys=True)
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def reference(self) -> str:
        """What a visitor and the firm call it by: the beginning of its id, as in 7B0C-91DE."""
        return "-".join(filter(None, (self.id[:4], self.id[4:8]))).upper()

    @property
    def agreed(self) -> str:
        """What was agreed to: the names of the consents, each with its version."""
        return ", ".join(f"{consent.field} {consent.version}" for consent in self.consents)


@dataclass(frozen=True)
class Planned:
    """A delivery to be made: `address` is whom it goes to, `detail` what else it must know.

    At most `most` of its kind go to a mailbox within `period`, however it is spelled; 0 is no
    limit. What is too many is never made, or within a week if `later`, which also counts
    by the domain.
    """

    kind: Kind
    address: str
    detail: str = ""
    most: int = 0
    period: timedelta = timedelta(days=1)
    later: bool = False

    @property
    def mailbox(self) -> tuple[str, str]:
        """The mailbox that it is for or about, and its domain."""
        name = mailbox(self.address)
        return name, name.rpartition("@")[2]

    @property
    def lane(self) -> Lane:
        """The lane of a delivery; a row of an earlier program may have mail to a visitor in “mail”.
        """
        if self.kind == "mail":
            return "mail"
        return "audience" if self.kind in ASKED else "courtesy"


@dataclass(frozen=True)
class Delivery:
    """A submission on its way to one address; `since` is when it was first to be tried."""

    id: int
    kind: Kind
    address: str
    detail: str
    attempts: int
    since: datetime
    submission: Submission

    @property
    def is_owed(self) -> bool:
        """Whether the firm or the audience would lack it."""
        return self.kind in NEEDED


REFERENCE = re.compile("[0-9a-f]{4}-[0-9a-f]{4}", re.IGNORECASE)
"""What a reference looks like."""

PlanDeliveries = Callable[[Submission], Sequence[Planned]]
"""Tells which deliveries a submission leads to, as its form declares."""


def without_addresses(reason: Message, emails: Collection[str]) -> Message:
    """Return a reason without any of these addresses: a mail server’s answer may repeat them."""
    def hidden(value: object) -> object:
        if isinstance(value, Message):
            return without_addresses(value, emails)
        return value if isinstance(value, int | None) else reduce(without, emails, str(value))

    return Message(reason.text, {name: hidden(value) for name, value in reason.values.items()})
