"""What is known of an image before it is encoded, and which files it becomes."""

import pytest
from PIL import Image

from plugins.images.picture import Picture, Traits, fingerprint, look_at, widths
from plugins.images.svg import Unreadable
from tests.images.conftest import SVG, photo, saved


def exif(orientation: int) -> Image.Exif:
    """Return what a camera writes that was held so."""
    data = Image.Exif()
    data[0x0112] = orientation
    return data


@pytest.mark.parametrize(("orientation", "size"), [(1, (60, 40)), (3, (60, 40)), (6, (40, 60))])
def test_the_size_is_that_of_the_upright_image(orientation: int, size: tuple[int, int]):
    """A phone held upright writes a lying image and says so."""
    facts = look_at(saved(photo(60, 40), "JPEG", exif=exif(orientation)))

    assert (facts.width, facts.height) == size


@pytest.mark.parametrize(("image", "kind", "transparent"), [
    (photo(90, 90), "photo", False),
    (Image.new("RGB", (90, 90), "red"), "drawing", False),
    (Image.new("RGBA", (90, 90), (255, 0, 0, 128)), "drawing", True),
    (Image.new("RGBA", (90, 90), "red"), "drawing", False),
    (Image.new("P", (90, 90)), "drawing", False),
    (Image.new("I;16", (90, 90), 65535), "drawing", False),
    (Image.new("1", (90, 90)), "drawing", False),
    (Image.new("LA", (90, 90), (0, 0)), "drawing", True),
])
def test_a_drawing_is_known_by_its_few_colours(image, kind: str, transparent: bool):
    """It is encoded without loss; a photograph need not be."""
    facts = look_at(saved(image, "PNG"))

    assert (facts.kind, facts.transparent) == (kind, transparent)


def test_what_moves_is_an_animation():
    """It is left as it is; one image of a GIF is not."""
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "green")]

    assert look_at(saved(frames[0], "GIF")).kind == "drawing"
    assert look_at(saved(frames[0], "GIF", save_all=True, append_images=frames[1:])).kind == \
        "animation"


@pytest.mark.parametrize(("attributes", "size"), [
    ('viewBox="0 0 300 100"', (300, 100)),
    ('viewBox="0,0,30.4,10"', (30, 10)),
    ('width="60px" height="20" viewBox="0 0 300 100"', (60, 20)),
    ('width="100%" height="100%" viewBox="0 0 300 100"', (300, 100)),
    ('width="60" viewBox="0 0 300 100"', (60, 20)),
    ('width="60" height="20" viewBox=""', (60, 20)),
    ('width="60" height="20" viewBox="0 0 0 0"', (60, 20)),
    ('width="6em" height="2em" viewBox=" 0 0  30 10 "', (30, 10)),
    ('viewBox="0 0 0.3 0.1"', (1, 1)),
])
def test_a_vector_drawing_has_a_size(attributes: str, size: tuple[int, int]):
    """Its own, or that of its view box."""
    facts = look_at(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>'.encode())

    assert (facts.width, facts.height, facts.kind) == (*size, "vector")


@pytest.mark.parametrize("attributes", [
    "", 'viewBox=""', 'viewBox=" "', 'viewBox="0 0 300"', 'viewBox="0 0 300 100 1"',
    'viewBox="0 0 0 100"', 'viewBox="0 0 300 0"', 'viewBox="0 0 -300 100"',
    'viewBox="0 0 300 -1"', 'width="60" viewBox=""', 'width="100%" height="100%" viewBox=""',
])
def test_a_drawing_without_a_size_is_reported_with_what_it_lacks(attributes: str):
    """A view box that is empty, or of nothing, is none."""
    with pytest.raises(Unreadable, match="neither width and height nor a viewBox"):
        look_at(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>'.encode())


@pytest.mark.parametrize("data", [
    b"", b"no image", saved(photo(60, 40), "PNG")[:200], SVG[:-6],
    b'<svg xmlns="http://www.w3.org/2000/svg"/>', b"<html><body></body></html>",
])
def test_what_is_no_image_is_reported(data: bytes):
    """In a sentence, whatever the decoder said."""
    with pytest.raises(Unreadable):
        look_at(data)


def picture(source: str = "images/a.png", **facts: object) -> Picture:
    """Return a picture with these facts."""
    return Picture(source, "0123456789abcdef", Traits(**{  # type: ignore[arg-type]
        "width": 3000, "height": 2000, "kind": "photo", "format": "JPEG"} | facts))


@pytest.mark.parametrize(("natural", "made"), [
    (8000, [480, 640, 800, 1200]), (1200, [480, 640, 800, 1200]), (1000, [480, 640, 800, 1000]),
    (820, [480, 640, 820]), (500, [500]), (40, [40]), (1, [1]),
])
def test_no_image_is_enlarged_and_none_is_made_almost_twice(natural: int, made: list[int]):
    """The largest is as wide as the image, or twice the column."""
    assert widths(natural) == made


def test_a_photograph_is_avif_webp_and_one_jpeg():
    """The last is for feeds, emails and programs that know nothing else."""
    paths = [one.path for one in picture("images/Été à Pékin.JPG").renditions]

    assert paths == [f"pictures/ete-a-pekin-01234567-{end}" for end in (
        "480.avif", "640.avif", "800.avif", "1200.avif", "640.webp", "1200.webp", "1200.jpg")]


def test_the_height_follows_the_width():
    """To the nearest pixel, never nothing."""
    assert [one.height for one in picture().modern] == [320, 427, 533, 800]
    assert picture(width=3000, height=1).plain.height == 1


@pytest.mark.parametrize(("facts", "whole", "plain"), [
    ({"kind": "drawing", "format": "PNG"}, "a-01234567-1200.png", "a-01234567-1200.png"),
    ({"kind": "vector", "format": "SVG"}, "a-01234567.svg", "a-01234567-1200.png"),
    ({"kind": "animation", "format": "GIF"}, "a-01234567.gif", "a-01234567.gif"),
    ({"kind": "animation", "format": "WEBP"}, "a-01234567.webp", "a-01234567-1200.png"),
])
def test_the_plain_file_is_one_that_mail_programs_show(facts: dict, whole: str, plain: str):
    """They know PNG, JPEG and GIF."""
    made = picture(**facts)

    assert (made.whole.path, made.plain.path) == (f"pictures/{whole}", f"pictures/{plain}")


@pytest.mark.parametrize("source", ["images/小红书.png", "images/….png"])
def test_a_name_without_latin_letters_is_image(source: str):
    """Its digest tells it from others."""
    assert picture(source).plain.path == "pictures/image-01234567-1200.jpg"


def test_another_content_has_another_name():
    """A browser may keep each file for ever."""
    assert fingerprint(b"a") != fingerprint(b"b")
    assert fingerprint(b"a") == fingerprint(b"a")
