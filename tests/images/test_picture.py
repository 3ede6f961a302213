"""Which files an image becomes."""

import pytest

from plugins.images.picture import Picture, Traits, fingerprint, widths


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
    """The last for feeds, emails and whoever knows nothing else."""
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
