"""An image of an email says what it shows, how large it is, and stands on our site."""

import pytest

from tests.newsletter.preflight.conftest import SITE

FILES = {"a.png": b"\x89PNG\r\n\x1a\n"}
SIZE = 'width="10" height="10"'
OURS = f'src="{SITE}/a.png"'


@pytest.mark.parametrize(("image", "level", "message"), [
    (f"<img {OURS} {SIZE}>", "error", "a.png has no alternative text"),
    (f'<img {OURS} alt="" {SIZE}>', "error", "a.png has no alternative text"),
    (f'<img {OURS} alt=" " class="wide" {SIZE}>', "error", "a.png has no alternative text"),
    (f'<img {OURS} class="decorative" {SIZE}>', "error", "a.png has no alternative text"),
    (f'<img src="https://elsewhere.example/b.gif?c=d" alt="x" {SIZE}>', "error",
     "b.gif stands on another site"),
    (f'<img {OURS} alt="x">', "warning", "a.png does not say how wide and how high"),
    (f'<img {OURS} alt="x" width="10">', "warning", "a.png does not say how wide"),
    (f'<img {OURS} alt="x" width="100%" height="auto">', "warning", "a.png does not say how wide"),
])
def test_what_an_image_lacks_is_told(told, image, level, message):
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
