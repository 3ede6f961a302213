"""Who guesses waits."""

from datetime import timedelta

import pytest

from plugins.desk.people.door import forgive, wait_for_try
from plugins.desk.store import Store
from tests.desk.people.conftest import NOW


def waits(store: Store, times: int, account: str = "a@firm.example", visitor: str = "192.0.2.1"
          ) -> list[int]:
    """Try as soon as one may; return how long that was each time."""
    moment, found = NOW, []
    for _ in range(times):
        wait = wait_for_try(store, account, visitor, moment)
        if wait:
            moment += timedelta(seconds=wait)
            assert wait_for_try(store, account, visitor, moment) == 0
        found.append(wait)
    return found


def test_each_wrong_password_costs_more_time(store: Store):
    """Up to a quarter of an hour; the first ones are slips."""
    assert waits(store, 20) == [0] * 5 + [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] + [900] * 5


def test_a_try_within_the_wait_is_not_counted(store: Store):
    """So that impatience makes nothing worse."""
    waits(store, 5)

    assert {wait_for_try(store, "a@firm.example", "192.0.2.1", NOW) for _ in range(9)} == {1}


@pytest.mark.parametrize("visitor, account, waiting", [
    ("192.0.2.2", "a@firm.example", True),  # the account, from wherever
    ("192.0.2.2", "b@firm.example", False),
    ("192.0.2.1", "b@firm.example", False),  # a colleague in the same office
    ("", "b@firm.example", False),
])
def test_one_account_is_guessed_at(store: Store, visitor: str, account: str, waiting: bool):
    """The others go on working."""
    waits(store, 6)

    assert bool(wait_for_try(store, account, visitor, NOW)) is waiting


@pytest.mark.parametrize("visitor, waiting", [
    ("2001:db8::1", True), ("2001:db8::ffff:1", True), ("2001:db8:0:1::1", False),
    ("192.0.2.1", False), ("", False)])
def test_who_tries_many_accounts_waits_too(store: Store, visitor: str, waiting: bool):
    """A subscriber of IPv6 has a whole /64."""
    for number in range(20):
        waits(store, 1, f"{number}@firm.example", "2001:db8::1")

    assert bool(wait_for_try(store, "z@firm.example", visitor, NOW)) is waiting


def test_a_right_password_takes_it_back(store: Store):
    """A whole office logs in from one address each morning."""
    for number in range(40):
        assert waits(store, 1, f"{number}@firm.example") == [0]
        forgive(store, f"{number}@firm.example", "192.0.2.1")


def test_an_hour_later_it_is_forgotten(store: Store):
    """And nothing is known of who tried."""
    waits(store, 6)

    later = NOW + timedelta(hours=1, seconds=9)
    assert wait_for_try(store, "a@firm.example", "192.0.2.1", later) == 0
    assert wait_for_try(store, "a@firm.example", "192.0.2.1", later) == 0
