"""Tests of the index of an edition."""

import gzip
import json
import os
import stat

import pytest

from plugins.search import SearchError, index_edition

PAGE = ('<html><body><article data-pagefind-body data-year="{year}" data-topic="{topic}" '
        'data-pagefind-filter="category[data-topic], year[data-year]" '
        'data-pagefind-meta="title[data-title]" data-title="L’article {n}">'
        '<h1>L’article {n}</h1><p>L’enregistrement</p></article></body></html>')


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
    """The text of the copy is for searching."""
    files = index_edition("fr", pages(number=1))

    fragment = next(data for path, data in files.items() if path.endswith(".pf_fragment"))
    found = json.loads(gzip.decompress(fragment).removeprefix(b"pagefind_dcd"))
    assert found["url"] == "/fr/a/0/"
    assert found["meta"]["title"] == "L’article 0"
    assert "L'enregistrement" in found["content"]
    assert found["filters"] == {"category": ["t0"], "year": ["1990"]}


def test_where_there_is_nothing_to_find_there_is_no_index():
    """A new edition begins without articles."""
    assert index_edition("fr", {"fr/index.html": b"<html><body>Home</body></html>"}) == {}


@pytest.mark.parametrize("script", ["#!/bin/sh\necho no room >&2\nexit 3\n", "not a program", None])
def test_a_program_that_fails_is_told_in_a_sentence(script, tmp_path, monkeypatch):
    """Never in a traceback, and never by waiting for ever."""
    program = tmp_path / "pagefind"
    if script is not None:
        program.write_text(script)
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setitem(os.environ, "PAGEFIND_BINARY_PATH", str(program))

    with pytest.raises(SearchError, match="the search cannot be indexed") as error:
        index_edition("fr", pages(number=1))

    assert script is None or "no room" not in script or "no room" in str(error.value)
