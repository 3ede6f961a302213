"""The declared topics and laws, and what is said about a wrong declaration."""

from pathlib import Path

import pytest

from plugins.content.vocabularies import load_laws, load_topics, unknown_law, unknown_topic
from plugins.core.messages import ContentError, Problem
from tests.conftest import PROJECT, TOPICS, Site


def faults(path: Path) -> tuple[Problem, ...]:
    """Return what is wrong with a declaration."""
    with pytest.raises(ContentError) as error:
        load_topics(path, ("fr", "en"))
    return error.value.problems


def test_a_topic_has_a_name_and_a_slug_in_each_language(tmp_path):
    """One key stands for the topic in every edition."""
    path = tmp_path / "topics.toml"
    path.write_text(TOPICS, encoding="utf-8")

    topics = load_topics(path, ("fr", "en"))

    assert topics["author"]["editors"].names["fr"] == "La rédaction"
    assert topics["tag"]["trade"].slugs["en"] == "trade"


def test_a_missing_language_and_a_slug_used_twice_are_reported_with_their_line(tmp_path):
    """The line is that of the topic's heading."""
    path = tmp_path / "topics.toml"
    path.write_text(TOPICS.replace('name.en = "Trade"\n', "")
                    + '\n[tags.other]\nname = {fr="A", en="B"}\nslug = {fr="commerce", en="b"}\n')

    problems = faults(path)

    assert [(problem.line, str(problem.message)) for problem in problems] == [
        (7, "“trade” has no name in “en”; add “name.en = …”"),
        (18, "“other” and “trade” have the same slug “commerce”; change one")]


def test_a_file_that_is_no_toml_is_reported_with_the_reason(tmp_path):
    """The reason names the line."""
    path = tmp_path / "topics.toml"
    path.write_text("[categories\n")

    problem, = faults(path)

    assert problem.line == 1


def test_an_unknown_topic_is_reported_with_those_that_exist(tmp_path):
    """An editor sees what to write instead."""
    path = tmp_path / "topics.toml"
    path.write_text(TOPICS, encoding="utf-8")
    topics = load_topics(path, ("fr", "en"))

    assert str(unknown_topic("category", "breif", topics)) \
        == "there is no category “breif”; the categories are brief (topics.toml)"


@pytest.mark.parametrize(("text", "message"), [
    ('slug.fr = "../../x"', "the slug “../../x” may contain lower-case letters"),
    ('slug.fr = "Droit-DES"', "the slug “Droit-DES” may contain lower-case letters"),
    ('name.fr = 3', "“x” has no name in “fr”"),
    ('nmae.fr = "X"', "there is no “nmae” in a topic; the keys are name, slug"),
])
def test_what_could_not_be_an_address_or_a_name_is_refused(tmp_path, text: str, message: str):
    """A slug must not lead out of the site."""
    path = tmp_path / "topics.toml"
    path.write_text(f'{TOPICS}\n[tags.x]\nname.en = "X"\nslug.en = "x"\n{text}\n')

    assert any(message in str(problem.message) for problem in faults(path))


LAWS = """\
[trade-law]
name.fr = "Loi : le commerce"
name.en = "Trade Law"
chinese = "贸易法"
adopted = "2023-02"
in_force = 2023-06-01
"""


def load(folder: Path, text: str, languages: tuple[str, ...] = ("fr", "en")) -> dict:
    """Return the laws of a declaration."""
    path = folder / "laws.toml"
    path.write_text(text, encoding="utf-8")
    return load_laws(path, languages)


def test_a_law_has_a_name_in_each_language_and_its_dates(tmp_path):
    """The names are typeset; a month alone is a date too."""
    law = load(tmp_path, LAWS)["trade-law"]

    assert law.name == {"fr": "Loi\u00a0: le commerce", "en": "Trade Law"}
    assert (law.adopted.iso, law.adopted.exact) == ("2023-02", False)
    assert (law.in_force.iso, law.in_force.exact) == ("2023-06-01", True)


def test_a_law_of_another_country_has_no_chinese_name(tmp_path):
    """What is shown then ends with its own name."""
    assert load(tmp_path, LAWS.replace('chinese = "贸易法"\n', ""))["trade-law"].chinese == ""


def test_a_site_needs_no_laws(tmp_path):
    """Without the file there are none."""
    assert load_laws(tmp_path / "laws.toml", ("fr",)) == {}


@pytest.mark.parametrize(("old", "new", "message"), [
    ('name.en = "Trade Law"\n', "", "“trade-law” has no name in “en”; add “name.en = …”"),
    ('"贸易法"', '"Trade Law"', "the Chinese name of “trade-law” has no Chinese character"),
    ("in_force", "inforce", "there is no “inforce” in a law; the keys are name, number, note"),
    ('"2023-02"', '"February"', "“February” is not a day; write adopted = 2018-08-31"),
    ("2023-06-01", '"2023-13"', "“2023-13” is not a day; write in_force = 2018-08-31"),
    ("[trade-law]", "[Trade]", "the key “Trade” may contain lower-case letters without accents"),
    ('in_force = 2023-06-01', 'url = "npc.gov.cn"', "“npc.gov.cn” is not an address"),
    ("in_force = 2023-06-01", 'note.fr = "N"', "has no note in “en”; add “note.en = …”"),
])
def test_a_wrong_declaration_is_reported_with_the_line_of_its_law(tmp_path, old, new, message):
    """Each with what would be right."""
    with pytest.raises(ContentError) as error:
        load(tmp_path, "# Laws\n" + LAWS.replace(old, new))

    problem, = error.value.problems
    assert message in str(problem.message)
    assert problem.line == 2


def test_an_unknown_law_is_reported_with_those_that_exist():
    """An editor sees what to write instead."""
    assert str(unknown_law("tarde-law", ["trade-law"])) \
        == "there is no law “tarde-law”; the laws are trade-law (laws.toml)"


def test_the_laws_of_this_site_are_in_order():
    """They are named in both languages."""
    assert "company-law" in load_laws(PROJECT / "content" / "laws.toml", ("fr", "en"))


def test_an_article_shows_the_laws_that_it_names(site: Site):
    """With the Chinese name marked as Chinese, and the dates in words."""
    site.write("laws.toml", LAWS)
    site.article("2023-07-03-a.fr.md", "Texte.", "laws: trade-law")
    assert site.errors() == []

    box = site.page("fr/articles/a").select_one("section.laws")

    assert box.h2.get_text() == "Le texte"
    assert box.select_one('[lang="zh-Hans"]').get_text() == "贸易法"
    assert [time["datetime"] for time in box.select("time")] == ["2023-02", "2023-06-01"]
    assert "Adoption février 2023" in " ".join(box.get_text().split())


def test_a_header_names_declared_laws_only(site: Site):
    """Told with file and line, like a topic."""
    site.write("laws.toml", LAWS)
    site.article("2023-07-03-a.fr.md", "Texte.", "laws: trade-law, trade")

    assert site.errors() == ["content/articles/2023-07-03-a.fr.md:5: there is no law “trade”; "
                             "the laws are trade-law (laws.toml)"]
