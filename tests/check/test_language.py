"""What is typed is clear, and in the language of its text."""

import pytest

from plugins.check.language import ambiguous_typing, unmarked_languages
from plugins.check.run import check
from tests.check.conftest import read_text
from tests.conftest import Site

FRENCH = "content/articles/2018-07-03-a.fr.md"
ENGLISH = "content/articles/2018-07-03-a.en.md"
CHINESE = "content/articles/2018-07-03-a.zh-Hans.md"


@pytest.mark.parametrize("body", [
    "une application ….", "et cetera....", "La fin..", "mal placée..et la suite",
    "deux  espaces", "un mot,un autre",
    "Une question ?Une réponse", "Une question?Une réponse", "un point.Une phrase suit",
    "il dit :bonjour à tous", "l´avis", "''bonjour", "<< mot", "la 1ère fois", "le 2ème",
    "XXIème siècle", "le coeur", "une oeuvre", "un \"mot sans fin", "un,, deux",
])
def test_what_would_be_guessed_in_french_is_reported_with_its_line(lines_of, body: str):
    """It would be printed without a word, changed or wrong."""
    assert lines_of(ambiguous_typing, "x\n\nx\n" + body) == [(7, "warning")]


@pytest.mark.parametrize("gap", ["  ", "   ", "    "])
def test_a_gap_of_several_spaces_is_one_fault(gap: str):
    """It is reported once, as wide as it was typed."""
    problems = list(ambiguous_typing(read_text(f"deux{gap}espaces")))

    assert [str(problem.message) for problem in problems] == [
        f"there are two spaces at “deux{gap}espaces”; write one"]


@pytest.mark.parametrize("body", [
    "Trois points… ou ... trois", "20,5 % ; 10:30", "https://a.example/x,y?z=1;a!b", "a  | b  |",
    "- a\n-   b", "1.  un", "fin de ligne  \nsuite", "`a....b  c`", "l’an 1er, la 1re, le 2e",
    "C’est « cela ».", "il dit : « oui »", "un \"mot\" et \"deux\"", "un écran de 15\"",
    "[a](x,y)", "[mc4wp_form id= »235″]", "std::vector", "Node.js et JD.com", "a@b.example,c",
    "../images", "avocat(e)s", "M. Dupont, etc.", "U.S. et R.P.C.", "*a*, *b*", "```\na  b,c\n```",
    "    code  a,b", "cœur, œuvre", "[^1]:  Note.", "## Titre ##", "1...10", "<!-- a,b -->",
    "Phrase.[^1] Suite", "« Quoi ? », dit-il.", "la coexistence", "des poésies", "Voir <b>a</b>,b",
])
def test_what_is_right_or_no_prose_is_left_alone(lines_of, body: str):
    """Code, addresses, tables and lists have their own order."""
    assert lines_of(ambiguous_typing, "x\n\n" + body) == []


@pytest.mark.parametrize(("path", "body", "told"), [
    (ENGLISH, "a word,another", True), (ENGLISH, "wait....", True), (ENGLISH, "is it?Yes", True),
    (ENGLISH, "the 2nd, the coeur", False), (ENGLISH, "\"a 'b' c\" don't", False),
    (CHINESE, "一,二  三....", False),
])
def test_each_language_has_its_own_rules(lines_of, path: str, body: str, told: bool):
    """A language that is not typeset is left alone."""
    assert bool(lines_of(ambiguous_typing, body, path=path)) is told


def test_a_box_is_looked_at_like_a_text(lines_of):
    """It is indented, and no code."""
    assert lines_of(ambiguous_typing, "x\n\n!!! facts\n\n    - Un,deux.\n    - Trois") == \
        [(8, "warning")]


def test_a_title_is_looked_at_like_a_text(lines_of):
    """It is in more places than any sentence."""
    header = "title: La loi....\ncategory: c\nsummary: Une phrase  vide"

    assert lines_of(ambiguous_typing, "", header=header) == [(1, "warning"), (3, "warning")]


