"""Pictures of a text become files that a page can show."""

import io

import pytest
from PIL import Image

from plugins.core.messages import Failure
from plugins.importer.shape.pictures import Album, alternative, cropped, fitting
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


@pytest.mark.parametrize(("written", "lang", "alt"), [
    ("Un carré", "fr", "Un carré"), ("", "fr", "… décrire l’image"),
    ("A square\n\nAI-generated content", "en", "… describe the image"),
    (" ", "zh", "… 描述图片"), ("", "de", "…"), ("Courbe\n des prix", "fr", "Courbe des prix"),
])
def test_an_alternative_text_nobody_wrote_has_its_place(written: str, lang: str, alt: str):
    """What a machine has guessed, a person must look at."""
    assert alternative(written, lang) == alt


def test_a_picture_shown_twice_is_one_file():
    """And what cannot be shown is told once a time."""
    album = Album("cle", {"a": image().read(), "b": WMF})

    assert [album.keep(source, "x") for source in "aabc"] == [
        "{static}/images/cle-1.png", "{static}/images/cle-1.png", "", ""]
    assert len(album.kept) == 1 and [loss.near for loss in album.losses] == ["x"]
