"""Uploads are found by any of their addresses, and get names that no other file has."""

import pytest

from plugins.importer.plan.uploads import named, read_uploads, upload_fault
from tests.support.wordpress_site import picture


def folder(tmp_path, *names):
    """Write uploads, each with its name in it, and return their folder."""
    for name in names:
        path = tmp_path / "old" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return tmp_path / "old"


@pytest.mark.parametrize("address, name", [
    ("https://x.example/wp-content/uploads/2018/07/a.png", "2018/07/a.png"),
    ("/wp-content/uploads/2018/07/%C3%A9t%C3%A9.png?ver=1#x", "2018/07/été.png"),
    ("/files/2010/a.pdf", "2010/a.pdf"), ("/wp-content/uploads/sites/4/2018/a.png", "2018/a.png"),
    ("/wp-content/themes/x/a.png", ""), ("/wp-content/uploads/../../wp-config.php", ""),
    ("/wp-content/uploads/%2e%2e/x.png", ""), ("", ""), ("/uploads", "")])
def test_an_address_names_an_upload_behind_its_folder(address, name):
    """A path that leads out of it names nothing."""
    assert named(address) == name


@pytest.mark.parametrize("there, asked, found", [
    (["2018/a.png"], "2018/a-300x200.png", "images/a.png"),
    (["2018/a-scaled.png"], "2018/a-300x200.png", "images/a-scaled.png"),
    (["2018/a.png", "2018/a-scaled.png"], "2018/a-scaled.png", "images/a.png"),
    (["2018/a-300x200.png"], "2018/a-300x200.png", "images/a-300x200.png"),
    (["2018/A.PNG"], "2018/a.png", "images/a.png"),
    (["2018/a.png"], "2018/b.png", ""), (["2018/a.php"], "2018/a.php", ""),
    (["2018/a.png"], "2017/a.png", "")])
def test_a_thumbnail_is_traced_to_its_picture(tmp_path, there, asked, found):
    """The largest that is there."""
    uploads = read_uploads(folder(tmp_path, *there), tmp_path / "content", ())
    upload = uploads.find(f"https://x.example/wp-content/uploads/{asked}")
    assert (upload.file if upload else "") == found


def test_two_pictures_of_one_name_get_two(tmp_path):
    """The later one has its month."""
    uploads = read_uploads(folder(tmp_path, "2018/07/Port.png", "2019/01/port.png",
                                  "2019/01/Port.PNG"), tmp_path / "content", ())
    assert {name: uploads.files[name].file for name in (
        "2018/07/Port.png", "2019/01/Port.PNG", "2019/01/port.png")} == {
        "2018/07/Port.png": "images/port.png", "2019/01/Port.PNG": "images/port-2019-01.png",
        "2019/01/port.png": "images/port-2019-01-2.png"}


def test_a_name_that_another_file_has_is_not_taken(tmp_path):
    """What an import has written before, or the same picture, is no other file."""
    images = tmp_path / "content/images"
    images.mkdir(parents=True)
    (images / "a.png").write_bytes(b"another")
    (images / "b.png").write_bytes(b"older")
    (images / "c.png").write_bytes(b"2018/c.png")
    uploads = read_uploads(folder(tmp_path, "2018/a.png", "2018/b.png", "2018/c.png"),
                           tmp_path / "content", ["images/b.png"])
    assert [upload.file for upload in uploads.files.values()] == [
        "images/a-2.png", "images/b.png", "images/c.png"]


def test_links_out_of_the_folder_are_not_followed(tmp_path):
    """A backup may hold some."""
    (tmp_path / "secret.png").write_bytes(b"x")
    (folder(tmp_path, "2018/a.png") / "2018/b.png").symlink_to(tmp_path / "secret.png")
    assert list(read_uploads(tmp_path / "old", tmp_path / "content", ()).files) == ["2018/a.png"]


@pytest.mark.parametrize("inside", ["wp-content/uploads", "uploads", ""])
def test_the_folder_may_be_named_from_above(tmp_path, inside):
    """One downloads the whole site, or a part of it."""
    folder(tmp_path, f"{inside}/2018/a.png".lstrip("/"))
    assert list(read_uploads(tmp_path / "old", tmp_path / "content", ()).files) == ["2018/a.png"]


@pytest.mark.parametrize("name, data, fine", [
    ("a.png", picture("red", 10), True), ("a.pdf", b"%PDF", True),
    ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', True),
    ("a.png", b"no picture", False), ("b.jpg", b"", False),
    ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', False)])
def test_what_the_build_would_refuse_is_refused_here(tmp_path, name, data, fine):
    """A drawing that acts, a damaged picture."""
    path = tmp_path / name
    path.write_bytes(data)
    assert (upload_fault(path) is None) == fine
