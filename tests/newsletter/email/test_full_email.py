"""Tests of an email that holds whole articles."""

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from tests.newsletter.email.test_render import GOLDEN, NUMERO, SITE, TAG, read, rendered
from tests.support.golden import same_as_golden
from tests.support.register import shown_laws

LAWS = """\
[company-law]
name = {fr = "Loi sur les sociétés", en = "Company Law"}
number = {fr = "Ordre n° 15", en = "Order 15"}
note = {fr = "Art. 47 : cinq ans.", en = "Art. 47: five years."}
chinese = "中华人民共和国公司法"
adopted = "2023-12"
in_force = 2024-07-01
url = "https://law.example/"

[[company-law.deadlines]]
day = 2024-12-31
what = {fr = "Déposer les comptes & payer", en = "File accounts & pay"}
whom = {fr = "Toutes les sociétés", en = "All companies"}
recurring = "yearly"
"""
LAW = shown_laws(LAWS, date(2018, 7, 9))["company-law"]
LAW = replace(LAW, link=replace(LAW.link, url=f"{SITE}/{LAW.url}"))
DATES = tuple(replace(event, law=LAW.link) for event in LAW.next)
BODY = f"""\
<aside class="facts" aria-labelledby="facts"><h2 id="facts">À retenir</h2>
<ul><li>De 15 à 20\u00a0%.</li></ul></aside>
<p>Un contrat<sup id="fnref-nom"><a class="footnote-ref" href="#fn-nom">1</a></sup>, dit
<q lang="en">at will</q>, de <span lang="zh-Hans">小红书</span>.</p>
<h2 id="une-partie">Une partie</h2>
<h3 id="plus-bas">Plus bas</h3>
<figure><img src="{SITE}/pictures/a-1200.png" alt="Un livre." width="1200" height="480">
<figcaption>Le livre</figcaption></figure>
<section class="table" tabindex="0" aria-label="Tableau 1"><table><thead><tr>
<th scope="col">Année</th><th scope="col" class="to-right">Versement</th></tr></thead><tbody>
<tr><th scope="row">Première</th><td class="to-right">1,6\u00a0million</td></tr>
<tr><th scope="row">Seconde</th><td class="to-right">10\u00a0millions</td></tr></tbody></table>
</section>
<p><a href="#une-partie">Plus haut</a>, <a href="{SITE}/fr/articles/autre/">ailleurs</a>.</p>
<div class="footnote"><hr><ol><li id="fn-nom"><p>Mot à mot.&#160;<a class="footnote-backref"
href="#fnref-nom" title="Retour à la note 1 dans le texte">↩</a></p></li></ol></div>
<p class="form-link" data-form-link="contact"><a href="{SITE}/fr/contact/">Écrivez-nous</a></p>"""
ARTICLE = replace(NUMERO.articles[0], body=BODY, laws=(LAW,))
WHOLE = replace(NUMERO, show="full", coming=DATES, articles=(
    ARTICLE, replace(ARTICLE, key="law", title="Une loi", url=f"{SITE}/fr/articles/loi/", laws=())))


def test_headings_follow_each_other_without_a_gap():
    """The issue is above its articles, an article above the parts of its text."""
    levels = [int(heading.name[1]) for heading in read(rendered(WHOLE).html).select(
        "h1, h2, h3, h4, h5, h6")]

    assert levels == [1, 2, 2, 3, 3, 4, 3, 3, 2, 3, 3, 4, 3, 2]


def test_a_note_of_one_article_is_not_that_of_another():
    """Each link inside of the email leads to one place, which is there once."""
    page = read(rendered(WHOLE).html)
    ids = Counter(tag["id"] for tag in page.select("[id]"))
    led = {a["href"][1:] for a in page.select("a[href^='#']")}

    assert set(ids.values()) == {1} and led == set(ids)
    assert {"xiaohongshu--fn-nom", "law--fn-nom", "law--fnref-nom", "fn:1"} <= led


def test_what_an_article_is_made_of_is_in_the_email():
    """A form is a link to it; an image fits; a table of values is none of layout."""
    cell = read(rendered(WHOLE).html).select_one("td.article")
    [values] = [table for table in cell.select("table") if "role" not in table.attrs]

    assert cell.select_one("h2 a")["href"] == ARTICLE.url
    assert cell.select_one(".form-link a")["href"] == f"{SITE}/fr/contact/"
    assert not cell.select("form, aside, section, figure, [data-form-link], [tabindex]")
    assert (cell.img["width"], cell.img["height"], cell.img["alt"]) == ("510", "204", "Un livre.")
    assert [th["scope"] for th in values.select("th")] == ["col", "col", "row", "row"]
    assert cell.select_one("td.facts h3").get_text() == "À retenir"


def test_each_part_keeps_its_language():
    """English in French text, and Chinese, set as such."""
    cell = read(rendered(WHOLE).html).select_one("td.article")

    assert cell.find("q", lang="en").get_text() == "at will"
    assert {span.get_text() for span in cell.select("span[lang=zh-Hans]")} == {
        "小红书", "中华人民共和国公司法"}


