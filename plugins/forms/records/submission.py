"""Say what a visitor posted, and which deliveries it leads to."""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from typing import Literal

from plugins.core.email_address import without
from plugins.core.messages import Failure, Message

Kind = Literal["mail", "acknowledgement", "subscription", "return"]
"""To the firm; to the visitor, that it has come; to the audience; how to come back to its letter,
or that it comes already."""

Lane = Literal["mail", "audience"]
"""What is handed to one server, one after the other; no lane waits for another one."""


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

    At most `most` of its kind go to an address within `period`; 0 is no limit.
    """

    kind: Kind
    address: str
    detail: str = ""
    most: int = 0
    period: timedelta = timedelta(days=1)

    @property
    def lane(self) -> Lane:
        """The server that the delivery is handed to."""
        return "audience" if self.kind == "subscription" else "mail"


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


REFERENCE = re.compile("[0-9a-f]{4}-[0-9a-f]{4}", re.IGNORECASE)
"""What a reference looks like."""

PlanDeliveries = Callable[[Submission], Sequence[Planned]]
"""Tells which deliveries a submission leads to, as its form declares."""

def reason_of(error: Exception) -> Message:
    """Return what an error says of itself."""
    if isinstance(error, Failure):
        return error.message
    return Message("{kind}: {text}", {"kind": type(error).__name__, "text": str(error)})


def without_addresses(reason: Message, emails: Collection[str]) -> Message:
    """Return a reason without any of these addresses: a mail server’s answer may repeat them."""
    def hidden(value: object) -> object:
        if isinstance(value, Message):
            return without_addresses(value, emails)
        return value if isinstance(value, int | None) else reduce(without, emails, str(value))

    return Message(reason.text, {name: hidden(value) for name, value in reason.values.items()})
