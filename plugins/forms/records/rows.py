"""Turn submissions and deliveries into rows of the database, and rows into them."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from plugins.forms.records.submission import Consent, Delivery, Planned, Submission, utc

SUBMISSION = "id, form, lang, fields, consents, page, created"
DELIVERY = "id, kind, address, detail, attempts, since"
WAITING = "delivered IS NULL AND parked = 0"
UNDELIVERED = "delivered IS NULL AND parked < 2"
OWED = "kind IN ('mail', 'subscription')"
"""Whether a delivery is to the firm or the audience: what they are to receive must not be lost.

Mails to visitors are a courtesy: anybody can type an address to which none can be delivered.
"""


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
        if each.most and _written(connection, each, begun) >= each.most:
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
    """Return a value as it stands in a column; SQLite takes no half of a character."""
    return json.dumps(value, ensure_ascii=False)


def columns(names: str, table: str) -> str:
    """Return the names of columns, each with that of its table."""
    return ", ".join(f"{table}.{name}" for name in names.split(", "))


def _written(connection: sqlite3.Connection, planned: Planned, now: float) -> int:
    return connection.execute(
        "SELECT count(*) FROM deliveries "
        "WHERE lower(address) = lower(?) AND kind = ? AND since > ?",
        (planned.address, planned.kind, now - planned.period.total_seconds())).fetchone()[0]
