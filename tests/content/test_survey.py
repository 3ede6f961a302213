"""What a text holds is what its page shows, with the line on which it is written."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, NavigableString, Tag
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.content.markdown import converter
from plugins.content.reading import Declarations, reader
from plugins.content.survey import MISSING, find_links, survey
from plugins.content.text import Heading, Image, Link, Note, Text

PATH = Path("content/pages/a.fr.md")
READ = reader(Declarations(Path("content"), ("fr",), {"category": {}, "tag": {}, "author": {}}, {},
                           {}, lambda lang: str), ("fr",))


def surveyed(body: str) -> Text:
    """Return what is known of a body, which begins on line 3 of its file."""
    reading = READ(PATH, f"title: T\n\n{body}".encode())
    return survey(reading.source, reading.header, reading.converted, reading.html)


def links(body: str) -> list[Link]:
    """Return the links of a body, which begins on line 1."""
    return list(find_links(converter(str, str).convert(body), body))


def test_notes_are_found_where_they_are_called_and_written():
    """The body begins on the third line."""
    text = surveyed("Un[^a] : deux[^b]: trois.\n\n[^a]: Oui.\n\n`[^c]`")
    assert text.notes == (Note(3, "a", False), Note(3, "b", False), Note(5, "a", True))


@pytest.mark.parametrize("body", [
    "[a]({form}contact)", "[a](<{form}contact>)", "[a]({form}contact \"Title\")",
    "[a][1]\n\n[1]: {form}contact", "<a href=\"{form}contact\">a</a>",
    "<A HREF={form}contact>a</A>", "<a\nhref='{form}contact'>a</a>",
    "> [a][1]\n>\n> [1]: {form}contact",
])
def test_a_form_is_found_however_its_link_is_written(body: str):
    """Markdown and HTML have several ways to give an address."""
    assert [(link.kind, link.target) for link in links(body)] == [("form", "contact")]


@pytest.mark.parametrize(("body", "line", "found"), [
    ("[a](https://a.example/x?y=1#z)", 3, ("", "https://a.example/x", "z", "a")),
    ("[a [b] c](#note)", 3, ("", "", "note", "a [b] c")),
    ("[](/fr/contact/)", 3, ("", "/fr/contact/", "", "")),
    ("![a](x.png)", 3, ("", "x.png", "", None)),
    ("<a class='x' href='#n'>two\nwords</a>", 3, ("", "", "n", "two\nwords")),
    ("[a]: {filename}/pages/x.fr.md#y\n\n[a]", 3, ("filename", "/pages/x.fr.md", "y", "a")),
    ("[a]\n\n[a]: {filename}/pages/x.fr.md#y", 5, ("filename", "/pages/x.fr.md", "y", "a")),
    ("[a](<{static}/images/a b.png>)", 3, ("static", "/images/a b.png", "", "a")),
    ("<https://a.example/x#y>", 3, ("", "https://a.example/x", "y", "https://a.example/x#y")),
    ("<A HREF=/nowhere/>a</A>", 3, ("", "/nowhere/", "", "a")),
    ("> [a][n].\n>\n> [n]: /nowhere/", 5, ("", "/nowhere/", "", "a")),
    ("[a][n]\n\n[n]:\n    /nowhere/", 6, ("", "/nowhere/", "", "a")),
    ('[a][n]\n\n[n]: <https://a.example/a_b> "T"', 5, ("", "https://a.example/a_b", "", "a")),
    (r"[a](https://a.example/a\_b)", 3, ("", "https://a.example/a_b", "", "a")),
    ("<me@a.example>", 3, ("", "mailto:me@a.example", "", "me@a.example")),
    ("[a\nb](/c/)", 4, ("", "/c/", "", "a\nb")),
    ("[`b` & *c*](/d/)", 3, ("", "/d/", "", "b & c")),
    ("[a `](/b/)` c](/d/)", 3, ("", "/d/", "", "a ](/b/) c")),
    ("`[a](/b/)`\n[a](/b/)", 4, ("", "/b/", "", "a")),
    ("| A | B |\n|---|---|\n| c | [d](/e/) |", 5, ("", "/e/", "", "d")),
    ("- a\n\n    - [b](/c/)", 5, ("", "/c/", "", "b")),
    ("!!! facts\n\n    [b](/c/)", 5, ("", "/c/", "", "b")),
    ("A[^1]\n\n[^1]: [b](/c/)", 5, ("", "/c/", "", "b")),
    ("## [a](/b/)", 3, ("", "/b/", "", "a")),
    (r"\\[a](/b/)", 3, ("", "/b/", "", "a")),
    ("<div>\n\n<a href=/b/>a</a>\n\n</div>", 5, ("", "/b/", "", "a")),
    ('<div markdown="1">\n\n[a](/b/)\n\n</div>', 5, ("", "/b/", "", "a")),
])
def test_a_link_is_known_by_its_target_its_anchor_and_its_words(body: str, line: int, found: tuple):
    """An image has no words of its own; what is defined elsewhere is reported there."""
    [link] = surveyed("x\n\n" + body).links

    assert (link.kind, link.target, link.anchor, link.label) == found
    assert link.line == line + 2


@pytest.mark.parametrize("body", [
    "[^1]: A note.", "`[a](b)`", "```\n[a](b)\n```", "<!-- [a](b) -->", "a [b] c", "{{ x }}",
    "a {filename} in a sentence", "`<https://a.example/>`", "https://a.example/", "1 < 2",
    "x\n\n    [a](b)", "`a [b\nc](d)`", r"\[a](b)", "``a ` [b](c)``", "[a]: b", "[a] [b]",
    "~~~\n<a href='b'>c</a>\n~~~", "<!--\n<a href=b>c</a>\n-->", "<pre>[a](b)</pre>",
    r"[a]\(b)", r"[a\](b)", "- x\n\n        [a](b)", "*[a]: b", "<a>b</a>",
])
def test_what_is_no_link_on_the_page_is_passed_over(body: str):
    """Notes, code and comments lead nowhere."""
    assert links(body) == []


def test_an_address_is_decoded_once():
    """Typed as Markdown or as HTML, it is one address."""
    body = ('<a href="https://a.example/?a=1&amp;copy=2#&amp;b">a</a> '
            "[a](https://a.example/?a=1&amp;copy=2#&b) "
            "<a href='https://a.example/?a=1&copy=2#&b'>a</a> <https://a.example/?a=1&copy=2#&b>")

    assert {(link.target, link.anchor) for link in links(body)} == {("https://a.example/", "&b")}


def test_words_and_address_that_are_apart_have_a_line_each():
    """A definition may be far below."""
    [link] = links("Un.\n\nVoir [la loi][1].\n\nDeux.\n\n[1]: /a/")

    assert (link.words_line, link.line) == (3, 7)


def test_the_same_address_is_found_where_it_is_written_each_time():
    """What is written once is in its place each time it is used."""
    body = "[a](/x/)\n[b](/y/)\n[c](/x/)\n\n`[d](/x/)`\n\n[e](/x/) [f][1] [g][1]\n\n[1]: /z/"

    assert [link.line for link in links(body)] == [1, 2, 3, 7, 9, 9]
    assert [body[link.place:link.place + 3] for link in links(body)] == [
        "/x/", "/y/", "/x/", "/x/", "/z/", "/z/"]


def images(body: str) -> list[tuple[str, str | None]]:
    """Return the target and the words of each image that is known of a body."""
    return [(image.target, image.alt) for image in surveyed(body).images]


@pytest.mark.parametrize(("body", "html", "found", "shown"), [
    # What a page shows as text, or as a link after a “!”, is no image.
    (r"\![a](b)", '<p>!<a href="b">a</a></p>', [("b", "a")], []),
    (r"x\![a](b)", '<p>x!<a href="b">a</a></p>', [("b", "a")], []),
    ("\\![a][b]\n\n[b]: c", '<p>!<a href="c">a</a></p>', [("c", "a")], []),
    (r"!\[a](b)", "<p>![a](b)</p>", [], []),
    (r"[a]\(b)", "<p>[a](b)</p>", [], []),
    (r"![a]\(b)", "<p>![a](b)</p>", [], []),
    (r"\[a](b)", "<p>[a](b)</p>", [], []),
    (r"[a\](b)", "<p>[a](b)</p>", [], []),
    # A backslash that stands for itself, or is elsewhere, takes nothing away.
    (r"\\[a](b)", '<p>\\<a href="b">a</a></p>', [("b", "a")], []),
    (r"\\![a](b)", '<p>\\<img alt="a" src="b"></p>', [("b", None)], [("b", "a")]),
    (r"\* ![a](b)", '<p>* <img alt="a" src="b"></p>', [("b", None)], [("b", "a")]),
    (r"![\*](b)", '<figure><img alt="*" src="b"></figure>', [("b", None)], [("b", "*")]),
    (r"![a\]b](c)", '<figure><img alt="a]b" src="c"></figure>', [("c", None)], [("c", "a]b")]),
    ("![a](b)", '<figure><img alt="a" src="b"></figure>', [("b", None)], [("b", "a")]),
    ("[a](b)", '<p><a href="b">a</a></p>', [("b", "a")], []),
    ("[![a](b)](c)", '<p><a href="c"><img alt="a" src="b"></a></p>',
     [("c", "a"), ("b", None)], [("b", "a")]),
])
def test_an_image_that_a_backslash_unmakes_is_no_image(
        body: str, html: str, found: list[tuple[str, str | None]],
        shown: list[tuple[str, str | None]]):
    """Rules ask for its words only where the page shows it."""
    assert converter(str, str).convert(body) == html
    assert [(link.target, link.label) for link in links(body)] == found
    assert images(body) == shown


@pytest.mark.parametrize(("body", "found"), [
    ("![a][b]\n\n[b]: c.png", [("c.png", "a")]), ("<IMG SRC=a.png ALT=b>", [("a.png", "b")]),
    ("<img src='a.png'>", [("a.png", None)]), ("`![a](b)`", []), ("<!-- ![a](b) -->", []),
    ("| ![a](b) | c |\n|---|---|", []), ("> ![a](b)", [("b", "a")]),
])
def test_images_are_found_however_they_are_written(body: str, found: list):
    """With the words for those who do not see them; a table without rows is none."""
    assert images(body) == found or "|" in body


def test_an_image_has_its_line_and_its_classes():
    """It may be written before a link to the same file."""
    text = surveyed("Un.\n\n[![a](b.png){.wide}](b.png)\n\n![c](d.png){: .decorative .x }")

    assert text.images == (Image(5, "b.png", "a", ("wide",)),
                           Image(7, "d.png", "", ("decorative", "x")))


@pytest.mark.parametrize(("body", "found"), [
    ("## A & *b*", [(3, 2, "A & b")]), ("A\n===", [(3, 1, "A")]), ("x\n\nA\n---", [(5, 2, "A")]),
    ("> ### A", [(3, 3, "A")]), ("<H3 class=x>A</H3>", [(3, 3, "A")]), ("- ## A", [(3, 2, "A")]),
    ("A b.\n\n## A", [(5, 2, "A")]), ("##", [(3, 2, "")]), ("    ## A", []), ("`## A`", []),
    ("!!! facts\n\n    a\n\n## A", [(7, 2, "A")]), ("!!! facts\n\n    ## A", [(5, 2, "A")]),
    ("## A {#b}", [(3, 2, "A")]), ("## A ##", [(3, 2, "A")]), ("<!-- ## A -->", []),
    ("## A\n\n## A", [(3, 2, "A"), (5, 2, "A")]), ("x\n## A\ny", [(4, 2, "A")]),
])
def test_headings_are_those_of_the_page(body: str, found: list[tuple[int, int, str]]):
    """Its level is the one that was written; the title of a box is not."""
    assert surveyed(body).headings == tuple(Heading(*heading) for heading in found)


ADDRESSES = ("/a/", "https://a.example/?b=1&amp;c=2", "{filename}/pages/b.fr.md#c",
             "{static}/d.png")
PIECES = st.one_of(
    st.sampled_from([
        "a", " ", "\n", "\n\n", "\n\n> ", "\n\n- ", "\n\n1. ", "\n\n    ", "\n\n## ",
        "\n\n### b\n\n",
        "\nb\n---\n\n", "`", "``", "\n\n```\n", "*", "**", "\\", "!", "[", "]", "(", ")", "<", ">",
        "[a][b]", "[b]", "![c][b]", "[^1]", "\n\n[^1]: ", "\n\n[b]: /e/\n\n", "<!-- ", " -->",
        "\n\n| a | b |\n|---|---|\n| ", " | ", "\n\n!!! facts\n\n    ", "</a>", "<b>", "</b>",
        "<h3>b</h3>", "\n\n<div>\n\n", "\n\n</div>\n\n", "&amp;", "{.c}", "<me@a.example>"]),
    st.builds("[a]({})".format, st.sampled_from(ADDRESSES)),
    st.builds("![a]({})".format, st.sampled_from(ADDRESSES)),
    st.builds("<a href={0}{1}{0}>b</a>".format, st.sampled_from(["", '"', "'"]),
              st.sampled_from(ADDRESSES)),
    st.builds("<IMG ALT=c SRC={0}{1}{0}>".format, st.sampled_from(["", '"', "'"]),
              st.sampled_from(ADDRESSES)),
    st.builds("<{}>".format, st.sampled_from(ADDRESSES)))


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
@example("\n\n## [a](/a/)  [a](/a/)")
@example("\n\n<div>\n\n<!-- <b><h3>b</h3>")
@example("\n\n<div>\n\n<!-- \n\n</div>\n\n[a](/a/)")
@example("\n\n<div>\n\n<!-- [a](/a/) --><!-- <a href=/a/>b</a>")
def test_what_is_known_of_a_text_is_what_its_page_shows(body: str):
    """Read by a parser that knows nothing of Markdown."""
    reading = READ(PATH, f"title: T\n\n{body}".encode())
    page = BeautifulSoup(reading.converted, "html.parser")
    text = survey(reading.source, reading.header, reading.converted, reading.html)
    shown = [each for each in page.find_all("a", href=True)
             if not {"footnote-ref", "footnote-backref"} & set(each.get("class", ()))]

    links = [link for link in text.links if link.label is not None and link.kind != MISSING]
    assert [spaced(link.label) for link in links] == [spaced(words_of(link)) for link in shown]
    assert [(link.kind, link.target, link.anchor) for link in links] == [
        parts(str(link["href"])) for link in shown]
    assert [(image.target, image.alt) for image in text.images] == [
        (image.get("src", ""), image.get("alt")) for image in page.find_all("img")]
    assert [(f"h{heading.level}", spaced(heading.words)) for heading in text.headings] == [
        (heading.name, spaced(words_of(heading).strip()))
        for heading in page.find_all(["h1", "h2", "h3"])
        if not heading.get("id", "").startswith("facts")]
    assert {note.name for note in text.notes if note.written} == {
        note["id"].removeprefix("fn-") for note in page.select("li[id^=fn-]")}
    last = 2 + len(body.split("\n"))
    assert all(3 <= each.line <= last
               for each in (*text.links, *text.images, *text.headings, *text.notes))


def parts(address: str) -> tuple[str, str, str]:
    """Return what an address of these tests is made of: kind, path and anchor."""
    kind, _, rest = address[1:].partition("}") if address.startswith("{") else ("", "", address)
    return kind, rest.partition("#")[0].partition("?")[0], rest.partition("#")[2]


def spaced(words: str) -> str:
    """Return words with one space for several: BeautifulSoup keeps one between two elements."""
    return re.sub(r"\s+", " ", words)


def words_of(element: Tag) -> str:
    """Return what readers see or hear of an element."""
    return "".join(str(each.get("alt", "")) if isinstance(each, Tag) else each
                   for each in element.descendants
                   if isinstance(each, Tag) or type(each) is NavigableString)
