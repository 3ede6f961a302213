"""Links that lead to no file are found before a reader finds them."""

from pathlib import Path

import pytest

from plugins.articles.links import find_links, wrong_links
from plugins.problems import Message


def faults(body: str, content: Path, stage: str = "") -> list[tuple[int, Message]]:
    """Return what is wrong with the links of an article; `stage` is that of every other text."""
    return list(wrong_links(body, content / "articles" / "x.fr.md", content, ("images",),
                            lambda path: stage))


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return a content folder with an article and an image."""
    for path in ("articles/2018-07-03-a.fr.md", "images/a.png", "images/a b.png", "firm.toml"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    return tmp_path


@pytest.mark.parametrize("body", [
    "[a]({filename}/articles/2018-07-03-a.fr.md)", "[a]({filename}2018-07-03-a.fr.md#note)",
    "![a]({static}/images/a.png \"Title\")", "[a]: {static}/images/a.png",
    "[a](https://a.example/{x})", "`[a]({filename}/none.md)`", "[a]({form}contact)",
    "```\n[a]({filename}/none.md)\n```", "a {brace} in a sentence", "{{ x }}",
    '<a href="{static}/images/a.png">a</a>', "![a]({static}/images/a%20b.png)",
    "![a](<{static}/images/a b.png>)", "[a]({filename}../articles/2018-07-03-a.fr.md)",
])
def test_what_leads_somewhere_or_is_no_link_is_fine(content: Path, body: str):
    """Only addresses are looked at."""
    assert faults(body, content) == []


@pytest.mark.parametrize(("body", "message"), [
    ("[a]({filename}/articles/none.fr.md)", "leads to “/articles/none.fr.md”"),
    ("![a]({static}images/a.png)", "leads to “images/a.png”"),
    ("[a](<{filename}/none.md>)", "leads to “/none.md”"),
    ("[a]({page}contact)", "“{page}” is no kind of link; write {filename} for a text"),
    ("[a]: {filename}/none.md", "leads to “/none.md”"),
    ("<a href='{static}/none.png'>", "leads to “/none.png”"),
    ("[a]({static}/firm.toml)", "“/firm.toml”, which is not published; files for readers stand"),
])
def test_what_leads_nowhere_is_told(content: Path, body: str, message: str):
    """With its place in the text, from which the Reader makes a line."""
    found = faults("x\n" + body, content)

    assert [message in str(told) for _, told in found] == [True]
    assert found[0][0] == ("x\n" + body).index("{")


def test_a_link_to_what_is_not_published_yet_is_told(content: Path):
    """The text exists, and its reader would still find nothing."""
    body = "[a]({filename}/articles/2018-07-03-a.fr.md)"

    for written in (body, body.replace(")", ' "Title")'), body.replace("[a](", '<a href="')):
        found = faults(written.replace(".md)", '.md">') if "<a" in written else written, content,
                       stage="draft")
        assert "is not published yet; publish it" in str(found[0][1])


@pytest.mark.parametrize("body", [
    "[a]({form}contact)", "[a](<{form}contact>)", "[a]({form}contact \"Title\")",
    "[a][1]\n\n[1]: {form}contact", "<a href=\"{form}contact\">a</a>",
])
def test_a_form_is_found_however_its_link_is_written(body: str):
    """Markdown and HTML have several ways to give an address."""
    assert [(link.kind, link.target) for link in find_links(body)] == [("form", "contact")]
