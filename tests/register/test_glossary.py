"""The declared terms, and what is said about a wrong declaration."""

from pathlib import Path

import pytest

from plugins.core.messages import ContentError
from plugins.register.glossary import Glossary, load_glossary
from plugins.register.laws import load_laws
from tests.conftest import PROJECT

TERMS = """\
[state-council]
name.fr = "État : le conseil"
name.en = "State Council"
forms.en = ["the Council"]
avoid.fr = ["gouvernement chinois"]
chinese = "国务院"
pinyin = "Guówùyuàn"
definition.fr = "Le gouvernement."
definition.en = "The government."
law = "a-law"

[articles]
name.fr = "statuts"
name.en = "articles"
definition.fr = "Un acte."
definition.en = "An instrument."
"""


def declared(folder: Path, text: str, laws: tuple[str, ...] | None = ("a-law",)) -> Glossary:
    """Return the glossary of a declaration."""
    path = folder / "glossary.toml"
    path.write_text(text, encoding="utf-8")
    return load_glossary(path, ("fr", "en"), laws)


def test_a_term_has_a_name_and_a_definition_in_each_language(tmp_path):
    """They are typeset; all else may be left out."""
    council, articles = declared(tmp_path, TERMS).terms.values()

    assert council.name["fr"] == "État\u00a0: le conseil"
    assert (council.chinese, council.pinyin, council.law) == ("国务院", "Guówùyuàn", "a-law")
    assert (articles.chinese, articles.pinyin, articles.law) == ("", "", "")


def test_terms_are_in_the_order_of_each_language(tmp_path):
    """An accent does not count, nor a capital."""
    glossary = declared(tmp_path, TERMS)

    assert [term.key for term in glossary.in_order("fr")] == ["state-council", "articles"]
    assert [term.key for term in glossary.in_order("en")] == ["articles", "state-council"]


def test_other_forms_are_found_and_words_to_avoid_have_a_better_one(tmp_path):
    """Each in its own language."""
    glossary = declared(tmp_path, TERMS)

    assert "state-council" in glossary.wording("en").mark("<p>the Council</p>")
    assert list(glossary.wording("fr").avoided("Le gouvernement chinois")) == [
        (3, "gouvernement chinois", "État\u00a0: le conseil")]
    assert list(glossary.wording("zh").avoided("gouvernement chinois")) == []


def test_a_site_needs_no_glossary(tmp_path):
    """Without the file there are no terms."""
    assert load_glossary(tmp_path / "glossary.toml", ("fr",)).terms == {}


def test_the_laws_are_not_asked_for_where_their_own_file_is_wrong(tmp_path):
    """One fault is told once."""
    assert declared(tmp_path, TERMS, laws=None).terms["state-council"].law == "a-law"


@pytest.mark.parametrize(("old", "new", "line", "message"), [
    ('name.en = "articles"\n', "", 14, "there are no words for “name” in “en”; add “name.en = …”"),
    ('definition.en = "The government."\n', "", 9, "there are no words for “definition” in “en”"),
    ("pinyin =", "pinyn =", 8, "there is no “pinyn” in a term; the keys are name, chinese, pinyin"),
    ('"国务院"', '"Council"', 7, "the Chinese name of “state-council” has no Chinese character"),
    ('"国务院"', "1", 7, "“1” is no text; write chinese = \"…\""),
    ('"Guówùyuàn"', '"国务院"', 8, "“国务院” is no pinyin; write the Chinese in Latin letters"),
    ('chinese = "国务院"\n', "", 7, "there is pinyin without Chinese; add “chinese = …”"),
    ('"a-law"', '["a-law"]', 11, "“[…]” is no text; write law = \"…\""),
    ('"a-law"', '"b-law"', 11, "there is no law “b-law”; the laws are a-law"),
    ("[articles]", "[Articles]", 13, "the key “Articles” may contain lower-case letters without"),
    ("forms.en", "forms.de", 5, "“de” is not a language of the site"),
    ("forms.en = ", "forms = ", 5, "“forms” has a list for each language; write forms.fr = "),
    ('["the Council"]', '"the Council"', 5, "“the Council” is no list of words; write forms.en = "),
    ('["the Council"]', '["the Council", "–"]', 5, "is no list of words; write forms.en = [\"…\"]"),
    ('"gouvernement chinois"', '"Statuts"', 14, "“statuts” is in “fr” a word for “state-council”"),
    ('"gouvernement chinois"', '"état : le conseil"', 6, "is in “fr” a word for “state-council”"),
    ("# Terms\n", "# Terms\nlaw = 1\n", 2, "“law” is outside any table; write “[a-term]” above"),
])
def test_a_wrong_declaration_is_reported_with_the_line_of_its_key(tmp_path, old, new, line,
                                                                  message):
    """Each with what would be right."""
    with pytest.raises(ContentError) as error:
        declared(tmp_path, ("# Terms\n" + TERMS).replace(old, new, 1))

    [problem] = error.value.problems
    assert problem.line == line
    assert message in str(problem.message)


def test_the_terms_of_the_sample_are_right():
    """Fifteen, each with Chinese, pinyin and, but for one, a law."""
    content = PROJECT / "content"
    laws = load_laws(content / "laws.toml", ("fr", "en"))
    terms = load_glossary(content / "glossary.toml", ("fr", "en"), laws).terms

    assert len(terms) == 15
    assert all(term.chinese and term.pinyin for term in terms.values())
