"""Give what is kept away as values for programs, or as a table."""

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from plugins.forms.records.records import Progress, Proof, Record

FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What begins a formula where spreadsheets open a table: a visitor must not run one there."""

OWN = ("id", "form", "lang", "created", "page", "state")
CONSENTS = "consents"


def record_values(record: Record) -> dict[str, Any]:
    """Return all of a submission."""
    submission = record.submission
    return summary_values(record) | {
        "page": submission.page, "values": dict(submission.values),
        "consents": [asdict(consent) for consent in submission.consents],
        "deliveries": [_progress(delivery, delivery.address) for delivery in record.deliveries]}


def summary_values(record: Record) -> dict[str, Any]:
    """Return what may be shown of a submission where nobody need know whose it is."""
    submission = record.submission
    return {"id": submission.id, "form": submission.form, "lang": submission.lang,
            "created": submission.created.isoformat(), "state": record.state,
            "deliveries": [_progress(delivery) for delivery in record.deliveries]}


def proof_values(proof: Proof) -> dict[str, Any]:
    """Return all of a proof."""
    return asdict(proof) | {"created": proof.created.isoformat(), "until": _time(proof.until)}


def as_csv(records: Iterable[Record]) -> str:
    """Return submissions as a table: a column for each field that any of their forms has.

    A field that is named like another column is preceded by “field.”
    """
    rows = [(record, record_values(record)) for record in records]
    fields = list(dict.fromkeys(name for record, _ in rows for name in record.submission.values))
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow([*OWN, CONSENTS, *(
        f"field.{name}" if name in (*OWN, CONSENTS) else name for name in fields)])
    for record, values in rows:
        consents = ", ".join(f"{each.field} {each.version}" for each in record.submission.consents)
        own = [values[name] for name in OWN]
        typed = [record.submission.values.get(name, "") for name in fields]
        writer.writerow([*map(_cell, [*own, consents, *typed])])
    return table.getvalue()


def _progress(delivery: Progress, address: str = "") -> dict[str, Any]:
    values = {"kind": delivery.kind, "state": delivery.state, "attempts": delivery.attempts,
              "since": _time(delivery.since), "next": _time(delivery.next),
              "done": _time(delivery.done), "failure": delivery.failure}
    return values | ({"address": address} if address else {})


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _cell(value: str) -> str:
    return f"'{value}" if value.startswith(FORMULAS) else value
