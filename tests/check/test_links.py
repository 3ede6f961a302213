"""A link inside the site leads to what readers can reach."""

from pathlib import Path

import pytest

from plugins.check.links import wrong_links
from tests.check.conftest import gather, read_text

OTHER = "2018-07-04-b.fr.md"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return a content folder with images."""
    for path in ("images/a.png", "images/a b.png", "firm.toml"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    return tmp_path


def faults(body: str, content: Path, other: bool = True) -> list[str]:
    """Return what is said of the links of an article beside another one, which may be a draft."""
    html = '<h2 id="own">x</h2>'
    text = read_text(body, path=f"{content}/articles/2018-07-03-a.fr.md", html=html)
    beside = read_text(path=f"{content}/articles/{OTHER}", html='<li id="fn:1">x</li>')
    published = frozenset((text.path, beside.path) if other else (text.path,))
    problems = list(wrong_links(gather(
        text, beside, root=str(content), statics=("images",), published=published,
        leads={"fr/contact/": True, "fr/none/": False}.get)))
    assert all(problem.level == "error" and problem.line == 5 for problem in problems)
    return [str(problem.message) for problem in problems]


@pytest.mark.parametrize("body", [
    "[a]({filename}/articles/2018-07-04-b.fr.md)", "[a]({filename}2018-07-04-b.fr.md#fn:1)",
    "![a]({static}/images/a.png \"Title\")", "[a]: {static}/images/a.png", "[a](#own)",
    "[a](https://a.example/{x})", "`[a]({filename}/none.md)`", "[a]({form}contact)",
    "```\n[a]({filename}/none.md)\n```", "a {brace} in a sentence", "{{ x }}", "[a](#)",
    '<a href="{static}/images/a.png">a</a>', "![a]({static}/images/a%20b.png)",
    "![a](<{static}/images/a b.png>)", "[a]({filename}../articles/2018-07-04-b.fr.md)",
    "[a](/fr/contact/)", "[a](/fr/b/#fn:1)", "[a](/fr/who/knows/)", "[a](mailto:a@b.example)",
    "[a](//a.example/)", "<!-- [a]({filename}none.md) -->", "[^1]: note", "[a](tel:+33)",
])
def test_what_leads_somewhere_or_is_no_link_is_fine(content: Path, body: str):
    """Only addresses are looked at."""
    assert faults("x\n" + body, content) == []


@pytest.mark.parametrize(("body", "message"), [
    ("[a]({filename}/articles/none.fr.md)", "leads to “/articles/none.fr.md”"),
    ("![a]({static}images/a.png)", "leads to “images/a.png”"),
    ("[a](<{filename}/none.md>)", "leads to “/none.md”"),
    ("[a]({page}contact)", "“{page}” is no kind of link; write {filename} for a text"),
    ("[a]: {filename}/none.md", "leads to “/none.md”"),
    ("<a href='{static}/none.png'>", "leads to “/none.png”"),
    ("[a]({static}/firm.toml)", "“/firm.toml”, which is not published; files for readers stand"),
    ("[a](#none)", "there is no place “#none” in 2018-07-03-a.fr.md; write {#none} behind"),
    ("[a]({filename}2018-07-04-b.fr.md#fn:2)", "there is no place “#fn:2” in 2018-07-04-b.fr.md"),
    ("[a](/fr/b/#none)", "there is no place “#none” in 2018-07-04-b.fr.md"),
    ("[a](/fr/none/)", "there is no page at “/fr/none/”; correct the address"),
    ("[a](2018-07-04-b.fr.md)", "“2018-07-04-b.fr.md” is no full address; write {filename}…"),
    ("[a](www.a.example)", "“www.a.example” is no full address"),
])
def test_what_leads_nowhere_is_told(content: Path, body: str, message: str):
    """With its line, and with what would be right."""
    found = faults("x\n" + body, content)

    assert [message in told for told in found] == [True], found


def test_a_link_to_what_is_not_published_yet_is_told(content: Path):
    """The text exists, and its reader would still find nothing."""
    for body in (f"[a]({{filename}}/articles/{OTHER})", f'[a]({{filename}}{OTHER} "Title")',
                 f'<a href="{{filename}}{OTHER}">a</a>'):
        [message] = faults("x\n" + body, content, other=False)
        assert "is not published yet; publish it" in message
