"""Which answers of Mailchimp can be read."""

from typing import Any

import pytest

from plugins.newsletter.mailchimp import client

WHOLE: dict[str, Any] = {
    "id": "ca1", "status": "save", "settings": {"title": "t"},
    "recipients": {"recipient_count": 3, "segment_opts": {"conditions": [{"op": "x"}]}}}


@pytest.mark.parametrize("changes", [
    {}, {"settings": None}, {"recipients": {}}, {"recipients": {"segment_opts": {}}},
    {"something": ["new"]}])
def test_what_may_be_missing_may_be_null_and_what_is_new_does_not_count(
    changes: dict[str, Any]
) -> None:
    """Mailchimp leaves out what it has not, and adds what we do not ask for."""
    assert client.fits(WHOLE | changes, client.CAMPAIGN)


@pytest.mark.parametrize("changes", [
    {"id": None}, {"id": 7}, {"status": None}, {"settings": "t"}, {"recipients": []},
    {"recipients": {"recipient_count": "3"}}, {"recipients": {"recipient_count": True}},
    {"recipients": {"segment_opts": {"conditions": ["x"]}}}])
def test_what_would_break_a_command_does_not_fit(changes: dict[str, Any]) -> None:
    """It is told in a sentence where it comes in."""
    assert not client.fits(WHOLE | changes, client.CAMPAIGN)


@pytest.mark.parametrize(("content", "can_be_read"), [
    ({"html": "<p>"}, True), ({"plain_text": "x", "html": None}, True), ({"_links": []}, True),
    ({}, False), ({"ok": True}, False), ({"html": 7}, False)])
def test_a_content_is_known_by_any_of_its_names(content: dict[str, Any], can_be_read: bool) -> None:
    """A campaign made by hand may lack a part; what lacks all is no content of Mailchimp’s."""
    assert client.fits(content, client.CONTENT) == can_be_read
