"""A session lasts while somebody works, and not for ever."""

from datetime import timedelta

import pytest

from plugins.desk.people.accounts import account_of, invite
from plugins.desk.people.sessions import begin_session, end_session, person_of_session
from plugins.desk.store import Store
from tests.desk.people.conftest import EDITOR, NOW


@pytest.fixture
def session(store: Store) -> str:
    """Return the token of a session that has just begun."""
    invite(store, EDITOR, NOW)
    return begin_session(store, EDITOR, NOW)


@pytest.mark.parametrize("hours, known", [(11, True), (12, True), (13, False), (24 * 31, False)])
def test_a_session_ends_when_nobody_comes(store: Store, session: str, hours: int, known: bool):
    """After half a day; a lunch is shorter."""
    person = person_of_session(store, session, NOW + timedelta(hours=hours))

    assert (person == EDITOR) is known


def test_who_comes_each_morning_logs_in_once_a_month(store: Store, session: str):
    """Thirty days after the login it is over."""
    known = [person_of_session(store, session, NOW + timedelta(hours=hours))
             for hours in range(10, 24 * 31, 10)]

    assert len([each for each in known if each]) == 24 * 30 // 10
    assert not known[-1]


@pytest.mark.parametrize("token", ["", "wrong", "é\ud800"])
def test_another_token_is_nobody_s(store: Store, session: str, token: str):
    """Whatever it holds."""
    assert person_of_session(store, token, NOW) is None


def test_who_logs_out_is_out(store: Store, session: str):
    """In this browser; another one stays."""
    other = begin_session(store, EDITOR, NOW)

    end_session(store, session)

    assert person_of_session(store, session, NOW) is None
    assert person_of_session(store, other, NOW) == EDITOR


def test_the_last_login_is_known(store: Store, session: str):
    """For whoever looks after the accounts."""
    assert account_of(store, EDITOR.address).entered == NOW
