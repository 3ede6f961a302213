"""What becomes of an address that a visitor leaves."""

from typing import Any

import pytest

from plugins.newsletter.errors import MailchimpError, RefusedError, UncertainError
from plugins.newsletter.subscribe import Subscription, subscribe
from tests.newsletter.conftest import House
from tests.newsletter.fake_account import FORM, INTERESTS, ProblemError, member_id
from tests.newsletter.fake_faults import Fault


def member(house: House, email: str) -> dict[str, Any]:
    """Return the member with this address."""
    return house.fake.account.members[member_id(email)]


def test_a_new_address_is_pending(house: House) -> None:
    """Mailchimp asks them to confirm; nobody subscribes somebody else."""
    assert subscribe("New@Firm.example", "en", house.settings) == Subscription("pending")

    known = member(house, "new@firm.example")
    assert (known["status"], known["language"]) == ("pending", "en")
    assert known["interests"] == {INTERESTS["en"]: True, INTERESTS["fr"]: False}


def test_no_status_is_ever_asked_for(house: House) -> None:
    """It would bring back somebody who left."""
    subscribe("new@firm.example", "fr", house.settings)

    body = house.fake.requests[-1].body
    assert body
    assert "status" not in body
    assert body["status_if_new"] == "pending"


def test_a_subscriber_stays_as_they_are(house: House) -> None:
    """Anybody can type their address: neither language nor interest changes, nothing is written."""
    before = dict(member(house, "fr0@firm.example"))

    assert subscribe("FR0@firm.example", "en", house.settings) == Subscription("subscribed")

    assert member(house, "fr0@firm.example") == before
    assert house.fake.writes == []


@pytest.mark.parametrize(("first", "last"), [("fr", "en"), ("en", "fr")])
def test_somebody_who_has_not_confirmed_may_choose_another_language(
        house: House, first: str, last: str) -> None:
    """They remain pending until they confirm, and the language chosen last is the one."""
    subscribe("new@firm.example", first, house.settings)

    assert subscribe("new@firm.example", last, house.settings) == Subscription("pending")

    known = member(house, "new@firm.example")
    assert known["language"] == last
    assert known["interests"] == {INTERESTS[last]: True, INTERESTS[first]: False}


@pytest.mark.parametrize("status", ["unsubscribed", "cleaned", "transactional", "archived"])
def test_somebody_who_left_is_not_brought_back(house: House, status: str) -> None:
    """Only Mailchimp's own form can do that; its address is returned."""
    house.fake.account.subscribe("left@firm.example", "fr", status=status)

    assert subscribe("left@firm.example", "en", house.settings) == Subscription("left", FORM)

    assert member(house, "left@firm.example")["status"] == status


@pytest.mark.parametrize("status", ["unsubscribed", "cleaned", "transactional", "archived"])
def test_nothing_is_written_about_somebody_who_left(house: House, status: str) -> None:
    """Not even which language was asked for."""
    house.fake.account.subscribe("left@firm.example", "fr", status=status)

    subscribe("left@firm.example", "en", house.settings)

    assert house.fake.writes == []


def test_a_refusal_for_compliance_is_no_error(house: House) -> None:
    """Mailchimp says in another way that they left."""
    def refuse(*_: Any, **__: Any) -> None:
        raise ProblemError(400, "Member In Compliance State", "They must subscribe themselves.")
    house.fake.account.put_member = refuse  # type: ignore[method-assign, assignment]

    assert subscribe("new@firm.example", "en", house.settings) == Subscription("left", FORM)


def test_another_refusal_is_an_error(house: House) -> None:
    """The delivery is tried again, or somebody looks at it."""
    def refuse(*_: Any, **__: Any) -> None:
        raise ProblemError(400, "Invalid Resource", "This looks fake.")
    house.fake.account.put_member = refuse  # type: ignore[method-assign, assignment]

    with pytest.raises(RefusedError, match="looks fake"):
        subscribe("new@firm.example", "en", house.settings)


def test_no_answer_is_an_error(house: House) -> None:
    """Asking again later does no harm: the same address is the same member."""
    house.fake.faults.append(Fault("empty 504 after", "PUT"))

    with pytest.raises(UncertainError):
        subscribe("new@firm.example", "en", house.settings)

    assert subscribe("new@firm.example", "en", house.settings).state == "pending"


def test_a_language_without_a_group_is_an_error(house: House) -> None:
    """Nobody would know which letter they want."""
    house.fake.account.interests.clear()

    with pytest.raises(MailchimpError):
        subscribe("new@firm.example", "en", house.settings)
