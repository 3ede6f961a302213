"""Remember by a cookie who has logged in, until she goes, or has been away for long."""

from datetime import datetime, timedelta

from plugins.desk.context import Person
from plugins.desk.people.accounts import PERSON, digest, new_token, person_in
from plugins.desk.store import Store

IDLE, LONGEST = timedelta(hours=12), timedelta(days=30)
"""How long a session lasts without a request, and at most."""

NOTED = timedelta(minutes=1)
"""How exactly it is noted when she was last here: not every picture of a page waits for a disk."""


def begin_session(store: Store, person: Person, now: datetime) -> str:
    """Begin a session, and return the token that its cookie holds."""
    token, moment = new_token(), now.timestamp()
    with store.transaction() as database:
        database.execute("DELETE FROM sessions WHERE begun < ? OR seen < ?", _limits(now))
        database.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)",
                         (digest(token), person.address, moment, moment))
        database.execute("UPDATE accounts SET entered = ? WHERE address = ?",
                         (moment, person.address))
    return token


def person_of_session(store: Store, token: str, now: datetime) -> Person | None:
    """Return who has begun a session that lasts, with the rights that she has now."""
    with store.transaction() as database:
        row = database.execute(
            f"SELECT {PERSON}, seen FROM accounts JOIN sessions USING (address) "
            "WHERE token = ? AND begun >= ? AND seen >= ?", (digest(token), *_limits(now))
        ).fetchone()
        if row and row[4] < (now - NOTED).timestamp():
            database.execute("UPDATE sessions SET seen = ? WHERE token = ?",
                             (now.timestamp(), digest(token)))
    return person_in(row[:4]) if row else None


def end_session(store: Store, token: str) -> None:
    """End a session."""
    with store.transaction() as database:
        database.execute("DELETE FROM sessions WHERE token = ?", (digest(token),))


def _limits(now: datetime) -> tuple[float, float]:
    return (now - LONGEST).timestamp(), (now - IDLE).timestamp()
