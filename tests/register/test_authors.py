"""Who writes, as `authors.toml` declares them, and what is said about a wrong declaration."""

from pathlib import Path

import pytest

from plugins.core.messages import ContentError
from plugins.register.authors import Authors, language_shown, load_authors
from plugins.register.topics import Topic

PERSON = """\
[claire-durand]
name = "Claire Durand"
slug.fr = "claire"
slug.en = "claire-durand"
role.fr = "Avocate : associée"
role.en = "Partner"
photo = "images/claire.jpg"
alt.fr = "Portrait"
alt.en = "A portrait"
languages = ["fr", "en", "zh-Hans"]
bio.fr = "Elle conseille."
bio.en = "She advises."
bar.fr = "Paris, 2009"
bar.en = "Paris, 2009"
email = "claire@durand.fr"
profiles = ["https://www.linkedin.com/in/claire"]
"""

EDITORS = '[editors]\norganization = true\nname = {fr = "La rédaction", en = "The editors"}\n'

OLD = {"desk": Topic("desk", {"fr": "Le desk", "en": "The desk"}, {"fr": "le-desk", "en": "desk"})}
"""What `topics.toml` declares."""


def load(folder: Path, text: str, others: dict[str, Topic] | None = None) -> Authors:
    """Return the authors that a file declares beside a photo."""
    (folder / "images").mkdir(exist_ok=True)
    (folder / "images/claire.jpg").write_bytes(b"")
    (folder / "authors.toml").write_text(text, "utf-8")
    return load_authors(folder / "authors.toml", ("fr", "en"), others or {})


def faults(folder: Path, text: str) -> list[tuple[int, str]]:
    """Return the line and the sentence of each fault of a file."""
    with pytest.raises(ContentError) as error:
        load(folder, text, OLD)
    return [(problem.line, str(problem.message)) for problem in error.value.problems]


def test_a_person_is_all_that_is_declared(tmp_path: Path):
    """One name for all languages or one for each; words typeset."""
    claire = load(tmp_path, PERSON)["claire-durand"]

    assert claire.topic == Topic("claire-durand", dict.fromkeys(("fr", "en"), "Claire Durand"),
                                 {"fr": "claire", "en": "claire-durand"})
    assert (claire.organization, claire.guest) == (False, False)
    assert claire.role == {"fr": "Avocate\u00a0: associée", "en": "Partner"}
    assert (claire.photo, claire.alt["en"]) == ("images/claire.jpg", "A portrait")
    assert claire.languages == ("fr", "en", "zh-Hans")
    assert (claire.email, claire.profiles) \
        == ("claire@durand.fr", ("https://www.linkedin.com/in/claire",))


@pytest.mark.parametrize("text", ['[claire]\nname = "Claire"\n', EDITORS, "", "# nobody yet\n"])
def test_a_name_is_enough(tmp_path: Path, text: str):
    """The key is the end of the address then."""
    for key, author in load(tmp_path, text).items():
        assert author.topic.slugs == {"fr": key, "en": key}


def test_authors_of_topics_are_organizations_and_come_last(tmp_path: Path):
    """An editor's folder of before has no other authors."""
    found = load(tmp_path, PERSON, OLD)

    assert list(found) == ["claire-durand", "desk"]
    assert found["desk"].organization and found["desk"].topic is OLD["desk"]
    assert load_authors(tmp_path / "none.toml", ("fr", "en"), OLD)["desk"].topic is OLD["desk"]


