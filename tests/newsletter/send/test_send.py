"""What a send asks of Mailchimp, whom it reaches, and what keeps it."""

import json
import re
import shutil
from collections.abc import Callable

import pytest

from plugins.newsletter import journal
from plugins.newsletter.journal import Journal
from plugins.newsletter.outbox import OutboxError
from plugins.newsletter.provider import UnavailableError
from plugins.newsletter.send.send import send
from tests.newsletter.conftest import ISSUE, House, sends
from tests.support.editor import ScriptedEditor
from tests.support.fake_account import INTERESTS
from tests.support.fake_faults import Fault, Kind
from tests.support.website import Pages

SEND = "/actions/send"
FRENCH = {*(f"fr{number}@firm.example" for number in range(4)), "nothing@firm.example"}
ENGLISH = {f"en{number}@firm.example" for number in range(3)}


def test_everybody_receives_the_issue_once_in_their_language(ready: House) -> None:
    """Who chose nothing receives the default language; who left, nothing."""
    sent = ready.send()

    assert (sent.states, sent.exit_code) == (["sent", "sent"], 0)
    titles = {each["id"]: each["settings"]["title"]
              for each in ready.fake.account.campaigns.values()}
    reached = {lang: {address for campaign, address in ready.fake.account.deliveries
                      if titles[campaign].endswith(lang)} for lang in ("fr", "en")}
    assert reached == {"fr": FRENCH, "en": ENGLISH}
    assert set(ready.received().values()) == {1}


def test_the_editor_reads_what_is_sent_to_whom_before_confirming(ready: House) -> None:
    """And nothing is sent unless it is confirmed."""
    sent = ready.send(confirm=lambda: False)

    assert "fr: “Le droit chinois, fr” will be sent now, to those who chose no other language " \
        "(subscribers: 5 of 8)" in sent.lines
    assert sent.lines[-1] == "nothing was sent"
    assert (sent.exit_code, sends(ready)) == (1, 0)


def test_a_second_send_reaches_nobody(ready: House) -> None:
    """It says when the first one left, and to how many."""
    ready.send()
    ready.states()  # Mailchimp shows “sending” for a while.

    sent = ready.send()

    assert (sent.states, sent.exit_code) == (["sent", "sent"], 0)
    assert "sent on 20" in sent.lines[0] and "(subscribers: 5)" in sent.lines[0]
    assert set(ready.received().values()) == {1}
    assert sends(ready) == 2


def test_one_language_can_be_sent_alone_and_the_other_later(ready: House) -> None:
    """The second command sends what is left."""
    assert ready.send("en").states == ["sent"]
    assert ready.send().states == ["sent", "sent"]
    assert set(ready.received().values()) == {1}
    assert sends(ready) == 2


def test_an_empty_part_is_passed_over_and_said(ready: House) -> None:
    """The other language is sent."""
    for member in ready.fake.account.members.values():
        member["interests"][INTERESTS["en"]] = False
    ready.push()

    sent = ready.send()

    assert sorted(sent.states) == ["sent", "skipped"]
    assert "en: nobody in the audience would receive it; it is left out" in sent.lines
    assert sends(ready) == 1


def subject_by_hand(house: House) -> None:
    house.draft("en")["settings"]["subject_line"] = "By hand"


def content_by_hand(house: House) -> None:
    content = house.fake.account.contents[house.draft("en")["id"]]
    content["html"] = content["html"].replace("Bonjour", "Bonsoir")


def everyone(house: House) -> None:
    del house.draft("en")["recipients"]["segment_opts"]


def built_again(house: House) -> None:
    house.build("en", words="A correction")


def pushed_again(house: House) -> None:
    house.build("en", words="A correction")
    house.push()


def duplicated(house: House) -> None:
    twin = house.fake.account.post_replicate({}, house.draft("en")["id"])
    house.fake.account.campaigns[twin["id"]]["settings"]["title"] = "china-letter/2018-07/en"


def copy_sent(house: House) -> None:
    twin = house.fake.account.post_replicate({}, house.draft("en")["id"])
    house.fake.account.campaigns[twin["id"]]["_looks"] = 0
    house.fake.account.post_send({}, twin["id"])


def unlisted(house: House) -> None:
    house.fake.account.unlisted = {house.draft("en")["id"]}


def paused(house: House) -> None:
    house.draft("en")["status"] = "paused"


def by_schedule(house: House) -> None:
    house.fake.account.post_schedule({}, house.draft("en")["id"],
                                     {"schedule_time": "2026-12-01T08:00:00+00:00"})


