"""What comes out of the encoders; what is slow to make is made once."""

import os
import time
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageFile, ImageSequence

from plugins.core.messages import Problem
from plugins.images.encode import encode, make, store_beneath
from plugins.images.svg import Unreadable
from tests.conftest import PROJECT
from tests.images.conftest import SVG, opened, photo, saved
from tests.images.test_picture import exif

FONTS = PROJECT / "theme" / "cards"

WHITE, RED, GREEN = (255, 255, 255), (255, 0, 0), (0, 128, 0)


def near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Tell whether two colours look the same."""
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


@pytest.fixture
def files(picture_of):
    """Return the files of an image by ending: `files(data)["640.avif"]`."""
    return lambda data: {path.rpartition("-")[2]: file
                         for path, file in encode(data, picture_of(data), FONTS).items()}


def test_each_file_is_what_its_name_says(files):
    """Format and width."""
    for name, data in files(saved(photo(700, 350), "JPEG")).items():
        width, ending = name.split(".")
        image = opened(data)
        assert (image.format, image.size) == (
            {"jpg": "JPEG"}.get(ending, ending.upper()), (int(width), int(width) // 2))


def test_the_place_of_a_photograph_is_not_published(files):
    """Nor the camera, nor the day; and the image is upright."""
    place = exif(6)
    place[0x8825] = {1: "N", 2: (39.0, 54.0, 0.0)}
    place[0x010F] = "Camera"
    image = Image.new("RGB", (60, 40), "red")
    image.paste("green", (0, 0, 60, 20))
    data = saved(image, "JPEG", exif=place, quality=95, comment=b"Camera")

    for file in files(data).values():
        made = opened(file)
        assert not dict(made.getexif()) and b"Camera" not in file and "comment" not in made.info
        assert made.size == (40, 60)
        assert near(made.convert("RGB").getpixel((35, 30)), GREEN)
        assert near(made.convert("RGB").getpixel((5, 30)), (254, 0, 0))


@pytest.mark.parametrize("data", [
    saved(Image.new("CMYK", (60, 40), (0, 255, 255, 0)), "JPEG", quality=95),
    saved(Image.new("P", (60, 40), 0), "PNG") and saved(
        Image.new("RGB", (60, 40), "red").quantize(4), "PNG"),
    saved(Image.new("RGB", (60, 40), "red").quantize(4), "GIF"),
    saved(Image.new("RGB", (60, 40), "red"), "WEBP", lossless=True),
    saved(Image.new("RGB", (60, 40), "red"), "BMP"),
    saved(Image.new("RGB", (60, 40), "red"), "TIFF"),
])
def test_every_format_keeps_its_colours(files, data: bytes):
    """CMYK from a printer, a palette, and what else editors send."""
    for file in files(data).values():
        image = opened(file).convert("RGB")
        assert image.size == (60, 40) and near(image.getpixel((30, 20)), RED)


@pytest.mark.parametrize("value", [0, 32768, 65535])
def test_sixteen_bits_become_eight(files, value: int):
    """Grey stays as light as it was."""
    for file in files(saved(Image.new("I;16", (60, 40), value), "PNG")).values():
        assert near(opened(file).convert("RGB").getpixel((9, 9)), (value // 256,) * 3)


def test_the_colours_of_a_profile_are_those_of_the_web(files):
    """A profile is read, and does not travel with the file."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    for file in files(saved(photo(60, 40), "JPEG", icc_profile=profile)).values():
        assert "icc_profile" not in opened(file).info
    assert files(saved(photo(60, 40), "JPEG", icc_profile=b"nonsense"))


def test_what_is_transparent_stays_so_on_pages_and_is_white_elsewhere(files):
    """Black lines on nothing would vanish in a mail program that is dark."""
    image = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    image.paste("red", (0, 0, 30, 40))

    made = {name: opened(file) for name, file in files(saved(image, "PNG")).items()}

    for name in ("60.avif", "60.webp"):
        assert made[name].convert("RGBA").getpixel((50, 20))[3] == 0
        assert near(made[name].convert("RGBA").getpixel((10, 20)), (*RED, 255))
    assert made["60.png"].convert("RGBA").getpixel((50, 20)) == (*WHITE, 255)


def test_a_drawing_loses_nothing(files):
    """In the formats that can keep every pixel."""
    image = Image.new("RGB", (60, 40), "white")
    image.paste("red", (20, 10, 40, 30))
    made = files(saved(image, "PNG"))

    for name in ("60.webp", "60.png"):
        assert opened(made[name]).convert("RGB").tobytes() == image.tobytes()


def test_an_animation_and_a_vector_drawing_are_left_as_they_are(picture_of):
    """The drawing has a PNG besides, which mail programs know."""
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "green")]
    moving = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])

    assert list(encode(moving, picture_of(moving), FONTS).values()) == [moving]
    drawn, plain = encode(SVG, picture_of(SVG), FONTS).values()
    assert drawn == SVG
    assert opened(plain).size == (600, 200)
    assert near(opened(plain).convert("RGB").getpixel((300, 100)), RED)


