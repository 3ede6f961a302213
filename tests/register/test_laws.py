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

DUE = """\
[[trade-law.deadlines]]
day = 2024-01-01
what = { fr = "À faire", en = "To do" }
"""

OF_VERSION_1 = """\
[trade-law]
name.fr = "Loi sur le commerce (LC)"
name.en = "Trade Law (TL)"
chinese = "贸易法"
number.fr = "Décret n° 727"
number.en = "Decree 727"
adopted = "2023-02"
in_force = 2023-06-01
note.fr = "Signée"
note.en = "Signed"
url = "https://www.npc.gov.cn/"

[other-law]
name.fr = "Autre loi"
name.en = "Other Law"
"""


def told_of(laws: str) -> list[tuple[int, str]]:
    """Return what is wrong with a declaration, each with its line."""
    try:
        declared_laws(laws)
    except ContentError as error:
        return [(problem.line, str(problem.message)) for problem in error.problems]
    return []


def test_a_law_has_a_name_in_each_language_and_its_dates():
    """The names are typeset; a month alone is a date too."""
    law = declared_laws(LAWS)["trade-law"]

    assert law.name == {"fr": "Loi\u00a0: le commerce", "en": "Trade Law"}
    assert (law.adopted.iso, law.adopted.exact) == ("2023-02", False)
    assert (law.in_force.iso, law.in_force.exact) == ("2023-06-01", True)


def test_a_declaration_from_before_the_register_is_read_as_it_is():
    """What is new may be left out: its address ends in its key then."""
    law, other = declared_laws(OF_VERSION_1).values()

    assert (law.name["fr"], law.number["en"]) == ("Loi sur le commerce (LC)", "Decree 727")
    assert (law.slug["fr"], law.kind, law.short, law.deadlines) == ("trade-law", "", {}, ())
    assert (law.updated, other.in_force) == (None, None)


@pytest.mark.parametrize(("written", "read"), [
    ('name.fr = "  Loi\tX "', "Loi X"), ('name.fr = """Loi\nX"""', "Loi X"),
    ('name.fr = "Loi\u00a0X"', "Loi\u00a0X"), ("name.fr = 'Loi X'", "Loi X"),
])
def test_words_are_one_line(written, read):
    """A file for calendars and one for references hold them; a space that was meant is kept."""
    assert declared_laws(f"[a]\n{written}\nname.en = 'X'\n")["a"].name["fr"] == read


@pytest.mark.parametrize("more", [
    DUE, DUE + "whom.fr = 'Tous'\nwhom.en = 'All'\nrecurring = 'yearly'", "replaces = []",
    "amended = []", "amended = [{date = 2024-01-01}]", "pinyin = ''",
    "promulgated = 2023-08-01", 'repealed = "2023-06"', "url = ' https://npc.gov.cn '",
    "slug.fr = ' a '\nslug.en = 'b'",
    DUE + "announced = '2023-12'", "repealed = 2030-01-01\nrepeal_announced = 2029-05-01",
    DUE + "announced = 2025-01-01",
])
def test_nothing_is_said_of_what_is_right(more):
    """A law may take effect before it is promulgated; one that is not there replaces nothing."""
    assert declared_laws(LAWS + more)["trade-law"].slug["fr"] in ("trade-law", "a")


def test_what_is_replaced_is_told_once_and_where_it_is_written():
    """A ring of laws, and a law that two of them replace."""
    laws = "".join(f"[{key}]\nname.fr = '{key}'\nname.en = '{key}'\nreplaced_by = '{after}'\n"
                   for key, after in (("a", "b"), ("b", "c"), ("c", "b"), ("d", "a")))
    with pytest.raises(ContentError) as error:
        declared_laws(laws + "replaces = ['a']\n")

    assert [(problem.line, str(problem.message)) for problem in error.value.problems] == [
        (8, "“b” replaces itself, by way of b, c; take one of the replacements away"),
        (17, "“a” is replaced by “b” and by “d”; take one of the two away")]


@pytest.mark.parametrize(("of_a", "of_b", "line", "message"), [
    ("replaces_partly = ['a']", "", 4, "“a” replaces itself, by way of a; take one of the"),
    ("replaces_partly = ['b']", "replaces = ['a']", 4, "“b” replaces itself, by way of b, a"),
    ("replaces_partly = ['b']", "replaces_partly = ['a']", 4, "“b” replaces itself, by way of"),
    ("replaces = ['b']\nreplaces_partly = ['b']", "", 5, "“b” is replaced by “a” both wholly and"),
    ("replaces_partly = ['b']", "replaced_by = 'a'", 8, "“b” is replaced by “a” both wholly and"),
    ("replaces_partly = ['b', 'c']", "replaces_partly = ['c']", 0, ""),
    ("replaces = ['b']", "replaced_by = 'a'", 0, ""),
    ("replaces = ['c']\nreplaces_partly = ['b']", "", 0, ""),
])
def test_what_replaces_in_part_is_told_like_what_replaces(of_a, of_b, line, message):
    """A law may be replaced in part by several, and the same may be said in both."""
    told = told_of("".join(f"[{key}]\nname = {{fr = '{key}', en = '{key}'}}\n\n{said}\n"
                           for key, said in (("a", of_a), ("b", of_b), ("c", ""))))

    assert [(at, words[:len(message)]) for at, words in told] == ([(line, message)] if line else [])


