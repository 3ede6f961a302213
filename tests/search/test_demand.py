"""Tests of the indexes that a local site makes when somebody searches."""

import os
from pathlib import Path

import pytest

from plugins.search import OnDemand

PAGE = "<html><body><article data-pagefind-body><h1>{title}</h1></article></body></html>"
ENTRY = "fr/pagefind/pagefind-entry.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a built site of two editions."""
    for lang in ("fr", "en"):
        page = tmp_path / lang / "a" / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(PAGE.format(title=lang))
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
    page.write_text(PAGE.format(title="Changed"))
    os.utime(page, ns=(1, 1))
    assert indexes.read(ENTRY) not in (first, None)


def test_an_edition_without_articles_has_no_index(folder: Path):
    """Nor has a site before its first build."""
    (folder / "fr" / "a" / "index.html").unlink()

    assert OnDemand(folder, ["fr"]).read(ENTRY) is None
    assert OnDemand(folder / "none", ["fr"]).read(ENTRY) is None
