"""Pictures of anybody become files that a page can show, and that tell nothing else."""

import io

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from plugins.core.messages import Failure
from plugins.images.fitting import bare, cropped, fitting
from plugins.images.picture import ORIENTATION
from tests.support.word_files import image

WMF = bytes.fromhex("d7cdc69a000000000000640064006000000000005157010009000003") + b"\0" * 20

EMF = b"\1\0\0\0" + b"\0" * 36 + b" EMF" + b"\0" * 60


@pytest.mark.parametrize(("form", "ending"), [
    ("PNG", "png"), ("JPEG", "jpg"), ("GIF", "gif"), ("WEBP", "webp"), ("BMP", "png"),
    ("TIFF", "png"),
])
def test_a_picture_is_kept_or_redrawn(form: str, ending: str):
    """What browsers know is kept byte for byte."""
    data = image(form).read()

    kept, own = fitting(data)

    assert own == ending
    assert (kept == data) == (form.lower() in (ending, "jpeg"))


@pytest.mark.parametrize("data", [
    pytest.param(WMF, id="WMF"), pytest.param(EMF, id="EMF"), pytest.param(b"", id="empty"),
    pytest.param(b"GIF89a", id="beginning"), pytest.param(image().read()[:60], id="cut off"),
    pytest.param(b"<svg", id="SVG cut off"),
    pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'><script/></svg>",
                 id="SVG that acts"),
    pytest.param(image(size=(2, 17_000)).read(), id="too tall"),
])
def test_what_no_page_can_show_is_refused(data: bytes):
    """A drawing of Windows, one that acts, a damaged one, one that is too tall."""
    with pytest.raises(Failure):
        fitting(data)


def test_what_is_cropped_is_gone():
    """And with it what a camera wrote."""
    picture = Image.new("RGB", (100, 40), "red")
    picture.paste("blue", (50, 0, 100, 40))
    file = io.BytesIO()
    picture.save(file, "PNG")

    shown = Image.open(io.BytesIO(cropped(file.getvalue(), (0, 0, 50_000, 0))))

    assert shown.size == (50, 40) and shown.getcolors() == [(2000, (255, 0, 0))]


TOLD = PngInfo()
TOLD.add_text("Author", "somebody")

EXIF = Image.Exif()
EXIF[ORIENTATION] = 6
EXIF[0x010F] = "Camera"


@pytest.mark.parametrize("data", [
    pytest.param(image("JPEG").read(), id="JPEG"),
    pytest.param(image("JPEG", dpi=(300, 300), progressive=True).read(), id="its resolution"),
    pytest.param(image("PNG", icc_profile=b"profile").read(), id="what its colours mean"),
    pytest.param(image("GIF").read(), id="GIF"), pytest.param(image("WEBP").read(), id="WebP"),
    pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>", id="drawing"),
    pytest.param(image("GIF", save_all=True, append_images=[Image.new("RGB", (40, 30), "blue")],
                       comment=b"words").read(), id="animation"),
])
def test_a_picture_that_tells_nothing_is_kept(data: bytes):
    """Byte for byte: to encode it again would cost sharpness."""
    assert bare(data)[0] == data


@pytest.mark.parametrize(("data", "ending"), [
    (image("JPEG", exif=EXIF).read(), "jpg"), (image("JPEG", comment=b"words").read(), "jpg"),
    (image("JPEG", xmp=b"<x:xmpmeta/>").read(), "jpg"), (image("PNG", pnginfo=TOLD).read(), "png"),
    (image("PNG", exif=EXIF).read(), "png"), (image("WEBP", exif=EXIF).read(), "png"),
    (image("TIFF", exif=EXIF).read(), "png"),
])
def test_what_a_camera_wrote_is_gone(data: bytes, ending: str):
    """And how it was held is seen."""
    kept, own = bare(data)

    shown = Image.open(io.BytesIO(kept))
    assert own == ending and b"Camera" not in kept and b"words" not in kept
    assert not shown.getexif() and "xmp" not in shown.info and "Author" not in shown.info
    assert shown.size == ((30, 40) if b"Camera" in data else (40, 30))