REPLACED = """\
[new-law]
name = { fr = "Nouvelle", en = "New" }
replaces = ["other-law"]
in_force = 2024-01-01
"""


@pytest.mark.parametrize("edited", [
    OF_VERSION_1.replace("Signée", "Publiée"), OF_VERSION_1.replace("other-law", "another-law"),
    OF_VERSION_1 + REPLACED, OF_VERSION_1 + REPLACED.replace("2024", "2025"),
    REPLACED + OF_VERSION_1, OF_VERSION_1 + "repealed = 2020-01-01\n", "",
    OF_VERSION_1.replace("Autre loi", "Autre texte") + REPLACED])
def test_after_an_edit_the_laws_are_as_if_read_from_nothing(tmp_path, edited):
    """What was read before is kept where nothing else is said, or follows from others, alone."""
    path, fresh = tmp_path / "laws.toml", tmp_path / "fresh.toml"
    for text in (OF_VERSION_1 + REPLACED, edited):
        path.write_text(text, "utf-8")
        laws = load_laws(path, ("fr", "en"))
    fresh.write_text(edited, "utf-8")

    assert list(laws.items()) == list(load_laws(fresh, ("fr", "en")).items())


@pytest.mark.parametrize(("old", "new"), [
    ("Signée", ""), ("[other-law]", "[third-law]"), ("2024", "2024-2"), ("note.fr", "nota.fr"),
    ('"other-law"]', '"other-law", "trade-law"]\nreplaced_by = "trade-law"'),
    ('name.fr = "Autre loi"', 'slug.fr = "trade-law"')])
def test_after_an_edit_the_same_is_told_as_of_a_file_from_nothing(tmp_path, old, new):
    """What was right before is wrong if what it names is gone."""
    path, fresh = tmp_path / "laws.toml", tmp_path / "fresh.toml"
    path.write_text(OF_VERSION_1 + REPLACED, "utf-8")
    load_laws(path, ("fr", "en"))
    told = []
    for file in (path, fresh):
        file.write_text((OF_VERSION_1 + REPLACED).replace(old, new), "utf-8")
        with pytest.raises(ContentError) as caught:
            load_laws(file, ("fr", "en"))
        told.append([(problem.line, str(problem.message)) for problem in caught.value.problems])

    assert told[0] == told[1] != []


@pytest.mark.parametrize(("own", "other"), [
    ("repealed = 2024-06-01", ""), ("replaced_by = 'b'", ""), ("", "replaces = ['a']")])
def test_an_end_that_any_of_two_laws_says_may_be_announced(own: str, other: str):
    """The law that ends, or the one that ends it."""
    assert told_of(f"[a]\nname = {{fr = 'a', en = 'a'}}\nrepeal_announced = 2024-06-01\n{own}\n"
                   f"[b]\nname = {{fr = 'b', en = 'b'}}\n{other}\n") == []


def test_a_table_below_a_misspelt_key_leads_to_the_law_that_is_meant():
    """A law with a name of its own, and a key like no other, are left alone."""
    table = "\n[[{}.deadlines]]\nday = 2024-01-01\nwhat = {{fr = 'À faire', en = 'To do'}}\n"

    assert told_of(LAWS + table.format("tarde-law")) == [
        (8, "there is no law “tarde-law”; did you mean “trade-law”?")]
    assert all("no words for “name”" in words for _, words in told_of(LAWS + table.format("other")))
    assert told_of(LAWS + "[tarde-law]\nname = {fr = 'Loi', en = 'Law'}\n") == []


def test_a_law_of_another_country_has_no_chinese_name():
    """What is shown then ends with its own name."""
    assert declared_laws(LAWS.replace('chinese = "贸易法"\n', ""))["trade-law"].chinese == ""


def test_a_site_needs_no_laws(tmp_path):
    """Without the file there are none."""
    assert load_laws(tmp_path / "laws.toml", ("fr",)) == {}


