"""How we speak to Mailchimp: the key, the address, the errors."""

import logging
import traceback
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from plugins.newsletter.mailchimp import client
from plugins.newsletter.mailchimp.client import Client, connect
from plugins.newsletter.mailchimp.settings import MailchimpSettings
from plugins.newsletter.provider import (
    NotFoundError,
    ProviderError,
    RefusedError,
    UnavailableError,
    UncertainError,
)
from tests.newsletter.conftest import House
from tests.support.fake_faults import Fault, Kind
from tests.support.fake_mailchimp import KEY, FakeMailchimp

BODY = {"type": "regular"}


def changed(settings: MailchimpSettings, **changes: Any) -> MailchimpSettings:
    """Return the settings with some of them changed."""
    return replace(settings, **changes)


def test_a_list_is_read_to_its_end(house: House) -> None:
    """However many there are, and however few a page shows."""
    for number in range(1203):
        house.fake.account.folders.append({"id": f"f{number}", "name": f"{number}"})

    assert len(connect(house.mailchimp).folders()) == 1203


def test_an_id_cannot_lead_to_another_path(house: House) -> None:
    """It is refused before anything is asked."""
    for identity in ("../lists", "a/b", "a?b", "", "é"):
        with pytest.raises(ProviderError):
            connect(house.mailchimp).campaign(identity)

    assert house.fake.requests == []


def test_an_empty_504_is_an_error(house: House) -> None:
    """The client library would return it as if it were an answer."""
    house.fake.faults.append(Fault("empty 504", "POST"))

    with pytest.raises(UncertainError, match="HTTP 504"):
        connect(house.mailchimp).create_campaign(BODY)


@pytest.mark.parametrize("kind", [
    "empty 504", "empty 504 after", "hang after", "reset", "reset after", "html", "truncated",
    "redirect"])
def test_a_write_without_a_clear_answer_is_uncertain_and_made_once(
    house: House, kind: Kind
) -> None:
    """Nobody knows whether it was done; repeating it could do it twice."""
    house.fake.faults.append(Fault(kind, "POST", times=5))

    with pytest.raises(UncertainError):
        connect(house.mailchimp).create_campaign(BODY)

    assert house.fake.faults[0].times == 4


def test_a_server_that_is_not_there_was_not_written_to(house: House) -> None:
    """No connection means that nothing was sent."""
    nowhere = changed(house.mailchimp, root="http://127.0.0.1:9/3.0")

    with pytest.raises(UnavailableError):
        connect(nowhere).create_campaign(BODY)


def test_a_refusal_carries_the_field_and_its_message(house: House) -> None:
    """The specification does not mention them, and they say most."""
    with pytest.raises(RefusedError, match="'nonsense' is not one of") as caught:
        connect(house.mailchimp).create_campaign({"type": "nonsense"})

    assert caught.value.status == 400


def test_what_is_not_there_is_an_error_of_its_own(house: House) -> None:
    """A campaign deleted by hand has a meaning."""
    with pytest.raises(NotFoundError):
        connect(house.mailchimp).campaign("ca0")


def test_a_key_that_is_refused_names_where_it_was_set(house: House) -> None:
    """The sentence says what to look at, not the key."""
    wrong = changed(house.mailchimp, key="ffffffffffffffffffffffffffffffff-us1")

    with pytest.raises(RefusedError, match="MAILCHIMP_API_KEY"):
        connect(wrong).folders()


@pytest.mark.parametrize("kind", [
    "empty 504", "hang after", "reset", "html", "truncated", "redirect", "429"])