def uncounted(house: House) -> None:
    house.draft("en")["_looks"] = 99


def counted_long_ago(house: House) -> None:
    for number in range(20):
        house.fake.account.subscribe(f"new{number}@firm.example", "en")


def parts_that_overlap(house: House) -> None:
    shown = house.fake.account.get_members

    def more(query, list_id):
        page = shown(query, list_id)
        return page | {"total_items": page["total_items"] + ("interest_ids" not in query)}

    house.fake.account.get_members = more


def no_domain(house: House) -> None:
    house.fake.account.domains[0]["authenticated"] = False


def not_ready(house: House) -> None:
    house.fake.account.get_checklist = lambda query, campaign_id: {"is_ready": False, "items": [
        {"type": "error", "id": 1, "heading": "Billing", "details": "Your plan has ended."}]}


def deleted(house: House) -> None:
    house.fake.account.delete_campaign({}, house.draft("en")["id"])


OBSTACLES = [
    (subject_by_hand, "edited in Mailchimp"), (content_by_hand, "edited in Mailchimp"),
    (everyone, "edited in Mailchimp"), (built_again, "differs from the outbox"),
    (pushed_again, "this version has not been tested"),
    (duplicated, "2 campaigns called"), (copy_sent, "a copy of it"),
    (unlisted, "does not list the campaign yet"), (paused, "“paused”"),
    (by_schedule, "newsletter.unschedule"), (uncounted, "has not counted"),
    (counted_long_ago, "differs from the outbox"), (parts_that_overlap, "twice or not at all"),
    (no_domain, "lettre.example is not authenticated"), (not_ready, "Billing: Your plan has ended"),
    (deleted, "differs from the outbox")]


@pytest.mark.parametrize(("obstacle", "words"), OBSTACLES, ids=lambda value: getattr(
    value, "__name__", None))
def test_what_keeps_the_second_language_keeps_the_first(
    ready: House, obstacle: Callable[[House], None], words: str
) -> None:
    """The editor learns it before anything has left, and what to do."""
    obstacle(ready)
    before = len(ready.fake.account.deliveries)

    sent = ready.send()

    assert sent.exit_code == 1
    assert words in sent.text and "nothing was sent" in sent.lines
    assert sends(ready) == 0
    assert len(ready.fake.account.deliveries) == before


def test_the_language_that_is_ready_may_leave_alone(ready: House) -> None:
    """The editor reads how, where the other one can no longer be corrected."""
    copy_sent(ready)

    assert ready.send().lines[-1] == "“fr” is ready; “--lang fr” sends it alone"
    assert ready.send("fr").states == ["sent"]


def test_a_page_that_does_not_answer_keeps_the_issue(ready: House, pages: Pages) -> None:
    """Readers would follow the link in the email to nothing."""
    pages.missing = {"/en/2018-07/"}

    sent = ready.send()

    assert f"en: no proper answer from {pages.site}/en/2018-07/ (404);" \
        in sent.text
    assert sends(ready) == 0


def test_a_site_out_of_reach_keeps_the_issue(ready: House) -> None:
    """Nothing listens at the address."""
    sent = ready.send(site="http://127.0.0.1:9")

    assert [line for line in sent.lines if "no connection" in line] == [
        "fr, en: no proper answer from http://127.0.0.1:9 (no connection); publish the site "
        "first with “./inv publish”"]
    assert sends(ready) == 0


def test_a_language_that_was_not_built_is_reported(ready: House) -> None:
    """Before Mailchimp is asked for anything."""
    with pytest.raises(OutboxError):
        ready.send("de")


@pytest.mark.parametrize("meddle", [
    subject_by_hand, content_by_hand, everyone, duplicated, copy_sent, by_schedule, deleted,
    counted_long_ago, no_domain], ids=lambda meddle: meddle.__name__)
def test_what_changes_while_the_editor_confirms_is_not_sent(
    ready: House, meddle: Callable[[House], None]
) -> None:
    """It may take minutes: all is looked at once more, for both languages."""
    def confirm() -> bool:
        meddle(ready)
        return True

    sent = ready.send(confirm=confirm)

    assert sent.exit_code == 1
    assert "nothing was sent" in sent.lines
    assert sends(ready) == 0


def test_a_draft_changed_after_the_first_has_left_stays(ready: House) -> None:
    """The last look at each is right before its order."""
    send = ready.fake.account.post_send

    def meddled(query, campaign_id):
        send(query, campaign_id)
        subject_by_hand(ready)

    ready.fake.account.post_send = meddled

    sent = ready.send()

    assert sent.states == ["sent", "refused"]
    assert "en: it was changed in Mailchimp in the meantime; run the command again" in sent.lines
    assert sends(ready) == 1


