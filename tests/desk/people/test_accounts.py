"""Who may come is invited, and chooses a password once."""

from dataclasses import replace
from datetime import timedelta

from plugins.desk.people.accounts import accept, account_of, accounts, invite, invited, remove
from plugins.desk.people.sessions import begin_session, person_of_session
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
