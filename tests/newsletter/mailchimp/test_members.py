"""What becomes of an address that a visitor leaves."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from plugins.newsletter.mailchimp.members import KEPT, Members, SignupRequest, Subscription
from plugins.newsletter.provider import ProviderError, RefusedError, UncertainError
from tests.newsletter.conftest import House
from tests.support.fake_account import BUSY, FAKE, FORM, INTERESTS, ProblemError, member_id
from tests.support.fake_faults import Fault

NOW = datetime(2018, 7, 3, 10, 0, 0, 123456, tzinfo=UTC)
ASKED = SignupRequest(NOW, "https://lettre.example/fr/subscribe/", "consent 2018-07")
LATER = replace(ASKED, at=NOW + timedelta(hours=1))


def subscribe(email: str, lang: str, house: House, request: SignupRequest = ASKED) -> Subscription:
    """Ask for the letter at this address, as the first thing that a receiver is asked."""
    return Members(house.mailchimp).subscribe(email, lang, request)


def member(house: House, email: str) -> dict[str, Any]:
    """Return the member with this address."""
    return house.fake.account.members[member_id(email)]


def test_a_new_address_is_pending(house: House) -> None:
    """Mailchimp asks them to confirm; nobody subscribes somebody else."""
    assert subscribe("New@Firm.example", "en", house) == Subscription("pending")

    known = member(house, "new@firm.example")
    assert (known["status"], known["language"]) == ("pending", "en")
    assert known["interests"] == {INTERESTS["en"]: True, INTERESTS["fr"]: False}


def test_no_status_is_ever_asked_for(house: House) -> None:
    """It would bring back somebody who left."""
    subscribe("new@firm.example", "fr", house)

    body = house.fake.requests[-1].body
    assert body
    assert "status" not in body
    assert body["status_if_new"] == "pending"


def test_a_subscriber_stays_as_they_are(house: House) -> None:
    """Anybody can type their address: neither language nor interest changes, nothing is written."""
    before = dict(member(house, "fr0@firm.example"))

    assert subscribe("FR0@firm.example", "en", house) == Subscription("subscribed")

    assert member(house, "fr0@firm.example") == before
    assert house.fake.writes == []


@pytest.mark.parametrize(("first", "last"), [("fr", "en"), ("en", "fr")])
def test_somebody_who_has_not_confirmed_may_choose_another_language(
        house: House, first: str, last: str) -> None:
    """They remain pending until they confirm, and the language chosen last is the one."""
    subscribe("new@firm.example", first, house)

    assert subscribe("new@firm.example", last, house, LATER) == Subscription("unconfirmed", FORM)

    known = member(house, "new@firm.example")
    assert (known["status"], known["language"]) == ("pending", last)
    assert known["interests"] == {INTERESTS[last]: True, INTERESTS[first]: False}
    assert house.fake.account.confirmations == ["new@firm.example"]


def test_a_request_whose_answer_was_lost_is_not_one_more(house: House) -> None:
    """It is repeated, and known by its time: its owner has not asked again."""
    house.fake.faults.append(Fault("reset after", "PUT"))
    with pytest.raises(UncertainError):
        subscribe("new@firm.example", "fr", house)

    assert subscribe("new@firm.example", "fr", house) == Subscription("pending")
    assert subscribe("new@firm.example", "fr", house, LATER).state == "unconfirmed"
    assert house.fake.account.confirmations == ["new@firm.example"]


def test_who_has_lost_the_request_to_confirm_gets_another(house: House) -> None:
    """Mailchimp sends it to who is pending and is made pending once more."""
    subscribe("new@firm.example", "fr", house)

    Members(house.mailchimp).ask_again("New@firm.example")

    assert member(house, "new@firm.example")["status"] == "pending"
    assert len(house.fake.account.confirmations) == 2


@pytest.mark.parametrize("status", ["subscribed", "unsubscribed", "cleaned", "archived", ""])
def test_nobody_else_is_asked_to_confirm(house: House, status: str) -> None:
    """They have confirmed meanwhile, or left: it would change what they chose."""
    if status:
        house.fake.account.subscribe("reader@firm.example", "fr", status=status)

    Members(house.mailchimp).ask_again("reader@firm.example")

    assert (house.fake.writes, house.fake.account.confirmations) == ([], [])


@pytest.mark.parametrize("status", ["unsubscribed", "cleaned", "transactional", "archived"])
def test_somebody_who_left_is_not_brought_back(house: House, status: str) -> None:
    """Only Mailchimp's own form can do that; its address is returned."""
    house.fake.account.subscribe("left@firm.example", "fr", status=status)

    assert subscribe("left@firm.example", "en", house) \
        == Subscription("left", FORM)

    assert member(house, "left@firm.example")["status"] == status


