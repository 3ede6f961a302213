"""The images of a whole site: pages, feeds, emails, and what is published."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from plugins.images.encode import store_beneath
from tests.conftest import PROJECT, Site
from tests.images.conftest import SVG, opened, photo, saved
from tests.images.test_picture import exif


def lay(site: Site) -> None:
    """Lay images of several kinds, texts in two languages that show them, and an issue."""
    images = site.options.content / "images"
    images.mkdir()
    place = exif(6)
    place[0x010F] = "Camera"
    (images / "shown.jpg").write_bytes(saved(photo(1300, 900), "JPEG", exif=place))
    (images / "linked.png").write_bytes(saved(photo(90, 60), "PNG"))
    (images / "unused.png").write_bytes(saved(photo(90, 60), "PNG"))
    (images / "moved.png").write_bytes(saved(photo(90, 60), "PNG"))
    (images / "draft.png").write_bytes(saved(photo(91, 60), "PNG"))
    (images / "law.pdf").write_bytes(b"%PDF")
    (images / "map.svg").write_bytes(SVG)
    site.write("redirects.csv", "old,new\n/wp/moved.png,/images/moved.png\n")
    for lang in ("fr", "en"):
        site.article(f"2018-07-03-a.{lang}.md", '![Alt]({static}/images/shown.jpg "Caption")\n\n'
                     '<img alt="Map" src="{static}/images/map.svg">\n\n'
                     "![]({static}/images/shown.jpg){.decorative}\n\n"
                     "[Large]({static}/images/linked.png)")
        site.article(f"2018-07-04-d.{lang}.md", "![D]({static}/images/draft.png)", "status: draft")
        site.write(f"issues/2018-07.{lang}.md",
                   f"title: T\nsubject: {'Subject ' * 4}\npreview: {'Preview ' * 6}\n"
                   "date: 2018-07-31\narticles: a\n\n![Alt]({static}/images/shown.jpg)\n")


@pytest.fixture(scope="module")
def built() -> Site:
    """Return a built site with images."""
    from tests.conftest import new_site
    folder = Path(tempfile.mkdtemp())
    site = new_site(folder)
    lay(site)
    assert [problem for problem in site.build().problems if problem.level == "error"] == []
    yield site
    shutil.rmtree(folder)


def published(site: Site, *, of: str = "") -> list[str]:
    """Return the names of the published images."""
    return sorted(path.name for folder in ("images", "pictures")
                  for path in (site.options.output / folder).glob(f"{of}*"))


def test_every_address_of_a_page_exists(built: Site):
    """In both editions, and they are the same files."""
    sources = []
    for lang in ("fr", "en"):
        page = built.page(f"{lang}/articles/a")
        found = [part.split()[0] for tag in page.select("picture *") if tag.get("srcset")
                 for part in tag["srcset"].split(", ")]
        found += [tag["src"] for tag in page.select("main img")]
        assert found and all((built.options.output / path[1:]).is_file() for path in found)
        sources.append(found)
    assert sources[0] == sources[1]
    assert len(published(built, of="shown-")) == 7


def test_an_upright_photograph_is_upright_and_tells_nothing(built: Site):
    """Its size on the page is that of what readers see."""
    image = built.page("fr/articles/a").select_one("picture img")

    assert (image["width"], image["height"]) == ("900", "1300")
    for path in (built.options.output / "pictures").glob("shown-*"):
        assert not dict(opened(path.read_bytes()).getexif())


@pytest.mark.parametrize("file", ["output/fr/feed.xml", "outbox/2018-07/fr/email.html"])
def test_feeds_and_emails_have_a_plain_image_that_exists(built: Site, file: str):
    """No picture element: most mail programs would show nothing, or the wrong thing."""
    text = (built.options.output.parent / file).read_text("utf-8")
    html = BeautifulSoup(text.replace("&lt;", "<").replace("&gt;", ">").partition("?>")[2] or text,
                         "html.parser")
    image = html.find("img", alt="Alt")
    site = built.options.site_url

    assert not html.find("picture") and not image.get("srcset")
    assert image["src"].startswith(f"{site}/pictures/shown-") and image["src"].endswith("-900.jpg")
    assert (built.options.output / image["src"].removeprefix(f"{site}/")).is_file()
    assert int(image["width"]) == (510 if "email" in file else 900)


def test_an_original_is_published_where_something_leads_to_it(built: Site):
    """A link or an old address; whatever is no image is published as ever."""
    names = published(built)

    assert {"linked.png", "moved.png", "law.pdf"} <= set(names)
    assert not {"shown.jpg", "unused.png", "map.svg", "draft.png"} & set(names)
    assert not published(built, of="draft")


@pytest.mark.thorough
def test_a_second_build_from_the_cache_or_without_gives_the_same_bytes(built: Site):
    """Nothing depends on what was kept."""
    first = built.files()
    assert built.build().changed == 0
    shutil.rmtree(built.options.cache)
    assert built.build().changed == 0
    store = store_beneath(built.options.cache / "images").folder
    for path in store.iterdir():
        path.write_bytes(path.read_bytes()[:40])

    assert built.build().changed == 0 and built.files() == first


def test_images_that_cannot_be_read_are_reported_together_once(site: Site):
    """By their path; the one is no image, of the other the end is missing."""
    images = site.options.content / "images"
    images.mkdir()
    (images / "none.png").write_bytes(b"no image")
    (images / "half.jpg").write_bytes(saved(photo(300, 200), "JPEG")[:-4000])
    for lang in ("fr", "en"):
        site.article(f"2018-07-03-a.{lang}.md", "![A]({static}/images/none.png)")
    errors = site.errors()
    assert len(errors) == 1
    assert errors[0].startswith("content/images/none.png:0: the image is damaged, or of a kind")

    for lang in ("fr", "en"):
        site.article(f"2018-07-03-a.{lang}.md", "![A]({static}/images/half.jpg)")
    assert [error.partition(";")[0] for error in site.errors()] == [
        "content/images/half.jpg:0: the image is damaged, or of a kind that we cannot read"]


@pytest.mark.parametrize(("name", "made"), [
    ("long.png", lambda: saved(Image.new("1", (800, 20_000)), "PNG")),
    ("vast.png", lambda: saved(Image.new("1", (20_000, 10_000)), "PNG")),
    ("high.svg", lambda: SVG.replace(b'viewBox="0 0 300 100"', b'width="1000" height="99999999"')),
])
def test_an_image_too_large_for_a_page_is_reported(
        site: Site, name: str, made: Callable[[], bytes]):
    """Such as the picture of a whole screen that scrolls; no format could hold it."""
    site.write(f"images/{name}", "").write_bytes(made())
    for lang in ("fr", "en"):
        site.article(f"2018-07-03-a.{lang}.md", f"![A]({{static}}/images/{name})")

    assert [error.partition(";")[0] for error in site.errors()] == [
        f"content/images/{name}:0: the image is too large for a page"]


def test_pelican_alone_shows_the_image_as_it_is(built: Site, tmp_path: Path):
    """Nobody encodes, so the page has the file itself, with its size."""
    content = shutil.copytree(built.options.content, tmp_path / "content")
    subprocess.run([sys.executable, "-m", "pelican", str(content), "-o", str(tmp_path / "output"),
                    "-s", str(PROJECT / "pelicanconf.py")], cwd=PROJECT, check=True,
                   capture_output=True)
    page = BeautifulSoup((tmp_path / "output/fr/articles/a/index.html").read_text("utf-8"),
                         "html.parser")
    image = page.find("img", alt="Alt")

    assert (image["width"], image["height"]) == ("900", "1300")
    assert image["src"].endswith("/images/shown.jpg")
    assert (tmp_path / "output" / "images" / "shown.jpg").is_file()
