"""The declared laws, and what is said about a wrong declaration."""

import pytest

from plugins.core.messages import ContentError
from plugins.register.laws import load_laws, unknown_law
from tests.conftest import PROJECT, Site
from tests.support.register import declared_laws

LAWS = """\
[trade-law]
name.fr = "Loi : le commerce"
name.en = "Trade Law"
chinese = "贸易法"
adopted = "2023-02"
in_force = 2023-06-01
"""


def test_a_law_has_a_name_in_each_language_and_its_dates():
    """The names are typeset; a month alone is a date too."""
    law = declared_laws(LAWS)["trade-law"]

    assert law.name == {"fr": "Loi\u00a0: le commerce", "en": "Trade Law"}
    assert (law.adopted.iso, law.adopted.exact) == ("2023-02", False)
    assert (law.in_force.iso, law.in_force.exact) == ("2023-06-01", True)


def test_a_law_of_another_country_has_no_chinese_name():
    """What is shown then ends with its own name."""
    assert declared_laws(LAWS.replace('chinese = "贸易法"\n', ""))["trade-law"].chinese == ""


def test_a_site_needs_no_laws(tmp_path):
    """Without the file there are none."""
    assert load_laws(tmp_path / "laws.toml", ("fr",)) == {}


@pytest.mark.parametrize(("old", "new", "line", "message"), [
    ('name.en = "Trade Law"\n', "", 3, "“trade-law” has no name in “en”; add “name.en = …”"),
    ('"贸易法"', '"Trade Law"', 5, "the Chinese name of “trade-law” has no Chinese character"),
    ("in_force", "inforce", 7, "there is no “inforce” in a law; the keys are name, short, chinese"),
    ('"2023-02"', '"February"', 6, "“February” is not a day; write adopted = 2018-08-31"),
    ("2023-06-01", '"2023-13"', 7, "“2023-13” is not a day; write in_force = 2018-08-31"),
    ("2023-06-01", "2022-06-01", 7, "“in_force” is a day before “adopted”"),
    ("[trade-law]", "[Trade]", 2, "the key “Trade” may contain lower-case letters without accents"),
    ("in_force = 2023-06-01", 'url = "npc.gov.cn"', 7, "“npc.gov.cn” is not an address"),
    ("in_force = 2023-06-01", 'note.fr = "N"', 7, "has no note in “en”; add “note.en = …”"),
    ("in_force = 2023-06-01", 'kind = "act"', 7, "“act” is no kind of law; the kinds are law"),
    ("in_force = 2023-06-01", 'replaces = ["x"]', 7, "“replaces” names a law “x” that is not"),
    ("in_force = 2023-06-01", 'replaces = ["trade-law"]', 2, "“trade-law” replaces itself"),
    ("in_force = 2023-06-01", "[[trade-law.amended]]\nin_force = 2024-01-01", 7,
     "“date” is missing; write date = 2018-08-31"),
    ("in_force = 2023-06-01", "[[trade-law.deadlines]]\nday = 2024-01-01\nwhat.fr = 'À faire'", 9,
     "there are no words for “what” in “en”; add “what.en = …”"),
])
def test_a_wrong_declaration_is_reported_with_the_line_of_its_key(old, new, line, message):
    """Each with what would be right."""
    with pytest.raises(ContentError) as error:
        declared_laws("# Laws\n" + LAWS.replace(old, new))

    problem, = error.value.problems
    assert message in str(problem.message)
    assert problem.line == line


def test_an_unknown_law_is_reported_with_those_that_exist():
    """An editor sees what to write instead."""
    assert str(unknown_law("tarde-law", ["trade-law"])) \
        == "there is no law “tarde-law”; the laws are trade-law (laws.toml)"


def test_the_laws_of_this_site_are_in_order():
    """They are named in both languages."""
    assert "company-law" in load_laws(PROJECT / "content" / "laws.toml", ("fr", "en"))


def test_an_article_shows_the_laws_that_it_names(site: Site):
    """With the Chinese name marked as Chinese, and how it stands on the day of the build."""
    site.write("laws.toml", LAWS)
    site.article("2023-07-03-a.fr.md", "Texte.", "laws: trade-law")
    assert site.errors() == []

    box = site.page("fr/articles/a").select_one("section.laws")

    assert box.h2.get_text() == "Le texte"
    assert box.select_one('[lang="zh-Hans"]').get_text() == "贸易法"
    assert box.a["href"].endswith("/fr/textes/trade-law/")
    assert "En vigueur depuis le 1er juin 2023" in " ".join(box.get_text().split())


def test_a_header_names_declared_laws_only(site: Site):
    """Told with file and line, like a topic."""
    site.write("laws.toml", LAWS)
    site.article("2023-07-03-a.fr.md", "Texte.", "laws: trade-law, trade")

    assert site.errors() == ["content/articles/2023-07-03-a.fr.md:5: there is no law “trade”; "
                             "the laws are trade-law (laws.toml)"]
