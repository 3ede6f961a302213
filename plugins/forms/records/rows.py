"""Write submissions, their deliveries and what became of these as rows, and read them."""

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any
from unicodedata import normalize

from plugins.core.messages import Message
from plugins.forms.records.submission import (
    NEEDED,
    Consent,
    Delivery,
    Planned,
    Submission,
    Suspicion,
)

SUBMISSION = "id, form, lang, fields, consents, page, created"
DELIVERY = f"d.id, kind, address, detail, attempts, since, s.{SUBMISSION}"
"""The columns of a delivery `d` and of its submission `s`."""

UNASKED, MOST_TO_DOMAIN, HOUR = 60, 600, timedelta(hours=1)
"""How many requests for the letter of one domain are taken within an hour without a proof that the
visitor is no robot: more than a firm has to sign up; and how many of them go to the audience, fewer
than somebody needs who wants to bury it in mails."""

ACCENTS = re.compile("[\u0300-\u036f]")

LONGEST_REST = timedelta(days=7)
"""For how long a request waits for its turn; of thousands for one mailbox, most are never made."""

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
    """Have deliveries of a submission made, if it is still kept, but not too many to a mailbox."""
    now = since or submission.created
    for each in planned:
        begun = _begin(connection, each, now)
        if begun > now:
            insert_suspicions(connection, submission, ["often"])
        if begun == now or (each.later and begun - now <= LONGEST_REST):
            _insert_delivery(connection, submission, each, begun, now)


def is_crowded(connection: sqlite3.Connection, planned: Iterable[Planned], now: datetime) -> bool:
    """Tell whether so much is asked for a domain that a visitor has to prove to be no robot."""
    return any(each.later and _rested(connection, (each.kind, each.mailbox[1]), "domain",
                                      UNASKED, HOUR) > now for each in planned)


def insert_suspicions(connection: sqlite3.Connection, submission: Submission,
                      suspicions: Iterable[Suspicion]) -> None:
    """Note why a submission, if it is still kept, may be a robot's."""
    connection.executemany(
        "INSERT OR IGNORE INTO suspicions SELECT id, ? FROM submissions WHERE id = ?",
        [(each, submission.id) for each in suspicions])


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


def folded(text: str) -> str:
    """Return a text as it is searched: whatever its accents, its case and its spaces are."""
    return " ".join(_plainly(text).split())


def holds(fields: str, words: str) -> bool:
    """Tell whether what was typed, as a column holds it, has these folded words in one of its
    fields."""
    looked_at = _plainly(fields)  # to read what cannot have them would take longer
    return all(as_json(word)[1:-1] in looked_at for word in words.split()) \
        and words in folded("\0".join(json.loads(fields).values()))


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


def _insert_delivery(connection: sqlite3.Connection, submission: Submission, planned: Planned,
                     begun: datetime, now: datetime) -> None:
    since = begun.timestamp()
    inserted = connection.execute(
        "INSERT OR IGNORE INTO deliveries "
        "(submission, kind, lane, address, detail, since, next_attempt) "
        "SELECT id, ?, ?, ?, ?, ?, ? FROM submissions WHERE id = ?",
        (planned.kind, planned.lane, planned.address, planned.detail, since,
         since if begun > now else 0, submission.id))
    if inserted.rowcount and planned.most:
        name, domain = planned.mailbox
        connection.execute("INSERT INTO mailboxes VALUES (?, ?, ?, ?, ?)",
                           (inserted.lastrowid, planned.kind, name, domain, since))


def _begin(connection: sqlite3.Connection, planned: Planned, now: datetime) -> datetime:
    """Return when a delivery may be made: now, or once its mailbox and domain have had a rest."""
    if not planned.most:
        return now
    name, domain = planned.mailbox
    begun = _rested(connection, (planned.kind, name), "mailbox", planned.most, planned.period)
    if planned.later:
        begun = max(begun, _rested(connection, (planned.kind, domain), "domain", MOST_TO_DOMAIN,
                                   HOUR))
    return max(begun, now)


def _rested(connection: sqlite3.Connection, whose: tuple[str, str], column: str, most: int,
            period: timedelta) -> datetime:
    """Return when the last but `most` of a kind for a mailbox or domain is a period ago."""
    row = connection.execute(
        f"SELECT since FROM mailboxes WHERE kind = ? AND {column} = ? "
        "ORDER BY since DESC LIMIT 1 OFFSET ?", (*whose, most - 1)).fetchone()
    return utc(row[0]) + period if row else utc(0)


def _plainly(text: str) -> str:
    return ACCENTS.sub("", normalize("NFKD", text)).casefold()


def _plain(value: object) -> object:
    return {"text": value.text, "values": dict(value.values)} if isinstance(value, Message) \
        else str(value)


def _message(kept: Mapping[str, Any]) -> Message:
    return Message(kept["text"], {name: _message(value) if isinstance(value, dict) else value
                                  for name, value in kept["values"].items()})