@pytest.mark.parametrize("kind", ["reset after", "empty 504 after", "hang after", "json after"])
def test_an_order_that_was_carried_out_without_an_answer_is_found_out(
    ready: House, kind: Kind
) -> None:
    """The state of the campaign decides, and the other language goes on."""
    ready.fake.faults.append(Fault(kind, "POST", SEND))

    assert ready.send().states == ["sent", "sent"]
    assert set(ready.received().values()) == {1}
    assert sends(ready) == 2


@pytest.mark.parametrize("kind", ["reset", "empty 504", "html", "json"])
def test_an_order_of_which_nobody_knows_is_never_given_again(ready: House, kind: Kind) -> None:
    """Nothing of that language is sent or changed until somebody has settled it."""
    ready.fake.faults.append(Fault(kind, "POST", SEND))

    sent = ready.send()

    assert sent.states == ["uncertain", "refused"]
    assert "newsletter.reconcile 2018-07 --lang fr" in sent.text
    assert ready.states() == ["uncertain", "tested"]
    assert ready.send().exit_code == ready.push().exit_code == 1
    assert sends(ready) == 0


@pytest.mark.parametrize("kind", ["429", "bare 403"])
def test_a_busy_mailchimp_is_not_asked_a_second_time_to_send(ready: House, kind: Kind) -> None:
    """It has done nothing; the editor runs the command again."""
    ready.fake.faults.append(Fault(kind, "POST", SEND))

    sent = ready.send()

    assert sent.states == ["refused", "refused"]
    assert "too busy" in sent.text
    assert ready.fake.faults[0].times == 0
    assert ready.send().states == ["sent", "sent"]


def test_what_mailchimp_refuses_is_reported_in_its_own_words(ready: House) -> None:
    """And it may be tried again: a clear refusal has sent nothing."""
    ready.fake.account.contents[ready.draft("en")["id"]], kept = (
        {"html": "", "plain_text": ""}, ready.fake.account.contents[ready.draft("en")["id"]])
    ready.fake.account.get_content = lambda query, campaign_id: kept

    sent = ready.send("en")

    assert sent.states == ["refused"]
    assert "not ready to send" in sent.text
    assert ready.journal.memory("china-letter/2018-07/en").open_order is None


def test_a_mailchimp_out_of_reach_sends_nothing(ready: House) -> None:
    """It is reported in one sentence."""
    ready.fake.faults.append(Fault("reset", times=99))

    with pytest.raises(UnavailableError):
        ready.send()


def test_a_lost_journal_leads_to_no_second_send(ready: House) -> None:
    """Mailchimp is the truth: what it has sent stays sent."""
    ready.send()
    (ready.var / journal.NAME).unlink()

    assert ready.send().states == ["sent", "sent"]
    assert ready.push().exit_code == 0
    assert set(ready.received().values()) == {1}


def test_a_lost_journal_before_the_send_asks_for_a_new_test(ready: House) -> None:
    """What was looked at is remembered nowhere else."""
    (ready.var / journal.NAME).unlink()

    assert f"not been tested; run “./inv newsletter.test {ISSUE}”" in ready.send().text
    assert sends(ready) == 0


def test_a_sent_campaign_that_was_deleted_is_not_made_again(ready: House) -> None:
    """The journal remembers what Mailchimp has forgotten."""
    ready.send()
    for campaign in list(ready.fake.account.campaigns):
        ready.fake.account.delete_campaign({}, campaign)

    pushed = ready.push()

    assert pushed.exit_code == 1
    assert "so that it does not reach subscribers twice" in " ".join(pushed.lines)
    assert ready.fake.account.campaigns == {}


def test_a_trial_with_another_audience_says_nothing_of_this_one(
    ready: House
) -> None:
    """An editor who tried the program on another account can still send."""
    another = Journal(ready.var, "another")
    another.record_order("china-letter/2018-07/fr", "x", "", "d")
    another.close_order("china-letter/2018-07/fr", journal.SENT)

    assert ready.send().states == ["sent", "sent"]


@pytest.mark.parametrize(("meddle", "differing"), [
    (content_by_hand, "content"), (everyone, "part of the audience")],
    ids=lambda value: getattr(value, "__name__", None))
