"""Pictures of a text become files, each once."""

import pytest

from plugins.importer.shape.pictures import Album, alternative
from tests.images.test_fitting import WMF
from tests.support.word_files import image


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
