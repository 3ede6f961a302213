"""Notes are found by what leads where, whoever wrote them."""

import pytest

from plugins.core.html import read, write
from plugins.importer.shape.notes import gather_notes


def gathered(html: str) -> str:
    """Return HTML with its notes gathered."""
    tree = read(html)
    gather_notes(tree)
    return write(tree)


DONE = ('<p>Un<sup class="footnote"><a href="#fn-1">1</a></sup>.</p>'
        '<ol class="footnotes"><li id="fn-1">{}</li></ol>')


@pytest.mark.parametrize(("html", "note"), [
    ('<p>Un<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a>.</p><div id="ftn1"><p><a '
     'href="#_ftnref1" name="_ftn1"><span>[1]</span></a> La note.</p></div>', "<p>La note.</p>"),
    ('<p>Un <sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup>.</p><p><a href="#ftnt_ref1" '
     'id="ftnt1">[1]</a>\u00a0La note.</p>', "<p>La note.</p>"),
    ('<p>Un<a name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a>.</p><div '
     'id="sdfootnote1"><p><a name="sdfootnote1sym" href="#sdfootnote1anc">1</a>La note.</p></div>',
     "<p>La note.</p>"),
    ('<p>Un<sup><a href="#word-footnote-1" id="word-footnote-ref-1">[1]</a></sup>.</p><ol><li '
     'id="word-footnote-1"><p>La note. <a href="#word-footnote-ref-1">↑</a></p></li></ol>',
     "<p>La note. </p>"),
    ('<p>Un<sup id="r1"><a href="https://x.example/a#n1">i</a></sup>.</p><ol><li id="n1">La note.'
     '<a href="https://x.example/a#r1">back</a></li></ol>', "La note."),
    ('<p>Un<a href="#_edn1" name="_ednref1">[i]</a>.</p><div id="edn1"><p><a href="#_ednref1" '
     'name="_edn1">[i]</a> La note.</p><p>Suite.</p></div>', "<p>La note.</p><p>Suite.</p>"),
    ('<p>Un<a href="#_ftn1">[1]</a>.</p><p id="_ftn1">La note.</p>', "<p>La note.</p>"),
    ('<p>Un<a href="#_ftn1">[1]</a>.</p><div><br/><hr/><div id="ftn1"><p id="_ftn1">La note.</p>'
     "</div></div>", "<p>La note.</p>"),
])
def test_a_call_and_a_note_that_lead_to_each_other_are_a_note(html: str, note: str):
    """Word, Google Docs, LibreOffice, mammoth and web pages differ in names alone."""
    assert gathered(html) == DONE.format(note)


@pytest.mark.parametrize("html", [
    '<p><a href="#suite">la suite</a></p><p id="suite">Suite.</p>',
    '<p><a href="#p1">1</a></p><h2 id="p1">Partie</h2>',
    '<p><a href="#p2">2</a></p><p id="p2">Un paragraphe.</p>',
    '<p><a href="#_ftn9">[9]</a></p>', '<p><a href="https://x.example/#top">1</a></p>',
    '<p id="_ftn1">Avant.</p><p><a href="#_ftn1">[1]</a></p>', "<p>Un[1].</p>",
    '<p id="_ftn1"><a href="#_ftn1">[1]</a></p>',
])
def test_other_links_are_left_alone(html: str):
    """A number that leads to a chapter is no call."""
    assert gathered(html) == html


def test_a_note_that_is_called_twice_is_written_once():
    """And several are numbered in the order of their calls."""
    html = gathered('<p>A<a href="#_ftn2">[2]</a>B<a href="#_ftn1">[1]</a>C<a href="#_ftn2">[2]</a>'
                    '</p><p id="_ftn1">un</p><p id="_ftn2">deux</p>')

    assert html.count('href="#fn-1"') == 2 and html.endswith(
        '<ol class="footnotes"><li id="fn-1"><p>deux</p></li><li id="fn-2"><p>un</p></li></ol>')
    assert gathered(html) == html
