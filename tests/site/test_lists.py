"""Long lists are divided into pages; feeds carry texts that need no page, calendars days."""

import json
from datetime import date
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from plugins.site.addresses import Addresses
from plugins.site.lists import paginate, standing_alone, subscribed_calendar
from tests.conftest import PROJECT, Site
from tests.support.register import register_of

CONF = f"""\
import sys
sys.path.insert(0, {str(PROJECT)!r})
from pelicanconf import *
THEME, LIST_SIZE = {str(PROJECT / "theme")!r}, 4
"""

FR = Addresses("fr", {"category": "rubriques"})


@pytest.mark.parametrize(("count", "sizes"), [
    (0, [0]), (1, [1]), (8, [8]), (10, [10]),
    (11, [8, 3]), (16, [8, 8]), (18, [8, 10]), (19, [8, 8, 3]),
])
def test_every_item_is_on_one_page(count: int, sizes: list[int]):
    """A short rest joins the page before it, and an empty list has one page."""
    items = list(range(count))

    found = list(paginate(items, "fr/archives/", FR, 8))

    assert [len(shown) for _, shown, _ in found] == sizes
    assert [item for _, shown, _ in found for item in shown] == items


def test_a_page_knows_its_neighbours():
    """The first page is at the list's own address."""
    _, (address, _, second), _ = paginate(range(24), "fr/archives/", FR, 8)

    assert address == "fr/archives/page/2/"
    assert (second.number, second.count) == (2, 3)
    assert (second.previous, second.next) == ("fr/archives/", "fr/archives/page/3/")
    assert second.pages[2] == (3, "fr/archives/page/3/")


def test_a_title_is_whole_wherever_it_is_shown(site: Site):
    """A sign that begins no tag is a sign, in the feed too."""
    title = "CA < 50 M€ et effectif > 250 : <nom> & co"
    site.article("2018-07-03-a.fr.md", "Texte.", f"title: {title}")
    site.write("issues/2018-07.fr.md",
               f"date: 2018-07-05\nsubject: {title}\npreview: P\narticles: a\n\nMot. <!-- x -->\n")
    assert site.errors() == []
    shown = title.replace(" M€", "\u00a0M€").replace(" :", "\u00a0:")

    page, home = site.page("fr/articles/a"), site.page("fr")
    feed = ElementTree.parse(site.options.output / "fr" / "feed.xml")

    assert page.h1.text == shown and shown in page.title.text
    assert page.find("meta", property="og:title")["content"] == shown
    assert shown in home.main.text
    assert [each.text for each in feed.iterfind("{*}entry/{*}title")] == [title]
    data = json.loads(page.find("script", type="application/ld+json").string)
    assert shown in json.dumps(data, ensure_ascii=False)
    email = (site.options.outbox / "2018-07" / "fr" / "email.html").read_text("utf-8")
    assert shown in BeautifulSoup(email, "html.parser").text and "<!-- x" not in email
    assert shown in " ".join((site.options.outbox / "2018-07" / "fr" / "email.txt").read_text(
        "utf-8").split("\n"))


def test_a_topic_and_the_archives_are_divided(site: Site):
    """Each page has its own address and title, and only the first has translations."""
    for day in range(1, 10):
        site.article(f"2018-07-0{day}-a{day}.fr.md", "Texte.", "tags: trade\nauthors: editors")
    site.article("2018-07-01-a1.en.md", "Text.", "tags: trade\nauthors: editors")
    site = site.with_options(conf=site.write("../conf.py", CONF), settings={
        **site.options.settings, "THEME": str(PROJECT / "theme")})
    assert site.errors() == []

    first, second = site.page("fr/rubriques/breve"), site.page("fr/rubriques/breve/page/2")

    assert len(first.select(".entry")) == 4 and len(second.select(".entry")) == 5
    assert second.title.text == "Brève – page 2 – Lettre de Chine"
    assert second.find("link", rel="canonical")["href"].endswith("/fr/rubriques/breve/page/2/")
    assert not second.find("link", hreflang="en") and first.find("link", hreflang="en")
    assert second.select_one("nav.languages a")["href"] == "/en/categories/brief/"
    assert second.find("a", rel="prev")["href"] == "/fr/rubriques/breve/"
    assert first.find("a", rel="next")["href"] == "/fr/rubriques/breve/page/2/"
    for list_page in ("fr/archives", "fr/mots-cles/commerce", "fr/auteurs/la-redaction"):
        assert site.page(f"{list_page}/page/2").select_one("[aria-current=page]").text == "Page 2"


PAGE = "https://lettre.example/fr/articles/loi/"


