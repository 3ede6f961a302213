"""Say what a visitor posted, and which deliveries it leads to."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import reduce
from typing import Any, Literal

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


PlanDeliveries = Callable[[Submission], Sequence[Planned]]
"""Tells which deliveries a submission leads to, as its form declares."""

SUBMISSION = "id, form, lang, fields, consents, page, created"
DELIVERY = "id, kind, address, detail, attempts, since"
WAITING = "delivered IS NULL AND parked = 0"
UNDELIVERED = "delivered IS NULL AND parked < 2"

OWED = "kind IN ('mail', 'subscription')"
"""Whether a delivery is to the firm or the audience: what they are to receive must not be lost.

Mails to visitors are a courtesy: anybody can type an address to which none can be delivered.
"""


def utc(moment: float) -> datetime:
    """Return the time of a number of seconds."""
    return datetime.fromtimestamp(moment, UTC)


def insert_submission(connection: sqlite3.Connection, submission: Submission) -> None:
    """Keep a submission."""
    connection.execute(
        f"INSERT INTO submissions ({SUBMISSION}, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (submission.id, submission.form, submission.lang, as_json(dict(submission.values)),
         as_json([asdict(consent) for consent in submission.consents]), submission.page,
         submission.created.isoformat(), submission.digest))


def insert_deliveries(connection: sqlite3.Connection, submission: Submission,
                      planned: Iterable[Planned], since: datetime | None = None) -> None:
    """Have deliveries of a submission made, if it is still kept, but not too many to an address."""
    begun = (since or submission.created).timestamp()
    for each in planned:
        if each.most and _number_sent(connection, each, begun) >= each.most:
            continue
        connection.execute(
            "INSERT OR IGNORE INTO deliveries (submission, kind, lane, address, detail, since) "
            "SELECT id, ?, ?, ?, ?, ? FROM submissions WHERE id = ?",
            (each.kind, each.lane, each.address, each.detail, begun, submission.id))


def submission_of(row: Sequence[Any]) -> Submission:
    """Return the submission of a row with the columns SUBMISSION."""
    name, form, lang, values, consents, page, created = row
    return Submission(name, form, lang, json.loads(values), consents_of(consents), page,
                      datetime.fromisoformat(created))


def delivery_of(row: Sequence[Any]) -> Delivery:
    """Return the delivery of a row with the columns DELIVERY, then SUBMISSION."""
    name, kind, address, detail, attempts, since = row[:6]
    return Delivery(name, kind, address, detail, attempts, utc(since), submission_of(row[6:]))


def consents_of(kept: str) -> tuple[Consent, ...]:
    """Return the consents of a column."""
    return tuple(Consent(**consent) for consent in json.loads(kept))


def as_json(value: object) -> str:
    """Return a value as a column holds it; SQLite takes no half of a character."""
    return json.dumps(value, ensure_ascii=False)


def columns(names: str, table: str) -> str:
    """Return the names of columns, each with that of its table."""
    return ", ".join(f"{table}.{name}" for name in names.split(", "))


def _number_sent(connection: sqlite3.Connection, planned: Planned, now: float) -> int:
    number: int = connection.execute(
        "SELECT count(*) FROM deliveries "
        "WHERE lower(address) = lower(?) AND kind = ? AND since > ?",
        (planned.address, planned.kind, now - planned.period.total_seconds())).fetchone()[0]
    return number


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


def write_reason(reason: Message) -> str:
    """Return a reason as it is kept; a server may answer in bytes that are no text."""
    kept = json.dumps(reason, ensure_ascii=False, default=_plain)
    return kept.encode("utf-8", "replace").decode()


def read_reason(kept: str) -> Message:
    """Return a reason that was kept; an older program kept plain sentences."""
    try:
        return _message(json.loads(kept))
    except (ValueError, TypeError, KeyError):
        return Message("{text}", {"text": kept})


def _plain(value: object) -> object:
    return {"text": value.text, "values": dict(value.values)} if isinstance(value, Message) \
        else str(value)


def _message(kept: Mapping[str, Any]) -> Message:
    return Message(kept["text"], {name: _message(value) if isinstance(value, dict) else value
                                  for name, value in kept["values"].items()})
