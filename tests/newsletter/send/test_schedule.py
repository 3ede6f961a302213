"""What is scheduled is sent at its time, unless it is cancelled."""

from collections.abc import Callable

import pytest

from plugins.newsletter import journal
from plugins.newsletter.outbox import OutboxError
from plugins.newsletter.send.send import send_or_schedule
from plugins.newsletter.times import ScheduleError
from tests.newsletter.conftest import House
from tests.support.editor import ScriptedEditor
from tests.support.fake_faults import Fault, Kind

AT = "2099-12-01 09:00"
SCHEDULE = "/actions/schedule"


def test_a_scheduled_issue_is_sent_at_its_time(ready: House) -> None:
    """Both languages, to everybody once, and not before."""
    scheduled = ready.schedule(AT)

    assert (scheduled.states, scheduled.exit_code) == (["scheduled", "scheduled"], 0)
    assert ready.draft("fr")["send_time"] == "2099-12-01T08:00:00+00:00"
    assert ready.states() == ["scheduled", "scheduled"]
    assert not ready.received()
    ready.fake.account.let_time_pass()
    assert len(ready.received()) == 8 and set(ready.received().values()) == {1}


def test_the_editor_reads_the_time_in_both_cities(ready: House) -> None:
    """Before it is confirmed, and after."""
    text = ready.schedule(AT).text

    assert text.count("2099-12-01 09:00 (Paris), 2099-12-01 16:00 (Shanghai)") == 4


def test_scheduling_twice_for_the_same_time_changes_nothing(ready: House) -> None:
    """The second command says so."""
    ready.schedule(AT)
    writes = list(ready.fake.writes)

    again = ready.schedule("2099-12-01 16:00", zone="Asia/Shanghai")

    assert (again.states, again.exit_code) == (["scheduled", "scheduled"], 0)
    assert ready.fake.writes == writes


def test_what_is_scheduled_is_no_fault_because_a_law_or_a_term_changed(ready: House) -> None:
    """The outbox then holds other words; the campaign stays what was tested, and says so."""
    ready.schedule(AT)
    ready.build("fr", words="La société (公司)")

    again = ready.schedule(AT)

    assert (again.states, again.exit_code) == (["scheduled", "scheduled"], 0)
    assert ready.states() == ["scheduled", "scheduled"]
    assert "as it was then; to send what is in the outbox now, cancel it" in again.text


def test_another_time_wants_the_first_taken_back(ready: House) -> None:
    """Nothing is moved unseen."""
    ready.schedule(AT)

    assert "newsletter.unschedule 2018-07" in ready.schedule("2099-12-02 09:00").text
    assert ready.draft("fr")["send_time"] == "2099-12-01T08:00:00+00:00"


def test_a_time_that_cannot_be_meant_asks_mailchimp_nothing(ready: House) -> None:
    """It is refused at once."""
    before = len(ready.fake.requests)

    with pytest.raises(ScheduleError):
        ready.schedule("2099-12-01 09:07")

    assert len(ready.fake.requests) == before


def test_what_keeps_a_send_keeps_a_schedule(ready: House) -> None:
    """The guards are the same."""
    ready.draft("en")["settings"]["subject_line"] = "By hand"

    assert ready.schedule(AT).exit_code == 1
    assert not any(SCHEDULE in write for write in ready.fake.writes)


def test_an_issue_that_was_taken_back_is_a_draft_again(ready: House) -> None:
    """It can be corrected, tested and scheduled again."""
    ready.schedule(AT)

    assert ready.unschedule().states == ["draft", "draft"]
    assert ready.states() == ["tested", "tested"]
    ready.build("fr", words="Corrigé")
    ready.push()
    ready.test()
    assert ready.schedule("2099-12-02 09:00").states == ["scheduled", "scheduled"]


