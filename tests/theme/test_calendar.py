"""The calendar of an edition, the dates on its home page, and the file to subscribe to."""

from datetime import date

import pytest
from icalendar import Calendar

from plugins.core.project import today_in
from tests.conftest import Site, new_site

TODAY = today_in("Europe/Paris")
LAWS = f"""\
[a-law]
name = {{fr = "Une loi", en = "A Law"}}
short = {{fr = "Loi", en = "Law"}}
chinese = "一法"
in_force = 2020-07-01

[[a-law.deadlines]]
day = {TODAY.year + 1}-02-28
what = {{fr = "Payer", en = "Pay"}}
whom = {{fr = "Tous", en = "All"}}

[[a-law.deadlines]]
day = {TODAY.year + 2}-03-01
what = {{fr = "Déclarer", en = "Report"}}
recurring = "yearly"

[[a-law.deadlines]]
day = "{TODAY.year + 3}-04"
what = {{fr = "Conclure", en = "Conclude"}}

[[a-law.deadlines]]
day = {TODAY.year + 4}-05-01
what = {{fr = "Tard", en = "Late"}}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Site:
    """Build a site with a law."""
    site = new_site(tmp_path_factory.mktemp("calendar"))
    site.write("laws.toml", LAWS)
    assert site.errors() == []
    return site


def days(page, selector: str) -> list[str]:
    """Return the days of a list."""
    return [time["datetime"] for time in page.select(f"{selector} .date time")]


def test_what_comes_is_first_and_what_has_passed_is_folded(site: Site):
    """Each under its month, with a link to its law, and whom it binds."""
    page = site.page("fr/calendrier")
    ahead, past = page.select(".months")

    assert days(page, "section.months") == [
        f"{TODAY.year + 1}-02-28", f"{TODAY.year + 2}-03-01", f"{TODAY.year + 3}-04",
        f"{TODAY.year + 4}-05-01"]
    shown = date.fromisoformat(ahead.select_one(".months__today time")["datetime"])
    assert TODAY <= shown <= site.options.today  # midnight may pass meanwhile
    assert [name.time["datetime"] for name in ahead.select("h3")][0] == f"{TODAY.year + 1}-02"
    assert past.name == "details" and days(page, "details") == ["2020-07-01"]
    assert {a["href"] for a in page.select(".date a")} == {"/fr/textes/a-law/"}
    assert "Concerne\u00a0: Tous" in ahead.get_text()


def test_the_drawing_is_told_in_words(site: Site):
    """A reader who does not see it has the lists; its style is the style sheet's."""
    drawing = site.page("en/calendar").select_one("svg.chronology")

    assert drawing["role"] == "img" and "dates to come: 4, past: 1" in drawing["aria-label"]
    assert [mark.title.get_text() for mark in drawing.select("svg")][0] \
        == "1\u00a0July 2020 – Takes effect – Law"
    assert not drawing.select("[style], style, script")


def test_the_home_page_names_the_next_three_dates(site: Site):
    """And leads to all of them."""
    page = site.page("fr")

    assert days(page, ".ahead") == [f"{TODAY.year + 1}-02-28", f"{TODAY.year + 2}-03-01",
                                    f"{TODAY.year + 3}-04"]
    assert page.select_one(".ahead .onward a")["href"] == "/fr/calendrier/"


def test_a_reader_may_subscribe_and_knows_what_is_left_out(site: Site):
    """Both links lead to the file, which says so itself; each day leads to its law's page."""
    page = site.page("fr/calendrier")
    links = [a["href"] for a in page.select(".own-calendar a")]
    [file] = [Calendar.from_ical((site.options.output / "fr" / "calendar.ics").read_bytes())]

    assert links == ["webcal://lettre.example/fr/calendar.ics", "/fr/calendar.ics"]
    assert "seul le mois est connu" in page.select_one(".own-calendar").get_text()
    assert "seul le mois est connu" in file["DESCRIPTION"]
    assert [event["SUMMARY"].split("\u00a0: ")[1] for event in file.events] \
        == ["Loi", "Payer", "Déclarer", "Tard"]
    assert {event["URL"] for event in file.events} == {"https://lettre.example/fr/textes/a-law/"}
