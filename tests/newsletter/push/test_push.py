"""What a push does to an account, and what it leaves alone."""

import json
import shutil
from collections.abc import Callable

import pytest

from plugins.core.messages import Message, say
from plugins.newsletter import outbox
from plugins.newsletter.campaigns import Part
from plugins.newsletter.journal import NAME
from plugins.newsletter.push.compare import Step
from plugins.newsletter.push.push import checklist_lines, miscounted, push
from tests.newsletter.conftest import ISSUE, House
from tests.support.editor import ScriptedEditor
from tests.support.fake_account import CATEGORY, INTERESTS
from tests.support.fake_faults import Fault


def actions(house: House) -> list[str]:
    """Return what a push would do now, by language."""
    return [step.action for step in house.plan().steps]


def test_a_first_push_makes_a_draft_for_each_language(house: House) -> None:
    """Both drafts are in the folder, with the settings and the content of the outbox."""
    pushed = house.push()

    assert pushed.failures == ()
    assert len(house.fake.account.campaigns) == 2
    french = house.draft("fr")
    assert french["settings"]["subject_line"] == "Le droit chinois, fr"
    assert french["settings"]["folder_id"] == house.fake.account.folders[0]["id"]
    assert french["settings"]["inline_css"] is french["settings"]["auto_footer"] is False
    assert french["settings"]["template_id"] == 0
    assert set(french["tracking"].values()) == {False, ""}
    content = house.fake.account.contents[french["id"]]
    assert content["html"] == (house.outbox / ISSUE / "fr" / "email.html").read_text()
    assert content["plain_text"] == "Bonjour\n"


def test_each_draft_goes_to_the_part_of_its_language(house: House) -> None:
    """English readers get the English one; French readers, and who chose nothing, the French."""
    house.push()

    conditions = {lang: house.draft(lang)["recipients"]["segment_opts"] for lang in ("fr", "en")}
    assert conditions == {
        lang: {"match": "all", "conditions": [{
            "condition_type": "Interests", "field": f"interests-{CATEGORY}", "op": operator,
            "value": [INTERESTS["en"]]}]}
        for lang, operator in (("fr", "interestnotcontains"), ("en", "interestcontains"))}
    assert house.draft("fr")["recipients"]["recipient_count"] == 5
    assert house.draft("en")["recipients"]["recipient_count"] == 3


def test_a_second_push_makes_nothing_new(house: House) -> None:
    """It does not even ask for a change."""
    house.push()
    writes = list(house.fake.writes)

    pushed = house.push()

    assert pushed.failures == ()
    assert house.fake.writes == writes
    assert len(house.fake.account.campaigns) == 2


def uploads(house: House) -> list[str]:
    """Return the languages of which the content was uploaded, in order."""
    languages = {house.draft(lang)["id"]: lang for lang in ("fr", "en")}
    return [languages[write.split("/")[-2]] for write in house.fake.writes
            if write.endswith("/content")]


def test_content_that_did_not_change_is_not_uploaded_again(house: House) -> None:
    """Where only the number of recipients differs, Mailchimp is asked for that alone."""
    house.push()
    for number in range(20):
        house.fake.account.subscribe(f"new{number}@firm.example", "en")
    before = len(house.fake.writes)

    house.push()

    assert len(house.fake.writes) > before
    assert uploads(house) == ["fr", "en"]


@pytest.mark.parametrize("change", [{"words": "Autre chose"}, {"subject": "Corrigé"}])
def test_content_that_changed_is_uploaded_once(house: House, change: dict[str, str]) -> None:
    """In the language in which it changed; the digest in it is that of the subject too."""
    house.push()
    house.build("fr", **change)

    house.push()

    assert uploads(house) == ["fr", "en", "fr"]
    assert house.fake.account.contents[house.draft("fr")["id"]]["html"] == (
        house.outbox / ISSUE / "fr" / "email.html").read_text()


def test_a_push_never_sends(house: House) -> None:
    """Nothing that sends or schedules is asked for, and both campaigns remain drafts."""
    house.push()
    house.build("fr", words="Autre chose")
    house.push()

    assert not [each for each in house.fake.requests if "actions" in each.path]
    assert {each["status"] for each in house.fake.account.campaigns.values()} == {"save"}


def test_a_corrected_subject_changes_the_same_draft(house: House) -> None:
    """The draft is found by its title, which a correction does not touch."""
    house.push()
    house.build("en", subject="Chinese law")

    house.push()

    assert house.draft("en")["settings"]["subject_line"] == "Chinese law"
    assert len(house.fake.account.campaigns) == 2


