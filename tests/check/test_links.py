"""A link leads somewhere, and says where."""

from pathlib import Path

import pytest

from plugins.check.links import (
    bare_addresses,
    damaged_images,
    local_addresses,
    poor_link_words,
    unlinked_pages,
    wrong_links,
)
from plugins.content.firm import Firm, Masthead, Publisher
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
    """Return what is reported about an article's links beside another one, which may be a draft."""
    html = '<h2 id="own">x</h2>'
    text = read_text(body, path=f"{content}/articles/2018-07-03-a.fr.md", html=html)
    beside = read_text(path=f"{content}/articles/{OTHER}", html='<li id="fn:1">x</li>')
    published = frozenset((text.path, beside.path) if other else (text.path,))
    problems = list(wrong_links(text, gather(
        text, beside, root=str(content), statics=("images",), published=published,
        leads={"fr/contact/": True, "fr/none/": False}.get)))
    assert all(problem.level == "error" and problem.line == 5 for problem in problems)
    return [str(problem.message) for problem in problems]


@pytest.mark.parametrize("body", [
    "[a]({filename}/articles/2018-07-04-b.fr.md)", "[a]({filename}2018-07-04-b.fr.md#fn:1)",
    "![a]({static}/images/a.png \"Title\")", "[a]: {static}/images/a.png", "[a](#own)",
    "[a](https://a.example/{x})", "`[a]({filename}/none.md)`", "[a]({form}contact)",
    "```\n[a]({filename}/none.md)\n```", "a {brace} in a sentence", "{{ x }}", "[a](#top)",
    "[1] [2]", "[a] [b]: c", r"\[loi][absente]", "`[loi][absente]`", "[a][b]\n[b]: /fr/contact/",
    '<a href="{static}/images/a.png">a</a>', "![a]({static}/images/a%20b.png)",
    "![a](<{static}/images/a b.png>)", "[a]({filename}../articles/2018-07-04-b.fr.md)",
    "[a](/fr/contact/)", "[a](/fr/b/#fn:1)", "[a](/fr/who/knows/)", "[a](mailto:a@b.example)",
    "[a](//a.example/)", "<!-- [a]({filename}none.md) -->", "[^1]: note", "[a](tel:+33)",
    "[a](mailto:a@b.example,c@d.example?subject=x%20y)", "<a@b.example>", r"\[loi][]",
])
def test_what_leads_somewhere_or_is_no_link_is_fine(content: Path, body: str):
    """Only addresses are looked at."""
    assert faults("x\n" + body, content) == []


