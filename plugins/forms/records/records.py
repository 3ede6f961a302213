"""Find what is kept: what waits, what failed and why, and all about one person."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from plugins.core.messages import Failure, Message, say
from plugins.forms.records import rows
from plugins.forms.records.submission import (
    REFERENCE,
    Consent,
    PlanDeliveries,
    Submission,
    Suspicion,
)

State = Literal["parked", "waiting", "dropped", "ended", "delivered"]
"""The state of a delivery, the worst first; why something is ended, nobody here can change."""

OPEN = f"EXISTS (SELECT 1 FROM deliveries WHERE submission = s.id AND {rows.UNDELIVERED})"
"""Whether a submission `s` is yet to be delivered, as SQL."""

DUE = f"""EXISTS (SELECT 1 FROM deliveries
    WHERE submission = s.id AND {rows.UNDELIVERED} AND since <= :now)"""
"""Whether it was to be delivered before the time `:now`: what is for later has its reason."""

OWN = """(EXISTS (SELECT 1 FROM json_each(s.fields) WHERE comparable(value) = comparable(:email))
    OR EXISTS (SELECT 1 FROM deliveries WHERE submission = s.id AND kind <> 'mail'
               AND comparable(address) = comparable(:email)))"""
"""Whether a submission `s` is of the person with the address `:email`, as SQL."""

CONDITIONS: Mapping[State, str] = {
    "parked": "delivered IS NULL AND parked = 1", "waiting": rows.WAITING,
    "dropped": "delivered IS NULL AND parked = 2",
    # What was passed on to a second address has a delivery of its own there.
    "ended": "delivered IS NULL AND parked = 3 AND kind <> 'mail'"}
"""Which deliveries bring a submission into a state, as SQL."""

STATE = "CASE {whens} WHEN {some} THEN 'delivered' ELSE 'ended' END".format(
    some="EXISTS (SELECT 1 FROM deliveries WHERE submission = s.id)",
    whens=" ".join(f"WHEN EXISTS (SELECT 1 FROM deliveries WHERE submission = s.id AND {condition})"
                   f" THEN '{state}'" for state, condition in CONDITIONS.items()))
"""The state of a submission `s`, as SQL: the worst of its deliveries, as a person looks at what is
parked first. It is ended if there is none: too many came for its mailbox."""

SUSPICIOUS = "EXISTS (SELECT 1 FROM suspicions WHERE submission = s.id)"
"""Whether a submission `s` may be a robot's, as SQL."""

CHOICES: Mapping[str, str] = {
    "undelivered": OPEN, **{state: f"{STATE} = '{state}'" for state in get_args(State)},
    "suspicious": SUSPICIOUS, "all": "1"}
"""What a person may choose to see, as a condition of SQL."""

STATES: tuple[State, ...] = ("waiting", "parked", "dropped", "ended")
"""What the column `parked` says of what is undelivered."""

SHORTEST_NAME = 4


@dataclass(frozen=True)
class Progress:
    """How far one delivery has come; `next` is when it is tried, `done` when it was."""

    kind: str
    state: State
    attempts: int
    since: datetime
    next: datetime | None
    done: datetime | None
    failure: Message | None
    address: str

    @property
    def passed_on(self) -> bool:
        """Whether a second address was to receive it instead, by a delivery of its own."""
        return self.state == "ended" and self.kind == "mail"


@dataclass(frozen=True)
class Record:
    """A submission, how far its deliveries have come, and why it may be a robot's."""

    submission: Submission
    deliveries: tuple[Progress, ...]
    suspicions: tuple[Suspicion, ...] = ()
    state: State = "delivered"

    @property
    def parked(self) -> list[Progress]:
        """The deliveries that need a person."""
        return [delivery for delivery in self.deliveries if delivery.state == "parked"]

    @property
    def unfinished(self) -> list[Progress]:
        """The deliveries that are not made."""
        return [delivery for delivery in self.deliveries
                if delivery.state in ("parked", "waiting") or delivery.passed_on]


@dataclass(frozen=True)
class Proof:
    """That a person asked for the letter: kept on when the submission is gone, `until` a day."""

    id: str
    email: str
    form: str
    lang: str
    consents: tuple[Consent, ...]
    page: str
    created: datetime
    until: datetime | None


def records(connection: sqlite3.Connection, where: str = "1", **values: object) -> list[Record]:
    """Return the submissions `s` for which an SQL condition holds, the oldest first."""
    return [Record(rows.submission_of(row), tuple(_progress(connection, row[0])),
                   tuple(_suspicions(connection, row[0])), state)
            for *row, state in connection.execute(
                f"SELECT {rows.SUBMISSION}, {STATE} FROM submissions s WHERE {where} "
                "ORDER BY created, id", values).fetchall()]


def states(connection: sqlite3.Connection) -> Mapping[str, int]:
    """Return how many submissions there are in each state that any is in."""
    return dict(connection.execute(f"SELECT {STATE}, count(*) FROM submissions s GROUP BY 1"))


def of_form(connection: sqlite3.Connection, form: str) -> list[Record]:
    """Return the submissions of a form, or all if none is named, the oldest first."""
    return records(connection, "form = :form" if form else "1", form=form)


