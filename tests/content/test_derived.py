"""What is made of a text for its reader: how long it is, and what to read next."""

from datetime import date, timedelta

import pytest

from plugins.content.derived import MOST_RELATED, Subject, minutes, related
from tests.conftest import Site


@pytest.mark.parametrize(("words", "time"), [(0, 1), (90, 1), (310, 2), (900, 4), (2000, 10)])
def test_minutes_are_whole_and_never_none(words: int, time: int):
    """Two hundred words are read in one."""
    assert minutes(words) == time


DAY = date(2024, 1, 1)


def subject(key: str, day: int, laws: str = "", tags: str = "") -> Subject:
    """Return an article by its key, the day of its date, its laws and its tags."""
    return Subject(key, DAY + timedelta(day), frozenset(laws.split()), frozenset(tags.split()))


def test_a_shared_law_counts_before_shared_tags_and_tags_before_the_date():
    """The nearest comes first; what shares nothing is left out."""
    found = related([
        subject("a", 0, "company", "capital china"), subject("new", 9, "", "china"),
        subject("law", 1, "company"), subject("both", 2, "", "capital china"),
        subject("other", 8, "trade", "ports")])

    assert found("a") == ["law", "both", "new"]
    assert found("other") == []


def test_an_article_is_not_related_to_itself_and_has_few_relations():
    """However many share its tag, the newest are there."""
    subjects = [subject(f"a{day:02}", day, "", "china") for day in range(40)]
    found = {each.key: related(subjects)(each.key) for each in subjects}

    assert found["a39"] == ["a38", "a37", "a36"]
    assert found["a00"] == ["a39", "a38", "a37"]
    assert all(key not in others and len(others) == MOST_RELATED for key, others in found.items())


def test_the_order_of_reading_changes_nothing():
    """Of one day the keys decide."""
    subjects = [subject(key, 0, "", "china") for key in "dacbe"]

    assert related(subjects)("c") == related(reversed(subjects))("c") == ["a", "b", "d"]


def test_a_page_names_related_articles_of_its_own_edition(site: Site):
    """The English edition has no version of them."""
    for name in ("2024-01-01-a.fr.md", "2024-01-02-b.fr.md", "2024-01-01-a.en.md"):
        site.article(name, "Text.", "tags: trade")
    assert site.errors() == []

    links = site.page("fr/articles/a").select(".related a")

    assert [link["href"] for link in links] == ["/fr/articles/b/"]
    assert site.page("en/articles/a").select(".related") == []
