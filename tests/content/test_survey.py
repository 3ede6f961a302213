"""What the body of a text holds is known with its line, its links however they are written."""

from pathlib import Path

import pytest

from plugins.content.header import read_header
from plugins.content.markdown import converter
from plugins.content.source import FOLDERS, parse_name
from plugins.content.survey import find_links, survey
from plugins.content.text import Note, Tag, Text


def surveyed(body: str) -> Text:
    source = parse_name(Path("content/articles/2018-07-03-a.fr.md"), FOLDERS["articles"], ("fr",))
    return survey(source, read_header(source, f"title: T\n\n{body}")[0], "")


def test_notes_are_found_where_they_are_called_and_written():
    """The body begins on the third line."""
    text = surveyed("Un[^a] : deux[^b]: trois.\n\n[^a]: Oui.\n\n`[^c]`")
    assert text.notes == (Note(3, "a", False), Note(3, "b", False), Note(5, "a", True))


def test_tags_are_found_with_the_names_of_their_attributes():
    """What stands inside a value is no attribute; code and addresses are no tags."""
    text = surveyed('<P CLASS=a title="style=b">x</p>\n<br/> `<b>` <https://a.example/>')
    assert text.tags == (Tag(3, "p", ("class", "title")), Tag(4, "br"))


@pytest.mark.parametrize("body", [
    "[a]({form}contact)", "[a](<{form}contact>)", "[a]({form}contact \"Title\")",
    "[a][1]\n\n[1]: {form}contact", "<a href=\"{form}contact\">a</a>",
])
def test_a_form_is_found_however_its_link_is_written(body: str):
    """Markdown and HTML have several ways to give an address."""
    assert [(link.kind, link.target) for link in find_links(body)] == [("form", "contact")]


@pytest.mark.parametrize(("body", "found"), [
    ("[a](https://a.example/x?y=1#z)", ("", "https://a.example/x", "z", "a")),
    ("[a [b] c](#note)", ("", "", "note", "a [b] c")),
    ("[](/fr/contact/)", ("", "/fr/contact/", "", "")),
    ("![a](x.png)", ("", "x.png", "", None)),
    ("<a class='x' href='#n'>two\nwords</a>", ("", "", "n", "two\nwords")),
    ("[a]: {filename}/pages/x.fr.md#y", ("filename", "/pages/x.fr.md", "y", None)),
    ("[a](<{static}/images/a b.png>)", ("static", "/images/a b.png", "", "a")),
    ("<https://a.example/x#y>", ("", "https://a.example/x", "y", None)),
])
def test_a_link_is_known_by_its_target_its_anchor_and_its_words(body: str, found: tuple):
    """An image has no words of its own, and a definition has them elsewhere."""
    [link] = find_links("x\n" + body, 10)

    assert (link.kind, link.target, link.anchor, link.label) == found
    assert link.line == 11


@pytest.mark.parametrize("body", [
    "[^1]: A note.", "`[a](b)`", "```\n[a](b)\n```", "<!-- [a](b) -->", "a [b] c", "{{ x }}",
    "a {filename} in a sentence", "`<https://a.example/>`", "https://a.example/", "1 < 2",
])
def test_what_is_no_link_is_passed_over(body: str):
    """Notes, code and comments lead nowhere."""
    assert list(find_links(body)) == []


def images(body: str) -> list[tuple[str, str | None]]:
    """Return the target and the words of each image that is known of a body."""
    return [(image.target, image.alt) for image in surveyed(body).images]


@pytest.mark.parametrize(("body", "html", "links", "found"), [
    # What a page shows as text, or as a link after a “!”, is no image.
    (r"\![a](b)", '<p>!<a href="b">a</a></p>', [("b", None)], []),
    (r"x\![a](b)", '<p>x!<a href="b">a</a></p>', [("b", None)], []),
    ("\\![a][b]\n\n[b]: c", '<p>!<a href="c">a</a></p>', [("c", None)], []),
    (r"!\[a](b)", "<p>![a](b)</p>", [("b", "a")], []),
    (r"[a]\(b)", "<p>[a](b)</p>", [], []),
    (r"![a]\(b)", "<p>![a](b)</p>", [], []),
    # A link that is none on the page is known nevertheless: its target is looked for.
    (r"\[a](b)", "<p>[a](b)</p>", [("b", "a")], []),
    (r"[a\](b)", "<p>[a](b)</p>", [("b", "a\\")], []),
    # A backslash that stands for itself, or is elsewhere, takes nothing away.
    (r"\\[a](b)", '<p>\\<a href="b">a</a></p>', [("b", "a")], []),
    (r"\* ![a](b)", '<p>* <img alt="a" src="b"></p>', [("b", None)], [("b", "a")]),
    (r"![\*](b)", '<figure><img alt="*" src="b"></figure>', [("b", None)], [("b", r"\*")]),
    ("![a](b)", '<figure><img alt="a" src="b"></figure>', [("b", None)], [("b", "a")]),
    ("[a](b)", '<p><a href="b">a</a></p>', [("b", "a")], []),
])
def test_an_image_that_a_backslash_unmakes_is_no_image(
        body: str, html: str, links: list[tuple[str, str | None]],
        found: list[tuple[str, str | None]]):
    """Rules ask for its words only where the page shows it; the address of a link is kept."""
    assert converter(str, str).convert(body) == html
    assert [(link.target, link.label) for link in find_links(body)] == links
    assert images(body) == found
