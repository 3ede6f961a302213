"""Small images of every kind that editors have."""

import io
import random
from collections.abc import Callable

import pytest
from PIL import Image

from plugins.images.picture import Picture, fingerprint, look_at

SVG = (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100">'
       b'<rect width="300" height="100" fill="red"/></svg>')


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    """Return an image as a file."""
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def photo(width: int, height: int) -> Image.Image:
    """Return an image of many colours, always the same."""
    noise = random.Random(1).randbytes(90 * 60 * 3)
    return Image.frombytes("RGB", (90, 60), noise).resize((width, height))


def opened(data: bytes) -> Image.Image:
    """Return a file as an image."""
    return Image.open(io.BytesIO(data))


@pytest.fixture
def picture_of() -> Callable[..., Picture]:
    """Return the picture of a file's bytes, under a name."""
    return lambda data, source="images/a.png": Picture(source, fingerprint(data), look_at(data))
