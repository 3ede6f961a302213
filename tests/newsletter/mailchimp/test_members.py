"""What becomes of an address that a visitor leaves."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from plugins.newsletter.mailchimp.members import (
    SignupRequest,
    Subscription,
    is_subscribed_or_pending,
    subscribe,
)
from plugins.newsletter.provider import ProviderError, RefusedError, UncertainError
from tests.newsletter.conftest import House
from tests.support.fake_account import FORM, INTERESTS, ProblemError, member_id
from tests.support.fake_faults import Fault

NOW = datetime(2018, 7, 3, 10, 0, 0, 123456, tzinfo=UTC)
ASKED = SignupRequest(NOW, "https://lettre.example/fr/subscribe/", "consent 2018-07")


def member(house: House, email: str) -> dict[str, Any]:
    """Return the member with this address."""
    return house.fake.account.members[member_id(email)]


def test_a_new_address_is_pending(house: House) -> None:
    """Mailchimp asks them to confirm; nobody subscribes somebody else."""
    assert subscribe("New@Firm.example", "en", house.mailchimp, ASKED) == Subscription("pending")

    known = member(house, "new@firm.example")
    assert (known["status"], known["language"]) == ("pending", "en")
    assert known["interests"] == {INTERESTS["en"]: True, INTERESTS["fr"]: False}


def test_no_status_is_ever_asked_for(house: House) -> None:
    """It would bring back somebody who left."""
    subscribe("new@firm.example", "fr", house.mailchimp, ASKED)

    body = house.fake.requests[-1].body
    assert body
    assert "status" not in body
    assert body["status_if_new"] == "pending"


def test_a_subscriber_stays_as_they_are(house: House) -> None:
    """Anybody can type their address: neither language nor interest changes, nothing is written."""
    before = dict(member(house, "fr0@firm.example"))

    assert subscribe("FR0@firm.example", "en", house.mailchimp, ASKED) == Subscription("subscribed")

    assert member(house, "fr0@firm.example") == before
    assert house.fake.writes == []


@pytest.mark.parametrize(("first", "last"), [("fr", "en"), ("en", "fr")])
def test_somebody_who_has_not_confirmed_may_choose_another_language(
        house: House, first: str, last: str) -> None:
    """They remain pending until they confirm, and the language chosen last is the one."""
    subscribe("new@firm.example", first, house.mailchimp, ASKED)

    assert subscribe("new@firm.example", last, house.mailchimp, ASKED) == Subscription("pending")

    known = member(house, "new@firm.example")
    assert known["language"] == last
    assert known["interests"] == {INTERESTS[last]: True, INTERESTS[first]: False}


@pytest.mark.parametrize("status", ["unsubscribed", "cleaned", "transactional", "archived"])
def test_somebody_who_left_is_not_brought_back(house: House, status: str) -> None:
    """Only Mailchimp's own form can do that; its address is returned."""
    house.fake.account.subscribe("left@firm.example", "fr", status=status)

    assert subscribe("left@firm.example", "en", house.mailchimp, ASKED) \
        == Subscription("left", FORM)

    assert member(house, "left@firm.example")["status"] == status


@pytest.mark.parametrize("status", ["unsubscribed", "cleaned", "transactional", "archived"])
def test_nothing_is_written_about_somebody_who_left(house: House, status: str) -> None:
    """Not even which language was asked for."""
    house.fake.account.subscribe("left@firm.example", "fr", status=status)

    subscribe("left@firm.example", "en", house.mailchimp, ASKED)

    assert house.fake.writes == []


def test_a_refusal_for_compliance_is_no_error(house: House) -> None:
    """Mailchimp says in another way that they left."""
    def refuse(*_: Any, **__: Any) -> None:
        raise ProblemError(400, "Member In Compliance State", "They must subscribe themselves.")
    house.fake.account.put_member = refuse  # type: ignore[method-assign, assignment]

    assert subscribe("new@firm.example", "en", house.mailchimp, ASKED) == Subscription("left", FORM)


def test_another_refusal_is_an_error(house: House) -> None:
    """The delivery is tried again, or somebody looks at it."""
    def refuse(*_: Any, **__: Any) -> None:
        raise ProblemError(400, "Invalid Resource", "This looks fake.")
    house.fake.account.put_member = refuse  # type: ignore[method-assign, assignment]

    with pytest.raises(RefusedError, match="looks fake"):
        subscribe("new@firm.example", "en", house.mailchimp, ASKED)


def test_no_answer_is_an_error(house: House) -> None:
    """Asking again later does no harm: the same address is the same member."""
    house.fake.faults.append(Fault("empty 504 after", "PUT"))

    with pytest.raises(UncertainError):
        subscribe("new@firm.example", "en", house.mailchimp, ASKED)

    assert subscribe("new@firm.example", "en", house.mailchimp, ASKED).state == "pending"


def test_a_language_without_a_group_is_an_error(house: House) -> None:
    """Nobody would know which letter they want."""
    house.fake.account.interests.clear()

    with pytest.raises(ProviderError):
        subscribe("new@firm.example", "en", house.mailchimp, ASKED)


def test_mailchimp_notes_when_where_and_what_somebody_agreed_to(house: House) -> None:
    """As far as the audience has fields for it; the time it keeps by itself."""
    house.fake.account.merge_fields += [{"tag": tag, "type": "text"} for tag in ("CONSENT", "PAGE")]

    subscribe("new@firm.example", "fr", house.mailchimp, ASKED)

    known = member(house, "new@firm.example")
    assert known["timestamp_signup"] == "2018-07-03T10:00:00+00:00"
    assert known["merge_fields"] == {"CONSENT": "consent 2018-07",
                                     "PAGE": "https://lettre.example/fr/subscribe/"}


def test_an_audience_without_such_fields_is_asked_for_none(house: House) -> None:
    """Nor does a field that it requires stop a subscription."""
    house.fake.account.merge_fields += [{"tag": "LNAME", "type": "text", "required": True}]

    assert subscribe("new@firm.example", "fr", house.mailchimp, ASKED) == Subscription("pending")

    assert house.fake.requests[-1].body is not None
    assert "merge_fields" not in house.fake.requests[-1].body


def test_no_address_of_a_visitor_leaves_the_receiver(house: House) -> None:
    """Mailchimp has a field for it; nobody needs it."""
    subscribe("new@firm.example", "fr", house.mailchimp, ASKED)

    assert not {"ip_signup", "ip_opt"} & set(house.fake.requests[-1].body or {})


def test_a_note_that_a_field_does_not_take_stops_no_subscription(house: House) -> None:
    """The wish is handed on without it."""
    house.fake.account.merge_fields += [{"tag": "PAGE", "type": "zip"}]
    house.fake.account.unfit.add("PAGE")

    assert subscribe("new@firm.example", "fr", house.mailchimp, ASKED) == Subscription("pending")

    assert member(house, "new@firm.example")["merge_fields"] == {}


@pytest.mark.parametrize(("status", "days", "still"), [
    ("subscribed", 4000, True), ("pending", 1, True), ("pending", 91, False),
    ("unsubscribed", 1, False), ("cleaned", 1, False), ("archived", 1, False), ("", 1, False)])
def test_a_subscription_lasts_as_long_as_it_is_wanted(
        house: House, status: str, days: int, still: bool) -> None:
    """A request that nobody confirmed in months is none."""
    if status:
        house.fake.account.subscribe("reader@firm.example", "fr", status=status)

    asked = datetime.now(UTC) - timedelta(days=days)
    assert is_subscribed_or_pending("Reader@firm.example", asked, house.mailchimp) == still