@pytest.mark.parametrize(("typed", "told"), [
    ("nmae = \"Claire\"", "there is no “nmae” in an author; the keys are name, slug, organization"),
    ('role.en = "Partner"', "there are no words for “role” in “fr”; add “role.fr = …”"),
    ('bio.fr = "Elle"', "there are no words for “bio” in “en”; add “bio.en = …”"),
    ('role = {fr = "A", en = "B", de = "C"}', "“de” is not a language of the site; the languages"),
    ('slug = "Élise"', "the slug “Élise” may contain lower-case letters without accents"),
    ('slug = "desk"', "“x” and “desk” have the same slug “desk”; change one"),
    ('photo = "images/paul.jpg"', "there is no “images/paul.jpg” in the content folder; put"),
    ('photo = "images/claire.jpg"', "nothing tells what the photo shows to those who do not see"),
    ('photo = "../claire.jpg"', "“../claire.jpg” is no photo of the site; write the name of a"),
    ('photo = "https://a.fr/a.jpg"', "“https://a.fr/a.jpg” is no photo of the site"),
    ('alt = {fr = "A", en = "B"}', "“alt” describes a photo, and there is none; add photo ="),
    ('languages = ["fr", "français"]', "“français” is no language; write codes: languages ="),
    ('languages = "fr"', "“[…]” is no language; write codes"),
    ('email = "claire@durand"', "“claire@durand” is not an email address; write email ="),
    ('email = 3', "“3” is not an email address; write email ="),
    ('profiles = ["linkedin.com/in/x"]', "“linkedin.com/in/x” is no address of a profile; write"),
    ('profiles = ["http://a.fr/x"]', "“http://a.fr/x” is no address of a profile; write whole"),
    ('organization = "yes"', "“yes” is neither yes nor no; write organization = true, or delete"),
    ('guest = 1', "“1” is neither yes nor no; write guest = true, or delete the line"),
])
def test_what_is_wrong_is_told_with_its_line_and_what_would_be_right(
        tmp_path: Path, typed: str, told: str):
    """Of a table that is right besides."""
    (line, message), *others = faults(tmp_path, f'{EDITORS}\n[x]\nname = "X"\n{typed}\n')

    assert line == 7 and message.startswith(told)
    assert not others or {line for line, _ in others} == {7}


@pytest.mark.parametrize(("text", "line", "told"), [
    ('[x]\nname = ""\n', 2, "“” is no text; write name = "),
    ('[x]\nname.fr = "X"\n', 2, "there are no words for “name” in “en”; add “name.en = …”"),
    ('[x]\nrole = {fr = "A", en = "B"}\n', 1, "there are no words for “name” in “fr”"),
    ('[É]\nname = "X"\n', 1, "“[É]” cannot be a heading"),
    ('name = "X"\n', 1, "“name” is outside any table; write “[an-author]” above it"),
    ('[authors.x]\nname = "X"\n', 1, "here a heading is the key alone; write [x] instead of"),
    ('[desk]\nname = "X"\n', 1, "“desk” is declared in topics.toml, too; delete one of the two"),
    ('[x]\nname = {fr = "Le desk", en = "X"}\n', 2, "“x” and “desk” have the same name “Le desk”"),
    (f'{EDITORS}role = {{fr = "A", en = "B"}}\n', 4, "only a person has “role”; delete this line"),
    (f'{EDITORS}languages = ["fr"]\n', 4, "only a person has “languages”; delete this line or"),
    (f'{EDITORS}guest = true\n', 4, "only a person has “guest”; delete this line or"),
])
def test_what_is_wrong_with_a_whole_table_is_told_at_its_place(
        tmp_path: Path, text: str, line: int, told: str):
    """With the line of its key, or of its heading."""
    (found, message), *_ = faults(tmp_path, text)

    assert found == line and message.startswith(told)


def test_every_fault_is_told_at_once(tmp_path: Path):
    """In the order of the lines."""
    text = f'{EDITORS}bar = {{fr = "A", en = "B"}}\n\n[x]\nnmae = "X"\nemail = "x"\n'

    assert [line for line, _ in faults(tmp_path, text)] == [4, 6, 6, 7, 8]


@pytest.mark.parametrize(("code", "lang", "shown"), [
    ("fr", "en", "French"), ("zh", "fr", "chinois"), ("zh-Hans", "fr", "chinois (simplifié)"),
    ("en", "zh-Hans", "英语"), ("french", "en", ""), ("jp", "en", ""), ("", "en", ""),
])
def test_a_language_is_named_in_the_words_of_the_page(code: str, lang: str, shown: str):
    """Countries are no languages."""
    assert language_shown(code, lang) == shown
