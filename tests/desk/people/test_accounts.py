"""Who may come is invited, and chooses a password once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugins.desk.people.accounts import (
    accept,
    account_of,
    accounts,
    begin_session,
    end_session,
    hash_of,
    invite,
    invited,
    is_password,
    may_be_chosen,
    person_of_session,
    remove,
)
from plugins.desk.store import Store
from tests.desk.people.conftest import EDITOR, NOW


def test_an_invitation_is_good_for_seven_days(store: Store):
    """For the person whom it names."""
    token = invite(store, EDITOR, NOW)

    assert invited(store, token, NOW + timedelta(days=6, hours=23)) == EDITOR
    assert invited(store, token, NOW + timedelta(days=7)) is None
    assert accept(store, token, "hash", NOW + timedelta(days=8)) is None


def test_an_invitation_is_used_once(store: Store):
    """And the first password stays."""
    token = invite(store, EDITOR, NOW)

    assert accept(store, token, "first", NOW) == EDITOR
    assert accept(store, token, "second", NOW) is None
    assert account_of(store, EDITOR.address).password == "first"


def test_the_last_invitation_is_the_one_that_counts(store: Store):
    """A letter that went astray is worth nothing."""
    first, second = invite(store, EDITOR, NOW), invite(store, EDITOR, NOW)

    assert invited(store, first, NOW) is None
    assert invited(store, second, NOW) == EDITOR


def test_a_new_invitation_leaves_the_password_until_it_is_used(store: Store):
    """Then what the former one had opened is closed."""
    accept(store, invite(store, EDITOR, NOW), "first", NOW)
    session = begin_session(store, EDITOR, NOW)

    token = invite(store, replace(EDITOR, may_publish=True), NOW)
    before = account_of(store, EDITOR.address)
    known = person_of_session(store, session, NOW)
    accept(store, token, "second", NOW)

    assert before.password == "first" and known.may_publish
    assert person_of_session(store, session, NOW) is None


def test_a_person_who_is_removed_is_gone_at_once(store: Store):
    """With her sessions and her invitation; the others stay."""
    other = replace(EDITOR, address="other@firm.example")
    token, kept = invite(store, EDITOR, NOW), invite(store, other, NOW)
    session = begin_session(store, EDITOR, NOW)

    assert remove(store, EDITOR.address)

    assert person_of_session(store, session, NOW) is None
    assert invited(store, token, NOW) is None and invited(store, kept, NOW) == other
    assert [each.person for each in accounts(store)] == [other]
    assert not remove(store, EDITOR.address)


def test_no_address_is_nobody_s(store: Store):
    """Not that of the first account either."""
    invite(store, EDITOR, NOW)

    assert account_of(store, "") is None
    assert invited(store, "", NOW) is None


def test_what_is_kept_opens_nothing(store: Store, tmp_path):
    """Of tokens the database has digests alone."""
    tokens = [invite(store, EDITOR, NOW), begin_session(store, EDITOR, NOW)]

    kept = b"".join(path.read_bytes() for path in tmp_path.glob("desk.sqlite3*"))

    assert EDITOR.address.encode() in kept
    assert not any(token.encode() in kept for token in tokens)


@pytest.mark.parametrize("password, fits", [
    ("twelve signs", True), ("aucune composition", True), ("一二三四五六七八九十十一", True),
    ("x" * 200, True), ("eleven sign", False), ("", False), ("x" * 201, False)])
def test_only_its_length_counts(password: str, fits: bool):
    """Signs, digits and capitals are everybody's own affair."""
    assert may_be_chosen(password) is fits


@pytest.mark.parametrize("typed, fits", [
    ("a phrase in a caf\u00e9", True), ("a phrase in a cafe\u0301", True),  # another keyboard
    ("A phrase in a café", False), ("a phrase in a café ", False), ("", False)])
def test_a_password_is_known_again(hashed: str, typed: str, fits: bool):
    """However an accent is put together; every sign counts."""
    assert is_password(typed, hashed) is fits


def test_without_a_password_nobody_comes_in():
    """An account whose invitation nobody has used has none."""
    assert not is_password("", "")
    assert not is_password("twelve signs", "")


def test_two_people_with_one_password_have_two_hashes():
    """A list of known passwords is of no use."""
    first, second = hash_of("twelve signs"), hash_of("twelve signs")

    assert first != second
    assert first.startswith("$argon2id$") and is_password("twelve signs", first)


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