def test_a_moving_webp_has_a_still_for_mail_programs(picture_of):
    """Which do not know the format."""
    data = saved(photo(60, 40), "WEBP", save_all=True,
                 append_images=[photo(60, 40).transpose(Image.Transpose.ROTATE_180)])
    moving, still = encode(data, picture_of(data), FONTS).values()

    assert moving == data and len(list(ImageSequence.Iterator(opened(still)))) == 1


@pytest.mark.thorough
def test_a_huge_image_is_made_small(files):
    """None is wider than twice the column."""
    made = files(saved(photo(3000, 2000), "JPEG"))

    assert max(opened(file).width for file in made.values()) == 1200


@pytest.mark.parametrize("data", [
    saved(photo(300, 200), "JPEG")[:-4000], saved(photo(300, 200), "WEBP")[:-3000],
])
def test_half_an_image_is_reported(files, data: bytes):
    """Its head may be whole: only who decodes it sees the rest."""
    with pytest.raises(Unreadable):
        files(data)


def test_no_library_beside_us_lets_half_an_image_pass(files, monkeypatch: pytest.MonkeyPatch):
    """WeasyPrint, which makes the PDFs, asks Pillow to be content with what there is."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)

    with pytest.raises(Unreadable):
        files(saved(photo(300, 200), "JPEG")[:-4000])


def test_the_same_image_gives_the_same_bytes(files):
    """On every build."""
    data = saved(photo(700, 500), "JPEG")

    assert files(data) == files(data)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return a content folder with an image under two names."""
    folder = tmp_path / "content" / "images"
    folder.mkdir(parents=True)
    for name in ("a.jpg", "b.jpg"):
        (folder / name).write_bytes(saved(photo(60, 40), "JPEG"))
    return folder.parent


@pytest.fixture
def pictures(content: Path, picture_of):
    """Return the pictures of the content."""
    return [picture_of((content / name).read_bytes(), name)
            for name in ("images/a.jpg", "images/b.jpg")]


def entries(cache: Path) -> dict[str, bytes]:
    """Return what is kept."""
    return {path.name: path.read_bytes() for path in cache.glob("*/*")}


def test_an_image_is_encoded_once_however_many_ask(content: Path, pictures, tmp_path: Path):
    """Both editions have it, and a copy under another name is the same."""
    made = list(make([*pictures, *pictures], content, FONTS, tmp_path / "cache"))

    assert [sorted(files) for files in made] == [
        sorted(one.path for one in picture.renditions) for picture in pictures]
    assert len(entries(tmp_path / "cache")) == len(pictures[0].renditions)


def test_the_second_build_takes_what_the_first_has_made(content: Path, pictures, tmp_path: Path):
    """Not even the original is read again."""
    first = list(make(pictures, content, FONTS, tmp_path / "cache"))
    (content / "images" / "a.jpg").unlink()

    assert list(make(pictures, content, FONTS, tmp_path / "cache")) == first


@pytest.mark.parametrize("damage", [
    lambda path: path.write_bytes(path.read_bytes()[:-1]), lambda path: path.write_bytes(b""),
    lambda path: path.unlink(), lambda path: (path.unlink(), path.mkdir()),
])
def test_a_damaged_cache_costs_time_only(content: Path, pictures, tmp_path: Path, damage):
    """Half-written, empty, gone or something else: the files are the same."""
    first = list(make(pictures, content, FONTS, tmp_path / "cache"))
    for path in (tmp_path / "cache").glob("*/*.avif"):
        damage(path)

    assert list(make(pictures, content, FONTS, tmp_path / "cache")) == first


def test_a_disk_that_refuses_costs_time_only(content: Path, pictures, tmp_path: Path):
    """A file is where the folder should be."""
    (tmp_path / "cache").write_text("")

    assert all(isinstance(made, dict)
               for made in make(pictures, content, FONTS, tmp_path / "cache"))


def test_what_nobody_wants_is_removed_after_a_month(content: Path, pictures, tmp_path: Path):
    """And what is still asked for stays, however old."""
    list(make(pictures, content, FONTS, tmp_path / "cache"))
    store = store_beneath(tmp_path / "cache")
    store.put("unwanted", b"x")
    other = tmp_path / "cache" / "of-another-version" / "x"
    other.parent.mkdir()
    other.write_bytes(b"x")
    long_ago = time.time() - 40 * 86_400
    for path in (tmp_path / "cache").glob("*/*"):
        os.utime(path, (long_ago, long_ago))

    list(make(pictures, content, FONTS, tmp_path / "cache"))

    assert len(entries(tmp_path / "cache")) == len(pictures[0].renditions)


def test_an_image_that_changes_during_a_build_is_reported(content: Path, pictures, tmp_path: Path):
    """Pages name it by what it was."""
    (content / "images" / "a.jpg").write_bytes(saved(photo(61, 40), "JPEG"))

    wrong = [made for made in make(pictures, content, FONTS, tmp_path / "cache")
             if isinstance(made, Problem)]

    assert [problem.path for problem in wrong] == [str(content / "images" / "a.jpg")]
    assert "build again" in str(wrong[0].message)
