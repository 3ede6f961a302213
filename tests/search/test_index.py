"""The index of an edition: what of a page it holds, in one order, made when it is asked for."""

import gzip
import json
import os
import stat
from pathlib import Path

import pytest

from plugins.search.index import OnDemand, SearchError, copy_of, index_edition

PAGE = ('<html><body><article data-year="{year}" data-topic="{topic}" '
        'data-pagefind-filter="category[data-topic], year[data-year]" '
        'data-pagefind-meta="shown[data-title]" data-title="L’article {n}">'
        '<h1 data-pagefind-meta="title">L’article {n}</h1><p data-pagefind-body>L’enregistrement'
        '<sup><a class="footnote-ref">1</a></sup><span class="note">Note</span></p></article>'
        '</body></html>')

COPIED = ("<html><head>{head}</head><body><article data-pagefind-body{more}>{body}</article></body>"
        "</html>")

SERVED = "<html><body><article data-pagefind-body><h1>{title}</h1></article></body></html>"

ENTRY = "fr/pagefind/pagefind-entry.json"


def pages(lang: str = "fr", number: int = 60) -> dict[str, bytes]:
    """Return pages of many topics and years."""
    return {f"{lang}/a/{n}/index.html":
            PAGE.format(n=n, year=1990 + n % 30, topic=f"t{n % 25}").encode()
            for n in range(number)}


def test_the_same_pages_give_the_same_files():
    """Pagefind keeps filters in tables whose order is one of chance."""
    assert len({repr(index_edition("fr", pages())) for _ in range(4)}) == 1


@pytest.mark.parametrize("lang", ["fr", "en", "zh-Hans"])
def test_an_index_holds_what_the_page_loads_and_no_more(lang: str):
    """One language, one program, no pages of Pagefind's own."""
    files = index_edition(lang, pages(lang, 3))

    entry = json.loads(files[f"{lang}/pagefind/pagefind-entry.json"])
    assert [own["page_count"] for own in entry["languages"].values()] == [3]
    assert f"{lang}/pagefind/pagefind.{entry['languages'][lang]['hash']}.pf_meta" in files
    assert f"{lang}/pagefind/wasm.{entry['languages'][lang]['wasm'] or 'unknown'}.pagefind" in files
    assert sum(".pf_filter" in path for path in files) == 2
    assert sum("wasm" in path for path in files) == 1
    assert not any("ui" in path or "worker" in path for path in files)


def test_a_result_is_shown_with_its_typeset_title_and_its_address():
    """The text of the copy is for searching; the title is found, but in no extract."""
    files = index_edition("fr", pages(number=1))

    fragment = next(data for path, data in files.items() if path.endswith(".pf_fragment"))
    found = json.loads(gzip.decompress(fragment).removeprefix(b"pagefind_dcd"))
    assert found["url"] == "/fr/a/0/"
    assert found["meta"] == {"shown": "L’article 0", "title": "L'article 0"}
    assert found["content"].strip(". ") == "L'enregistrement"
    assert found["filters"] == {"category": ["t0"], "year": ["1990"]}


def test_where_there_is_nothing_to_find_there_is_no_index():
    """A new edition begins without articles."""
    assert index_edition("fr", {"fr/index.html": b"<html><body>Home</body></html>"}) == {}


@pytest.mark.parametrize("script", ["#!/bin/sh\necho no room >&2\nexit 3\n", "not a program", None])
def test_a_program_that_fails_is_reported_in_a_sentence(script, tmp_path, monkeypatch):
    """Never in a traceback, and never by waiting for ever."""
    program = tmp_path / "pagefind"
    if script is not None:
        program.write_text(script)
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setitem(os.environ, "PAGEFIND_BINARY_PATH", str(program))

    with pytest.raises(SearchError, match="the search cannot be indexed") as error:
        index_edition("fr", pages(number=1))

    assert script is None or "no room" not in script or "no room" in str(error.value)


def body_of(text: str) -> str:
    """Return the text of the copy of a page."""
    copy = copy_of(COPIED.format(head="", more="", body=text))
    assert copy is not None
    return copy.partition(">")[2].partition("<article data-pagefind-body>")[2].partition("</art")[0]


