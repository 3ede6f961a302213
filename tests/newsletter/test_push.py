"""What a push does to an account, and what it leaves alone."""

import pytest

from plugins.newsletter import push
from plugins.newsletter.plan import exit_code
from tests.newsletter.conftest import ISSUE, House
from tests.newsletter.fake_account import CATEGORY, INTERESTS
from tests.newsletter.fake_mailchimp import Fault


def actions(house: House) -> list[str]:
    """Return what a push would do now, by language."""
    return [step.action for step in house.plan().steps]


def test_a_first_push_makes_a_draft_for_each_language(house: House) -> None:
    """Both drafts stand in the folder, with the settings and the content of the outbox."""
    pushed = house.push()

    assert pushed.stopped is None
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

    assert pushed.stopped is None
    assert house.fake.writes == writes
    assert len(house.fake.account.campaigns) == 2


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
                                   "recipients": {"list_id": house.settings.audience}})
    account.campaigns = dict(reversed(account.campaigns.items()))

    assert actions(house) == ["nothing", "nothing"]


def test_an_empty_part_of_the_audience_is_skipped(house: House) -> None:
    """No draft is made for nobody, and the report says so."""
    for member in house.fake.account.members.values():
        member["interests"][INTERESTS["en"]] = False

    pushed = house.push()

    assert [step.action for step in pushed.plan.steps] == ["create", "skip"]
    assert len(house.fake.account.campaigns) == 1
    assert any("nobody" in str(line.render(str)) for line in push.report(pushed, house.settings))


def test_an_audience_without_subscribers_yet_has_its_drafts(house: House) -> None:
    """A new publication is looked at before anybody has subscribed."""
    house.fake.account.members.clear()

    pushed = house.push()

    assert [step.action for step in pushed.plan.steps] == ["create", "create"]
    assert pushed.stopped is None
    assert house.draft("fr") and house.draft("en")


def test_an_empty_part_that_is_skipped_is_no_error(house: House) -> None:
    """The command ends well: there was nothing to do for that language."""
    for member in house.fake.account.members.values():
        member["interests"][INTERESTS["en"]] = False

    house.push()

    assert exit_code(house.plan()) == 0


def test_content_that_mailchimp_rewrites_is_not_an_edit(house: House) -> None:
    """What it shows after the push is what counts, not what was given to it."""
    house.fake.account.rewrites_content = True
    house.push()

    assert actions(house) == ["nothing", "nothing"]


def test_tracking_can_be_turned_on(house: House, settings_for) -> None:
    """Only what the settings name is tracked."""
    tracked = House(house.folder, house.fake, settings_for(tracking={"html_clicks": True}))

    tracked.push()

    assert tracked.draft("fr")["tracking"] == {
        "opens": False, "html_clicks": True, "text_clicks": False, "google_analytics": ""}


def test_a_refusal_of_one_language_leaves_both_alone(house: House) -> None:
    """An editor mends the one before anything changes."""
    house.push()
    house.draft("en")["status"] = "sent"
    house.build("fr", words="Autre chose")
    writes = list(house.fake.writes)

    pushed = house.push()

    assert push.exit_code(pushed) == 1
    assert house.fake.writes == writes


def test_one_language_can_be_pushed_alone(house: House) -> None:
    """What is asked for one edition does not concern the other."""
    pushed = house.push("en")

    assert pushed.stopped is None
    assert [each["settings"]["title"] for each in house.fake.account.campaigns.values()] == [
        "china-letter/2018-07/en"]


def test_a_draft_of_a_changed_audience_is_counted_anew(house: House) -> None:
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

    assert pushed.stopped is None
    shown = " ".join(line.render(str) for line in pushed.lines)
    assert "has not counted" in shown
    assert "not ready" in shown


def test_a_folder_whose_creation_was_not_answered_is_looked_for(house: House) -> None:
    """It is there after all, and no second one is made."""
    house.fake.faults.append(Fault("empty 504 after", "POST", "/campaign-folders"))

    pushed = house.push()

    assert pushed.stopped is None
    assert [each["name"] for each in house.fake.account.folders] == ["Lettre de Chine"]