@pytest.mark.parametrize(("body", "message"), [
    ("[a]({filename}/articles/none.fr.md)", "leads to “/articles/none.fr.md”"),
    ("![a]({static}images/a.png)", "leads to “images/a.png”"),
    ("[a](<{filename}/none.md>)", "leads to “/none.md”"),
    ("[a]({page}contact)", "“{page}” is not a kind of link; write {filename} for a text"),
    ("[a]: {filename}/none.md\n\n[a]", "leads to “/none.md”"),
    ("<A HREF={filename}/none.md>a</A>", "leads to “/none.md”"),
    ("> [a]: {filename}/none.md\n>\n> [a]", "leads to “/none.md”"),
    ("<a href='{static}/none.png'>", "leads to “/none.png”"),
    ("[a]({static}/firm.toml)", "“/firm.toml”, which is not published; files for readers are"),
    ("[a](#none)", "there is no anchor “#none” in 2018-07-03-a.fr.md; write {#none} after"),
    ("[a]({filename}2018-07-04-b.fr.md#fn:2)", "there is no anchor “#fn:2” in 2018-07-04-b.fr.md"),
    ("[a](/fr/b/#none)", "there is no anchor “#none” in 2018-07-04-b.fr.md"),
    ("[a](/fr/none/)", "there is no page at “/fr/none/”; correct the address"),
    ("[a](2018-07-04-b.fr.md)", "“2018-07-04-b.fr.md” is not a full address; write {filename}…"),
    ("[vide]()", "the link “vide” leads nowhere; write its address"),
    ("[rien](#)", "the link “rien” leads nowhere"),
    ("[protocole](https://)", "the link “protocole” leads nowhere"),
    ("[poste](mailto:)", "the link “poste” leads nowhere"),
    ('<a href="">vide</a>', "the link “vide” leads nowhere"),
    ("[le rapport][absent]", "nothing says where “le rapport” leads; write “[absent]:” and the"),
    ("[le rapport][]", "nothing says where “le rapport” leads; write “[le rapport]:” and the"),
    ("[a](http:a.example)", "“http:a.example” is not a full address"),
    ("[a](http://a b.example/c)", "“http://a b.example/c” is not a full address"),
    ("[a](mailto:jean a@b.example)", "“jean a@b.example” is not an email address; correct it"),
    ("[a](mailto:jean@)", "“jean@” is not an email address"),
    ("[a](jean@a.example)", "“jean@a.example” is an email address; write mailto:jean@a.example"),
    ("[a](www.a.example)", "“www.a.example” is not a full address"),
    ("[a](htps://a.example)", "“htps://a.example” is not a full address"),
    ("[a](http:/a.example)", "“http:/a.example” is not a full address"),
    ("[a](https:///a.example)", "“https:///a.example” is not a full address"),
])
def test_what_leads_nowhere_is_reported(content: Path, body: str, message: str):
    """With its line, and with what would be right."""
    found = faults("x\n" + body, content)

    assert [message in told for told in found] == [True], found


@pytest.mark.parametrize(("name", "data"), [
    ("a.png", b"no picture"), ("b.svg", b"no drawing"), ("c.jpg", b""),
    ("d.svg", b"<!DOCTYPE svg [<!ENTITY a 'a'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>")])
def test_an_image_that_cannot_be_shown_is_reported_once(content: Path, name: str, data: bytes):
    """As the build would; a file that is only linked is anybody's."""
    (content / "images" / name).write_bytes(data)

    def reported(body: str) -> list[str]:
        text = read_text(body, path=f"{content}/articles/2018-07-03-a.fr.md")
        site = gather(text, root=str(content), statics=("images",))
        return [problem.path for problem in damaged_images(text, site)]

    drawing = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'></svg>"
    (content / "images/drawing.png").write_bytes(drawing)
    assert reported("![a]({static}/images/drawing.png)") == []
    shown = f"![a]({{static}}/images/{name})"
    assert reported(f"{shown}\n\n{shown}") == [f"{content}/images/{name}"]
    assert reported(f"[a]({{static}}/images/{name})") == []


def test_a_link_to_what_is_not_published_yet_is_reported(content: Path):
    """The text exists, and its reader would still find nothing."""
    for body in (f"[a]({{filename}}/articles/{OTHER})", f'[a]({{filename}}{OTHER} "Title")',
                 f'<a href="{{filename}}{OTHER}">a</a>'):
        [message] = faults("x\n" + body, content, other=False)
        assert "is not published yet; publish it" in message


@pytest.mark.parametrize(("body", "level"), [
    ("[](https://a.example)", "error"),
    ("[ ](https://a.example)", "error"),
    ("[![](a.png)](https://a.example)", "error"),
    ('<a href="https://a.example"></a>', "error"),
    ("[ici](https://a.example)", "warning"),
    ("[Cliquez ici !](https://a.example)", "warning"),
    ("[**Read more…**](https://a.example)", "warning"),
    ("[ici][1]\n\n[1]: https://a.example", "warning"),
    ("[1]: https://a.example\n\n[la loi][1]", ""),
    ("[la loi](https://a.example)", ""),
    ("[ici, à Paris](https://a.example)", ""),
    ("[![La tour](a.png)](https://a.example)", ""),
    ("<https://a.example>", ""),
    ("`[](x)`", ""),
    ("![](a.png)", ""),
])
def test_words_that_say_nothing_are_reported(lines_of, body: str, level: str):
    """A link without any is an error: it cannot be named at all."""
    found = lines_of(poor_link_words, "x\n" + body)

    assert found == ([(5, level)] if level else [])


