"""A page is shaped for paper: notes at the foot, addresses in print."""

import pytest
from bs4 import BeautifulSoup

from plugins.paper.sheets import for_paper, letters

PAGE = "https://lettre.example/fr/articles/a/"

NOTES = ('<div class="text"><p>Un<sup id="fnref-a"><a class="footnote-ref" href="#fn-a">1</a></sup>'
         ', encore<sup id="fnref2-a"><a class="footnote-ref" href="#fn-a">1</a></sup>.</p>'
         '<div class="footnote"><hr><ol><li id="fn-a">\n<p>{note}&#160;'
         '<a class="footnote-backref" href="#fnref-a">↩</a></p>\n</li></ol></div></div>')


def shaped(html: str) -> BeautifulSoup:
    """Return a page as paper shows it."""
    return BeautifulSoup(for_paper(html, PAGE), "html.parser")


def test_a_note_is_where_it_is_called_first():
    """What calls it once more keeps the number; nothing is left at the end."""
    page = shaped(NOTES.format(note="La note."))

    (note,) = page.select(".note")
    assert (note["data-mark"], note.get_text()) == ("1", "La note.")
    assert [sup.get_text() for sup in page.select("sup")] == ["1"]
    assert not page.select(".footnote, .footnote-ref, .footnote-backref")


def test_a_note_that_holds_a_list_stays_at_the_end_with_the_others():
    """It would fit no foot."""
    page = shaped(NOTES.format(note="La note</p><ul><li>une</li></ul><p>fin"))

    assert page.select(".footnote li") and not page.select(".note")


@pytest.mark.parametrize("link, marks, told", [
    ('<a href="https://flk.example/x">la loi</a>', ["a"], ["https://flk.example/x"]),
    ('<a href="/fr/contact/">écrivez</a>', ["a"], ["https://lettre.example/fr/contact/"]),
    ('<a href="mailto:a@b.example">écrivez</a>', ["a"], ["a@b.example"]),
    ('<a href="/x/">un</a> <a href="/y/">deux</a> <a href="/x/">trois</a>', ["a", "b"],
     ["https://lettre.example/x/", "https://lettre.example/y/"]),
    ('<a href="https://flk.example/">flk.example</a>', [], []),
    ('<a href="mailto:a@b.example">a@b.example</a>', [], []),
    ('<a href="#plus-bas">plus bas</a>', [], []),
])
def test_an_address_is_in_a_note_unless_it_is_read_anyway(
        link: str, marks: list[str], told: list[str]):
    """Once, with a letter, because the text's own notes have the numbers."""
    page = shaped(f'<div class="text"><p>{link}</p></div>')

    assert [note["data-mark"] for note in page.select(".note")] == marks
    assert [note.get_text() for note in page.select(".note")] == told


def test_an_address_in_a_note_is_in_brackets():
    """A note has no notes."""
    page = shaped(NOTES.format(note='Voir <a href="https://flk.example/x">la loi</a>.'))

    (note,) = page.select(".note")
    assert note.get_text() == "Voir la loi (https://flk.example/x)."


def test_a_heading_and_what_is_around_the_text_have_no_note():
    """A heading is named in the bookmarks, too."""
    page = shaped('<p><a href="/x/">x</a></p><div class="text"><h2><a href="/y/">y</a></h2></div>')

    assert not page.select(".note")


def test_letters_go_on_after_z():
    """No text has too many links."""
    assert [letters(number) for number in (0, 25, 26, 51, 52)] == ["a", "z", "aa", "az", "ba"]