@pytest.mark.parametrize("status", ["unsubscribed", "cleaned", "transactional", "archived"])
def test_nothing_is_written_about_somebody_who_left(house: House, status: str) -> None:
    """Not even which language was asked for."""
    house.fake.account.subscribe("left@firm.example", "fr", status=status)

    subscribe("left@firm.example", "en", house)

    assert house.fake.writes == []


def test_somebody_who_leaves_meanwhile_is_not_brought_back(house: House) -> None:
    """No state is asked for, whatever it was a moment before."""
    def leave() -> None:
        house.fake.account.subscribe("new@firm.example", "fr", status="unsubscribed")

    house.fake.faults.append(Fault("meanwhile", "PUT"))
    house.fake.meanwhile = leave

    assert subscribe("new@firm.example", "en", house) == Subscription("left", FORM)
    assert member(house, "new@firm.example")["status"] == "unsubscribed"


def test_a_refusal_for_compliance_is_no_error(house: House) -> None:
    """Mailchimp says in another way that they left."""
    def refuse(*_: Any, **__: Any) -> None:
        raise ProblemError(400, "Member In Compliance State", "They must subscribe themselves.")
    house.fake.account.put_member = refuse  # type: ignore[method-assign, assignment]

    outcome = subscribe("new@firm.example", "en", house)

    assert (outcome.state, outcome.form) == ("left", FORM)


def test_somebody_who_was_erased_comes_back_by_mailchimps_own_form(house: House) -> None:
    """No program may bring them back: its address is returned."""
    members = Members(house.mailchimp)
    assert members.erase("FR0@firm.example")
    assert not members.erase("fr0@firm.example")  # it knows nothing more

    outcome = members.subscribe("fr0@firm.example", "fr", ASKED)

    assert (outcome.state, outcome.form) == ("left", FORM)
    assert "was permanently deleted" in str(outcome.reason)


@pytest.mark.parametrize(("sentence", "state"), [
    (BUSY, "later"), ('Recipient "" has too many recent signup requests', "later"),
    (FAKE, "refused"), ("This email address looks fake or invalid.", "refused"),
    ("Please provide a valid email address.", "refused"), ("{email} has been banned.", "refused")])
def test_a_refusal_about_the_person_is_an_outcome(house: House, sentence: str, state: str) -> None:
    """For now or for good: anybody can type such an address, and nobody here can change that."""
    house.fake.account.refused["new@firm.example"] = sentence

    outcome = subscribe("new@firm.example", "en", house)

    assert outcome.state == state
    assert sentence.format(email="new@firm.example") in str(outcome.reason)
    assert len(house.fake.writes) == 1


@pytest.mark.parametrize(("status", "detail"), [
    (400, "Your merge fields were invalid."), (400, "Invalid interest ID: 'c0ffee'."),
    (403, "new@firm.example cannot be added: the plan’s limit is reached."),
    (404, "The requested resource could not be found.")])
