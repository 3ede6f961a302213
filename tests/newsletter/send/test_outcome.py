"""What the disk refuses is reported, and no issue is sent unrecorded or twice."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from plugins.core.messages import Failure, say
from plugins.newsletter import campaigns, journal
from plugins.newsletter.campaigns import Listed, StateName
from plugins.newsletter.journal import NAME, with_lines_of
from plugins.newsletter.send.outcome import Outcome, State, Verdict, result_of
from tests.newsletter.conftest import House, full_disk, sends
from tests.support.fake_faults import Fault


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


SEND = "/actions/send"


@pytest.fixture
def uncertain(ready: House) -> House:
    """A desk that told Mailchimp to send the French issue, and had no answer."""
    ready.fake.faults.append(Fault("reset", "POST", SEND))
    assert ready.send().states == ["uncertain", "refused"]
    return ready


def test_without_an_open_order_there_is_nothing_to_settle(ready: House) -> None:
    """Before a send, and after one."""
    assert ready.reconcile().states == ["skipped", "skipped"]
    assert ready.reconcile().exit_code == 0


def test_an_issue_that_did_leave_is_settled_by_mailchimp_itself(uncertain: House) -> None:
    """Nobody is asked."""
    uncertain.fake.account.post_send({}, uncertain.draft("fr")["id"])

    settled = uncertain.reconcile("fr", confirmed=False)

    assert (settled.states, settled.exit_code) == (["sent"], 0)
    assert uncertain.send().states == ["sent", "sent"]
    assert set(uncertain.received().values()) == {1}


def test_an_issue_that_is_still_a_draft_is_settled_by_the_editor(uncertain: House) -> None:
    """Then, and only then, it may be sent."""
    assert uncertain.reconcile(confirmed=False).states == ["uncertain", "skipped"]
    assert uncertain.states() == ["uncertain", "tested"]

    assert uncertain.reconcile().states == ["draft", "skipped"]
    assert uncertain.send().states == ["sent", "sent"]
    assert set(uncertain.received().values()) == {1}


def test_an_order_may_not_be_settled_while_it_may_still_be_carried_out(uncertain: House) -> None:
    """Mailchimp gives a call two minutes; ten have passed before it counts as not done."""
    patient = replace(uncertain, mailchimp=replace(
        uncertain.mailchimp, patience=replace(uncertain.mailchimp.patience, settle=600)))

    settled = patient.reconcile("fr")

    assert settled.states == ["uncertain"]
    assert "run the command again after" in settled.text


@pytest.mark.parametrize(("found", "states", "pushed"), [
    ("sent", ["sent"], 1), ("not-sent", ["draft"], 0)])
def test_for_a_campaign_that_is_gone_the_editor_says_what_happened(
    uncertain: House, found: str, states: list[str], pushed: int
) -> None:
    """Mailchimp cannot; without a word of the editor nothing is settled."""
    uncertain.fake.account.delete_campaign({}, uncertain.draft("fr")["id"])
    asked = uncertain.reconcile("fr")
    assert asked.states == ["uncertain"] and "--found sent" in asked.text

    assert uncertain.reconcile("fr", found=found).states == states
    assert uncertain.push("fr").exit_code == pushed


def test_what_mailchimp_took_and_then_shows_as_a_draft_is_settled_too(ready: House) -> None:
    """It may hold a campaign back after it has accepted it."""
    ready.send()
    ready.draft("fr")["status"] = "save"
    assert "newsletter.reconcile" in ready.send("fr").text

    assert ready.reconcile("fr").states == ["draft"]
    assert ready.send("fr").states == ["sent"]


def test_settling_sends_nothing(uncertain: House) -> None:
    """It only asks, and writes the journal."""
    writes = list(uncertain.fake.writes)
    uncertain.reconcile()

    assert uncertain.fake.writes == writes


def test_a_scheduled_campaign_that_was_deleted_may_be_made_again_if_it_never_left(ready: House
                                                                                  ) -> None:
    """Only the editor knows; until then it counts as sent."""
    ready.schedule("2099-12-01 09:00")
    ready.fake.account.delete_campaign({}, ready.draft("fr")["id"])
    assert ready.push("fr").exit_code == 1
    assert "--found not-sent" in ready.reconcile("fr").text

    assert ready.reconcile("fr", found="not-sent").states == ["draft"]
    assert ready.push("fr").exit_code == 0


def test_what_an_editor_found_is_said_of_one_language(uncertain: House) -> None:
    """A word about one must not open the other."""
    with pytest.raises(Failure, match="--lang fr --found not-sent"):
        uncertain.reconcile(found="not-sent")

    assert uncertain.states() == ["uncertain", "tested"]


def test_what_was_sent_and_then_deleted_is_not_opened_by_a_word(ready: House) -> None:
    """Mailchimp took it; an editor who found no email of it names the wrong language."""
    ready.send()
    ready.fake.account.delete_campaign({}, ready.draft("fr")["id"])
    asked = ready.reconcile("fr")
    assert asked.states == ["skipped"] and "it counts as sent on 20" in asked.text

    refused = ready.reconcile("fr", found="not-sent")

    assert (refused.states, refused.exit_code) == (["refused"], 1)
    assert ready.push("fr").exit_code == 1
    assert set(ready.received().values()) == {1}


def test_of_a_campaign_that_is_gone_mailchimp_is_not_quoted(uncertain: House) -> None:
    """The editor reads on whose word everybody may receive it again."""
    uncertain.fake.account.delete_campaign({}, uncertain.draft("fr")["id"])

    settled = uncertain.reconcile("fr", found="not-sent")

    assert "on your word alone" in settled.text and "has not sent it" not in settled.text


def test_what_mailchimp_settles_is_written_down(uncertain: House) -> None:
    """The journal then knows it even if the campaign is deleted."""
    uncertain.fake.account.post_send({}, uncertain.draft("fr")["id"])

    settled = uncertain.reconcile("fr")

    assert settled.lines == ["fr: Mailchimp is sending it, or has sent it"]
    assert uncertain.journal.open_orders() == {}
    assert uncertain.journal.departed_titles() == ("china-letter/2018-07/fr",)


def test_an_editor_confirms_what_will_be_true_of_a_draft(uncertain: House) -> None:
    """And reads that it is."""
    assert uncertain.reconcile("fr").lines == [
        "fr: Mailchimp shows it as a draft; it will count as one, and may be sent",
        "fr: settled as not sent; it may be sent again"]
    assert uncertain.journal.departed_titles() == ()


@pytest.mark.parametrize(("found", "lines"), [
    ("sent", ["fr: it will count as sent, and never be sent again", "fr: settled as sent"]),
    ("not-sent", ["fr: Mailchimp cannot tell whether it was sent; on your word alone it will "
                  "count as not sent, and may be sent to all its subscribers",
                  "fr: settled as not sent; it may be sent again"])])
def test_an_editor_confirms_what_was_found(uncertain: House, found: str, lines: list[str]) -> None:
    """In whole sentences, with its language."""
    uncertain.fake.account.delete_campaign({}, uncertain.draft("fr")["id"])

    assert uncertain.reconcile("fr", found=found).lines == lines


@pytest.fixture
def restored(ready: House) -> House:
    """A desk whose journal was lost after the issue had left, and brought back from before."""
    path = ready.var / NAME
    copy = path.read_text("utf-8")
    assert ready.send().states == ["sent", "sent"]
    text, doubtful = with_lines_of("", copy, datetime.now(UTC))
    assert len(doubtful) == 2
    path.write_text(text, "utf-8")
    return ready


def test_what_left_after_the_backup_does_not_leave_again(restored: House) -> None:
    """Mailchimp itself tells what became of it."""
    assert restored.send().exit_code == 0
    assert restored.reconcile(confirmed=False).states == ["sent", "sent"]
    assert set(restored.received().values()) == {1}


def test_nor_where_the_campaign_is_gone_from_mailchimp(restored: House) -> None:
    """The copy of the journal knew the draft, so that its end is asked about."""
    for lang in ("fr", "en"):
        restored.fake.account.delete_campaign({}, restored.draft(lang)["id"])

    assert restored.push().exit_code == 1
    assert restored.send().exit_code == 1
    assert set(restored.received().values()) == {1}
    assert restored.reconcile("fr").states == ["uncertain"]


def test_a_draft_that_had_not_left_may_leave_once_that_is_settled(ready: House) -> None:
    """The editor looks, and sends."""
    path = ready.var / NAME
    path.write_text(with_lines_of("", path.read_text("utf-8"), datetime.now(UTC))[0], "utf-8")

    assert ready.send().exit_code == 1
    assert ready.received() == {}
    assert ready.reconcile().states == ["draft", "draft"]
    assert ready.send().states == ["sent", "sent"]
    assert set(ready.received().values()) == {1}
