"""The articles of an issue are chosen and ordered, in all its languages at once."""

import re
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from bs4 import BeautifulSoup

from plugins.core.project import Options
from plugins.desk.context import Desk
from plugins.desk.store import Draft
from tests.conftest import new_site

PAGE = "/_desk/issue/2018-07"


@pytest.fixture
def options(tmp_path: Path) -> Options:
    """Return the options of a site with four articles, one in French only, and an issue."""
    site = new_site(tmp_path)
    for key, langs in (("a", ("fr", "en")), ("b", ("fr", "en")), ("c", ("fr",)), ("d", ("fr",))):
        for lang in langs:
            site.article(f"2018-07-01-{key}.{lang}.md", "Text.")
    for lang, articles in (("fr", "a, b, c"), ("en", "a, b")):
        site.write(f"issues/2018-07.{lang}.md", f"date: 2018-07-05\r\nsubject: S  # why\r\n"
                   f"articles: {articles}\r\npreview: P\r\n\r\nEdito.")
    return site.options


def chosen(options: Options, lang: str) -> str:
    """Return what the line “articles” of a language says."""
    text = (options.content / "issues" / f"2018-07.{lang}.md").read_text("utf-8")
    return text.split("articles: ")[1].split("\n")[0]


@pytest.mark.parametrize(("move", "french", "english"), [
    ("up:b", "b, a, c", "b, a"),
    ("down:a", "b, a, c", "b, a"),
    ("remove:a", "b, c", "b"),
    ("add:d", "a, b, c, d", "a, b"),
    ("up:a", "a, b, c", "a, b"),
    ("down:c", "a, b, c", "a, b"),
    ("up:c", "a, c, b", "a, b"),
    ("add:b", "a, b, c", "a, b"),
    ("aside:b", "a, b, c", "a, b"),
    ("remove:x", "a, b, c", "a, b"),
    ("up:d", "a, b, c", "a, b"),
])
def test_an_article_is_moved_in_every_language_that_has_it(
        editor: httpx.Client, options: Options, move: str, french: str, english: str):
    """And nothing else of the files is another."""
    file = options.content / "issues" / "2018-07.fr.md"
    before = file.read_bytes()

    page = editor.post(f"{PAGE}/articles", data={"move": move})

    assert page.status_code == 200
    assert (chosen(options, "fr"), chosen(options, "en")) == (french, english)
    assert file.read_bytes() == before.replace(b"a, b, c", french.encode())


def test_an_unknown_article_is_refused(editor: httpx.Client, options: Options):
    """With a sentence."""
    page = editor.post(f"{PAGE}/articles", data={"move": "add:", "add": "x"})

    assert page.status_code == 409
    assert "There is no article “x”" in page.text
    assert chosen(options, "fr") == "a, b, c"


def test_an_issue_without_articles_says_so_as_a_new_one_does(
        editor: httpx.Client, options: Options):
    """Its line waits to be written; the first article takes its place."""
    for key in ("a", "b"):
        editor.post(f"{PAGE}/articles", data={"move": f"remove:{key}"})
    empty = chosen(options, "en")
    editor.post(f"{PAGE}/articles", data={"move": "add:a"})

    assert empty == "…"
    assert (chosen(options, "fr"), chosen(options, "en")) == ("c, a", "a")


def test_what_no_issue_names_is_proposed(editor: httpx.Client):
    """With the languages that lack it; what is named can be opened."""
    page = editor.get(PAGE).text

    assert 'value="add:d"' in page
    assert 'value="add:a"' not in page
    assert '/_desk/write/article/a"' in page
    assert "(not in English)" in page


@pytest.mark.parametrize(("key", "title"), [("a", "In English"), ("c", "En français")])
def test_articles_are_called_as_in_the_language_of_the_person(
        editor: httpx.Client, options: Options, key: str, title: str):
    """One that is not in hers, by the title that it has."""
    for file in options.content.glob(f"articles/*-{key}.*.md"):
        words = "In English" if file.stem.endswith(".en") else "En français"
        file.write_text(re.sub("title: .*", f"title: {words}", file.read_text("utf-8")), "utf-8")

    page = BeautifulSoup(editor.get(PAGE).text, "html.parser")
    link = page.select_one(f".articles a[href$='/{key}']")

    assert link.get_text() == title


def test_what_is_being_written_is_neither_lost_nor_saved(
        desk: Desk, editor: httpx.Client, options: Options):
    """The order is kept with it; the other language is saved."""
    path = "issues/2018-07.fr.md"
    data = (options.content / path).read_bytes().replace(b"Edito.", b"Typed so far.")
    desk.store.keep(Draft("", path, b"1", data, datetime(2018, 7, 3, tzinfo=UTC)))

    editor.post(f"{PAGE}/articles", data={"move": "up:b"})

    draft = desk.store.draft("", path)
    assert draft and draft.data == data.replace(b"a, b, c", b"b, a, c")
    assert draft.base == b"1"
    assert (chosen(options, "fr"), chosen(options, "en")) == ("a, b, c", "b, a")
