"""No reader sees what the press should have replaced."""

import pytest

from tests.newsletter.preflight.conftest import SITE

CODES = ('[contact-form-7 id="235"]', "[mc4wp_form id=3]", "[CONTACT-FORM-7 id=»235″]",
         "[contact-form to='a']", "[mc4wp_form]")
MARKS = ("{{ title }}", "{% if x %}", "{filename}", "{static}", "{form}")


@pytest.mark.parametrize("written", [*CODES, *MARKS])
@pytest.mark.parametrize("place", ["words", "text", "attribute", "subject", "preview"])
def test_a_leftover_is_refused_wherever_readers_see_it(look, written, place):
    """In both parts, in what a screen reader says, in the list of the mail program."""
    quoted = written.replace('"', "&quot;")
    given = {"words": {"body": f"<p>Voir {quoted}.</p>"}, "text": {"text": f"Voir {written}."},
             "attribute": {"body": f'<p aria-label="{quoted}">Voir</p>'}}.get(
                 place, {place: f"Voir {written}."})

    [found] = look(**given)

    assert found.level == "error" and f"“{written}” " in str(found.message)
    assert found.field == (place if place in given and place in ("subject", "preview") else "")


@pytest.mark.parametrize("address", ["{filename}loi.fr.md", "{static}/images/a.png"])
def test_an_address_that_was_never_completed_is_told_once(look, address):
    """That it is no full address says nothing new."""
    [found] = look(f'<a href="{address}">a</a>')

    assert "should have been replaced" in str(found.message)


@pytest.mark.parametrize("code", [*CODES, *MARKS])
@pytest.mark.parametrize("name", ["code", "pre", "kbd", "samp"])
def test_in_code_readers_are_meant_to_see_it(look, code, name):
    """The plain text shows it as well, wrapped or not."""
    quoted = code.replace('"', "&quot;")

    assert look(f"<{name}>{quoted}</{name}>", f"Écrivez {code.replace(' ', chr(10), 1)}.") == []


@pytest.mark.parametrize("words", [
    "[contact-form-7-x id=1]", "[1]", "[sic]", "{a}", "l’ensemble {1\u202f; 2}", "{formulaire}",
    "[contact] form", "100\u00a0% {de}", "[…]",
])
def test_brackets_and_braces_of_an_author_are_left_alone(look, words):
    """Longer names and sets of numbers, too."""
    assert look(f"<p>{words}</p>", words) == []


def test_style_is_no_word(look):
    """Braces are its grammar; an address in it is of no reader's reading."""
    assert look("<style>a { b: {{ c }} }</style>", f"{SITE}/fr/articles/loi/") == []
