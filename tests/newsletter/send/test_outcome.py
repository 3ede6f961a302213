"""What the disk refuses is told, and neither lets an issue leave unknown nor twice."""

from tests.newsletter.conftest import House, full_disk, sends


def test_an_order_that_cannot_be_written_down_is_not_given(ready: House) -> None:
    """Else nobody would know of it if Mailchimp did not answer."""
    with full_disk() as fill:
        sent = ready.send(confirm=lambda: fill() or True)

    assert (sent.states, sends(ready)) == (["refused", "refused"], 0)
    assert "fr: " in sent.text and "make room" in sent.text
    assert ready.send().states == ["sent", "sent"]


def test_what_left_is_told_even_if_it_cannot_be_written_down(ready: House) -> None:
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
    assert "has sent it. This could not be written down: " in first.text
    assert "en: not begun, because of “fr”" in first.text
    assert ready.send().states == ["sent", "sent"]
    assert set(ready.received().values()) == {1}
