"""Keep who may come to the desk: accounts, invitations, hashes of passwords, sessions."""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from secrets import token_urlsafe
from threading import Lock
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from plugins.core.messages import say
from plugins.desk.context import Person
from plugins.desk.store import Store

INVITED = timedelta(days=7)
"""How long an invitation is good for."""

PERSON = "accounts.address, name, lang, may_publish"

ACCOUNTS = f"SELECT {PERSON}, password, entered FROM accounts"

NOBODY = say("Nobody has an account yet: “./inv desk.invite” makes one.")

SHORTEST, LONGEST = 12, 200
"""Characters; which ones is everybody's own affair (NIST SP 800-63B, 3.1.1.2)."""

RULE = say("A password has {shortest} to {longest} characters; a short sentence is a good one. It "
           "may be pasted.", shortest=SHORTEST, longest=LONGEST)

HASHER = PasswordHasher()
"""Argon2id as RFC 9106 has it for little memory: 64 MB for a moment, so one at a time."""

ONE = Lock()

IDLE, OLDEST = timedelta(hours=12), timedelta(days=30)
"""How long a session lasts without a request, and at most."""

NOTED = timedelta(minutes=1)
"""How exactly it is noted when she was last here: not every picture of a page waits for a disk."""


@dataclass(frozen=True)
class Account:
    """A person of the desk; `password` is its hash, "" before the first; `entered` her last login.
    """

    person: Person
    password: str
    entered: datetime | None


def new_token() -> str:
    """Return what nobody guesses, for an address or a cookie."""
    return token_urlsafe(32)


def digest(token: str) -> bytes:
    """Return what is kept of a token: who reads the database, or a backup, cannot use it."""
    return sha256(token.encode(errors="replace")).digest()


def accounts(store: Store) -> list[Account]:
    """Return all accounts, in the order of their addresses."""
    with store.transaction() as database:
        return [_account(row) for row in database.execute(f"{ACCOUNTS} ORDER BY address")]


def account_of(store: Store, address: str) -> Account | None:
    """Return the account of an address."""
    with store.transaction() as database:
        row = database.execute(f"{ACCOUNTS} WHERE address = ?", (address,)).fetchone()
    return _account(row) if row else None


def invite(store: Store, person: Person, now: datetime) -> str:
    """Make or change an account, and return the token of its one invitation.

    Her password, if she has one, stays good until she has chosen another.
    """
    token = new_token()
    with store.transaction() as database:
        database.execute(
            "INSERT INTO accounts VALUES (?, ?, ?, ?, '', NULL) ON CONFLICT DO UPDATE SET "
            "name = excluded.name, lang = excluded.lang, may_publish = excluded.may_publish",
            (person.address, person.name, person.lang, person.may_publish))
        database.execute("DELETE FROM invitations WHERE address = ? OR until < ?",
                         (person.address, now.timestamp()))
        database.execute("INSERT INTO invitations VALUES (?, ?, ?)", (
            digest(token), person.address, (now + INVITED).timestamp()))
    return token


def invited(store: Store, token: str, now: datetime) -> Person | None:
    """Return who may choose a password by a token."""
    with store.transaction() as database:
        row = database.execute(
            f"SELECT {PERSON} FROM accounts JOIN invitations USING (address) "
            "WHERE token = ? AND until > ?", (digest(token), now.timestamp())).fetchone()
    return person_in(row) if row else None


def accept(store: Store, token: str, password: str, now: datetime) -> Person | None:
    """Use up an invitation: keep the hash of a password, and end what the former one began."""
    if not (person := invited(store, token, now)):
        return None
    with store.transaction() as database:
        if not database.execute("DELETE FROM invitations WHERE token = ?",
                                (digest(token),)).rowcount:  # another request was quicker
            return None
        database.execute("UPDATE accounts SET password = ? WHERE address = ?",
                         (password, person.address))
        database.execute("DELETE FROM sessions WHERE address = ?", (person.address,))
    return person


def speak(store: Store, person: Person, lang: str) -> None:
    """Have the desk speak to a person in another language, from now on."""
    with store.transaction() as database:
        database.execute("UPDATE accounts SET lang = ? WHERE address = ?", (lang, person.address))


def remove(store: Store, address: str) -> bool:
    """End an account, its sessions and its invitation; tell whether there was one."""
    with store.transaction() as database:
        *_, found = (
            database.execute(f"DELETE FROM {table} WHERE address = ?", (address,)).rowcount
            for table in ("sessions", "invitations", "accounts"))
    return bool(found)


def person_in(row: tuple[Any, ...]) -> Person:
    """Return the person of a row with the columns `PERSON`."""
    address, name, lang, may_publish = row
    return Person(address, name, lang, bool(may_publish))


def _account(row: tuple[Any, ...]) -> Account:
    *person, password, entered = row
    return Account(person_in(tuple(person)), password,
                   datetime.fromtimestamp(entered, UTC) if entered else None)


def may_be_chosen(password: str) -> bool:
    """Tell whether a password follows the rule."""
    return SHORTEST <= len(_typed(password)) <= LONGEST


def hash_of(password: str) -> str:
    """Return what is kept of a password."""
    with ONE:
        return HASHER.hash(_typed(password))


def is_password(password: str, known: str) -> bool:
    """Tell whether a password is the one of a hash; without one it takes as long to say no."""
    kept = known or nobody()
    try:
        with ONE:
            return HASHER.verify(kept, _typed(password)[:LONGEST + 1]) and bool(known)
    except VerificationError:
        return False


@cache
def nobody() -> str:
    """Return the hash of what nobody knows; made beforehand, or the first would wait longer."""
    return hash_of(token_urlsafe())


def _typed(password: str) -> str:
    """Return a password as every keyboard types it: an accent may be one sign, or two."""
    return unicodedata.normalize("NFKC", password)


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
    return (now - OLDEST).timestamp(), (now - IDLE).timestamp()
