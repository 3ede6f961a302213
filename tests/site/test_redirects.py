"""Old addresses lead to new ones."""

from pathlib import Path

import pytest

from plugins.core.jinja import new_environment
from plugins.core.messages import ContentError
from plugins.site.redirects import (
    Redirect,
    answer_by_query,
    read_redirects,
    redirects,
    wrong_redirects,
)
from tests.conftest import PROJECT


def written(folder: Path, *rows: str) -> list[Redirect]:
    """Write rows below the first line, and read them."""
    (folder / "redirects.csv").write_text("\n".join(("old,new", *rows, "")), encoding="utf-8")
    return read_redirects(folder)


@pytest.mark.parametrize(("old", "address", "file"), [
    ("/2018/07/letter/", "2018/07/letter/", "2018/07/letter/index.html"),
    ("/2018/07/letter", "2018/07/letter/", "2018/07/letter/index.html"),
    ("/letter.html", "letter.html", "letter.html"),
    ("/caf%C3%A9/", "café/", "café/index.html"),
])
def test_an_old_address_is_a_folder_or_a_page(tmp_path: Path, old, address, file):
    """It is answered with or without the slash at its end."""
    [row] = written(tmp_path, f"{old},/fr/")

    assert (row.line, row.address, row.file, row.new) == (2, address, file, "fr/")


@pytest.mark.parametrize(("old", "address", "query"), [
    ("/?p=12", "", (("p", "12"),)),
    ("/fr/?lang=en&cat=3", "fr/", (("cat", "3"), ("lang", "en"))),
    ("/index.php?tag=%C3%A9t%C3%A9+1", "index.php/", (("tag", "été 1"),)),
])
def test_an_old_address_may_have_a_query(tmp_path: Path, old, address, query):
    """Its parts are decoded, and their order means nothing."""
    [row] = written(tmp_path, f"{old},/fr/")

    assert (row.address, row.query) == (address, query)


@pytest.mark.parametrize(("new", "target"), [
    ("", "index.html"), ("fr/", "fr/index.html"), ("fr/contact/#form", "fr/contact/index.html"),
    ("images/a.pdf", "images/a.pdf"),
])
def test_a_new_address_is_a_page_a_file_or_a_place_of_a_page(new: str, target: str):
    """What is built at it is known by its file."""
    assert Redirect(2, "old", new).target == target
    assert list(wrong_redirects(Path("content"), [Redirect(2, "old", new)], {target})) == []


@pytest.mark.parametrize("row", [
    "/old", "old,/fr/", "/old,fr/", "/../old,/fr/", "/,/fr/", "/old?,/fr/", "/old?p,/fr/",
    "/old?p=,/fr/", "/old?=1,/fr/", "/old?p=1&p=2,/fr/", "/old?p=1&,/fr/", "/old?p=%0A,/fr/",
    "/old?p=1#a,/fr/", "/old?p=a b,/fr/", "/old?p=%FF,/fr/", "/?p=1,https://evil.example/",
    "/?p=1,/fr/?x=1"])
def test_a_line_that_is_not_two_addresses_is_an_error(tmp_path: Path, row: str):
    """It is reported with its line."""
    with pytest.raises(ContentError) as error:
        written(tmp_path, row)

    assert [problem.line for problem in error.value.problems] == [2]


@pytest.mark.parametrize(("rows", "wrong"), [
    (("/?p=1,/fr/", "/?p=2,/fr/", "/?p=1&lang=en,/fr/", "/x/?p=1,/fr/", "/x/,/fr/"), []),
    (("/?utm_source=a&p=1,/fr/", "/fr/?q=a&s=b,/fr/a/", "/fr/a/?lang=en,/fr/"), []),
    (("/?p=1,/fr/", "/?p=1,/fr/a/"), [3]),
    (("/?p=1&cat=2,/fr/", "/?cat=2&p=1,/fr/"), [3]),
    (("/?p=1,/fr/none/",), [2]),
    (("/?utm_source=a,/fr/", "/fr/search/?q=a,/fr/", "/theme/site.css?v=1,/fr/"), [2, 3, 4]),
    (("/fr/a/?lang=fr,/fr/a/", "/?lang=fr,/"), [2, 3]),
])
def test_an_address_with_a_query_hides_no_page(tmp_path: Path, rows, wrong):
    """Nor one that the site itself links to."""
    built = {"index.html", "fr/index.html", "fr/a/index.html", "fr/search/index.html"}

    found = wrong_redirects(tmp_path, written(tmp_path, *rows), built)

    assert [problem.line for problem in found] == wrong


@pytest.mark.parametrize(("path", "query", "new"), [
    ("/", "p=12", "/fr/a/"), ("/", "utm_source=x&p=12", "/fr/a/"), ("/", "p=12&lang=en", "/en/a/"),
    ("/", "lang=en&p=12&lang=fr", "/en/a/"), ("/été", "tag=%c3%a9%201", "/fr/"),
    ("/été/", "tag=é+1", "/fr/"),
    ("/", "", ""), ("/", "p=123", ""), ("/", "P=12", ""), ("/fr/", "p=12", ""),
    ("/old/", "a=b", ""), ("/", "p=//evil.example", ""), ("/", "%ff&=&&p", ""),
])
def test_a_query_leads_away_who_asks_for_all_of_it(tmp_path: Path, path, query, new):
    """In any order and among more; a page at an old address is a file, and answers itself."""
    rows = written(tmp_path, "/old/,/fr/", "/?p=12,/fr/a/", "/?p=12&lang=en,/en/a/",
                   "/%C3%A9t%C3%A9/?tag=%C3%A9+1,/fr/")
    (tmp_path / "_redirects").write_bytes(table(rows))

    assert answer_by_query(tmp_path, path, query) == new


def table(rows: list[Redirect]) -> bytes:
    """Return the file for hosts of a site below /site, whose templates are of no matter here."""
    env = new_environment([PROJECT / "theme" / "templates"])
    return redirects(env, [row for row in rows if row.query], "https://a.example")["_redirects"]


def test_what_asks_for_most_comes_first_and_is_sent_instead_of_the_page(tmp_path: Path):
    """A host takes the first line that fits; it sends a file that is there unless told not to."""
    rows = written(tmp_path, "/?p=12,/fr/", "/fr/?lang=en&p=12,/en/")

    assert table(rows) == b"/fr/ lang=en p=12 /en/ 301!\n/ p=12 /fr/ 301!\n"


def test_a_site_may_have_no_old_addresses(tmp_path: Path):
    """There need not be a file."""
    assert read_redirects(tmp_path) == []


def test_a_site_that_is_not_built_leads_nowhere(tmp_path: Path):
    """The preview begins so."""
    assert answer_by_query(tmp_path, "/", "p=12") == ""
