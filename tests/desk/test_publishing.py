"""The site is published from the desk as by the command."""

from pathlib import Path

import httpx
import pytest

from plugins.atomic import lock
from plugins.core.project import Options
from plugins.desk.context import Desk
from plugins.desk.people.guard import LocalDoor
from plugins.publish.manifest import NAME
from tests.conftest import Site, new_site
from tests.desk.test_issues import Writer


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Lay a firm's own site, with settings for production that say where it goes."""
    site = new_site(tmp_path_factory.mktemp("original"))
    site.article("2018-07-03-first.fr.md", "Texte.", "title: Premier article")
    return site.own()


@pytest.fixture
def www(tmp_path: Path) -> Path:
    """Return the folder to which the site goes."""
    folder = tmp_path / "www"
    folder.mkdir()
    return folder


@pytest.fixture
def options(original: Site, tmp_path: Path, www: Path) -> Options:
    """Return the options of a copy of that site."""
    return original.copied(tmp_path).with_settings(
        tmp_path / "own.py", PRODUCTION=True, PUBLISH={"rsync": f"{www}/"},
        SITEURL="https://durand.fr").options


@pytest.fixture
def door(request: pytest.FixtureRequest) -> LocalDoor:
    """Return the door of who may publish, unless a test asks for another."""
    return getattr(request, "param", LocalDoor)("en")


def pressed(desk: Desk, editor: httpx.Client, address: str, **fields: str) -> str:
    """Send a form, wait, and return the page of what it has begun."""
    begun = editor.post(address, data=fields, follow_redirects=False)
    desk.works.wait()
    return editor.get(begun.headers["location"]).text


@pytest.mark.thorough
def test_pages_are_named_before_they_go_out(
        desk: Desk, editor: httpx.Client, options: Options, www: Path):
    """By their titles: first what is new, then what has changed or would be removed."""
    first = options.content / "articles" / "2018-07-03-first.fr.md"
    published = pressed(desk, editor, "/_desk/publish/now", without_pdf="1")
    first.with_name("2018-07-04-second.fr.md").write_text(
        first.read_text().replace("slug: first", "slug: second"))
    first.unlink()

    tried = pressed(desk, editor, "/_desk/publish/trial")

    assert "The site is at https://durand.fr/" in published
    assert "<td>new</td><td>Premier article" in tried and "/fr/articles/second/" in tried
    assert "<td>changed</td>" in tried
    assert "<td>to be removed</td><td>Premier article" in tried
    assert (www / "fr/articles/first/index.html").is_file() and (www / NAME).is_file()
    assert not (www / "fr/articles/second").exists()


def test_what_is_under_way_elsewhere_is_waited_for(
        desk: Desk, editor: httpx.Client, options: Options, www: Path):
    """Two publications at once are refused with a sentence."""
    with lock([options.output]):
        page = pressed(desk, editor, "/_desk/publish/now", without_pdf="1")

    assert "wait until it has ended" in page
    assert list(www.iterdir()) == []


def test_an_error_in_a_text_is_told_with_its_place(
        desk: Desk, editor: httpx.Client, options: Options):
    """By whoever checks."""
    (options.content / "articles" / "2018-07-04-x.fr.md").write_text("title: X\ncategory: no\n\nX.")
    (options.content / "articles" / "y.fr.md").write_text("title: Y\n\nY.")

    page = pressed(desk, editor, "/_desk/check")

    assert "2018-07-04-x.fr.md:2:" in page and "articles/y.fr.md: " in page
    assert "/_desk/write/article/x" in page and "/_desk/write/article/y" not in page
    assert "Errors: " in page


@pytest.mark.parametrize("door", [Writer], indirect=True)
def test_without_the_right_to_publish_nothing_goes_out(editor: httpx.Client, www: Path):
    """The page offers the check alone."""
    assert [editor.post(f"/_desk/publish/{each}").status_code for each in ("trial", "now")] == \
        [403, 403]
    assert "/_desk/publish/now" not in editor.get("/_desk/publish").text
    assert list(www.iterdir()) == []


def test_without_a_destination_the_page_says_how(editor: httpx.Client, desk: Desk,
                                                 options: Options):
    """As the command does."""
    del options.settings["PUBLISH"]  # type: ignore[attr-defined]

    page = editor.get("/_desk/publish").text

    assert "Nothing says where the site goes" in page
    assert "/_desk/publish/now" not in page
