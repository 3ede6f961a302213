"""What the disk refuses is reported, and no issue is sent unrecorded or twice."""

import pytest

from plugins.core.messages import say
from plugins.newsletter import campaigns, journal
from plugins.newsletter.campaigns import Listed, StateName
from plugins.newsletter.send.outcome import Outcome, State, Verdict, result_of
from tests.newsletter.conftest import House, full_disk, sends


def test_an_order_that_cannot_be_written_down_is_not_given(ready: House) -> None:
    """Else nobody would know of it if Mailchimp did not answer."""
    with full_disk() as fill:
        sent = ready.send(confirm=lambda: fill() or True)

    assert (sent.states, sends(ready)) == (["refused", "refused"], 0)
    assert "fr: " in sent.text and "make room" in sent.text
    assert ready.send().states == ["sent", "sent"]


def test_what_was_sent_is_reported_even_if_it_cannot_be_recorded(ready: House) -> None:
    """The other language is not begun; once there is room, the same command sends it alone."""
    send = ready.fake.account.post_send
    with full_disk() as fill:
        def sent_then_full(query, campaign_id):
            send(query, campaign_id)
            fill()

        ready.fake.account.post_send = sent_then_full
        first = ready.send()
    ready.fake.account.post_send = send

    assert (first.states, first.exit_code) == (["sent", "refused"], 1)
    assert "has sent it. This could not be recorded: " in first.text
    assert "en: not begun, because of “fr”" in first.text
    assert ready.send().states == ["sent", "sent"]
    assert set(ready.received().values()) == {1}


@pytest.mark.parametrize(("state", "failed"), [
    ("sent", False), ("scheduled", False), ("draft", False), ("skipped", False),
    ("refused", True), ("uncertain", True)])
def test_a_command_ends_well_unless_a_language_failed(state: State, failed: bool) -> None:
    """One is enough."""
    good = Verdict("fr", "sent", say("s"))

    assert Verdict("en", state, say("s")).has_failed is failed
    assert Outcome("i", (good, Verdict("en", state, say("s")), good)).exit_code == int(failed)
    assert Outcome("i", ()).exit_code == 0


def test_what_could_not_be_remembered_has_failed() -> None:
    """Though it is where it was asked to be."""
    assert Outcome("i", (Verdict("fr", "sent", say("s"), is_unkept=True),)).exit_code == 1


@pytest.mark.parametrize(("state", "result"), [
    ("sending", journal.SENT), ("sent", journal.SENT), ("scheduled", journal.SCHEDULED),
    ("draft", ""), ("paused", ""), ("other", "")])
def test_the_state_of_a_campaign_tells_what_became_of_an_order(
    state: StateName, result: str
) -> None:
    """A draft says nothing: the order may still be on its way."""
    assert result_of(Listed("c1", "t", campaigns.State(state, "~"))) == result
    assert result_of(None) == ""
