"""Write submissions, their deliveries and what became of these as rows, and read them."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from plugins.core.messages import Message
from plugins.forms.records.submission import NEEDED, Consent, Delivery, Planned, Submission

SUBMISSION = "id, form, lang, fields, consents, page, created"
DELIVERY = f"d.id, kind, address, detail, attempts, since, s.{SUBMISSION}"
"""The columns of a delivery `d` and of its submission `s`."""

WAITING = "delivered IS NULL AND parked = 0"
UNDELIVERED = "delivered IS NULL AND parked < 2"

OWED = f"kind IN {NEEDED}"


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
    """Return the delivery of a row with the columns DELIVERY."""
    name, kind, address, detail, attempts, since = row[:6]
    return Delivery(name, kind, address, detail, attempts, utc(since), submission_of(row[6:]))


def consents_of(kept: str) -> tuple[Consent, ...]:
    """Return the consents of a column."""
    return tuple(Consent(**consent) for consent in json.loads(kept))


def as_json(value: object) -> str:
    """Return a value as a column holds it; SQLite takes no half of a character."""
    return json.dumps(value, ensure_ascii=False)


def write_reason(reason: Message) -> str:
    """Return a reason as it is kept; a server may answer in bytes that are not text."""
    kept = json.dumps(reason, ensure_ascii=False, default=_plain)
    return kept.encode("utf-8", "replace").decode()


def read_reason(kept: str) -> Message:
    """Return a reason that was kept; an older program kept plain sentences."""
    try:
        return _message(json.loads(kept))
    except (ValueError, TypeError, KeyError):
        return Message("{text}", {"text": kept})


def _number_sent(connection: sqlite3.Connection, planned: Planned, now: float) -> int:
    number: int = connection.execute(
        "SELECT count(*) FROM deliveries "
        "WHERE lower(address) = lower(?) AND kind = ? AND since > ?",
        (planned.address, planned.kind, now - planned.period.total_seconds())).fetchone()[0]
    return number


def _plain(value: object) -> object:
    return {"text": value.text, "values": dict(value.values)} if isinstance(value, Message) \
        else str(value)


def _message(kept: Mapping[str, Any]) -> Message:
    return Message(kept["text"], {name: _message(value) if isinstance(value, dict) else value
                                  for name, value in kept["values"].items()})