@pytest.mark.parametrize(("old", "new", "line", "message"), [
    ('name.en = "Trade Law"\n', "", 3, "there are no words for “name” in “en”; add “name.en = …”"),
    ('"贸易法"', '"Trade Law"', 5, "the Chinese name of “trade-law” has no Chinese character"),
    ("in_force", "inforce", 7, "there is no “inforce” in a law; the keys are name, short, chinese"),
    ('"2023-02"', '"February"', 6, "“February” is not a day; write adopted = 2018-08-31"),
    ("2023-06-01", '"2023-13"', 7, "“2023-13” is not a day; write in_force = 2018-08-31"),
    ("2023-06-01", "2022-06-01", 7, "“in_force” is a day before “adopted”"),
    ("[trade-law]", "[Trade]", 2, "the key “Trade” may contain lower-case letters without accents"),
    ("in_force = 2023-06-01", 'url = "npc.gov.cn"', 7, "“npc.gov.cn” is not an address"),
    ("in_force = 2023-06-01", 'note.fr = "N"', 7, "no words for “note” in “en”; add “note.en = …”"),
    ("in_force = 2023-06-01", 'name.de = "Gesetz"', 7, "“de” is not a language of the site; the"),
    ("in_force = 2023-06-01", DUE.replace(" }", ", de = 'Tun' }"), 9, "“de” is not a language"),
    ("in_force = 2023-06-01", 'kind = "act"', 7, "“act” is no kind of law; the kinds are law"),
    ("in_force = 2023-06-01", 'replaces = ["x"]', 7, "“replaces” names a law “x” that is not"),
    ("in_force = 2023-06-01", 'replaces = ["trade-law"]', 7, "“trade-law” replaces itself"),
    ("in_force = 2023-06-01", 'replaces = "x"', 7, "“replaces” is no list; write replaces = ["),
    ("in_force = 2023-06-01", 'replaces = [["x"]]', 7, "“[…]” is no key of a law; write replaces"),
    ("in_force = 2023-06-01", 'replaced_by = ["x"]', 7, "“[…]” is no text; write replaced_by"),
    ("in_force = 2023-06-01", 'short = "Loi"', 7, "“short” has words for each language"),
    ("in_force = 2023-06-01", "note = []", 7, "“note” has words for each language"),
    ("in_force = 2023-06-01", "name.de = 3", 7, "“3” is no text; write name.de = \"…\""),
    ("in_force = 2023-06-01", "slug.fr = 'À'\nslug.en = 'a'", 7, "the slug “À” may contain"),
    ("in_force = 2023-06-01", "repealed = 2022-01-01", 7, "“repealed” is a day before “adopted”"),
    ("in_force = 2023-06-01", "updated = '2024-01'", 7, "“2024-01” is not a day; write updated"),
    ("in_force = 2023-06-01", "in_force = 3023-06-01", 7, "the year 3023 cannot be meant"),
    ("in_force = 2023-06-01", "in_force = 2023-06-01T10:00:00Z", 7, "is not a day; write in_force"),
    ("in_force = 2023-06-01", 'url = "https://npc.gov.cn/a b"', 7, "is not an address"),
    ("in_force = 2023-06-01", "amended = [1]", 7, "“amended” is written one by one"),
    ("in_force = 2023-06-01", "[trade-law.deadlines]\nday = 2024-01-01", 7,
     "“deadlines” is written one by one; write “[[trade-law.deadlines]]” on a line above each"),
    ("in_force = 2023-06-01", "[[trade-law.amended]]\ndate = 2022-01-01", 8,
     "“date” is a day before “adopted”"),
    ("in_force = 2023-06-01", "repeal_announced = 2024-01-01", 7, "this law has no end that could"),
    ("in_force = 2023-06-01", DUE + "recurring = ['yearly']", 10, "“[…]” is no text; write"),
    ("in_force = 2023-06-01", DUE + "recurring = 'weekly'", 10, "is not how a deadline comes"),
    ("in_force = 2023-06-01", DUE + "whom.fr = 'Tous'", 10, "no words for “whom” in “en”; add"),
    ("in_force = 2023-06-01", DUE + "who.fr = 'Tous'", 10, "there is no “who” here; the keys are"),
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
    many = [f"law-{number}" for number in range(500)]
    assert str(unknown_law("tarde-law", [*many, "trade-law"])).startswith(
        "there is no law “tarde-law”; the laws are trade-law, law-")


def test_the_laws_of_this_site_are_in_order():
    """They are named in both languages."""
    assert "company-law" in load_laws(PROJECT / "content" / "laws.toml", ("fr", "en"))


def test_an_article_shows_the_laws_that_it_names(site: Site):
    """With the Chinese name marked as Chinese, and how it stands on the day of the build."""
    site.write("laws.toml", LAWS)
    site.article("2023-07-03-a.fr.md", "Texte.", "laws: trade-law")
    assert site.errors() == []

    box = site.page("fr/articles/a").select_one("section.laws")

    assert box.h2.get_text() == "Le texte de loi"
    assert box.select_one('[lang="zh-Hans"]').get_text() == "贸易法"
    assert box.a["href"].endswith("/fr/textes/trade-law/")
    assert "En vigueur depuis le 1er juin 2023" in " ".join(box.get_text().split())


def test_a_header_names_declared_laws_only(site: Site):
    """Told with file and line, like a topic."""
    site.write("laws.toml", LAWS)
    site.article("2023-07-03-a.fr.md", "Texte.", "laws: trade-law, trade")

    assert site.errors() == ["content/articles/2023-07-03-a.fr.md:5: there is no law “trade”; "
                             "the laws are trade-law (laws.toml)"]