def test_taking_back_needs_no_outbox_and_spares_the_other_language(ready: House) -> None:
    """An editor who must stop an issue may be at another computer."""
    ready.schedule(AT)
    for path in sorted(ready.outbox.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()

    assert ready.unschedule("en").states == ["draft"]
    assert [ready.draft(lang)["status"] for lang in ("fr", "en")] == ["schedule", "save"]


def test_taking_back_what_is_not_scheduled_says_so(ready: House) -> None:
    """And asks for nothing."""
    writes = list(ready.fake.writes)

    assert ready.unschedule().states == ["skipped", "skipped"]
    assert ready.fake.writes == writes


def test_a_draft_deleted_after_it_was_taken_back_may_be_made_again(ready: House) -> None:
    """It never left."""
    ready.schedule(AT)
    ready.unschedule()
    for campaign in list(ready.fake.account.campaigns):
        ready.fake.account.delete_campaign({}, campaign)

    assert ready.push().exit_code == 0


def test_a_scheduled_campaign_that_was_deleted_is_not_made_again(ready: House) -> None:
    """It may have left before it was deleted."""
    ready.schedule(AT)
    for campaign in list(ready.fake.account.campaigns):
        ready.fake.account.delete_campaign({}, campaign)

    assert ready.push().exit_code == 1
    assert ready.fake.account.campaigns == {}


def test_what_an_editor_took_back_in_mailchimp_is_a_draft(ready: House) -> None:
    """Mailchimp is the truth."""
    ready.schedule(AT)
    ready.fake.account.post_unschedule({}, ready.draft("fr")["id"])

    assert ready.send("fr").states == ["sent"]


@pytest.mark.parametrize("kind", ["reset after", "empty 504 after"])
def test_a_schedule_without_an_answer_is_found_out(ready: House, kind: Kind) -> None:
    """The state of the campaign decides."""
    ready.fake.faults.append(Fault(kind, "POST", SCHEDULE))

    assert ready.schedule(AT).states == ["scheduled", "scheduled"]


@pytest.mark.parametrize("kind", ["reset", "empty 504"])
def test_a_schedule_of_which_nobody_knows_stays_open(ready: House, kind: Kind) -> None:
    """Like an order to send."""
    ready.fake.faults.append(Fault(kind, "POST", SCHEDULE))

    assert ready.schedule(AT).states == ["uncertain", "refused"]
    assert ready.states() == ["uncertain", "tested"]


@pytest.mark.parametrize("kind", ["reset", "empty 504"])
def test_taking_back_without_an_answer_says_to_run_it_again(ready: House, kind: Kind) -> None:
    """Taking back is safe to repeat."""
    ready.schedule(AT)
    ready.fake.faults.append(Fault(kind, "POST", "/actions/unschedule"))

    assert ready.unschedule().states == ["uncertain", "draft"]
    assert ready.unschedule().states == ["draft", "skipped"]


def test_a_take_back_that_was_done_without_an_answer_is_found_out(ready: House) -> None:
    """The campaign is a draft again."""
    ready.schedule(AT)
    ready.fake.faults.append(Fault("reset after", "POST", "/actions/unschedule"))

    assert ready.unschedule().states == ["draft", "draft"]
    order = ready.journal.memory("china-letter/2018-07/fr").order
    assert order and order.result == journal.NOTHING


def edited(house: House) -> None:
    content = house.fake.account.contents[house.draft("fr")["id"]]
    content["html"] = content["html"].replace("Bonjour", "Bonsoir")


def widened(house: House) -> None:
    house.draft("fr")["recipients"]["segment_opts"] = {}


@pytest.mark.parametrize("meddle", [edited, widened], ids=lambda meddle: meddle.__name__)
def test_what_was_changed_and_scheduled_by_hand_is_no_schedule_of_ours(
    ready: House, meddle: Callable[[House], None]
) -> None:
    """The digest in it is still ours; the way out is named, also by status."""
    meddle(ready)
    ready.fake.account.post_schedule({}, ready.draft("fr")["id"],
                                     {"schedule_time": "2099-12-01T08:00:00+00:00"})

    left = ready.schedule(AT, "fr")

    assert (left.states, left.exit_code) == (["refused"], 1)
    assert all("what is scheduled was edited in Mailchimp" in text
               and "newsletter.unschedule 2018-07" in text
               for text in (left.text, ready.sentences()[0]))


def renamed(house: House) -> None:
    house.draft("fr")["settings"]["title"] = "July"


def unlisted(house: House) -> None:
    house.fake.account.unlisted = {house.draft("fr")["id"]}


@pytest.mark.parametrize("meddle", [renamed, unlisted], ids=lambda meddle: meddle.__name__)
def test_what_we_scheduled_is_taken_back_by_its_id(
    ready: House, meddle: Callable[[House], None]
) -> None:
    """Whatever it is called in Mailchimp by now, and whether the list shows it or not."""
    ready.schedule(AT)
    meddle(ready)

    assert ready.unschedule().states == ["draft", "draft"]
    assert {each["status"] for each in ready.fake.account.campaigns.values()} == {"save"}


def test_an_issue_that_nobody_knows_is_not_said_to_be_taken_back(ready: House) -> None:
    """A slip in its name would let it leave."""
    ready.schedule(AT)

    for command in (ready.unschedule, ready.reconcile):
        with pytest.raises(OutboxError, match="2018-70.*the issues in the outbox are: 2018-07"):
            command(issue="2018-70")


def test_taking_back_another_campaign_settles_no_order(ready: House) -> None:
    """Ours may have left before it was deleted."""
    ours = ready.draft("fr")
    twin = ready.fake.account.post_replicate({}, ours["id"])["id"]
    ready.schedule(AT, "fr")
    ready.fake.account.delete_campaign({}, ours["id"])
    ready.fake.account.campaigns[twin]["settings"]["title"] = "china-letter/2018-07/fr"
    ready.fake.account.campaigns[twin]["status"] = "schedule"

    assert ready.unschedule("fr").states == ["draft"]
    order = ready.journal.memory("china-letter/2018-07/fr").order
    assert order and order.result == journal.SCHEDULED


def test_a_time_that_passes_while_the_editor_confirms_is_not_ordered(ready: House) -> None:
    """It is held against the clock again, right before each order."""
    outcome = send_or_schedule(ready.newsletter(), "2018-07", "2018-07-05T07:00:00+00:00",
                               ScriptedEditor(), site=ready.site)

    assert [verdict.state for verdict in outcome.languages] == ["refused", "refused"]
    assert "the time has passed in the meantime" in str(outcome.languages[0].sentence)
    assert not any(SCHEDULE in write for write in ready.fake.writes)
