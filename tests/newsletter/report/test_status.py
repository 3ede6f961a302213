"""The state of each issue."""

import shutil
from dataclasses import replace

import pytest

from plugins.newsletter.report.status import status
from tests.newsletter.conftest import LANGUAGES, House


def states(house: House) -> list[tuple[str, str, str]]:
    """Return issue, language and state of each row."""
    rows = status(house.newsletter())
    return [(row.issue, row.lang, row.state) for row in rows]


def offline(house: House) -> House:
    """Return a desk without a key."""
    return replace(house, mailchimp=replace(house.mailchimp, key=""))


def test_without_a_key_the_outbox_is_shown(house: House) -> None:
    """Mailchimp is not asked, and the row says so."""
    assert states(offline(house)) == [("2018-07", "fr", "unknown"), ("2018-07", "en", "unknown")]
    assert house.fake.requests == []


def test_an_issue_goes_from_built_to_draft(house: House) -> None:
    """The newest issue comes first."""
    house.push()
    house.build("fr", issue="2019-01")

    assert states(house) == [
        ("2019-01", "fr", "built"), ("2019-01", "en", "not built"),
        ("2018-07", "fr", "draft"), ("2018-07", "en", "draft")]


@pytest.mark.parametrize(("found", "state"), [
    ("sent", "sent"), ("sending", "sending"), ("schedule", "scheduled"), ("archived", "other")])
def test_what_mailchimp_does_with_a_campaign_is_shown(
    house: House, found: str, state: str
) -> None:
    """Also if the outbox has changed since."""
    house.push()
    house.draft("fr")["status"] = found
    house.build("fr", words="Autre chose")

    assert states(house)[0] == ("2018-07", "fr", state)


def test_a_draft_behind_the_outbox_is_shown(house: House) -> None:
    """It wants a push."""
    house.push()
    house.build("fr", words="Autre chose")

    assert states(house)[0] == ("2018-07", "fr", "behind")


def test_an_edited_draft_is_shown(house: House) -> None:
    """It wants a decision."""
    house.push()
    house.draft("fr")["settings"]["subject_line"] = "À la main"

    assert states(house)[0] == ("2018-07", "fr", "edited")


def test_our_campaigns_without_an_email_are_shown(house: House) -> None:
    """Others of the account are not ours to show."""
    house.push()
    for title, kind in (("china-letter/2017-01/fr", "sent"), ("Autre lettre", "sent"),
                        ("china-letter/2017-02/fr", "save"), ("other/2017-01/fr", "save")):
        campaign = house.fake.account.post_campaign({}, {
            "type": "regular", "settings": {"title": title},
            "recipients": {"list_id": house.mailchimp.audience}})
        house.fake.account.campaigns[campaign["id"]]["status"] = kind

    assert states(house)[2:] == [("2017-02", "fr", "not built"), ("2017-01", "fr", "sent")]


def test_a_sent_issue_says_when_and_to_how_many(house: House) -> None:
    """In a sentence."""
    house.push()
    house.draft("fr").update(status="sent", send_time="2018-07-03T09:00:00+00:00", emails_sent=5)

    rows = status(house.newsletter())

    assert rows[0].sentence.render(str) == (
        "sent on 2018-07-03 11:00 (Paris), 2018-07-03 17:00 (Shanghai) (subscribers: 5)")


def test_a_status_writes_nothing(house: House) -> None:
    """It only asks."""
    states(house)

    assert house.fake.writes == []
    assert not house.var.exists()


@pytest.mark.parametrize("asked", [True, False])
def test_a_damaged_email_is_a_row_that_says_what_is_wrong(house: House, asked: bool) -> None:
    """All else is still reported, with Mailchimp and without."""
    (house.outbox / "2018-07" / "fr" / "campaign.json").write_text("{")
    rows = status((house if asked else offline(house)).newsletter())

    assert [row.state for row in rows] == ["damaged", "built" if asked else "unknown"]
    assert "it cannot be read; run “./inv build”" in str(rows[0].sentence)


def test_what_has_left_is_shown_whatever_became_of_its_email(house: House) -> None:
    """Damaged or no longer built."""
    house.push()
    for lang in LANGUAGES:
        house.draft(lang)["status"] = "sent"
    (house.outbox / "2018-07" / "fr" / "campaign.json").write_text("{")
    shutil.rmtree(house.outbox / "2018-07" / "en")

    assert house.states() == ["sent", "sent"]