def test_the_key_is_in_no_error(
    house: House, kind: Kind, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither in the text, nor in what led to it, nor in the log."""
    caplog.set_level(logging.DEBUG)
    house.fake.faults.append(Fault(kind, "POST", times=9))

    with pytest.raises(ProviderError) as caught:
        connect(house.mailchimp).create_campaign(BODY)

    assert caught.value.__cause__ is caught.value.__context__ is None
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + caplog.text
    assert KEY not in shown
    assert KEY.partition("-")[0] not in shown


def test_the_key_is_in_nothing_that_a_push_writes(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """Not in its report, its journal, or the settings as they print themselves."""
    caplog.set_level(logging.DEBUG)
    pushed = house.push()

    left = repr(pushed) + repr(house.mailchimp) + repr(connect(house.mailchimp)) + caplog.text
    left += "".join(path.read_text() for path in house.var.iterdir())
    assert KEY not in left


def test_one_connection_serves_a_whole_push(fake: FakeMailchimp, house: House) -> None:
    """Mailchimp allows ten at once, for all programs of an account."""
    replace(house, over_http=True).push()

    assert len(fake.requests) > 20
    assert fake.connections == 1


QUESTIONS = [
    lambda client: client.account(), lambda client: client.audience(),
    lambda client: client.count_subscribers(), lambda client: client.folders(),
    lambda client: client.interest_categories(), lambda client: client.domains(),
    lambda client: client.merge_fields(), lambda client: client.campaigns(),
    lambda client: client.campaign("ca1"), lambda client: client.content("ca1"),
    lambda client: client.checklist("ca1"), lambda client: client.report("ca1"),
    lambda client: client.clicks("ca1"), lambda client: client.member("a@b.c")]


@pytest.mark.parametrize("ask", QUESTIONS)
def test_an_answer_of_another_shape_is_a_sentence(
    house: House, ask: Callable[[Client], object]
) -> None:
    """A gateway in between may answer in JSON of its own."""
    house.fake.faults.append(Fault("json", "GET", times=9))

    with pytest.raises(UnavailableError, match="cannot be read"):
        ask(connect(house.mailchimp))


@pytest.mark.parametrize("write", [
    lambda client: client.create_campaign(BODY), lambda client: client.create_folder("x"),
    lambda client: client.update_campaign("ca1", BODY), lambda client: client.send("ca1"),
    lambda client: client.put_member("a@b.c", {})])
def test_a_write_that_is_answered_in_another_shape_is_uncertain(
    house: House, write: Callable[[Client], object]
) -> None:
    """It may or may not have been carried out before something in between took the answer."""
    house.fake.faults.append(Fault("json", "POST|PUT|PATCH"))

    with pytest.raises(UncertainError, match="may or may not have been carried out"):
        write(connect(house.mailchimp))


WHOLE: dict[str, Any] = {
    "id": "ca1", "status": "save", "settings": {"title": "t"},
    "recipients": {"recipient_count": 3, "segment_opts": {"conditions": [{"op": "x"}]}}}


@pytest.mark.parametrize("changes", [
    {}, {"settings": None}, {"recipients": {}}, {"recipients": {"segment_opts": {}}},
    {"something": ["new"]}])
def test_what_may_be_missing_may_be_null_and_what_is_new_does_not_count(
    changes: dict[str, Any]
) -> None:
    """Mailchimp leaves out what it does not have, and adds what was not asked for."""
    assert client.fits(WHOLE | changes, client.CAMPAIGN)


@pytest.mark.parametrize("changes", [
    {"id": None}, {"id": 7}, {"status": None}, {"settings": "t"}, {"recipients": []},
    {"recipients": {"recipient_count": "3"}}, {"recipients": {"recipient_count": True}},
    {"recipients": {"segment_opts": {"conditions": ["x"]}}}])
def test_what_would_break_a_command_does_not_fit(changes: dict[str, Any]) -> None:
    """It is reported in a sentence where it comes in."""
    assert not client.fits(WHOLE | changes, client.CAMPAIGN)


@pytest.mark.parametrize(("content", "can_be_read"), [
    ({"html": "<p>"}, True), ({"plain_text": "x", "html": None}, True), ({"_links": []}, True),
    ({}, False), ({"ok": True}, False), ({"html": 7}, False)])
def test_a_content_is_known_by_any_of_its_names(content: dict[str, Any], can_be_read: bool) -> None:
    """A campaign made by hand may lack a part; what lacks all is no content of Mailchimp’s."""
    assert client.fits(content, client.CONTENT) == can_be_read
