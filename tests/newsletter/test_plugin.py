"""An issue in its two media: its web copy on the site, its email in the outbox."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from bs4 import BeautifulSoup

from plugins.check.run import check
from tests.conftest import PROJECT, Site, new_site

LAWS = """\
[company-law]
name.fr = "Loi sur les sociétés"
name.en = "Company Law"
chinese = "中华人民共和国公司法"
adopted = 2023-12-29
in_force = 2024-07-01

[[company-law.deadlines]]
day = 2024-08-01
what.fr = "Déclarer"
what.en = "Report"
whom.fr = "Tous"
whom.en = "All"

[later-law]
name.fr = "Loi ultérieure"
name.en = "Later Law"
promulgated = 2024-07-11
in_force = 2024-09-01
"""
BODY = """\
Texte[^1] de [la suite](#suite) et d’[une page](/fr/contact/).

![Un livre.]({static}/images/book.png "Le livre")

## Suite

[contact-form-7 id="76"]

[mc4wp_form id="235"]

[^1]: Une note.
"""
ISSUE = "date: {day}\nsubject: Numéro\npreview: P\narticles: {keys}\n{more}\n\nÉditorial.\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Site:
    """Build a site with an issue in French alone, and two in both languages, the last one whole."""
    site = new_site(tmp_path_factory.mktemp("issues"))
    (site.options.content / "images").mkdir()
    (site.options.content / "images" / "book.png").write_bytes(
        (PROJECT / "content" / "images" / "xiaohongshu.png").read_bytes())
    site.write("laws.toml", LAWS)
    for lang in ("fr", "en"):
        for key in ("one", "two"):
            site.article(f"2024-07-03-{key}.{lang}.md", BODY, f"title: {key}\nlaws: company-law")
        write(site, "2024-07", lang, day="2024-07-10")
        write(site, "2024-08", lang, day="2024-08-10", more="show: full")
    write(site, "2024-06", "fr", day="2024-06-10")
    assert site.errors() == []
    return site


def write(site: Site, key: str, lang: str, day: str, more: str = "", keys: str = "one, two"
          ) -> None:
    """Write an issue of these articles."""
    site.write(f"issues/{key}.{lang}.md", ISSUE.format(day=day, keys=keys, more=more))


def email(site: Site, key: str, lang: str = "fr") -> BeautifulSoup:
    """Return the email of an issue, read."""
    return BeautifulSoup((site.options.outbox / key / lang / "email.html").read_text("utf-8"),
                         "html.parser")


def words(*elements) -> str:
    """Return the words of elements, each gap one space."""
    return " ".join(" ".join(element.get_text(" ") for element in elements).split())


@pytest.mark.parametrize(("key", "lang", "line"), [
    ("2024-06", "fr", "Numéro\u00a01\u00a0·\u00a010\u00a0juin 2024"),
    ("2024-07", "fr", "Numéro\u00a02\u00a0·\u00a010\u00a0juillet 2024"),
    ("2024-07", "en", "Issue no.\u00a02\u00a0·\u00a010\u00a0July 2024"),
    ("2024-08", "en", "Issue no.\u00a03\u00a0·\u00a010\u00a0August 2024"),
])
def test_an_issue_has_the_same_number_in_every_language_and_medium(site: Site, key, lang, line):
    """Although the first is there in French alone."""
    folder = {"fr": "numeros", "en": "issues"}[lang]
    byline = site.page(f"{lang}/{folder}/{key}").select_one(".byline")

    assert line in email(site, key, lang).select_one(".dateline").get_text()
    assert line in (site.options.outbox / key / lang / "email.txt").read_text("utf-8")
    assert line.split("\u00a0·\u00a0")[0] == byline.li.get_text()


@pytest.mark.parametrize("key", ["2024-07", "2024-08"])
def test_the_web_copy_carries_the_text_of_the_email(site: Site, key: str):
    """Title, summary or whole text, form as a link, law and dates of each article."""
    told = site.page(f"fr/numeros/{key}").select(".told:not(:has(.dates))")
    cells = email(site, key).select(".article")

    for one, cell in zip(told, cells, strict=True):
        for back in (*one.select(".footnote-backref"), *cell.select(".footnote-backref")):
            back.decompose()  # it comes before a note in an email, and after it on a page
        for heading in cell.select("h3:-soup-contains('Notes')"):
            heading.decompose()  # a page has a line there
        for signup in one.select(".form-link:has([href='/fr/subscribe/'])"):
            signup.decompose()  # who reads the email has subscribed
        for box in (*one.select(".laws"), *cell.select(".laws")):
            box.replace_with(words(*box.select("h3, .law__name, strong, br + [lang]")))
        assert words(one) == words(cell).replace(" · ", " ", 1)  # a page has a gap there
        assert one.h2.a["href"] == cell.h2.a["href"].removeprefix("https://lettre.example")


@pytest.mark.parametrize(("key", "ahead"), [
    ("2024-06", ["1er août 2024 : Déclarer"]), ("2024-07", ["1er août 2024 : Déclarer"]),
    ("2024-08", [])])
def test_the_box_of_a_law_says_the_same_in_all_media(site: Site, key: str, ahead: list[str]):
    """How it stands and what comes next, as on the day of the issue."""
    law = site.page(f"fr/numeros/{key}").select_one(".law")
    said = [" ".join(one.get_text().split()) for one in law.select(".law__status")]
    cell = words(email(site, key).select_one("td.laws")).replace("1 er", "1er")
    plain = " ".join((site.options.outbox / key / "fr" / "email.txt").read_text("utf-8").split())

    assert said[1:] == ahead and len(said) == 1 + len(ahead)
    assert all(one in cell and one in plain for one in said)
    assert ("Déclarer" in cell) == bool(ahead)


@pytest.mark.parametrize(("key", "announced"), [
    ("2024-06", ["2024-07-01 Entrée en vigueur company-law", "2024-08-01 Déclarer company-law"]),
    ("2024-07", ["2024-08-01 Déclarer company-law"]),
    ("2024-08", ["2024-09-01 Entrée en vigueur later-law"])])
def test_both_media_announce_what_was_known_on_the_day(site: Site, key: str, announced: list[str]):
    """A law promulgated the day after an issue is not in it; links lead to the pages of laws."""
    page = site.page(f"fr/numeros/{key}").select("main .date")
    sent = email(site, key).select("td.dates p:not(.as-of)")

    assert [one.time["datetime"] for one in page] == [one.split(" ")[0] for one in announced]
    for one, cell, told in zip(page, sent, announced, strict=True):
        _, *what, law = told.split(" ")
        assert " ".join(what) in one.get_text() and " ".join(what) in cell.get_text()
        assert one.a["href"] == f"/fr/textes/{law}/"
        assert cell.a["href"] == f"https://lettre.example/fr/textes/{law}/"


@pytest.mark.thorough
def test_builds_on_other_days_make_the_same_emails(site: Site, tmp_path, monkeypatch):
    """The day before a law takes effect, on it, and a year later; pages say something else."""
    own = site.copied(tmp_path)

    def built(today: date) -> tuple[dict[str, bytes], str, str]:
        monkeypatch.setattr(type(own.options), "today", property(lambda options: today))
        assert own.errors() == []
        files = {str(file): file.read_bytes() for file in own.options.outbox.glob("*/*/*")}
        return (files, str(own.page("fr/numeros/2024-08").select_one("article.article")),
                str(own.page("fr/calendrier").main))

    before, day, later = map(built, (date(2024, 8, 31), date(2024, 9, 1), date(2025, 9, 1)))

    assert before[:2] == day[:2] == later[:2] and len(before[0]) == 4 * 5
    assert len({before[2], day[2], later[2]}) == 3


@pytest.mark.thorough
def test_what_is_announced_later_changes_no_email_of_before(site: Site, tmp_path):
    """A deadline and an end that were announced on the day after the last issue."""
    own = site.copied(tmp_path)

    in_force = "in_force = 2024-07-01\n"

    def built(laws: str) -> dict[str, bytes]:
        own.write("laws.toml", laws)
        assert own.errors() == []
        return {str(file): file.read_bytes() for file in own.options.outbox.glob("*/*/*")}

    def announced(day: str) -> dict[str, bytes]:
        end = f"repealed = 2026-01-01\nrepeal_announced = {day}\n"
        return built(LAWS.replace(in_force, in_force + end) + (
            "\n[[company-law.deadlines]]\nday = 2025-01-31\nwhat = {fr = 'Payer', en = 'Pay'}\n"
            f"announced = {day}\n"))

    assert built(LAWS) == announced("2024-08-11") != announced("2024-08-10")


@pytest.mark.parametrize("page", ["web", "email"])
def test_a_whole_issue_has_no_id_twice_and_no_link_into_the_void(site: Site, page: str):
    """Two articles both have a note 1, a facts box, a part called “Suite”."""
    read = site.page("fr/numeros/2024-08") if page == "web" else email(site, "2024-08")
    ids = [tag["id"] for tag in read.select("[id]")]
    led = {link["href"][1:] for link in read.select("a[href^='#']")} - {"content"}

    assert len(ids) == len(set(ids)) and led <= set(ids)
    assert {"one--fn-1", "two--fn-1"} <= led
    assert ("one--suite" in led) == (page == "web")  # no mail program finds a heading
    levels = [int(heading.name[1]) for heading in read.select("main h1, main h2, main h3, body h1")]
    assert levels[0] == 1 and all(after - before < 2 for before, after in
                                  zip(levels, levels[1:], strict=False))


def test_a_form_of_an_article_is_a_link_in_its_issue(site: Site):
    """The only form of the web copy is the one to subscribe with."""
    page = site.page("fr/numeros/2024-08")

    assert [link["href"] for link in page.select(".told .form-link a")] \
        == ["/fr/contact/", "/fr/subscribe/"] * 2
    assert not page.select(".told form") and len(page.select("form:not([role=search])")) == 1


def test_an_email_asks_nobody_to_subscribe(site: Site):
    """Who reads it has done so; other forms are links."""
    links = [link["href"] for link in email(site, "2024-08").select(".form-link a")]

    assert [link.partition("/fr/")[2] for link in links] == ["contact/"] * 2


@pytest.mark.parametrize("key", ["2024-07", "2024-08"])
def test_the_images_of_an_issue_are_on_the_site(site: Site, key: str):
    """Plain in the email, in every size in the web copy."""
    record = json.loads((site.options.outbox / key / "fr" / "campaign.json").read_text("utf-8"))
    [_, address] = record["images"]  # the first is the mark
    image = email(site, key).select_one("td.article img")

    assert image["src"] == address and re.fullmatch(r".*/pictures/book-\w+-1200\.png", address)
    assert (image["alt"], image["width"], image["height"]) == ("Un livre.", "510", "204")
    assert (site.options.output / address.removeprefix("https://lettre.example/")).is_file()
    assert len(site.page(f"fr/numeros/{key}").select(".told picture source")) == 2


def test_a_link_of_the_root_leads_to_the_site_from_an_email(site: Site):
    """A mail program knows no root."""
    hrefs = [link["href"] for link in email(site, "2024-08").select("a[href]")]

    assert "https://lettre.example/fr/contact/" in hrefs
    assert all(re.match(r"https://|\*\||#", href) for href in hrefs)


@pytest.mark.parametrize(("more", "message"), [
    ("show: ful", "“ful” is not a choice for “show”; the choices are summary, full"),
    ("number: two", "“two” is not the number of an issue; write it in digits"),
    ("number: 1", "the previous issue has the number 1; write a higher one"),
])
def test_what_is_wrong_with_an_issue_is_reported_by_check_and_build(tmp_path, more, message):
    """With the file, the line, and what would be right."""
    site = new_site(tmp_path)
    site.article("2024-07-03-one.fr.md", "Texte.")
    write(site, "2024-07", "fr", "2024-07-10", keys="one")
    write(site, "2024-08", "fr", "2024-08-10", more, keys="one")
    place = "content/issues/2024-08.fr.md:5: "

    assert [str(problem.message) for problem in check(site.options)
            if problem.line == 5] == [next(iter(site.errors())).removeprefix(place)]
    assert site.errors()[0].startswith(place + message)


def test_a_header_may_set_the_number(tmp_path):
    """What follows goes on from there, in the other language too."""
    site = new_site(tmp_path)
    for lang in ("fr", "en"):
        site.article(f"2024-07-03-one.{lang}.md", "Texte.")
        write(site, "2024-08", lang, "2024-08-10", keys="one")
    write(site, "2024-07", "fr", "2024-07-10", "number: 41", keys="one")

    assert site.errors() == []
    assert email(site, "2024-08", "en").select_one(".dateline").get_text().startswith(
        "Issue no.\u00a042\u00a0·")


def test_links_carry_what_the_settings_say(tmp_path):
    """In the email; the web copy is no email."""
    newsletter = {"utm": {"source": "letter", "medium": "email"}}
    site = with_newsletter(new_site(tmp_path), **newsletter)
    site.article("2024-07-03-one.fr.md", "Texte.")
    write(site, "2024-07", "fr", "2024-07-10", keys="one")

    assert site.errors() == []
    assert email(site, "2024-07").select_one("td.article h2 a")["href"] \
        == "https://lettre.example/fr/articles/one/" \
           "?utm_source=letter&utm_medium=email&utm_campaign=2024-07"
    assert "utm_" not in str(site.page("fr/numeros/2024-07"))


def test_a_wrong_setting_is_reported_before_anything_is_built(tmp_path):
    """Also by a check."""
    site = with_newsletter(new_site(tmp_path), utm={"source": "letter"})

    [problem] = [problem for problem in check(site.options) if problem.level == "error"]

    assert "“utm” below “[newsletter]” needs two texts" in str(problem.message)
    assert problem.path == str(site.options.conf)


def with_newsletter(site: Site, **changes: object) -> Site:
    """Return a site whose settings of the newsletter are changed, as the file of a firm says."""
    conf = site.options.content.parent / "conf.py"
    conf.write_text(f"from pelicanconf import *\nTHEME = {str(site.options.theme)!r}\n"
                    f"NEWSLETTER = NEWSLETTER | {changes!r}\n", "utf-8")
    newsletter = {**site.options.settings["NEWSLETTER"], **changes}
    settings = {**site.options.settings, "THEME": str(site.options.theme), "NEWSLETTER": newsletter}
    return Site(replace(site.options, conf=conf, settings=settings))
