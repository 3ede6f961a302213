"""A mailbox is not written to again and again, however its address is spelled."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from plugins.forms.declaration.form import Form
from plugins.forms.delivery.plan import planner, way_back
from plugins.forms.records import rows
from plugins.forms.records.database import connect, prepare
from plugins.forms.records.records import records
from plugins.forms.records.submission import Planned, Submission
from tests.support.submissions import NOW, WANTED

DAY = timedelta(days=1)


@pytest.fixture
def database(forms: dict[str, Form]) -> Iterator[sqlite3.Connection]:
    """Return an empty database."""
    connection = connect(Path(":memory:"))
    prepare(connection, Path("forms.sqlite3"), planner(forms))
    yield connection
    connection.close()


def begun(database: sqlite3.Connection, planned: Planned, minute: float = 0) -> timedelta | None:
    """Plan a delivery so many minutes later; return when it is to be made, None for never."""
    number = database.execute("SELECT count(*) FROM submissions").fetchone()[0]
    submission = replace(WANTED, id=f"n{number:03}", created=NOW + timedelta(minutes=minute))
    rows.insert_submission(database, submission)
    rows.insert_deliveries(database, submission, [planned])
    return made(database, submission)


def made(database: sqlite3.Connection, submission: Submission) -> timedelta | None:
    """Return how long after the beginning the delivery of a submission is to be made, if ever."""
    row = database.execute("SELECT since FROM deliveries WHERE submission = ?",
                           (submission.id,)).fetchone()
    return rows.utc(row[0]) - NOW if row else None


def wanted(email: str) -> Planned:
    """Return the request for the letter of an address."""
    return Planned("subscription", email, most=3, later=True)


@pytest.mark.parametrize("spellings", [
    [f"victim+{number}@firm.example" for number in range(1, 19)],
    ["v.ictim@gmail.com", "vi.ctim@gmail.com", "vict.im+x@googlemail.com", "VICTIM@GMAIL.COM"] * 2,
    ["zoé@société.example", "zoé@xn--socit-esab.example", "ZOÉ+1@SOCIÉTÉ.EXAMPLE"] * 3,
])
@pytest.mark.parametrize(("planned", "most"), [
    (Planned("acknowledgement", "", most=3), 3), (way_back("", ""), 1)])
def test_one_mailbox_gets_few_mails_however_it_is_spelled(
        database: sqlite3.Connection, spellings: list[str], planned: Planned, most: int) -> None:
    """What is too many is never sent, and marks who asked for it."""
    sent = [begun(database, replace(planned, address=each)) for each in spellings]

    assert sent == [timedelta()] * most + [None] * (len(spellings) - most)
    assert [each.suspicions for each in records(database)] \
        == [()] * most + [("often",)] * (len(spellings) - most)


def test_a_mailbox_may_be_written_to_again_once_the_first_is_a_day_old(
        database: sqlite3.Connection) -> None:
    """Not a minute earlier; another one may at any time."""
    planned = Planned("acknowledgement", "zoe@firm.example", most=1)

    assert begun(database, planned) == timedelta()
    assert begun(database, planned, 24 * 60 - 1) is None
    assert begun(database, replace(planned, address="zo.e@firm.example"), 1) is not None
    assert begun(database, planned, 24 * 60) == DAY


def test_requests_for_one_mailbox_are_spread_over_days(database: sqlite3.Connection) -> None:
    """Each would have Mailchimp write to it; none is lost."""
    begins = [begun(database, wanted(f"victim+{number}@firm.example")) for number in range(1, 19)]

    assert begins == [day * DAY for day in range(6) for _ in range(3)]


def test_what_would_wait_for_more_than_a_week_is_never_asked_for(
        database: sqlite3.Connection) -> None:
    """One hour of somebody's malice is no year of mails; the submission says that it has ended."""
    begins = [begun(database, wanted(f"victim+{number}@firm.example")) for number in range(30)]

    assert begins[21:] == [7 * DAY] * 3 + [None] * 6
    assert {each.state for each in records(database)[24:]} == {"ended"}


def test_requests_of_one_domain_are_spread_over_hours(database: sqlite3.Connection) -> None:
    """Thousands at once bury nobody, and block no other: so many an hour, each in its turn."""
    begins = [begun(database, wanted(f"n{number}@gmail.com")) for number in range(1300)]

    assert begins == [timedelta(hours=number // rows.MOST_TO_DOMAIN) for number in range(1300)]
    assert begun(database, wanted("zoe@firm.example"), 1) == timedelta(minutes=1)
    assert begun(database, wanted("late@gmail.com"), 24 * 60) == DAY


def test_what_is_for_later_is_first_tried_then(database: sqlite3.Connection) -> None:
    """Nothing of it is late, or failed, until then."""
    for number in range(4):
        begun(database, wanted(f"victim+{number}@firm.example"))

    [*_, last] = records(database)
    assert (last.deliveries[0].since, last.deliveries[0].next) == (NOW + DAY, NOW + DAY)
    assert (last.state, last.suspicions) == ("waiting", ("often",))


def test_what_is_erased_is_not_counted(database: sqlite3.Connection) -> None:
    """Nor is the mailbox kept."""
    begun(database, wanted("zoe@firm.example"))

    database.execute("DELETE FROM submissions")

    assert database.execute("SELECT count(*) FROM mailboxes").fetchone() == (0,)
    assert database.execute("SELECT count(*) FROM suspicions").fetchone() == (0,)