def test_a_draft_that_an_editor_moved_to_another_folder_is_found(house: House) -> None:
    """It is brought up to date where it is, and not moved back."""
    house.push()
    house.draft("fr")["settings"]["folder_id"] = "elsewhere"
    house.build("fr", words="Autre chose")

    house.push()

    assert house.draft("fr")["settings"]["folder_id"] == "elsewhere"
    assert len(house.fake.account.campaigns) == 2


def test_a_draft_among_many_campaigns_is_found(house: House) -> None:
    """Mailchimp shows ten of a list if one does not ask for more."""
    house.push()
    account = house.fake.account
    for number in range(30):
        account.post_campaign({}, {"type": "regular", "settings": {"title": f"other {number}"},
                                   "recipients": {"list_id": house.mailchimp.audience}})
    account.campaigns = dict(reversed(account.campaigns.items()))

    assert actions(house) == ["nothing", "nothing"]


def test_an_empty_part_of_the_audience_has_its_draft(house: House) -> None:
    """Whom it reaches matters when it is sent; until then an editor looks at it."""
    for member in house.fake.account.members.values():
        member["interests"][INTERESTS["en"]] = False

    pushed = house.push()

    assert [step.action for step in pushed.plan.steps] == ["create", "create"]
    assert pushed.exit_code == 0
    assert "note: en: nobody in the audience would receive it today" in pushed.lines
    assert house.draft("en")["recipients"]["segment_opts"]


def test_a_draft_for_nobody_is_kept_up_to_date(house: House) -> None:
    """Its readers left after it was made."""
    house.push()
    for member in house.fake.account.members.values():
        member["interests"][INTERESTS["en"]] = False
    house.build("en", words="Something new")

    assert house.push().exit_code == 0

    assert "Something new" in house.fake.account.contents[house.draft("en")["id"]]["html"]
    assert house.draft("en")["recipients"]["recipient_count"] == 0
    assert actions(house) == ["nothing", "nothing"]


def test_a_fresh_audience_has_two_drafts_and_no_wait(house: House) -> None:
    """A new publication is looked at before anybody has subscribed; there is nobody to count."""
    house.fake.account.members.clear()
    house.fake.account.looks_before_count = 99

    pushed = house.push()

    assert pushed.exit_code == 0
    assert house.draft("fr") and house.draft("en")
    assert not any("has not counted" in line for line in pushed.lines)
    assert actions(house) == ["nothing", "nothing"]


def test_the_languages_are_reported_in_their_order(house: House) -> None:
    """Whatever is done for each."""
    house.push()
    house.build("en", words="Something new")

    lines = [line for line in house.push().lines if not line.startswith((" ", "note"))]

    assert [line[:3] for line in lines] == ["fr:", "en:"]
    assert "nothing to do" in lines[0] and "was updated" in lines[1]


def test_what_was_done_is_reported_at_once(house: House) -> None:
    """A person who stops the command has read what was done by then."""
    made: list[int] = []

    class Counting(ScriptedEditor):
        def tell(self, line: Message) -> None:
            made.append(len(house.fake.account.campaigns))

    push(house.newsletter(), ISSUE, Counting())

    assert made[:2] == [1, 2]


def test_a_wrong_number_of_recipients_is_reported_after_every_draft_was_made(house: House) -> None:
    """The command ends with 1; both drafts are there, and the next push has them counted again."""
    account = house.fake.account
    reached, account._reached = account._reached, lambda options: 99

    pushed = house.push()

    account._reached = reached
    assert pushed.exit_code == 1
    assert len(pushed.failures) == 2
    assert "recipients of the draft in Mailchimp: 99; subscribers in its part of the audience: 5" \
        in pushed.failures[0]
    assert [line for line in pushed.lines if "was created" in line] == list(pushed.lines[:2])
    assert house.push().exit_code == 0
    assert actions(house) == ["nothing", "nothing"]


def test_content_that_mailchimp_rewrites_is_not_an_edit(house: House) -> None:
    """What it shows after the push is what counts, not what was given to it."""
    house.fake.account.rewrites_content = True
    house.push()

    assert actions(house) == ["nothing", "nothing"]