@pytest.mark.parametrize(("html", "in_feed"), [
    ('<a class="footnote-ref" href="#fn-1">1</a>',
     f'<a class="footnote-ref" href="{PAGE}#fn-1">1</a>'),
    ('<section aria-label="Table 1" class="table" tabindex="0">', '<section class="table">'),
    ('<a href="https://a.example/#b" lang="en">', '<a href="https://a.example/#b" lang="en">'),
    ('<p>Write href="#x" and role="y".</p>', '<p>Write href="#x" and role="y".</p>'),
])
def test_a_text_needs_neither_its_page_nor_the_theme(html: str, in_feed: str):
    """Links to notes lead to the page; what only helps to use the page is left out."""
    assert standing_alone(html, PAGE) == in_feed


LAWS = """\
[a-law]
name = {fr = "Une loi", en = "A Law"}
short = {fr = "Loi", en = "Law"}
chinese = "一法"
promulgated = 2024-01-01
in_force = 2024-07-01
repealed = 2030-01-01
updated = 2025-02-03

[[a-law.amended]]
date = 2025-01-01
note = {fr = "Art. 3", en = "Art. 3"}

[[a-law.deadlines]]
day = 2027-06-30
what = {fr = "Payer", en = "Pay"}
whom = {fr = "Tous", en = "All"}

[[a-law.deadlines]]
day = 2027-06-30
what = {fr = "Déclarer", en = "Report"}
recurring = "yearly"
MONTH
"""
MONTH = """
[[a-law.deadlines]]
day = "2028-02"
what = {fr = "Plus tard", en = "Later"}
"""


TODAY = date(2026, 1, 1)


def subscribed(lang: str = "fr", month: str = MONTH, laws: str = LAWS, today: date = TODAY):
    """Return name, description, language and days of a calendar."""
    return subscribed_calendar(register_of(laws.replace("MONTH", month), lang), "Lettre",
                               "https://lettre.example", today)


def test_each_day_of_a_calendar_has_a_name_of_its_own():
    """Two deadlines of one law on one day, and the editions, too; the same at each build."""
    found = {lang: subscribed(lang)[3] for lang in ("fr", "en")}
    names = [entry.uid for entries in found.values() for entry in entries]

    assert len(set(names)) == len(names) == 10
    assert [name.partition(".")[0].removeprefix("a-law-")[:len("2027-06-30-deadline")]
            for name in names[:5]] == [
        "2024-07-01-in-force", "2025-01-01-amended-", "2027-06-30-deadline",
        "2027-06-30-deadline", "2030-01-01-repealed"]
    assert subscribed()[3] == found["fr"]


def test_a_day_of_a_calendar_keeps_its_name_whatever_stands_beside_it():
    """One of two deadlines of a day is taken away; a title is typeset anew."""
    pay, report = subscribed()[3][2:4]
    first, _, rest = LAWS.partition('[[a-law.deadlines]]\nday = 2027-06-30\nwhat = {fr = "Payer"')
    alone = first + rest[rest.index("[[a-law.deadlines]]"):].replace('"Déclarer"', '"Déclarer :"')

    [left] = [entry for entry in subscribed(laws=alone)[3] if entry.day == report.day]
    assert (left.uid, left.summary) == (report.uid, report.summary + "\u00a0:")
    assert left.uid != pay.uid


def test_a_calendar_says_nothing_of_days_that_lie_ahead():
    """What changes later has not changed yet; what recurs from the end of a law on does not."""
    ended = LAWS.replace("repealed = 2030-01-01", "repealed = 2027-06-30")
    entries = subscribed(laws=ended, today=date(2025, 1, 31))[3]

    assert {entry.updated for entry in entries} == {date(2025, 1, 1)}
    assert not any(entry.recurring for entry in entries)


def test_a_day_of_a_calendar_says_what_whom_and_where():
    """In the words of the edition; when it changed is known from the law alone."""
    _, amended, pay, report, _ = subscribed()[3]

    assert pay.summary == "Échéance\u00a0: Payer" and pay.category == "Échéance"
    assert pay.description == ("Tous\nUne loi (一法)\nhttps://lettre.example/fr/laws/a-law/")
    assert pay.url == "https://lettre.example/fr/laws/a-law/"
    assert (pay.updated.isoformat(), pay.sequence) == ("2025-02-03", 1)
    assert (report.recurring, str(report.until)) == ("yearly", "2029-12-31")
    assert amended.summary == "Entrée en vigueur de la version modifiée\u00a0: Loi"
    assert amended.description.startswith("Art.\u00a03\n")
    assert subscribed("en")[3][0].summary == "Takes effect: Law"


def test_a_month_is_left_out_of_a_calendar_which_says_so():
    """Where there is none, it says nothing of it."""
    name, said, lang, entries = subscribed()

    assert "Plus tard" not in str(entries) and "dont seul le mois est connu" in said
    assert "https://lettre.example/fr/calendar/" in said
    assert (name, lang) == ("Lettre\u00a0: calendrier juridique", "fr")
    assert "le mois" not in subscribed(month="")[1]
