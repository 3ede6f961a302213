"""How an image of a text becomes HTML."""

import pytest
from bs4 import BeautifulSoup

from plugins.images.draw import plain_images, responsive_images, sizes
from plugins.images.picture import Picture, Traits

PHOTO = Picture("images/a.jpg", "0123456789", Traits(3000, 2000, "photo", "JPEG"))
SMALL = Picture("images/s.jpg", "0123456789", Traits(300, 200, "photo", "JPEG"))
SVG = Picture("images/v.svg", "0123456789", Traits(300, 100, "vector", "SVG", True))
FOUND = {"/images/a.jpg": PHOTO, "/images/s.jpg": SMALL, "/images/v.svg": SVG}


def plain(html: str) -> str:
    """Return a text as feeds have it."""
    return plain_images(html, FOUND.get, lambda picture: f"https://x.example/{picture.plain.path}")


def page(html: str) -> str:
    """Return a text as a page has it."""
    known = {f"https://x.example/{picture.plain.path}": picture for picture in FOUND.values()}
    return responsive_images(plain(html), known, lambda address: f"/{address}")


def test_everybody_sees_a_plain_image_with_its_size():
    """Any program can show it."""
    assert plain('<img alt="A &amp; B" src="{static}/images/a.jpg">') == (
        '<img alt="A &amp; B" src="https://x.example/pictures/a-01234567-1200.jpg" width="1200"'
        ' height="800">')


def test_a_page_offers_every_format_and_width():
    """The browser takes the first format that it knows, and the width that it needs."""
    found = BeautifulSoup(page('<img alt="A" src="{static}/images/a.jpg">'), "html.parser")
    source, image = found.picture.source, found.picture.img

    assert source["type"] == "image/avif"
    assert [part.split() for part in source["srcset"].split(", ")] == [
        [f"/pictures/a-01234567-{width}.avif", f"{width}w"] for width in (480, 640, 800, 1200)]
    assert source["sizes"] == image["sizes"] and "38.75rem" in image["sizes"]
    assert image["srcset"].startswith("/pictures/a-01234567-640.webp 640w, ")
    assert image["src"] == "/pictures/a-01234567-1200.jpg"
    assert (image["width"], image["height"], image["alt"]) == ("1200", "800", "A")
    assert (image["decoding"], image["loading"]) == ("async", "eager")


@pytest.mark.parametrize("html", [
    '<img src="https://other.example/a.jpg">', '<!-- <img src="{static}/images/a.jpg"> -->',
    '<picture><img src="{static}/images/a.jpg"></picture>', '<img alt="x">', "<p>no image</p>",
    '<img src="{static}/images/none.jpg">', '<a href="{static}/images/a.jpg">a</a>',
    "<code>&lt;img src=\"{static}/images/a.jpg\"&gt;</code>",
])
def test_what_is_no_image_of_ours_stays(html: str):
    """Images of others, comments, pictures that the author has drawn, links to an original."""
    assert page(html) == html


@pytest.mark.parametrize("html", [
    "<img src='{static}/images/a.jpg'>", "<img src={static}/images/a.jpg />",
    '<IMG\nSRC="{static}/images/a.jpg">', '<img alt="a > b" src="|static|/images/a.jpg">',
])
def test_an_image_is_found_however_it_is_written(html: str):
    """HTML has several ways."""
    assert page(html).count("<picture>") == 1


def test_only_the_first_image_near_the_top_is_loaded_at_once():
    """What is below the fold waits."""
    image = '<img alt="" src="{static}/images/a.jpg">'

    assert page(image + image).count('loading="lazy"') == 1
    assert page(f"<p>{'word ' * 80}</p>{image}").count('loading="lazy"') == 1


@pytest.mark.parametrize(("given", "size"), [
    ("", ("300", "200")), (' width="150"', ("150", "100")), (' height="50"', ("75", "50")),
    (' width="10" height="10"', ("10", "10")), (' width="50%"', ("50%", None)),
])
def test_the_size_that_an_author_gives_stays(given: str, size: tuple[str, str | None]):
    """The other side follows."""
    image = BeautifulSoup(page(f'<img src="{{static}}/images/s.jpg"{given}>'), "html.parser").img

    assert (image["width"], image.get("height")) == size


def test_a_small_image_is_not_said_to_be_wide():
    """The browser would load more than it shows."""
    assert sizes(300) == "(max-width: 300px) 100vw, 300px"


def test_a_vector_drawing_stays_one_on_pages_and_is_a_png_elsewhere():
    """It may be transparent, and says so to the style sheet."""
    assert "/v-01234567-600.png" in plain('<img src="{static}/images/v.svg">')
    image = BeautifulSoup(page('<img class="a" src="{static}/images/v.svg">'), "html.parser").img
    assert image["src"] == "/pictures/v-01234567.svg" and image["class"] == ["a", "transparent"]
    assert (image["width"], image["height"]) == ("300", "100")
