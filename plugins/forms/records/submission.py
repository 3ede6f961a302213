"""Say what a visitor posted, and which deliveries it leads to."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

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


Plan = Callable[[Submission], Sequence[Planned]]
"""Tells which deliveries a submission leads to, as its form declares."""


def utc(moment: float) -> datetime:
    """Return the time of a number of seconds."""
    return datetime.fromtimestamp(moment, UTC)
