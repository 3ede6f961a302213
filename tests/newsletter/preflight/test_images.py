"""An image of an email says what it shows and how large it is, and comes from our site."""

import pytest

from tests.newsletter.preflight.conftest import SITE

FILES = {"a.png": b"\x89PNG\r\n\x1a\n"}

SIZE = 'width="10" height="10"'

OURS = f'src="{SITE}/a.png"'

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(("image", "level", "message"), [
    (f"<img {OURS} {SIZE}>", "error", "a.png has no alternative text"),
    (f'<img {OURS} alt="" {SIZE}>', "error", "a.png has no alternative text"),
    (f'<img {OURS} alt=" " class="wide" {SIZE}>', "error", "a.png has no alternative text"),
    (f'<img {OURS} class="decorative" {SIZE}>', "error", "a.png has no alternative text"),
    (f'<img src="https://elsewhere.example/b.gif?c=d" alt="x" {SIZE}>', "error",
     "b.gif is on another site"),
    (f'<img {OURS} alt="x">', "warning", "a.png does not say how wide and how high"),
    (f'<img {OURS} alt="x" width="10">', "warning", "a.png does not say how wide"),
    (f'<img {OURS} alt="x" width="100%" height="auto">', "warning", "a.png does not say how wide"),
])
def test_what_an_image_lacks_is_reported(told, image, level, message):
    """Many readers see no images, and Outlook shows one as large as its file."""
    [(found, sentence)] = told(image, files=FILES)

    assert (found, message in sentence) == (level, True), sentence


@pytest.mark.parametrize("image", [
    f'<img {OURS} alt="Un livre" {SIZE}>', f'<img {OURS} alt="小红书" {SIZE}>',
    f'<img {OURS} alt="" class="wide decorative" {SIZE}>',
    f'<img {OURS} alt="" role="presentation" {SIZE}>', f'<img {OURS} alt="" role="none" {SIZE}>',
    f"<!-- <img {OURS}> -->",
])
def test_an_image_with_all_it_needs_is_fine(told, image):
    """One that shows nothing says so."""
    assert told(image, files=FILES) == []


def images(*names: str) -> str:
    """Return images of the site that say all else they must."""
    return "".join(f'<img src="{SITE}/images/{name}" alt="Un livre" width="9" height="9">'
                   for name in names)


def png(size: int) -> bytes:
    """Return a file that begins as a PNG does, of a size."""
    return PNG.ljust(size, b"x")


@pytest.mark.parametrize(("data", "level", "message"), [
    (None, "error", "a.png is not on the built site"),
    (b"RIFF0000WEBPVP8 ", "error", "a.png is not a PNG, JPEG or GIF, and Outlook shows no other"),
    (b"\0\0\0 ftypavif", "error", "a.png is not a PNG, JPEG or GIF"),
    (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "error", "a.png is not a PNG, JPEG or GIF"),
    (b"", "error", "a.png is not a PNG, JPEG or GIF"),
    (png(200_001), "warning", "a.png weighs 201 kB, and more than 200 kB keep readers waiting"),
])
def test_a_file_that_some_readers_would_not_see_is_reported(told, data, level, message):
    """It is known by its first bytes, whatever its name says."""
    [(found, sentence)] = told(images("a.png"), files={"images/a.png": data} if data is not None
                               else {})

    assert (found, message in sentence) == (level, True), sentence


def test_many_images_are_reported_as_heavy_together(told):
    """The heaviest is named, and one that is shown twice is loaded once."""
    files = {f"images/{name}.png": png(size) for name, size in
             (("a", 190_000), ("b", 200_000), ("c", 190_000), ("d", 190_000), ("e", 30_001))}
    names = [path.removeprefix("images/") for path in files]

    [(level, message)] = told(images(*names), files=files)

    assert level == "warning"
    assert message.startswith("the images weigh 801 kB together, and more than 800 kB keep")
    assert message.endswith("the heaviest is b.png")
    assert told(images(*names[:4], *names[:4]), files=files) == []


@pytest.mark.parametrize("data", [png(200_000), b"GIF89a", b"\xff\xd8\xff\xe0"])
def test_what_every_mail_program_shows_is_fine(told, data):
    """PNG, GIF and JPEG are the three."""
    assert told(images("a.png"), files={"images/a.png": data}) == []