@pytest.mark.parametrize(("body", "told"), [
    ("Voir https://a.example/b.", True),
    ("Voir www.a.example.", True),
    ("| https://a.example |", True),
    ("<https://a.example/>", False),
    ("[a](https://a.example/)", False),
    ("[a]: https://a.example/", False),
    ("`https://a.example/`", False),
    ('<a href="https://a.example/">a</a>', False),
    ("a@www.example.com", False),
    ("Le protocole https:// est chiffré.", False),
])
def test_an_address_that_nobody_can_follow_is_reported(lines_of, body: str, told: bool):
    """In code, in a tag or between angle brackets it is what it should be."""
    assert lines_of(bare_addresses, "x\n" + body) == ([(5, "warning")] if told else [])


ISSUE = {"path": "content/issues/2018-07.fr.md", "header": "subject: S\npreview: P"}


@pytest.mark.parametrize("body", [
    "[a](http://127.0.0.1:8000/fr/)", "[a](http://localhost:8000)", "[a]: http://press.local/\n\n[a]",
    "<http://localhost:8000/fr/>", '<a href="file:///home/a.pdf">a</a>', "[a](//localhost/)",
])
def test_an_address_that_only_the_editor_reaches_is_an_error_in_every_text(lines_of, body: str):
    """It was copied from the preview, and looks right where it was written."""
    assert lines_of(local_addresses, "x\n" + body) == [(5, "error")]
    assert lines_of(local_addresses, "x\n" + body, **ISSUE) == [(5, "error")]


@pytest.mark.parametrize("body", ["[a](//firm.example/)", "[a](ftp://firm.example/a.pdf)"])
def test_an_issue_holds_only_what_a_mail_program_follows(lines_of, body: str):
    """A page of the site may hold it: there a browser follows."""
    assert lines_of(local_addresses, "x\n" + body, **ISSUE) == [(5, "error")]
    assert lines_of(local_addresses, "x\n" + body) == []


@pytest.mark.parametrize("body", [
    "[a](https://firm.example/)", "[a](mailto:a@firm.example)", "[a]({filename}b.md)", "[a](#b)",
    "`http://localhost/`", "Le protocole http://localhost est local.", "[a](/fr/contact/)",
    "![a](http://localhost/a.png)", "[a]({{ page }})", "[a](tel:+33)", "```\n<http://localhost>\n```",
])
def test_what_leads_to_the_web_or_is_reported_by_another_rule_is_left_alone(lines_of, body: str):
    """Relative addresses and images have rules of their own."""
    assert lines_of(local_addresses, "x\n" + body, **ISSUE) == []


@pytest.mark.parametrize("body, more, told", [
    ("", {}, ["content/pages/history.fr.md"]),
    ("[h]({filename}/pages/history.fr.md)", {}, []),
    ("[h](../pages/history.fr.md)", {}, ["content/pages/history.fr.md"]),
    ("[h](/fr/history/)", {}, []),
    ("", {"publishers": {"fr": Publisher(Masthead("", "", ""), Firm(), menu=("history",))}}, []),
    ("", {"needed": {"history": "content/forms/a.toml"}}, []),
    ("", {"published": frozenset()}, []),
])
def test_a_page_to_which_nothing_leads_is_told(body: str, more: dict, told: list[str]):
    """Menus, forms and texts do; what is not published needs nobody."""
    page = read_text("Text.", "title: T", "content/pages/history.fr.md")
    article = read_text(body, "title: T\ncategory: c", "content/articles/2018-07-03-a.fr.md")
    site = gather(page, article, **more)

    assert [problem.path for text in site.texts for problem in unlinked_pages(text, site)] == told
