"""Links that lead to no file are found before a reader finds them."""

from pathlib import Path

import pytest

from plugins.articles.links import wrong_links


def published(path: Path) -> str:
    """Say that nothing keeps readers from a text."""
    return ""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return a content folder with an article and an image."""
    for path in ("articles/2018-07-03-a.fr.md", "images/a.png"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    return tmp_path


@pytest.mark.parametrize("body", [
    "[a]({filename}/articles/2018-07-03-a.fr.md)", "[a]({filename}2018-07-03-a.fr.md#note)",
    "![a]({static}/images/a.png \"Title\")", "[a]: {static}/images/a.png",
    "[a](https://a.example/{x})", "`[a]({filename}/none.md)`", "[a]({form}contact)",
    "```\n[a]({filename}/none.md)\n```", "a {brace} in a sentence", "{{ x }}",
    '<a href="{static}/images/a.png">a</a>',
])
def test_what_leads_somewhere_or_is_no_link_is_fine(content: Path, body: str):
    """Only addresses are looked at."""
    assert list(wrong_links(body, content / "articles" / "x.fr.md", content, published)) == []


@pytest.mark.parametrize(("body", "message"), [
    ("[a]({filename}/articles/none.fr.md)", "leads to “/articles/none.fr.md”"),
    ("![a]({static}images/a.png)", "leads to “images/a.png”"),
    ("[a](<{filename}/none.md>)", "leads to “/none.md”"),
    ("[a]({page}contact)", "“{page}contact” is no kind of link; write {filename} for a text"),
    ("[a]: {filename}/none.md", "leads to “/none.md”"),
    ("<a href='{static}/none.png'>", "leads to “/none.png”"),
])
def test_what_leads_nowhere_is_told(content: Path, body: str, message: str):
    """With its place in the text, from which the Reader makes a line."""
    found = list(wrong_links("x\n" + body, content / "articles" / "x.fr.md", content,
                             published))

    assert [message in str(told) for _, told in found] == [True]
    assert found[0][0] == ("x\n" + body).index("{")


def test_a_link_to_what_is_not_published_yet_is_told(content: Path):
    """The text exists, and its reader would still find nothing."""
    body = "[a]({filename}/articles/2018-07-03-a.fr.md)"

    found = list(wrong_links(body, content / "articles" / "x.fr.md", content, lambda path: "draft"))

    assert "is not published yet; publish it" in str(found[0][1])
