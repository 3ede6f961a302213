"""The list shows every text with its languages, finds some of them, and begins others."""

import re
from datetime import UTC, datetime

import httpx
import pytest
from bs4 import BeautifulSoup

from plugins.core.project import Options
from plugins.desk.context import Desk
from plugins.desk.store import Draft

ALONE = "articles/2021-01-11-cosmetics-regulation.fr.md"


def titles(page: httpx.Response) -> list[str]:
    """Return the titles that are listed."""
    rows = BeautifulSoup(page.text, "html.parser").select("tbody th")
    return [row.get_text() for row in rows]


def row(page: httpx.Response, key: str) -> str:
    """Return what is said of a text."""
    link = BeautifulSoup(page.text, "html.parser").find("a", href=re.compile(f"/{key}$"))
    return " ".join(link.find_parent("tr").get_text(" ").split())


@pytest.mark.parametrize(("query", "found"), [
    ("q=SHU+petit", ["xiaohongshu"]), ("q=cosmetiques&kind=article", ["cosmetics-regulation"]),
    ("q=2024-07&kind=issue", ["2024-07"]), ("state=missing", ["cosmetics-regulation"]),
    ("q=nothing-of-the-kind", []), ("state=draft", []), ("kind=no-such", [])])
def test_texts_are_found(editor: httpx.Client, query: str, found: list[str]) -> None:
    """By their words in any language, their kind and where they stand."""
    page = editor.get(f"/_desk/?{query}")
    listed = [str(link["href"]).rsplit("/", 1)[-1]
              for link in BeautifulSoup(page.text, "html.parser").select("tbody th a")]

    assert set(found) <= set(listed) and (found or not listed)


def test_what_was_typed_in_a_language_of_before_does_not_hide_the_list(
        desk: Desk, editor: httpx.Client) -> None:
    """The site may have it no more; what was typed waits until it has."""
    typed = Draft("", "pages/contact.de.md", b"", b"title: Kontakt\n", datetime.now(UTC))
    desk.store.keep(typed)

    assert editor.get("/_desk/").status_code == 200
    assert desk.store.drafts() == [typed]


def test_a_text_says_where_it_stands(editor: httpx.Client, options: Options) -> None:
    """Each language by itself."""
    file = options.content / ALONE
    file.write_text(file.read_text("utf-8").replace("title:", "status: draft\ntitle:"), "utf-8")
    (options.content / "articles" / "2019-01-01-broken.fr.md").write_bytes(b"\xff")

    page = editor.get("/_desk/")
    assert "Draft" in row(page, "cosmetics-regulation")
    assert "Missing" in row(page, "cosmetics-regulation")
    assert "Unreadable" in row(page, "broken")
    assert row(page, "xiaohongshu").count("Published") == 2


@pytest.mark.parametrize(("form", "files"), [
    ({"kind": "article", "title": "Un été", "category": "market-brief"},
     r"articles/[\d-]+-un-ete\.(fr|en)\.md"),
    ({"kind": "issue", "date": "2024-09-02"}, r"issues/2024-09\.(fr|en)\.md"),
    ({"kind": "issue", "date": "2024-07-02", "key": "2024-07-2"},
     r"issues/2024-07-2\.(fr|en)\.md")])
def test_a_text_is_begun(editor: httpx.Client, options: Options, form: dict[str, str], files: str
                         ) -> None:
    """As the command would begin it; the page for writing it is shown."""
    before = {*options.content.rglob("*.md")}
    page = editor.post("/_desk/new", data=form)

    assert page.status_code == 200 and 'action="/_desk/save"' in page.text
    new = [str(path.relative_to(options.content))
           for path in {*options.content.rglob("*.md")} - before]
    assert new and all(re.fullmatch(files, name) for name in new)


@pytest.mark.parametrize(("form", "told"), [
    ({"kind": "article", "title": "Un été", "category": "no"}, "There is no category “no”"),
    ({"kind": "article", "title": "", "key": "un-ete"}, "There is no category"),
    ({"kind": "issue", "key": "2024-07", "date": "2024-07-02"}, "already exists"),
    ({"kind": "issue", "date": "the second"}, "the second")])
def test_what_cannot_be_begun_is_told_above_what_was_typed(
        editor: httpx.Client, form: dict[str, str], told: str) -> None:
    """Nobody types a title twice."""
    answer = editor.post("/_desk/new", data=form)
    page = BeautifulSoup(answer.text, "html.parser")
    own = page.find("input", attrs={"name": "kind", "value": form["kind"]}).find_parent("form")

    assert answer.status_code == 409
    assert told in page.find(role="alert").get_text()
    assert page.select_one("details.begin").has_attr("open")
    assert all(own.find("input", attrs={"name": name})["value"] == value
               for name, value in form.items() if name in ("title", "key", "date"))


def test_a_translation_is_begun_from_the_list(editor: httpx.Client, options: Options) -> None:
    """By the one form there is for it; it is then shown beside its original."""
    page = BeautifulSoup(editor.get("/_desk/?q=cosmetics").text, "html.parser")
    form = page.select_one("td form")
    answer = editor.post(form["action"])

    assert answer.url.path == "/_desk/translate/article/cosmetics-regulation/en"
    assert (options.content / ALONE.replace(".fr.", ".en.")).is_file()


def test_a_wrong_declaration_is_told_in_place_of_the_list(editor: httpx.Client, options: Options
                                                          ) -> None:
    """With its file and line."""
    (options.content / "topics.toml").write_text("[broken\n")
    page = editor.get("/_desk/")

    assert page.status_code == 200
    assert "topics.toml" in page.text and titles(page) == []