LAW = ("The law that was adopted in 2018 applies to all of the companies which sell to "
       "consumers in China.")
LOI = "La loi adoptée en 2018 s’applique à toutes les sociétés qui vendent aux consommateurs."
IN_ENGLISH = "content/articles/2018-07-03-a.en.md"


@pytest.mark.parametrize("body", [
    LAW, f"> {LAW}", f"- {LAW}", f"Le texte dit : « {LAW} », ce qui est clair.",
    f"Selon le ministre, “{LAW}”",
])
def test_english_in_a_french_text_is_reported(lines_of, body: str):
    """As a paragraph of its own, or as a quotation in a French sentence."""
    assert lines_of(unmarked_languages, f"{LOI}\n\n{body}") == [(6, "warning")]


@pytest.mark.parametrize("body", [
    LOI, f"{LAW}\n{{: lang=en}}", f"> {LAW}\n> {{: lang=en}}", f"*{LAW}*{{lang=en}}",
    f"<div lang=\"en\" markdown>\n\n{LAW}\n\n</div>", f"<p lang='en'>{LAW}</p>",
    "La société « The Bank of China and Partners » vend en Chine.", "```\n" + LAW + "\n```",
    "Foreign Investment Law of the People’s Republic of China", "中华人民共和国电子商务法。",
    "| Law | Date |\n|---|---|\n| E-Commerce Law | 2018 |", "Le *soft law* et le *due diligence*.",
])
def test_french_names_and_what_is_marked_are_left_alone(lines_of, body: str):
    """Of a title or a name nobody can be sure."""
    assert lines_of(unmarked_languages, f"{LOI}\n\n{body}") == []


def test_french_in_an_english_text_is_reported_too(lines_of):
    """The rule knows no first language."""
    assert lines_of(unmarked_languages, LAW, path=IN_ENGLISH) == []
    assert lines_of(unmarked_languages, LOI, path=IN_ENGLISH) == [(4, "warning")]


def test_the_letters_of_points_are_no_words(lines_of):
    """“(c)” and “s. 12” are not French."""
    assert lines_of(unmarked_languages, "Articles 5(c), 7(d), 9(l), 11(n) and 12(s) apply; see "
                    "Annexes C, D and N below.", path=IN_ENGLISH) == []


def test_a_language_without_a_list_of_words_is_left_alone(lines_of):
    """A third language needs no code."""
    assert lines_of(unmarked_languages, LAW, path=IN_ENGLISH.replace(".en.", ".zh-Hans.")) == []


GLOSSARY = """\
[joint-venture]
name.fr = "coentreprise"
name.en = "joint venture"
avoid.fr = ["joint venture", "joint-venture"]
definition.fr = "Une société."
definition.en = "A company."
"""


def test_a_word_to_avoid_is_told_with_the_right_one(site: Site):
    """In running text and headers, by line; not in code, addresses or another language."""
    site.write("glossary.toml", GLOSSARY)
    site.article("2018-07-03-a.fr.md", """\
`joint venture`, [la leur](https://a.example/joint-venture), *a joint venture*{lang=en}.

Deux joint ventures, une coentreprise.

A joint venture.
{: lang=en}

<p lang="en">A joint venture.</p>""", "title: Joint venture : la fin")
    site.article("2018-07-03-b.fr.md", "Une joint venture.", "accept: glossary")
    site.article("2018-07-03-a.en.md", "A joint venture.")

    told = [(problem.path[-15:], problem.line, str(problem.message), problem.accepted)
            for problem in check(site.options) if "to avoid" in str(problem.message)]

    assert told == [
        ("8-07-03-a.fr.md", 4, "“Joint venture” is a word to avoid; write “coentreprise”, "
         "as in glossary.toml", False),
        ("8-07-03-a.fr.md", 8, "“joint ventures” is a word to avoid; write "
         "“coentreprise”, as in glossary.toml", False),
        ("8-07-03-b.fr.md", 7, "“joint venture” is a word to avoid; write “coentreprise”, "
         "as in glossary.toml", True)]