def test_what_was_changed_and_sent_by_hand_is_reported_and_keeps_nobody(
    ready: House, meddle: Callable[[House], None], differing: str
) -> None:
    """It is never sent again; the other language is sent."""
    meddle(ready)
    ready.fake.account.post_send({}, ready.draft("en")["id"])

    sent = ready.send()

    assert sorted(sent.states) == ["sent", "sent"] and sends(ready) == 1
    assert f"differs from the outbox: {differing}. It is not sent again" in sent.text
    assert f"outbox: {differing}." in ready.sentences()[1]


def test_what_went_to_a_trial_audience_of_the_account_has_not_been_sent(ready: House) -> None:
    """The editor deletes the trial, and the real issue can leave."""
    draft = ready.draft("en")
    ready.fake.account.post_send({}, draft["id"])
    draft["recipients"]["list_id"] = "f0f0f0f0f0"

    refused = ready.send("en")

    assert refused.states == ["refused"] and "went to another audience" in refused.text
    assert "went to another audience" in ready.sentences()[1]
    ready.fake.account.delete_campaign({}, draft["id"])
    assert ready.push("en").exit_code == 0


@pytest.mark.parametrize("leave", [
    lambda house: house.send(), lambda house: house.schedule("2099-12-01 09:00")],
    ids=["send", "schedule"])
def test_a_language_that_was_not_built_keeps_the_others(
    ready: House, leave: Callable[[House], object]
) -> None:
    """Unless the editor lets one leave alone, by its name."""
    shutil.rmtree(ready.outbox / "2018-07" / "en")

    with pytest.raises(OutboxError, match="en: not built; .* with “--lang fr”"):
        leave(ready)

    assert sends(ready) == 0
    assert ready.send("fr").states == ["sent"]


def test_a_draft_that_cannot_be_read_at_the_last_look_stays(ready: House) -> None:
    """It was deleted after the first language has left."""
    send = ready.fake.account.post_send
    english = ready.draft("en")["id"]

    def sent_and_deleted(query, campaign_id):
        send(query, campaign_id)
        ready.fake.account.delete_campaign({}, english)

    ready.fake.account.post_send = sent_and_deleted

    sent = ready.send()

    assert (sent.states, sent.exit_code) == (["sent", "refused"], 1)
    assert sent.lines[-1].startswith("en: Mailchimp ")
    assert sends(ready) == 1


def test_an_unanswered_order_is_looked_at_until_it_is_known(ready: House) -> None:
    """A look that fails is no reason to end; the language is in every sentence."""
    ready.fake.faults.append(Fault("reset after", "POST", SEND))
    send = ready.fake.account.post_send

    def sent_then_busy(query, campaign_id):
        send(query, campaign_id)
        ready.fake.account.post_send = send
        ready.fake.faults.append(Fault("html", "GET", f"/campaigns/{campaign_id}$", times=1))

    ready.fake.account.post_send = sent_then_busy

    sent = ready.send()

    assert sent.states == ["sent", "sent"]
    assert ready.journal.open_orders() == {}


def test_all_that_an_editor_reads_of_a_send(ready: House) -> None:
    """What is sent, and that it is, language by language."""
    test = "  the last test was sent on … (addresses: 1), and nothing has changed since"

    assert [re.sub(r"on 20.+ \(addresses", "on … (addresses", line)
            for line in ready.send().lines] == [
        "fr: “Le droit chinois, fr” will be sent now, to those who chose no other language "
        "(subscribers: 5 of 8)", test,
        "en: “Le droit chinois, en” will be sent now, to those who chose “English” (subscribers: "
        "3 of 8)", test,
        "fr: Mailchimp is sending it, or has sent it",
        "en: Mailchimp is sending it, or has sent it"]


def test_an_order_to_send_is_remembered_with_its_result(ready: House) -> None:
    """It names the campaign, and no time."""
    ready.send()

    order = ready.journal.memory("china-letter/2018-07/en").order
    written = [event for line in (ready.var / journal.NAME).read_text("utf-8").splitlines()
               if (event := json.loads(line))["event"] == "ordered"]
    english = ready.draft("en")["id"]
    assert order and (order.campaign, order.result) == (english, journal.SENT)
    assert (written[-1]["order"], written[-1]["campaign"], written[-1]["time"]) == (
        "send", english, "")


def test_the_pages_are_looked_for_where_the_emails_lead(house: House, pages: Pages) -> None:
    """Where no other site is named."""
    house.build("en", site=pages.site, web=f"{pages.site}/en/2018-07/")
    house.push("en")
    house.test("en")

    outcome = send(house.newsletter(), ISSUE, ScriptedEditor(), ["en"])

    assert outcome.exit_code == 0
    assert "/en/2018-07/" in pages.asked
