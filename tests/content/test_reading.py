"""A text that cannot be read is refused with the line, and with what to do."""

from pathlib import Path

import pytest

from plugins.content.reading import Declarations, Reading, reader
from plugins.content.source import MOST_BYTES
from plugins.core.messages import ContentError, Problem

PATH = Path("content/pages/a.fr.md")
TOPICS = {"category": {}, "tag": {}, "author": {}}


READ = reader(Declarations(Path("content"), ("fr",), TOPICS, {}, {}, lambda lang: str), ("fr",))


def read(*bodies: str) -> Reading:
    """Return what the last of the bodies is read as, which begins on line 3 of its file."""
    declared = Declarations(Path("content"), ("fr",), TOPICS, {}, {}, lambda lang: str)
    read_file = reader(declared, ("fr",))
    for body in bodies[:-1]:
        with pytest.raises(ContentError):
            read_file(PATH, f"title: T\n\n{body}".encode())
    return read_file(PATH, f"title: T\n\n{bodies[-1]}".encode())


def refusal(body: str) -> Problem:
    """Return the problem for which a body is refused."""
    with pytest.raises(ContentError) as refused:
        read(body)
    [problem] = refused.value.problems
    return problem


NESTED = "".join(f"{'    ' * level}- a\n" for level in range(300))


def test_lists_in_lists_without_end_are_refused_on_the_deepest_line():
    """It is the last of three hundred."""
    problem = refusal(f"Un.\n\n{NESTED}\nDeux.\n")

    assert (problem.line, str(problem.message)[:28]) == (304, "lists, quotations or boxes a")


def test_more_tags_without_an_end_than_anybody_types_are_refused_where_they_are():
    """Python’s parser would look for the end of each; a sign between numbers begins none."""
    problem = refusal("Un.\n\n" + '<a href="\n' * 300)

    assert (problem.line, "200 tags have no end" in str(problem.message)) == (205, True)
    assert read("1 < 2 " * 300).html


@pytest.mark.thorough
def test_a_text_after_one_that_was_refused_is_read_as_ever():
    """A converter that was stopped midway is not used again."""
    assert read(NESTED, "- a\n\n    b").html == read("- a\n\n    b").html


@pytest.mark.parametrize(("body", "line"), [
    ("Un.\n\nDeux.\n" + "![" * 500 + "]" * 500, 6), ("[ " * 201, 3), ("[\n" * 250, 203),
    ("[a](" * 300, 3), ("Un.\n\n" + "![a](\n" * 300, 205)])
def test_more_brackets_than_anybody_opens_are_refused_where_they_are(body: str, line: int):
    """The converter would look for the end of each."""
    problem = refusal(body)

    assert (problem.line, "200 brackets are open" in str(problem.message)) == (line, True)


@pytest.mark.parametrize("body", [
    "[ " * 200, "[ ] " * 500, "`[` " * 500, "\\[ " * 500, "[ \n\n" * 500,
    "![" * 100 + "]" * 100])
def test_brackets_that_close_or_begin_nothing_are_as_many_as_one_likes(body: str):
    """A paragraph’s end closes what is open."""
    assert read(body).problems == ()


@pytest.mark.parametrize(("body", "line"), [
    ("Un.\n\n" + "<b>" * 33_000, 5), ("a\n" * 20_000, 10_003), ("*a*{ " * 20_000, 3),
    ("Un.\n\n" + "&a;" * 20_000, 5), ("\\" * 20_000, 3)])
def test_more_signs_than_anybody_writes_are_refused_where_they_are_too_many(body: str, line: int):
    """The converter would take minutes."""
    problem = refusal(body)

    assert (problem.line, "more than 10000 lines and" in str(problem.message)) == (line, True)


@pytest.mark.parametrize("sign", ["> ", "1. ", "- ", "> - ", "1) "])
def test_a_line_in_more_lists_and_quotations_than_fifty_is_refused(sign: str):
    """Each level is read again with all that is in it; a rule of fifty stars is one."""
    problem = refusal("Un.\n\n" + sign * 51 + "a")

    assert (problem.line, "nested too deeply" in str(problem.message)) == (5, True)
    assert read("Un.\n\n" + "* " * 50).html


def test_a_file_that_is_no_text_but_a_book_is_refused_by_its_size():
    """The largest text is read; one byte more is reported."""
    assert "1.0 MB" in str(refusal("a" * MOST_BYTES).message)


@pytest.mark.parametrize("body", [
    "", "\n\n", "<!-- un -->", "[a]: https://a.example/", "*[HTML]: Hypertexte", "&nbsp;", "\u200b",
    "<div></div>", "---", "***",
])
def test_a_text_without_a_word_is_refused_unless_it_is_a_draft(body: str):
    """Readers would come upon an empty page."""
    [problem] = read(body).problems
    assert str(problem.message).startswith("the text has no words")
    assert READ(PATH, f"title: T\nstatus: draft\n\n{body}".encode()).problems == ()


@pytest.mark.parametrize("body", [
    "Un.", "小红书", "![](a.png)", "12", "<!-- firm: publisher -->",
])
def test_a_text_that_shows_anything_has_words(body: str):
    """An image, a number, what the firm declares."""
    assert read(body).problems == ()


@pytest.mark.parametrize("href", [
    "[a](https://exam\u00adple.org/pa\u200bge)", "<a href='https://exam\u00adple.org/page'>a</a>",
    "<https://example.org/\u2060page>", "[a][1]\n\n[1]: https://example.org/page\ufeff",
])
def test_an_address_holds_nothing_unseen(href: str):
    """It would lead nowhere, and nobody would see why."""
    assert "https://example.org/page" in read(href).html