def test_a_refusal_about_the_house_is_an_error(house: House, status: int, detail: str) -> None:
    """Somebody looks at the audience."""
    def refuse(*_: Any, **__: Any) -> None:
        raise ProblemError(status, "Invalid Resource", detail)
    house.fake.account.put_member = refuse  # type: ignore[method-assign, assignment]

    with pytest.raises(RefusedError, match=detail[:20]):
        subscribe("new@firm.example", "en", house)


def test_a_subscription_costs_one_question_and_one_write(house: House) -> None:
    """Where a wish is noted in the audience is read once in ten minutes."""
    now = 0.0
    members = Members(house.mailchimp, lambda: now)
    members.subscribe("first@firm.example", "fr", ASKED)
    house.fake.requests.clear()

    for number in range(3):
        members.subscribe(f"new{number}@firm.example", "en", ASKED)

    assert [each.method for each in house.fake.requests] == ["GET", "PUT"] * 3
    house.fake.requests.clear()
    now = KEPT
    members.subscribe("last@firm.example", "en", ASKED)
    assert len(house.fake.requests) > 2


def test_a_group_that_was_replaced_is_read_again(house: House) -> None:
    """Mailchimp refuses the old one, which is no fault of the audience."""
    members = Members(house.mailchimp)
    members.subscribe("first@firm.example", "fr", ASKED)
    house.fake.account.interests[1]["id"] = "e1e1e1e003"

    assert members.subscribe("new@firm.example", "en", ASKED) == Subscription("pending")

    assert member(house, "new@firm.example")["interests"]["e1e1e1e003"]


def test_no_answer_is_an_error(house: House) -> None:
    """Asking again later does no harm: the same address is the same member."""
    house.fake.faults.append(Fault("empty 504 after", "PUT"))

    with pytest.raises(UncertainError):
        subscribe("new@firm.example", "en", house)

    assert subscribe("new@firm.example", "en", house).state == "pending"


def test_a_language_without_a_group_is_an_error(house: House) -> None:
    """Nobody would know which letter they want."""
    house.fake.account.interests.clear()

    with pytest.raises(ProviderError):
        subscribe("new@firm.example", "en", house)


def test_mailchimp_notes_when_where_and_what_somebody_agreed_to(house: House) -> None:
    """As far as the audience has fields for it; the time it keeps by itself."""
    house.fake.account.merge_fields += [{"tag": tag, "type": "text"} for tag in ("CONSENT", "PAGE")]

    subscribe("new@firm.example", "fr", house)

    known = member(house, "new@firm.example")
    assert known["timestamp_signup"] == "2018-07-03T10:00:00+00:00"
    assert known["merge_fields"] == {"CONSENT": "consent 2018-07",
                                     "PAGE": "https://lettre.example/fr/subscribe/"}


def test_an_audience_without_such_fields_is_asked_for_none(house: House) -> None:
    """Nor does a field that it requires stop a subscription."""
    house.fake.account.merge_fields += [{"tag": "LNAME", "type": "text", "required": True}]

    assert subscribe("new@firm.example", "fr", house) == Subscription("pending")

    assert house.fake.requests[-1].body is not None
    assert "merge_fields" not in house.fake.requests[-1].body


def test_no_address_of_a_visitor_leaves_the_receiver(house: House) -> None:
    """Mailchimp has a field for it; nobody needs it."""
    subscribe("new@firm.example", "fr", house)

    assert not {"ip_signup", "ip_opt"} & set(house.fake.requests[-1].body or {})


def test_a_note_that_a_field_does_not_take_stops_no_subscription(house: House) -> None:
    """The wish is handed on without it."""
    house.fake.account.merge_fields += [{"tag": "PAGE", "type": "zip"}]
    house.fake.account.unfit.add("PAGE")

    assert subscribe("new@firm.example", "fr", house) == Subscription("pending")

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
    assert Members(house.mailchimp).is_subscribed_or_pending("Reader@firm.example", asked) == still
