"""What a plan says of a draft, above all of one that somebody else touched."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from plugins.newsletter import journal
from plugins.newsletter.campaigns import Listed, State
from plugins.newsletter.push.compare import about_equal, several
from plugins.newsletter.push.wording import plan_lines
from tests.newsletter.conftest import House
from tests.support.fake_account import INTERESTS
from tests.support.fake_faults import Fault


def shown(house: House, *langs: str) -> str:
    """Return the plan as an editor reads it."""
    lines = plan_lines(house.plan(*langs), house.newsletter())
    return "\n".join(line.render(str) for line in lines)


def set_subject(house: House) -> None:
    house.draft("fr")["settings"]["subject_line"] = "À la main"


def set_words(house: House) -> None:
    content = house.fake.account.contents[house.draft("fr")["id"]]
    content["html"] = content["html"].replace("Bonjour", "Bonsoir")


def set_text(house: House) -> None:
    house.fake.account.contents[house.draft("fr")["id"]]["plain_text"] = "Bonsoir"


def set_everyone(house: House) -> None:
    del house.draft("fr")["recipients"]["segment_opts"]


def set_footer(house: House) -> None:
    house.draft("fr")["settings"]["auto_footer"] = True


def set_sender(house: House) -> None:
    house.draft("fr")["settings"]["reply_to"] = "other@lettre.example"


EDITS = [set_subject, set_words, set_text, set_everyone, set_footer, set_sender]


def test_a_plan_writes_nothing(house: House) -> None:
    """It only asks."""
    house.plan()

    assert house.fake.writes == []
    assert not house.var.exists()


def test_a_plan_before_the_first_push_says_what_will_be_created(house: House) -> None:
    """It names the drafts, who receives them and the folder that is missing."""
    text = shown(house)

    assert "fr: a draft will be created, “china-letter/2018-07/fr”" in text
    assert "to those who chose “English” (subscribers: 3 of 8)" in text
    assert "to those who chose no other language (subscribers: 5 of 8)" in text
    assert "folder “Lettre de Chine” is not there yet" in text


def test_the_exit_code_tells_changes_from_none(house: House) -> None:
    """Changes are 2, nothing to do 0, a refusal 1."""
    before = house.plan().exit_code
    house.push()
    after = house.plan().exit_code
    house.draft("fr")["settings"]["subject_line"] = "À la main"

    assert (before, after, house.plan().exit_code) == (2, 0, 1)


def test_a_plan_for_a_correction_shows_both_texts(house: House) -> None:
    """The editor sees what is in Mailchimp, and what would be."""
    house.push()
    house.build("fr", words="Bonjour à tous", subject="Corrigé")

    text = shown(house)

    assert "subject: in Mailchimp “Le droit chinois, fr”, in the outbox “Corrigé”" in text
    assert "content: in Mailchimp “Bonjour”, in the outbox “Bonjour à tous”" in text


@pytest.mark.parametrize("edit", EDITS)
def test_a_draft_edited_by_hand_is_refused(house: House, edit: Callable[[House], None]) -> None:
    """Nothing is overwritten; the way out is named."""
    house.push()
    edit(house)
    house.build("fr", words="Une nouvelle version")
    writes = list(house.fake.writes)

    pushed = house.push()

    assert [step.action for step in pushed.plan.steps] == ["refuse", "nothing"]
    assert house.fake.writes == writes
    assert "--overwrite" in shown(house)


@pytest.mark.parametrize("edit", EDITS)
def test_a_draft_edited_by_hand_can_be_overwritten(
    house: House, edit: Callable[[House], None]
) -> None:
    """If the editor says so, the outbox wins."""
    house.push()
    edit(house)

    assert not house.push(overwrite=True).failures

    assert [step.action for step in house.plan().steps] == ["nothing", "nothing"]


def test_a_refusal_shows_what_was_edited(house: House) -> None:
    """Both texts are side by side, so that the editor can take over the change."""
    house.push()
    set_subject(house)
    set_words(house)

    text = shown(house)

    assert "subject: in Mailchimp “À la main”, in the outbox “Le droit chinois, fr”" in text
    assert "content: in Mailchimp “Bonsoir”, in the outbox “Bonjour”" in text


def test_an_edit_that_was_taken_over_is_no_obstacle(house: House) -> None:
    """An editor who corrects the same slip in both places has nothing more to do."""
    house.push()
    set_words(house)
    content = house.fake.account.contents[house.draft("fr")["id"]]
    house.build("fr", words="Bonsoir")
    content["html"] = (house.outbox / "2018-07/fr/email.html").read_text()
    content["plain_text"] = "Bonsoir"

    assert [step.action for step in house.plan().steps] == ["nothing", "nothing"]


@pytest.mark.parametrize(("spelling", "written"), [
    ("\n", "\r\n"), ("é", "&eacute;"), ("<p>", "<p >"), ("<body>", "<body><!-- mc -->")])
def test_another_spelling_of_the_same_content_is_no_edit(
    house: House, spelling: str, written: str
) -> None:
    """Mailchimp does not keep every byte."""
    house.build("fr", words="Bonjour, café")
    house.push()
    content = house.fake.account.contents[house.draft("fr")["id"]]
    content["html"] = content["html"].replace(spelling, written)

    assert [step.action for step in house.plan().steps] == ["nothing", "nothing"]


def test_a_lost_journal_changes_nothing_if_all_is_equal(house: House) -> None:
    """Mailchimp is the truth."""
    house.push()
    (house.var / journal.NAME).unlink()

    assert [step.action for step in house.plan().steps] == ["nothing", "nothing"]


def test_a_draft_that_proves_itself_is_ours_without_a_journal(house: House) -> None:
    """Its digest is that of its subject, sender and texts: another of our machines pushed it."""
    house.push()
    (house.var / journal.NAME).unlink()
    house.build("fr", words="Une nouvelle version", subject="Corrigé", preview="Autre")

    assert [step.action for step in house.plan().steps] == ["update", "nothing"]
    assert house.push().exit_code == 0
    assert house.draft("fr")["settings"]["subject_line"] == "Corrigé"


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_draft_is_refused_without_a_journal_too(
    house: House, edit: Callable[[House], None]
) -> None:
    """Its digest is not that of what is in it, or does not vouch for what was changed."""
    house.push()
    edit(house)
    (house.var / journal.NAME).unlink()
    house.build("fr", words="Une nouvelle version")

    assert [step.action for step in house.plan().steps] == ["refuse", "nothing"]


def test_a_draft_that_mailchimp_rewrote_proves_nothing(house: House) -> None:
    """Without the journal an older push looks like an edit: the editor decides."""
    house.fake.account.rewrites_content = True
    house.push()
    (house.var / journal.NAME).unlink()
    house.build("fr", words="Une nouvelle version")

    assert house.plan("fr").refused
    assert "pushed from another machine" in shown(house)


@pytest.mark.parametrize(("status", "words"), [
    ("sent", "sent on"), ("sending", "being sent now"), ("schedule", "scheduled for")])
def test_a_campaign_that_is_sent_as_it_was_built_needs_nothing(
    house: House, status: str, words: str
) -> None:
    """The other language can still be planned and pushed."""
    house.push()
    house.draft("fr").update(status=status, send_time="2018-07-05T09:00:00+00:00")

    assert f"fr: nothing to do; {words}" in shown(house, "fr")
    assert house.plan("fr").exit_code == 0


@pytest.mark.parametrize(("status", "words"), [
    ("sent", "fr: nothing to do; sent on 2018-07-05 11:00 (Paris), 2018-07-05 17:00 (Shanghai) "
             "(subscribers: 0)\n"),
    ("sending", "fr: nothing to do; being sent now\n"),
    ("schedule", "(Shanghai), as it was then; to send what is in the outbox now, cancel it with "
                 "“./inv newsletter.unschedule 2018-07”, and push and test again\n")])
def test_what_has_left_is_no_fault_because_the_outbox_changed(
    house: House, status: str, words: str
) -> None:
    """Templates go on changing; what differs is no longer shown."""
    house.push()
    house.draft("fr").update(status=status, send_time="2018-07-05T09:00:00+00:00")
    house.build("fr", words="Une nouvelle version")
    writes = list(house.fake.writes)

    assert words in f"{shown(house, 'fr')}\n" and "Une nouvelle" not in shown(house, "fr")
    assert (house.plan("fr").exit_code, house.push("fr").exit_code) == (0, 0)
    assert house.fake.writes == writes


def test_what_is_scheduled_for_others_than_its_readers_is_refused(house: House) -> None:
    """It can still be stopped."""
    house.push()
    draft = house.draft("fr")
    draft.update(status="schedule", send_time="2018-07-05T09:00:00+00:00")
    draft["recipients"]["segment_opts"] = {}

    assert "does not go to the subscribers of its language" in shown(house, "fr")
    assert house.plan("fr").exit_code == 1


@pytest.mark.parametrize(("status", "words"), [
    ("canceled", "“canceled”"), ("archived", "“archived”"), ("a new one", "“a new one”")])
def test_a_campaign_that_is_no_draft_any_more_is_not_changed(
    house: House, status: str, words: str
) -> None:
    """Only what is saved or paused can be edited; an unknown state cannot."""
    house.push()
    house.draft("fr")["status"] = status
    house.build("fr", words="Une nouvelle version")

    assert words in shown(house, "fr")
    assert house.plan("fr").exit_code == 1


@pytest.mark.parametrize("status", ["save", "paused"])
def test_a_draft_may_be_edited(house: House, status: str) -> None:
    """These two states are the editable ones."""
    house.push()
    house.draft("fr")["status"] = status
    house.build("fr", words="Une nouvelle version")

    assert [step.action for step in house.plan("fr").steps] == ["update"]


def test_two_campaigns_with_our_title_stop_the_push(house: House) -> None:
    """Both are named: only a person knows which is meant."""
    house.push()
    twin = house.fake.account.post_campaign({}, {
        "type": "regular", "settings": {"title": "china-letter/2018-07/fr"},
        "recipients": {"list_id": house.mailchimp.audience}})
    writes = list(house.fake.writes)

    pushed = house.push()

    assert pushed.exit_code == 1
    assert house.fake.writes == writes
    assert twin["id"] in shown(house)
    assert house.fake.account.titled("china-letter/2018-07/fr")[0]["id"] in shown(house)


def test_a_campaign_renamed_by_hand_is_not_made_again(house: House) -> None:
    """The journal remembers it."""
    house.push()
    house.draft("fr")["settings"]["title"] = "Juillet"

    assert "renamed to “Juillet” in Mailchimp" in shown(house)
    assert house.push().exit_code == 1


def test_a_campaign_deleted_by_hand_is_made_again(house: House) -> None:
    """It is simply not there."""
    house.push()
    del house.fake.account.campaigns[house.draft("fr")["id"]]

    assert [step.action for step in house.plan().steps] == ["create", "nothing"]
    assert not house.push().failures


def test_a_draft_on_a_template_is_refused(house: House) -> None:
    """Mailchimp would take the new content with thanks, and ignore it."""
    house.push()
    house.draft("fr")["settings"]["template_id"] = 4

    assert "delete it in Mailchimp" in shown(house)


def test_a_subject_that_mailchimp_would_refuse_is_refused_before(house: House) -> None:
    """Its limit is 150 characters."""
    house.build("fr", subject="a" * 151)

    assert "the subject has 151 characters" in shown(house)


def test_a_reply_address_of_an_unknown_domain_is_noted(house: House) -> None:
    """A draft may be made, but nobody would let it in; each domain is named once."""
    house.build("fr", reply_to="lettre@elsewhere.example")
    house.build("en", reply_to="letter@Elsewhere.example")

    assert shown(house).count("the domain elsewhere.example is not authenticated") == 1
    assert "domain lettre.example" not in shown(house)


def test_a_part_without_subscribers_is_noted(house: House) -> None:
    """The draft is made all the same, and kept up to date."""
    for member in house.fake.account.members.values():
        member["interests"][INTERESTS["en"]] = False

    assert "note: en: nobody in the audience would receive it today" in shown(house)
    assert "fr: nobody" not in shown(house)


def test_a_refusal_says_where_to_look(house: House) -> None:
    """Each campaign that is in the way has its page."""
    house.push()
    set_subject(house)
    address = "https://us1.admin.mailchimp.com/campaigns/edit?id=7"
    plan = house.plan()
    step = plan.steps[0]
    real = replace(plan, steps=(replace(step, matches=(replace(
        step.matches[0], address=address),)), *plan.steps[1:]))

    lines = [str(line) for line in plan_lines(real, house.newsletter())]

    assert lines.count(f"  in Mailchimp: {address}") == 1


def test_links_to_this_machine_are_noted(house: House) -> None:
    """An email that was built for a trial is seen before it goes anywhere."""
    house.build("en", site="http://127.0.0.1:8000")

    assert "the links of the emails lead to http://127.0.0.1:8000" in shown(house)
    assert "links" not in shown(house, "fr")


@pytest.mark.parametrize(("count", "expected", "near"), [
    (8, 8, True), (6, 8, True), (10, 8, True), (1010, 1000, True),
    (5, 8, False), (11, 8, False), (1011, 1000, False), (1000, 10, False)])
def test_a_few_who_came_or_left_do_not_matter(count: int, expected: int, near: bool) -> None:
    """Two persons or one in a hundred; more is another part of the audience."""
    assert about_equal(count, expected) is near


def test_tracking_is_reported_in_words(house: House, house_with: Callable[..., House]) -> None:
    """Mailchimp’s names for it say nothing to an editor; what differs is named likewise."""
    house.push()
    every = {"opens": True, "html_clicks": True, "text_clicks": True}
    tracked = house_with(tracking=every)

    text = shown(tracked)

    what = "opens, clicks in the HTML, clicks in the plain text"
    assert f"tracking: Mailchimp counts {what}" in text
    assert f"tracking: in Mailchimp nothing, in the outbox {what}" in text


def test_a_folder_is_announced_only_if_something_is_put_into_it(house: House) -> None:
    """Drafts that are there stay where an editor moved them."""
    house.push()
    house.fake.account.folders.clear()

    assert house.plan().new_folder == ""
    assert "is not there yet" not in shown(house)


def test_who_chose_no_language_is_noted(house: House) -> None:
    """They are named by what they receive."""
    note = "subscribers who have chosen no language: 1; they receive “fr”"

    assert note in map(str, house.plan().notes)
    house.fake.account.members.clear()
    assert not any("chosen no language" in str(each) for each in house.plan().notes)


def test_an_audience_that_is_not_its_parts_is_noted(house: House) -> None:
    """Only a send waits until the numbers agree."""
    shown_members = house.fake.account.get_members

    def more(query, list_id):
        page = shown_members(query, list_id)
        return page | {"total_items": page["total_items"] + ("interest_ids" not in query)}

    assert "the sum of its parts" not in shown(house)
    house.fake.account.get_members = more

    plan = house.plan()

    assert plan.exit_code == 2
    assert [str(note).partition(":")[0] for note in plan.notes if "its parts" in str(note)] == [
        "the audience (9 subscribers) does not match the sum of its parts (8)"]


def test_domains_that_cannot_be_asked_for_are_noted(house: House) -> None:
    """A draft needs none."""
    house.fake.faults.append(Fault("empty 504", "GET", "/verified-domains", times=99))

    notes = [str(note) for note in house.plan().notes if "domains" in str(note)]

    assert len(notes) == 1
    assert notes[0].startswith("whether the senders’ domains are authenticated could not be found "
                               "out: Mailchimp’s answer cannot be read")


def test_each_site_that_is_not_served_safely_is_noted_once(house: House) -> None:
    """In their order."""
    house.build("fr", site="http://b.example")
    house.build("en", site="http://a.example")

    sites = [str(note).split()[7].rstrip(",") for note in house.plan().notes
             if str(note).startswith("the links of the emails lead")]

    assert sites == ["http://a.example", "http://b.example"]


def test_campaigns_that_share_a_title_are_listed() -> None:
    """With what distinguishes them for an editor."""
    matches = [Listed("c1", "t", State("draft", "save"), "2018-07-01"),
               Listed("c2", "t", State("sent", "sent"), "2018-07-02")]

    assert str(several("t", matches, "Mailchimp")) == (
        "Mailchimp has 2 campaigns called “t”: c1 (save, 2018-07-01), c2 (sent, 2018-07-02); "
        "delete or rename all but one there")