def test_tracking_can_be_turned_on(house: House, house_with: Callable[..., House]) -> None:
    """Only what the settings name is tracked."""
    tracked = house_with(tracking={"html_clicks": True})

    tracked.push()

    assert tracked.draft("fr")["tracking"] == {
        "opens": False, "html_clicks": True, "text_clicks": False, "google_analytics": ""}


def test_a_refusal_of_one_language_leaves_both_alone(house: House) -> None:
    """An editor corrects the one before anything changes."""
    house.push()
    house.draft("en")["settings"]["subject_line"] = "By hand"
    house.build("fr", words="Autre chose")
    writes = list(house.fake.writes)

    pushed = house.push()

    assert pushed.exit_code == 1
    assert house.fake.writes == writes
    assert "nothing was written" in pushed.lines


def test_one_language_can_be_pushed_alone(house: House) -> None:
    """What is asked for one edition does not concern the other."""
    pushed = house.push("en")

    assert pushed.failures == ()
    assert [each["settings"]["title"] for each in house.fake.account.campaigns.values()] == [
        "china-letter/2018-07/en"]


def test_a_draft_of_a_changed_audience_is_counted_again(house: House) -> None:
    """From one segment to another Mailchimp keeps the old number; the push has it count again."""
    house.push()
    for number in range(20):
        house.fake.account.subscribe(f"new{number}@firm.example", "en")

    assert house.plan("en").steps[0].fields == ("recipients",)
    house.push()

    assert house.draft("en")["recipients"]["recipient_count"] == 23
    assert actions(house) == ["nothing", "nothing"]


@pytest.mark.parametrize("change", [
    {"opens": True}, {"html_clicks": True}, {"google_analytics": "x"}])
def test_tracking_turned_on_by_hand_is_an_edit(house: House, change: dict[str, object]) -> None:
    """Privacy is the firm's setting: a click in Mailchimp does not change it unseen."""
    house.push()
    house.draft("fr")["tracking"] |= change

    assert actions(house) == ["refuse", "nothing"]


def test_a_count_that_does_not_come_is_a_note(house: House) -> None:
    """A draft may wait for it; only sending may not."""
    house.fake.account.looks_before_count = 99

    pushed = house.push()

    assert pushed.failures == ()
    shown = " ".join(pushed.lines)
    assert "has not counted" in shown
    assert "not ready" in shown


def test_a_folder_whose_creation_was_not_answered_is_looked_for(house: House) -> None:
    """It is there after all, and no second one is made."""
    house.fake.faults.append(Fault("empty 504 after", "POST", "/campaign-folders"))

    pushed = house.push()

    assert pushed.failures == ()
    assert [each["name"] for each in house.fake.account.folders] == ["Lettre de Chine"]


def test_a_folder_that_was_made_late_beside_another_stops_nothing(house: House) -> None:
    """The first one keeps what is ours."""
    house.fake.account.folders += [
        {"id": "one", "name": "Lettre de Chine"}, {"id": "two", "name": "Lettre de Chine"}]

    assert house.push().failures == ()
    assert {campaign["settings"]["folder_id"]
            for campaign in house.fake.account.campaigns.values()} == {"one"}


def test_a_language_that_was_not_built_is_noted(house: House) -> None:
    """Its subscribers would receive nothing; an editor who names the other language knows that."""
    shutil.rmtree(house.outbox / "2018-07" / "en")
    note = "en: not built; its subscribers would receive nothing"

    assert note in map(str, house.plan().notes)
    assert f"note: {note}" in house.push().lines
    assert note not in map(str, house.plan("fr").notes)


def test_a_draft_that_somebody_sends_meanwhile_is_no_success(house: House) -> None:
    """The other language has its draft."""
    put = house.fake.account.put_content

    def put_and_scheduled(query, campaign_id, body):
        answer = put(query, campaign_id, body)
        house.draft("fr")["status"] = "schedule"
        return answer

    house.fake.account.put_content = put_and_scheduled

    pushed = house.push()

    assert pushed.exit_code == 1
    assert pushed.failures == (
        "fr: the state of “china-letter/2018-07/fr” in Mailchimp has meanwhile become “schedule”; "
        "look at it there",)
    assert pushed.failures[0] in pushed.lines
    assert any("en: the draft “china-letter/2018-07/en” was created" in line
               for line in pushed.lines)


