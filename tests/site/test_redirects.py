"""Old addresses lead to new ones."""

from pathlib import Path

import pytest

from plugins.core.messages import ContentError
from plugins.site.redirects import Redirect, read_redirects, wrong_redirects


@pytest.mark.parametrize(("old", "address", "file"), [
    ("/2018/07/letter/", "2018/07/letter/", "2018/07/letter/index.html"),
    ("/2018/07/letter", "2018/07/letter/", "2018/07/letter/index.html"),
    ("/letter.html", "letter.html", "letter.html"),
    ("/caf%C3%A9/", "café/", "café/index.html"),
])
def test_an_old_address_is_a_folder_or_a_page(tmp_path: Path, old, address, file):
    """It is answered with or without the slash at its end."""
    (tmp_path / "redirects.csv").write_text(f"old,new\n{old},/fr/\n", encoding="utf-8")

    [row] = read_redirects(tmp_path)

    assert (row.line, row.address, row.file, row.new) == (2, address, file, "fr/")


@pytest.mark.parametrize(("new", "target"), [
    ("", "index.html"), ("fr/", "fr/index.html"), ("fr/contact/#form", "fr/contact/index.html"),
    ("images/a.pdf", "images/a.pdf"),
])
def test_a_new_address_is_a_page_a_file_or_a_place_of_a_page(new: str, target: str):
    """What is built at it is known by its file."""
    assert Redirect(2, "old", new).target == target
    assert list(wrong_redirects(Path("content"), [Redirect(2, "old", new)], {target})) == []


@pytest.mark.parametrize("row", ["/old", "old,/fr/", "/old?p=1,/fr/", "/old,fr/", "/../old,/fr/"])
def test_a_line_that_is_not_two_addresses_is_an_error(tmp_path: Path, row: str):
    """It is reported with its line."""
    (tmp_path / "redirects.csv").write_text(f"old,new\n{row}\n", encoding="utf-8")

    with pytest.raises(ContentError) as error:
        read_redirects(tmp_path)

    assert [problem.line for problem in error.value.problems] == [2]


def test_a_site_may_have_no_old_addresses(tmp_path: Path):
    """There need not be a file."""
    assert read_redirects(tmp_path) == []