STANDING = "Annoncé pour le 1er\u00a0juillet 2024"
AHEAD = "31\u00a0décembre 2024\u00a0: Déposer les comptes & payer"


@pytest.mark.parametrize(("show", "lines"), [
    ("summary", ["Loi sur les sociétés", "中华人民共和国公司法", STANDING, AHEAD]),
    ("full", ["Loi sur les sociétés", "中华人民共和国公司法", "Ordre n°\u00a015",
              "Art.\u00a047\u00a0: cinq ans.", STANDING, AHEAD]),
])
def test_the_law_of_an_article_is_in_a_box(show, lines):
    """With its names and how it stood; more is said of it beside the whole text alone."""
    page = read(rendered(replace(WHOLE, show=show)).html)
    [box] = page.select("td.laws")

    assert box.h3.get_text() == "Le texte de loi"
    assert list(box.p.stripped_strings) == lines
    assert box.a["href"] == LAW.url == f"{SITE}/fr/laws/company-law/"


def test_two_laws_are_laws():
    """A law without dates or number has none."""
    bare = replace(LAW, number="", note="", standing="", next=())
    email = rendered(replace(WHOLE, articles=(replace(ARTICLE, laws=(bare, bare)),)))
    box = read(email.html).select_one("td.laws")

    assert box.h3.get_text() == "Les textes de loi"
    assert [list(law.stripped_strings) for law in box.select("p")] \
        == [["Loi sur les sociétés", "中华人民共和国公司法"]] * 2
    assert f"- Loi sur les sociétés (中华人民共和国公司法)\n  {LAW.url}\n- Loi" in email.text


def test_an_issue_announces_dates_as_they_were_known_on_its_day():
    """In both parts: when, what, whom it binds, and the page of the law."""
    email = rendered(WHOLE)
    box = read(email.html).select_one("td.dates")

    assert box.h2.get_text() == "Dates à venir"
    assert box.select_one(".as-of").get_text() == "Situation connue au 3 juillet 2018"
    assert [list(event.stripped_strings) for event in box.select("p")[1:]] == [
        ["1er\u00a0juillet 2024", "Entrée en vigueur", "Loi sur les sociétés"],
        ["31\u00a0décembre 2024, chaque année", "Déposer les comptes & payer",
         "Concerne\u00a0: Toutes les sociétés", "Loi sur les sociétés"]]
    assert [link["href"] for link in box.select("a")] == [LAW.url] * 2
    assert ("- 31\u00a0décembre 2024, chaque année\n  Déposer les comptes & payer\n"
            "  Concerne\u00a0: Toutes "
            f"les sociétés\n  Loi sur les sociétés\n  {LAW.url}\n") in email.text
    assert json.loads(email.files()["campaign.json"])["dates"][0] == {
        "when": "1er\u00a0juillet 2024", "what": "Entrée en vigueur", "law": "Loi sur les sociétés"}


def test_an_issue_without_a_date_to_come_says_nothing_of_dates():
    """An empty heading would be a riddle."""
    email = rendered(replace(WHOLE, coming=()))

    assert not read(email.html).select("td.dates") and "Dates à venir" not in email.text


@pytest.mark.parametrize("body", ["<p>*|FNAME|*</p>", "<p>*&#x7c;FNAME|*</p>",
                                  "<p><b>*</b>|FNAME|*</p>", "<pre>*|FNAME|*</pre>"])
def test_a_merge_tag_in_a_whole_text_or_in_a_law_is_text(body):
    """Mailchimp prints what an editor wrote."""
    law = replace(LAW, link=replace(LAW.link, name="*|FNAME|*"), note="*|FNAME|*")
    email = rendered(replace(WHOLE, articles=(replace(ARTICLE, body=body, laws=(law,)),)))

    assert "FNAME" not in "".join(TAG.findall(email.html + email.text))
    assert "FNAME" in email.html and "FNAME" in email.text


def test_plain_text_is_without_artefacts():
    """No markup, no space at the end of a line, no more than one blank line, no line too long."""
    text = rendered(WHOLE).text

    assert not re.search(r"<\w|&\w+;|\{|\]\(|\n\n\n| \n", text)
    assert all(len(line) <= 72 for line in text.split("\n") if "https://" not in line)


def test_no_point_between_two_words_begins_or_ends_a_line():
    """However narrow the window is."""
    email = rendered(WHOLE)

    for part in (read(email.html).get_text(), email.text):
        assert re.findall("(.)·(.)", part) == [("\u00a0", "\u00a0")] * part.count("·") != []


@pytest.mark.parametrize("name", ["email.html", "email.txt"])
def test_a_whole_email_is_as_a_person_has_read_it(name):
    """Every change of an email shows here; GOLDEN=write takes it over, to be read in the diff."""
    same_as_golden(GOLDEN / f"full.{name}", rendered(WHOLE).files()[name].decode())
