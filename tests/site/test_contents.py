"""What an edition says of laws on a day: pages as of today, an issue as of its own."""

from datetime import date, timedelta

import pytest

from plugins.content.header import Header
from plugins.site.contents import Body, Contents, Entries, Entry, Text
from tests.support.register import register_of

LAWS = """\
[old-law]
name = {fr = "Ancienne loi", en = "Old Law"}
adopted = 2000-01-01
in_force = 2000-06-01

[new-law]
name = {fr = "Nouvelle loi", en = "New Law"}
promulgated = 2024-07-08
in_force = 2024-09-01
replaces = ["old-law"]

[[new-law.deadlines]]
day = 2024-12-31
what = {fr = "Déclarer", en = "Report"}
recurring = "yearly"

[[new-law.amended]]
date = 2024-08-15
in_force = 2024-10-01

[late-law]
name = {fr = "Loi ultérieure", en = "Later Law"}
promulgated = 2024-07-11
in_force = 2024-08-01
"""
ISSUED = date(2024, 7, 10)


def entry(kind: str, key: str, **values: str) -> Entry:
    """Return an article or an issue of the day."""
    return Entry(path=f"content/{key}.fr.md", source=f"{key}.fr.md", kind=kind, key=key, lang="fr",
                 title=key, url=f"fr/{key}/", date=ISSUED, updated=None, stage="", template=kind,
                 summary="", words={"summary": ""}, header=Header(values, {}, "", 1))


ARTICLE = entry("article", "one", laws="old-law, new-law, late-law")
ISSUE = entry("issue", "2024-07", articles="one")


def shown(one: Entry, today: date) -> Text:
    """Return a text as its page shows it on a day."""
    contents = Contents("fr", register_of(LAWS), today, Entries([ARTICLE]), Entries([ISSUE]),
                        bodies={each.path: Body.of("<p>x</p>", each.source, 1)
                                for each in (ARTICLE, ISSUE)})
    return contents.text(one, "/")


@pytest.mark.parametrize("today", [
    ISSUED, *(date(2024, 9, 1) + timedelta(days) for days in (-1, 0, 365))])
def test_an_issue_says_the_same_on_every_day(today: date):
    """The day before a law takes effect, on it, and a year later; nobody knew of later laws."""
    issue = shown(ISSUE, today)
    [article] = issue.articles

    assert [(law.key, law.standing) for law in article.laws] == [
        ("old-law", "En vigueur depuis le 1er\u00a0juin 2000"),
        ("new-law", "Entre en vigueur le 1er\u00a0septembre 2024")]
    assert [(event.law.key, event.day.iso, event.title) for event in issue.coming] == [
        ("old-law", "2024-09-01", "Abrogation"),
        ("new-law", "2024-09-01", "Entrée en vigueur"),
        ("new-law", "2024-12-31", "Déclarer")]
    assert issue == shown(ISSUE, ISSUED)


def test_an_article_says_how_its_laws_stand_today():
    """The next build says something else."""
    before, after = shown(ARTICLE, date(2024, 8, 31)), shown(ARTICLE, date(2024, 9, 1))

    assert [law.status for law in before.laws] == ["in-force", "coming", "in-force"]
    assert [law.status for law in after.laws] == ["repealed", "in-force", "in-force"]
    assert after.coming == ()


def test_the_calendar_names_what_recurs_once():
    """The next time; a page of a hundred past months would help nobody."""
    events = register_of(LAWS).calendar(date(2027, 1, 1))

    assert [event.day.iso for event in events if event.recurring] == ["2027-12-31"]
    assert [event.month for event in events][:1] == ["2000-06"]
