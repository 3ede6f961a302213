"""Words in another language are marked as such."""

import pytest

from plugins.check.language import unmarked_languages

ENGLISH = ("The law that was adopted in 2018 applies to all of the companies which sell to "
           "consumers in China.")
FRENCH = "La loi adoptée en 2018 s’applique à toutes les sociétés qui vendent aux consommateurs."
IN_ENGLISH = "content/articles/2018-07-03-a.en.md"


@pytest.mark.parametrize("body", [
    ENGLISH, f"> {ENGLISH}", f"- {ENGLISH}", f"Le texte dit : « {ENGLISH} », ce qui est clair.",
    f"Selon le ministre, “{ENGLISH}”",
])
def test_english_in_a_french_text_is_told(lines_of, body: str):
    """As a paragraph of its own, or as a quotation in a French sentence."""
    assert lines_of(unmarked_languages, f"{FRENCH}\n\n{body}") == [(6, "warning")]


@pytest.mark.parametrize("body", [
    FRENCH, f"{ENGLISH}\n{{: lang=en}}", f"> {ENGLISH}\n> {{: lang=en}}", f"*{ENGLISH}*{{lang=en}}",
    f"<div lang=\"en\" markdown>\n\n{ENGLISH}\n\n</div>", f"<p lang='en'>{ENGLISH}</p>",
    "La société « The Bank of China and Partners » vend en Chine.", "```\n" + ENGLISH + "\n```",
    "Foreign Investment Law of the People’s Republic of China", "中华人民共和国电子商务法。",
    "| Law | Date |\n|---|---|\n| E-Commerce Law | 2018 |", "Le *soft law* et le *due diligence*.",
])
def test_french_names_and_what_is_marked_are_left_alone(lines_of, body: str):
    """Of a title or a name nobody can be sure."""
    assert lines_of(unmarked_languages, f"{FRENCH}\n\n{body}") == []


def test_french_in_an_english_text_is_told_too(lines_of):
    """The rule knows no first language."""
    assert lines_of(unmarked_languages, ENGLISH, path=IN_ENGLISH) == []
    assert lines_of(unmarked_languages, FRENCH, path=IN_ENGLISH) == [(4, "warning")]


def test_the_letters_of_points_are_no_words(lines_of):
    """“(c)” and “s. 12” are not French."""
    assert lines_of(unmarked_languages, "Articles 5(c), 7(d), 9(l), 11(n) and 12(s) apply; see "
                    "Annexes C, D and N below.", path=IN_ENGLISH) == []


def test_a_language_without_a_list_of_words_is_left_alone(lines_of):
    """A third language needs no code."""
    assert lines_of(unmarked_languages, ENGLISH, path=IN_ENGLISH.replace(".en.", ".zh-Hans.")) == []
