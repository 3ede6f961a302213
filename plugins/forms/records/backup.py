"""Copy the database of submissions, and bring back from a copy what the database lacks."""

import sqlite3
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from plugins.core.messages import Failure, say, why
from plugins.forms.records import rows
from plugins.forms.records.database import fault_of, opened, prepare, transaction
from plugins.forms.records.submission import PlanDeliveries

COUNTED = ("arrivals", "keys")
"""Who has sent how much today, and the key of the day: of no use later, and a secret."""

ABSENT = """id NOT IN (SELECT id FROM main.submissions) AND id NOT IN (SELECT id FROM main.removed)
    AND id NOT IN (SELECT id FROM main.proofs)"""
"""Whether a submission of the copy is to come back: none that was ended on purpose does."""

SAME = """FROM copy.deliveries AS old WHERE old.submission = deliveries.submission
    AND old.kind = deliveries.kind AND old.address = deliveries.address"""

DELIVERY = "submission, kind, lane, address, detail, since, attempts, next_attempt, delivered"


@dataclass(frozen=True)
class BroughtBack:
    """What comes back: submissions, those of their deliveries that may have been made since, and
    deliveries that only the copy knows to be made."""

    submissions: int = 0
    doubtful: int = 0
    made: int = 0


def copy_of(path: Path, without: Collection[str] = COUNTED) -> bytes | None:
    """Return a database as it is at one moment, even while others write; None if there is none.

    Of the tables `without` it has no row. Raises Failure if it is damaged.
    """
    if not path.is_file():
        return None
    try:
        with closing(sqlite3.connect(path)) as source, \
                closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
            source.backup(copy)
            for table, in copy.execute("SELECT name FROM sqlite_master").fetchall():
                if table in without:
                    copy.execute(f"DELETE FROM {table}")
            copy.execute("VACUUM")  # not a byte of what was deleted goes along
            if fault := fault_of(copy):
                raise _damaged(path, fault)
            return copy.serialize()
    except sqlite3.Error as error:
        raise _damaged(path, why(error)) from error


def is_whole(data: bytes) -> bool:
    """Tell whether a copy is an undamaged database."""
    try:
        with closing(sqlite3.connect(":memory:")) as copy:
            copy.deserialize(data)
            return fault_of(copy) == ""
    except sqlite3.Error:
        return False


def bring_back(path: Path, data: bytes, plan: PlanDeliveries, at: datetime, *, trial: bool
               ) -> BroughtBack:
    """Bring back what the database at `path` lacks of a copy that was made `at` a time.

    All of it or nothing; what the database knows itself stays, a receiver at work is not
    disturbed. No delivery is made because of it: those that the copy knows as not yet made are
    parked until a person has looked. A `trial` only says what would come back. Raises Failure if
    one of the two cannot be used.
    """
    try:
        _require_whole(path)
        copy = _up_to_date(data, path, plan)
        with closing(opened(path, plan)) as database:
            database.execute("ATTACH ':memory:' AS copy")
            database.deserialize(copy, name="copy")
            if not trial:
                with transaction(database):
                    return _bring_back(database, at)
            database.execute("BEGIN")
            found = _bring_back(database, at)
            database.execute("ROLLBACK")
            return found
    except sqlite3.Error as error:
        raise _damaged(path, why(error)) from error


def _bring_back(database: sqlite3.Connection, at: datetime) -> BroughtBack:
    back = [name for name, in database.execute(
        f"SELECT id FROM copy.submissions WHERE {ABSENT}").fetchall()]
    made = database.execute(
        f"UPDATE deliveries SET delivered = (SELECT delivered {SAME}), failure = '' "
        f"WHERE delivered IS NULL AND EXISTS (SELECT 1 {SAME} AND old.delivered IS NOT NULL)"
    ).rowcount
    # What has ended may have been tried again since, for another reason.
    database.execute(
        f"UPDATE deliveries SET (parked, failure) = (SELECT parked, failure {SAME}) "
        f"WHERE delivered IS NULL AND EXISTS (SELECT 1 {SAME} "
        "AND (old.parked = 2 OR old.parked = 3 AND deliveries.parked = 1))")
    reason = rows.write_reason(say(
        "it comes from a backup of {time} and may have been made since; find out, then have it "
        "tried again or give it up", time=f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"))
    for name in back:
        _bring_back_one(database, name, reason)
    # The proof of a submission that was ended here is here, or has ended as well.
    database.execute("INSERT OR IGNORE INTO proofs SELECT * FROM copy.proofs "
                     "WHERE id NOT IN (SELECT id FROM main.removed)")
    database.execute("INSERT OR IGNORE INTO removed SELECT * FROM copy.removed")
    doubtful = sum(database.execute(
        f"SELECT count(*) FROM copy.deliveries WHERE submission = ? AND {rows.WAITING}", (name,)
    ).fetchone()[0] for name in back)
    return BroughtBack(len(back), doubtful, made)


def _bring_back_one(database: sqlite3.Connection, name: str, reason: str) -> None:
    """Bring back a submission with its deliveries; what waited is parked for a reason."""
    database.execute(
        f"INSERT INTO submissions ({rows.SUBMISSION}, digest) SELECT {rows.SUBMISSION}, digest "
        "FROM copy.submissions WHERE id = ?", (name,))
    database.execute(
        f"INSERT INTO deliveries ({DELIVERY}, parked, failure) SELECT {DELIVERY}, "
        f"iif({rows.WAITING}, 1, parked), iif({rows.WAITING}, ?, failure) "
        "FROM copy.deliveries WHERE submission = ? ORDER BY id", (reason, name))
    database.execute("INSERT INTO suspicions SELECT * FROM copy.suspicions "
                     "WHERE submission = ?", (name,))
    database.execute(
        "INSERT INTO mailboxes SELECT deliveries.id, mailbox.kind, mailbox, domain, "
        "mailbox.since FROM copy.mailboxes AS mailbox JOIN copy.deliveries AS old "
        "ON old.id = mailbox.delivery JOIN deliveries USING (submission, kind, address) "
        "WHERE submission = ?", (name,))


def _up_to_date(data: bytes, path: Path, plan: PlanDeliveries) -> bytes:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        copy.deserialize(data)
        prepare(copy, path, plan)
        return copy.serialize()


def _require_whole(path: Path) -> None:
    if path.is_file():
        with closing(sqlite3.connect(path)) as database:
            if fault := fault_of(database):
                raise _damaged(path, fault)


def _damaged(path: Path, reason: object) -> Failure:
    return Failure(say(
        "{path}: the database is damaged ({reason}); nothing was done. To start from a backup, "
        "stop the receiver and move this file and those that begin like it into another folder, "
        "then run “./inv restore”", path=path, reason=reason))