def test_content_that_is_not_taken_is_no_success(house: House) -> None:
    """Mailchimp ignores that of a campaign with a template; what it shows then is remembered."""
    house.fake.account.put_content = lambda query, campaign_id, body: {}

    pushed = house.push("fr")

    assert pushed.exit_code == 1
    assert "without an error, but did not do what was asked. content: in Mailchimp nothing, in " \
        "the outbox the email. Nothing was sent" in pushed.failures[0]
    memory = house.journal.memory("china-letter/2018-07/fr")
    assert (memory.campaign, memory.pushed, memory.intended) == (house.draft("fr")["id"], "", ())
    assert memory.seen["subject"] == "Le droit chinois, fr"


def test_a_push_that_is_stopped_is_written_down_with_its_version(house: House) -> None:
    """Who reads the journal learns which email was not taken, and what is there in its place."""
    house.fake.account.put_content = lambda query, campaign_id, body: {}

    house.push("fr")

    *_, line = (house.var / NAME).read_text(encoding="utf-8").splitlines()
    campaign, draft = outbox.read(house.outbox, ISSUE, "fr"), house.draft("fr")
    assert {**json.loads(line), "at": "", "facts": {}} == {
        "at": "", "event": "stopped", "title": campaign.title, "campaign": draft["id"],
        "digest": campaign.digest, "facts": {}}
    assert json.loads(line)["facts"] == house.provider.read_draft(draft["id"]).facts


def test_a_push_that_ends_well_is_remembered_as_it_is_shown(house: House) -> None:
    """With the version that lies in the outbox."""
    house.push("fr")

    step = house.plan("fr").steps[0]
    memory = house.journal.memory(step.campaign.title)
    assert step.draft
    assert memory.campaign == house.draft("fr")["id"]
    assert (memory.seen, memory.pushed, memory.intended) == (
        step.draft.facts, step.campaign.digest, ())


@pytest.fixture
def pushed(house: House) -> House:
    """A desk whose two drafts are for five readers of French and three of English."""
    house.push()
    return house


def looked(house: House, **expected: int) -> tuple[list[str], list[str]]:
    """Return what counts as wrong, and what is only noted, of drafts for so many readers."""
    editor = ScriptedEditor()
    written = {house.draft(lang)["id"]: step(house, lang, count)
               for lang, count in expected.items()}
    return list(map(str, miscounted(house.provider, written, editor))), editor.texts


def step(house: House, lang: str, count: int) -> Step:
    """Return what was done for one language when so many were to receive it."""
    part = Part(lang, say("some"), "", count)
    return Step(outbox.read(house.outbox, ISSUE, lang), part, 8, {}, house.provider.name)


def test_the_number_that_is_expected_needs_no_word(pushed: House) -> None:
    """Nor does one of which a few have left or come."""
    assert looked(pushed, fr=5, en=5) == ([], [])


def test_a_number_that_is_right_by_now_is_not_wrong(pushed: House) -> None:
    """The audience changed between the plan and the count."""
    assert looked(pushed, fr=50, en=3) == ([], [])


def test_a_wrong_number_is_reported_with_the_right_one(pushed: House) -> None:
    """For its language alone."""
    pushed.draft("en")["recipients"]["recipient_count"] = 99

    assert looked(pushed, fr=5, en=3) == ([
        "en: recipients of the draft in Mailchimp: 99; subscribers in its part of the audience: 3; "
        "look at the draft there"], [])


def test_a_number_that_does_not_come_is_reported_and_is_not_wrong(pushed: House) -> None:
    """For its language alone."""
    pushed.draft("en")["_looks"] = 99

    assert looked(pushed, fr=5, en=3) == ([], [
        "en: Mailchimp has not counted the recipients yet; check again before sending"])


def test_numbers_that_cannot_be_asked_for_are_reported_as_a_note(pushed: House) -> None:
    """A draft may wait for them."""
    pushed.fake.faults.append(Fault("empty 504", "GET", "/campaigns/", times=99))

    wrong, told = looked(pushed, fr=5, en=3)

    assert wrong == [] and len(told) == 1
    assert told[0].startswith(
        "note: the recipients could not be counted: Mailchimp’s answer cannot be read")


def test_a_checklist_that_cannot_be_read_is_a_note(pushed: House) -> None:
    """A draft may lack what it asks for."""
    pushed.fake.faults.append(Fault("empty 504", "GET", "/send-checklist", times=99))

    line, = checklist_lines(pushed.provider, pushed.draft("fr")["id"], step(pushed, "fr", 5))

    assert str(line).startswith("note: Mailchimp’s checklist could not be read: Mailchimp’s answer")
