"""Which pages of an issue are there for its readers."""

import pytest

from plugins.newsletter import outbox
from plugins.newsletter.send.clearance import same_page, unreached
from tests.newsletter.conftest import ISSUE, House
from tests.support.website import Pages

PAGE = "/fr/2018-07/"


def pages_unreached(house: House, site: str) -> list[str]:
    """Return what is said of the pages of the French issue."""
    campaign = outbox.read(house.outbox, ISSUE, "fr")
    return [str(sentence) for sentence in unreached(campaign, site)]


def test_a_page_that_answers_is_there(house: House, pages: Pages) -> None:
    """It is looked for once."""
    assert pages_unreached(house, f"{pages.site}/") == []
    assert pages.asked == [PAGE]


@pytest.mark.parametrize("target", ["/", "/login?next=/fr/2018-07/", "//other.example/fr/2018-07/",
                                    "http://[", "https://other.example/fr/2018-07/"])
def test_a_page_that_leads_elsewhere_is_not_there(
    house: House, pages: Pages, target: str
) -> None:
    """A home page or a login in its place is no answer, and is not even asked for."""
    pages.moved = {PAGE: target}

    sentence, = pages_unreached(house, pages.site)

    assert f"{pages.site}{PAGE} does not answer as it should" in sentence
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
