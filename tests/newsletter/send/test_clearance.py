"""Which pages of an issue are there for its readers."""

import pytest

from plugins.newsletter import outbox
from plugins.newsletter.send.clearance import same_page, unreached
from tests.newsletter.conftest import ISSUE, House
from tests.support.website import Pages

PAGE = "/fr/2018-07/"


def pages_unreached(house: House, site: str) -> list[str]:
    """Return what is reported about the pages of the French issue."""
    campaign = outbox.read(house.outbox, ISSUE, "fr")
    return [str(sentence) for sentence in unreached(campaign, site)]


def test_a_page_that_answers_is_there(house: House, pages: Pages) -> None:
    """It is looked for once."""
    assert pages_unreached(house, f"{pages.site}/") == []
    assert pages.asked == [PAGE]


@pytest.mark.parametrize("target", ["/", "/login?next=/fr/2018-07/", "//other.example/fr/2018-07/",
                                    "https://other.example/fr/2018-07/"])
def test_a_page_that_leads_elsewhere_is_not_there(
    house: House, pages: Pages, target: str
) -> None:
    """A home page or a login in its place is no answer, and is not even asked for."""
    pages.moved = {PAGE: target}

    sentence, = pages_unreached(house, pages.site)

    assert f"no proper answer from {pages.site}{PAGE} (it leads" in sentence
    assert pages.asked == [PAGE]


@pytest.mark.parametrize("target", ["/fr/2018-07", "/fr/2018%2D07"])
def test_a_page_may_lead_to_itself_spelled_otherwise(
    house: House, pages: Pages, target: str
) -> None:
    """With or without the last slash, a reader who follows the link is there."""
    pages.moved = {PAGE: target}

    assert pages_unreached(house, pages.site) == []


def test_what_leads_round_and_round_is_not_there(house: House, pages: Pages) -> None:
    """It ends with a sentence all the same."""
    pages.moved = {PAGE: "/fr/2018-07", "/fr/2018-07": PAGE}

    assert "it leads on to" in pages_unreached(house, pages.site)[0]


@pytest.mark.parametrize(("target", "same"), [
    ("https://a.example/b/", True), ("https://a.example/b", True), ("http://a.example/b/", True),
    ("https://c.example/b/", False), ("ftp://a.example/b/", False)])
def test_http_may_become_https_at_the_same_host(target: str, same: bool) -> None:
    """Any server that has both sends readers on."""
    assert same_page("http://a.example/b/", target) == same
    assert not same_page("https://a.example/b/", "http://a.example/b/")


def test_an_issue_is_looked_for_at_its_own_site(house: House, pages: Pages) -> None:
    """Unless another one is named, at which the same paths are asked for."""
    web = f"{pages.site}/fr/2018-07/"
    house.build("fr", site=pages.site, web=web)
    pages.missing = {PAGE}

    assert pages_unreached(house, "") == [
        f"no proper answer from {web} (404); publish the site first with “./inv publish”"]
    pages.missing = set()
    assert pages_unreached(house, "") == []
    assert pages.asked == [PAGE, PAGE]


def test_each_page_is_looked_for(house: House, pages: Pages) -> None:
    """What keeps the first does not hide the second; one sentence names both."""
    house.build("fr", articles=[
        {"key": key, "title": "A", "url": f"https://lettre.example/fr/{key}/"} for key in "ab"])
    pages.missing = {"/fr/a/", "/fr/b/"}

    told = pages_unreached(house, pages.site)

    assert len(told) == 1 and f"{pages.site}/fr/a/ (404), {pages.site}/fr/b/ (404);" in told[0]
    assert sorted(pages.asked) == ["/fr/2018-07/", "/fr/a/", "/fr/b/"]


@pytest.mark.parametrize(("hops", "is_there"), [(2, True), (3, False)])
def test_a_page_may_lead_on_twice(
    house: House, pages: Pages, hops: int, is_there: bool
) -> None:
    """Enough for https and for a last slash."""
    spellings = [PAGE, PAGE.rstrip("/"), f"{PAGE}/", f"{PAGE}//"]
    pages.moved = dict(zip(spellings[:hops], spellings[1:], strict=False))

    assert (pages_unreached(house, pages.site) == []) is is_there


def test_a_port_belongs_to_the_host() -> None:
    """But where http becomes https, which has a port of its own."""
    assert not same_page("http://a.example:1/b/", "http://a.example:2/b/")
    assert same_page("http://a.example:80/b/", "https://a.example:443/b/")


def test_a_checklist_without_a_word_keeps_the_issue(ready: House) -> None:
    """The editor reads where to look."""
    ready.fake.account.get_checklist = lambda query, campaign_id: {"is_ready": False, "items": []}

    sent = ready.send("en")

    assert "en: Mailchimp’s checklist says that the campaign is not ready; look at it there" \
        in sent.lines
    assert sent.states == ["refused"]


def test_a_warning_of_the_checklist_keeps_nothing(ready: House) -> None:
    """Mailchimp would send it."""
    ready.fake.account.get_checklist = lambda query, campaign_id: {"is_ready": True, "items": [
        {"type": "warning", "id": 1, "heading": "Subject", "details": "It is long."}]}

    assert ready.send().states == ["sent", "sent"]


def test_an_audience_that_changes_while_it_is_counted_is_counted_again(ready: House) -> None:
    """Somebody came between the count of all and that of a part."""
    count, looks = ready.fake.account.get_members, []

    def late(query, list_id):
        page = count(query, list_id)
        looks.append(query)
        return page | {"total_items": page["total_items"] + (
            len(looks) <= 3 and "interest_ids" not in query)}

    ready.fake.account.get_members = late

    assert ready.send().states == ["sent", "sent"]


def test_a_domain_is_known_in_whatever_letters(ready: House) -> None:
    """Mailchimp writes it in small ones."""
    ready.build("en", reply_to="Letter@Lettre.Example")
    ready.push()
    ready.test()
    ready.fake.account.domains[0]["authenticated"] = False

    sent = ready.send("en")

    assert ("en: the domain lettre.example is not authenticated in Mailchimp; authenticate it "
            "there, under Domains") in sent.lines