def number_undelivered(connection: sqlite3.Connection) -> int:
    """Return how many submissions wait or are parked."""
    return int(connection.execute("SELECT count(DISTINCT submission) FROM deliveries "
                                  f"WHERE {rows.UNDELIVERED}").fetchone()[0])


def search(connection: sqlite3.Connection, where: str, form: str, words: str) -> list[str]:
    """Return the ids of the submissions `s` of a form for which an SQL condition holds, the newest
    first.

    Without the name of a form, of all. With words, those that hold them, or have them as reference.
    """
    values = {"form": form, "words": rows.folded(words),
              "reference": words.strip().replace("-", "").lower()}
    # In this order, whatever SQLite takes to be quicker: to look into the fields is slowest.
    return [name for name, in connection.execute(
        f"SELECT id FROM submissions s WHERE (:form = '' OR form = :form) AND iif({where}, "
        ":words = '' OR substr(id, 1, 8) = :reference OR holds(fields, :words), 0) "
        "ORDER BY created DESC, id DESC", values)]


def with_ids(connection: sqlite3.Connection, names: Sequence[str]) -> list[Record]:
    """Return the submissions with these ids that there are, the newest first."""
    return records(connection, "id IN (SELECT value FROM json_each(:names))",
                   names=json.dumps(names))[::-1]


def record(connection: sqlite3.Connection, name: str) -> Record:
    """Return the submission with this id or reference, or the only one whose id begins so.

    Raises Failure if there is none, or several.
    """
    if REFERENCE.fullmatch(name.strip()):
        name = name.strip().replace("-", "").lower()
    found = records(connection, "substr(id, 1, length(:name)) = :name", name=name) \
        if len(name) >= SHORTEST_NAME else []
    if len(found) != 1:
        raise Failure(say(
            "no submission, or more than one, has “{name}” as its reference or at the beginning of "
            "its id; “./inv forms.list --state all” lists them, and “--var var/preview” behind it "
            "those that serve has received", name=name))
    return found[0]


def form_names(connection: sqlite3.Connection) -> list[str]:
    """Return the forms of which anything is kept, declared or not."""
    return [name for name, in connection.execute("SELECT DISTINCT form FROM submissions")]


def of_person(connection: sqlite3.Connection, email: str) -> tuple[list[Record], list[Proof]]:
    """Return all that is kept of the person with this address (GDPR art. 15)."""
    proofs = connection.execute(
        "SELECT id, email, form, lang, consents, page, created, until FROM proofs "
        "WHERE comparable(email) = comparable(?) ORDER BY created", (email,)).fetchall()
    return records(connection, OWN, email=email), [_proof(row) for row in proofs]


def try_again(connection: sqlite3.Connection, plan: PlanDeliveries, one: Record, now: datetime
              ) -> int:
    """Have what is undelivered of a submission tried at once; return how many deliveries that is.

    Mail to the firm goes to whom the form names now: a wrong recipient may have been corrected.
    """
    name = one.submission.id
    removed = connection.execute(
        f"DELETE FROM deliveries WHERE submission = ? AND kind = 'mail' AND {rows.UNDELIVERED}",
        (name,)).rowcount
    if removed:
        connection.execute("DELETE FROM deliveries WHERE submission = ? AND kind = 'mail' "
                           "AND parked = 3", (name,))
        rows.insert_deliveries(connection, one.submission, [
            planned for planned in plan(one.submission) if planned.kind != "acknowledgement"])
    return connection.execute(
        "UPDATE deliveries SET parked = 0, attempts = 0, next_attempt = 0, since = ? "
        f"WHERE submission = ? AND {rows.UNDELIVERED}", (now.timestamp(), name)).rowcount


def give_up(connection: sqlite3.Connection, parked: Iterable[Record]) -> int:
    """Give up these deliveries as far as they are parked; return how many. What was sent stays."""
    return sum(connection.execute(
        "UPDATE deliveries SET parked = 2 "
        "WHERE submission = ? AND kind = ? AND address = ? AND parked = 1",
        (one.submission.id, each.kind, each.address)).rowcount
        for one in parked for each in one.deliveries)


def _proof(row: Sequence[Any]) -> Proof:
    name, email, form, lang, consents, page, created, until = row
    return Proof(name, email, form, lang, rows.consents_of(consents), page,
                 datetime.fromisoformat(created), datetime.fromisoformat(until) if until else None)


def _suspicions(connection: sqlite3.Connection, name: str) -> Iterator[Suspicion]:
    kept = {each for each, in connection.execute(
        "SELECT suspicion FROM suspicions WHERE submission = ?", (name,)).fetchall()}
    yield from (each for each in get_args(Suspicion) if each in kept)


def _progress(connection: sqlite3.Connection, name: str) -> Iterator[Progress]:
    for kind, address, attempts, since, again, delivered, parked, failure in connection.execute(
            "SELECT kind, address, attempts, since, next_attempt, delivered, parked, failure "
            "FROM deliveries WHERE submission = ? ORDER BY id", (name,)).fetchall():
        state: State = "delivered" if delivered else STATES[parked]
        begun = rows.utc(since)
        yield Progress(kind, state, attempts, begun,
                       max(rows.utc(again), begun) if state == "waiting" else None,
                       datetime.fromisoformat(delivered) if delivered else None,
                       rows.read_reason(failure) if failure else None, address)
