"""Laws in the words of one edition, as they stand on a day."""

from datetime import date

from plugins.site.register import LawsOfADay
from tests.support.register import register_of

LAWS = """\
[trade-law]
name = {fr = "Loi : le commerce", en = "Trade Law"}
short = {fr = "Loi C", en = "Law C"}
slug = {fr = "loi-sur-le-commerce", en = "trade-law"}
kind = "law"
chinese = "贸易法"
adopted = "2023-02"
in_force = 2023-07-01

[[trade-law.deadlines]]
day = 2024-03-31
what = {fr = "Déclarer les stocks", en = "Report stocks"}
whom = {fr = "Importateurs", en = "Importers"}
recurring = "yearly"

[old-law]
name = {fr = "Ancienne loi", en = "Old Law"}
in_force = 2000-01-01
repealed = 2023-07-01
replaced_by = "trade-law"
"""


def test_a_law_stands_in_a_sentence_of_the_edition():
    """The same declaration says something else on another day."""
    french, english = register_of(LAWS), register_of(LAWS, "en")

    assert french.on(date(2023, 6, 30))["trade-law"].standing \
        == "Entre en vigueur le 1er\u00a0juillet 2023"
    assert french.on(date(2023, 7, 1))["trade-law"].mark == "En vigueur"
    assert english.on(date(2023, 7, 1))["old-law"].standing == "Repealed since 1\u00a0July 2023"


def test_a_law_says_no_more_of_its_days_than_is_known():
    """Who knows only when it was adopted or promulgated does not know that it is not in force."""
    start = '[a]\nname = {fr = "Loi", en = "Law"}\n'
    said = [register_of(start + day).on(date(2024, 1, 1))["a"].standing
            for day in ("adopted = 2001-02-03", "promulgated = 2001-02-03")]

    assert said == [f"{begun} le 3\u00a0février 2001\u202f; date d’entrée en vigueur non précisée "
                    "ici" for begun in ("Adopté", "Promulgué")]


def test_a_law_that_is_replaced_in_part_and_amended_says_both():
    """What is left of it is another text since."""
    laws = LAWS.replace('repealed = 2023-07-01\nreplaced_by = "trade-law"', """
[[old-law.amended]]
date = 2023-09-01""").replace('kind = "law"', 'replaces_partly = ["old-law"]')

    assert register_of(laws, "en").on(date(2023, 9, 1))["old-law"].standing == (
        "In force; replaced in part since 1\u00a0July 2023; amended version since "
        "1\u00a0September 2023")
    assert register_of(laws, "en").on(date(2023, 8, 1))["old-law"].standing.endswith("July 2023")


def test_a_law_leads_to_its_page_in_every_edition():
    """Each with the address that its declaration gives."""
    law = register_of(LAWS).on(date(2023, 7, 1))["old-law"]

    assert law.addresses == (("fr", "fr/laws/old-law/"), ("en", "en/laws/old-law/"))
    assert law.replaced_by.url == "fr/laws/loi-sur-le-commerce/"
    assert law.replaced_by.short == "Loi C"


def test_an_issue_knows_nothing_of_what_came_after_it():
    """What it says on its own day it says on every later one."""
    register = register_of(LAWS)

    assert set(register.known_on(date(2023, 2, 27))) == {"old-law"}
    assert register.known_on(date(2023, 3, 1))["old-law"].next[0].what == "repealed"
    assert [event.day.iso for event in register.coming(date(2023, 3, 1))][:2] \
        == ["2023-07-01", "2023-07-01"]


def test_a_deadline_says_who_must_do_what_and_how_often():
    """In the words of the edition."""
    event = register_of(LAWS, "en").coming(date(2025, 1, 1))[-1]

    assert (event.title, event.whom, event.when, event.recurring) \
        == ("Report stocks", "Importers", "31\u00a0March 2025", "every year")


def test_laws_are_put_in_words_where_they_are_shown():
    """A letter of a hundred issues and five hundred laws shows few of them in each."""
    asked = []
    laws = LawsOfADay({"a": 1, "b": 2}, lambda law: asked.append(law) or f"Law {law}",
                      {})

    assert (list(laws), len(laws), "c" in laws, asked) == (["a", "b"], 2, False, [])
    assert (laws["b"], laws["b"], asked) == ("Law 2", "Law 2", [2])