@pytest.mark.parametrize(("typeset", "plain"), [
    ("l’enregistrement", "l'enregistrement"),
    ("la loi\u00a0:\u202f«\u00a0mot\u00a0»", "la loi : « mot »"),
    ("小红书", "小 红 书"),
    ("《电子商务法》", "《电 子 商 务 法》"),
    ("app小红书app", "app 小 红 书 app"),
    ("2019年1月", "2019 年 1 月"),
    ("<b>小红</b>书", "<b>小 红</b>书"),
    ("plain words, no more", "plain words, no more"),
    ("école 3,5 %", "école 3,5 %"),
    ("le 1<sup>er</sup> juin<sup id='fnref:1'>1</sup>",
     "le 1\u2060er\u2060 juin<sup id='fnref:1'>1</sup>"),
])
def test_typesetting_is_undone_and_each_ideograph_is_a_word(typeset: str, plain: str):
    """So that a reader finds it, however it is typeset."""
    assert body_of(typeset) == plain


def test_what_is_shown_of_a_result_stays_typeset():
    """Attributes hold the title and the date of a result."""
    shown = ' data-title="L’accord\u202f: 小红书"'

    assert shown in copy_of(COPIED.format(head="", more=shown, body="L’accord"))


def test_other_names_of_laws_are_found_as_words_are():
    """An attribute holds them, which nobody reads; each ideograph is a word there, too."""
    named = ('L’accord<div hidden><span data-pagefind-index-attrs="data-names" '
             'data-names="贸易法 · PIPL · Décret n° 727"></span></div>')
    page = COPIED.format(head="", more="", body=named)

    assert ' data-names="贸 易 法 · PIPL · Décret n° 727"' in copy_of(page)
    fragment = next(data for path, data in index_edition("fr", {"fr/a/index.html": page.encode()})
                    .items() if path.endswith(".pf_fragment"))
    found = json.loads(gzip.decompress(fragment).removeprefix(b"pagefind_dcd"))["content"]
    assert {"贸", "PIPL", "727", "L'accord"} <= {*found.replace(".", " ").split()}


@pytest.mark.parametrize("page", [
    "<html><body><p>L’accord</p></body></html>",
    COPIED.format(head='<meta name="robots" content="noindex">', more="", body="Draft"),
    COPIED.format(head='<meta name="robots" content="noindex, nofollow">', more="", body="Draft"),
])
def test_what_nobody_should_find_has_no_copy(page: str):
    """Lists, pages of forms, and what search engines are told to pass over."""
    assert copy_of(page) is None


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a built site of two editions."""
    for lang in ("fr", "en"):
        page = tmp_path / lang / "a" / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(SERVED.format(title=lang))
    return tmp_path


def test_only_the_files_of_an_index_are_made(folder: Path):
    """Everything else is the site's own, or is missing."""
    indexes = OnDemand(folder, ["fr", "en"])

    assert indexes.read(ENTRY)
    assert indexes.read(ENTRY.replace("fr", "en", 1))
    for address in ("fr/a/index.html", "fr/pagefind/none.js", "de/pagefind/pagefind.js"):
        assert indexes.read(address) is None


def test_an_index_is_made_again_only_when_the_site_has_changed(folder: Path):
    """A save costs nothing until somebody searches."""
    indexes = OnDemand(folder, ["fr", "en"])
    first = indexes.read(ENTRY)

    assert indexes.read(ENTRY) is first

    page = folder / "fr" / "a" / "index.html"
    page.write_text(SERVED.format(title="Changed"))
    os.utime(page, ns=(1, 1))
    assert indexes.read(ENTRY) not in (first, None)


def test_an_edition_without_articles_has_no_index(folder: Path):
    """Nor has a site before its first build."""
    (folder / "fr" / "a" / "index.html").unlink()

    assert OnDemand(folder, ["fr"]).read(ENTRY) is None
    assert OnDemand(folder / "none", ["fr"]).read(ENTRY) is None
