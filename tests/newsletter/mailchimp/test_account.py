"""What the newsletter is given for Mailchimp's JSON."""

from plugins.newsletter.campaigns import FollowedLink, State
from plugins.newsletter.mailchimp.campaign import listed_campaign
from tests.newsletter.conftest import House


def test_a_link_that_is_listed_twice_counts_once(house: House) -> None:
    """Mailchimp has given each link of a campaign twice."""
    house.push()
    draft = house.draft("fr")
    draft["tracking"]["html_clicks"] = True
    draft["status"] = "sent"
    entry = {"id": "x", "url": "https://lettre.example/fr/articles/a/", "total_clicks": 4}
    house.fake.account.clicks[draft["id"]] = [entry, entry]

    report = house.provider.report(draft["id"])

    assert report and report.links == (FollowedLink(entry["url"], 4),)


def test_a_campaign_is_listed_with_its_page_in_mailchimp() -> None:
    """Which is numbered otherwise than the campaign."""
    listed = listed_campaign({"id": "ca1", "web_id": 7, "status": "save"},
                             "https://us1.api.mailchimp.com/3.0")

    assert listed.address == "https://us1.admin.mailchimp.com/campaigns/edit?id=7"


def test_a_state_that_mailchimp_documents_nowhere_keeps_its_word() -> None:
    """People are shown what Mailchimp shows."""
    assert listed_campaign({"id": "ca1", "status": "reviewing"}, "").state \
        == State("other", "reviewing")
