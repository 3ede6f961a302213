"""Which page a followed address belongs to."""

import pytest

from plugins.newsletter.campaigns import FollowedLink
from plugins.newsletter.report.report import Followed, page, sort_clicks

SITE = "https://lettre.example"
ARTICLES = {f"{SITE}/fr/articles/a/": "L’article A", f"{SITE}/fr/articles/b/": "L’article B"}


def entry(url: str, clicks: int = 1) -> FollowedLink:
    """Return what a provider says of one address."""
    return FollowedLink(url, clicks)


@pytest.mark.parametrize("url", [
    f"{SITE}/fr/articles/a/", f"{SITE}/fr/articles/a", f"{SITE}/fr/articles/a/#note-1",
    f"{SITE}/fr/articles/a/?utm_source=letter&utm_medium=email",
    "https://LETTRE.example/fr/articles/a/?x=1#y"])
def test_an_article_is_known_whatever_hangs_on_its_address(url: str) -> None:
    """UTM parameters, a fragment, a slash."""
    clicks = sort_clicks([entry(url, 7)], ARTICLES, SITE)

    assert clicks.articles[0] == Followed("L’article A", f"{SITE}/fr/articles/a/", 7)


@pytest.mark.parametrize("url", [
    f"{SITE}/fr/articles/ab/", f"{SITE}/fr/", f"{SITE}/en/articles/a/", "https://a.example/",
    "https://lettre.example.evil.example/fr/articles/a/", "https://[broken/fr/articles/a/"])
def test_another_address_is_not_taken_for_the_article(url: str) -> None:
    """It counts elsewhere, and the article says 0."""
    clicks = sort_clicks([entry(url, 7)], ARTICLES, SITE)

    assert [article.clicks for article in clicks.articles] == [0, 0]
    assert clicks.own_pages + clicks.elsewhere == 7


def test_all_links_to_an_article_are_summed_in_the_order_of_the_issue() -> None:
    """Title, picture and plain text each have an address of their own."""
    clicks = sort_clicks(
        [entry(f"{SITE}/fr/articles/b/?utm_content=text", 2), entry(f"{SITE}/fr/articles/b/", 3),
         entry(f"{SITE}/fr/articles/a/", 1)], ARTICLES, SITE)

    assert [(each.title, each.clicks) for each in clicks.articles] \
        == [("L’article A", 1), ("L’article B", 5)]


def test_other_pages_of_ours_and_other_sites_are_summed_apart() -> None:
    """What is not an article has no line of its own."""
    clicks = sort_clicks(
        [entry(f"{SITE}/fr/contact/", 2), entry(f"{SITE}/fr/"), entry("https://npc.example/", 5)],
        ARTICLES, SITE)

    assert (clicks.own_pages, clicks.elsewhere) == (3, 5)


def test_without_the_titles_every_page_of_ours_has_its_address() -> None:
    """Chinese in an address can be read."""
    clicks = sort_clicks(
        [entry(f"{SITE}/fr/articles/%E6%B3%95/?utm_source=x", 2), entry("https://npc.example/", 5)],
        {}, SITE)

    assert clicks.articles == (
        Followed("lettre.example/fr/articles/法", "lettre.example/fr/articles/法", 2),)
    assert (clicks.own_pages, clicks.elsewhere) == (0, 5)


def test_a_site_in_a_folder_is_not_all_of_its_host() -> None:
    """Its neighbours are other sites."""
    clicks = sort_clicks([entry("https://host.example/letter/a/"),
                          entry("https://host.example/letters/")], {}, "https://host.example/letter")

    assert [each.title for each in clicks.articles] == ["host.example/letter/a"]
    assert clicks.elsewhere == 1


def test_what_cannot_be_read_as_an_address_stays_as_it_is() -> None:
    """A report is never lost over one link."""
    assert page("https://[broken") == "https://[broken"
