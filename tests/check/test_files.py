"""What is no file is reported by check and build alike, at once, and never opened."""

import os
import shutil
import socket
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from plugins.check.run import check
from tests.build.test_build import GOOD
from tests.check.test_run import told
from tests.conftest import PROJECT, Site

PIPE = "this is not a file, but a named pipe"


def loop(path: Path) -> None:
    """Lay a link to the folder above."""
    path.symlink_to("..", target_is_directory=True)


def grown(path: Path) -> None:
    """Write two million bytes."""
    path.write_bytes(bytes(2_000_000))


def listening(path: Path) -> None:
    """Lay the socket of some program."""
    before = Path.cwd()
    os.chdir(path.parent)  # the path of a socket may have a hundred bytes
    with socket.socket(socket.AF_UNIX) as program:
        program.bind(path.name)
    os.chdir(before)


UNFIT: list[tuple[str, Callable[[Path], None], str]] = [
    ("articles/2018-07-03-pipe.fr.md", os.mkfifo, PIPE),
    ("pages/socket.fr.md", listening, PIPE),
    ("images/pipe.png", os.mkfifo, PIPE),
    ("forms/pipe.toml", os.mkfifo, PIPE),
    ("laws.toml", os.mkfifo, PIPE),
    ("articles/device.fr.md", lambda path: path.symlink_to("/dev/zero"), PIPE),
    ("articles/again", loop, "this link leads back to a folder"),
    ("images/again", loop, "this link leads back to a folder"),
    ("images/itself", lambda path: path.symlink_to("."), "this link leads back to a folder"),
    ("images/gone.png", lambda path: path.symlink_to("nowhere.png"), "this link leads nowhere"),
    ("articles/scan.txt", grown, "the file has 2.0 MB, and what is read here may have 1 MB"),
    ("articles/2018-07-03-long.fr.md", grown, "the file has 2.0 MB, and a text may have 1 MB"),
    ("articles/2018-07-03-folder.fr.md", Path.mkdir, "this is a folder, and no text"),
    ("redirects.csv", grown, "the file has 2.0 MB, and what is read here may have 1 MB"),
    ("images/" + 249 * "a" + ".gz", Path.touch, "the name has 252 bytes"),
]


@pytest.mark.parametrize(("path", "lay", "sentence"), UNFIT)
def test_what_cannot_be_read_is_one_sentence_of_check_and_build(
        site: Site, path: str, lay: Callable[[Path], None], sentence: str):
    """Neither waits for what never ends, nor reports the same for every text."""
    site.article(GOOD, "Text.")
    place = site.options.content / path
    place.parent.mkdir(exist_ok=True)
    lay(place)

    errors = told(site)

    assert [error.partition(": ")[0] for error in errors] == [f"content/{path}:0"]
    assert sentence in errors[0]
    assert site.errors() == errors


@pytest.mark.parametrize(("path", "lay"), [
    ("images/large.bin", grown), ("articles/.pipe", os.mkfifo), ("notes/draft.txt", grown),
    ("images/lent", lambda path: path.symlink_to("/usr/share/doc/nothing-of-ours/..")),
    ("articles/2018-07-03-good.fr.md~", Path.touch), ("images/" + 240 * "a" + ".pdf", Path.touch),
])
def test_other_files_are_left_alone(site: Site, path: str, lay: Callable[[Path], None]):
    """Large files for readers, hidden ones, those of folders that nobody reads, links elsewhere."""
    site.article(GOOD, "Text.")
    place = site.options.content / path
    place.parent.mkdir(exist_ok=True)
    if path == "images/lent":
        (site.options.content.parent / "lent").mkdir()
        place.symlink_to("../../lent")
    else:
        lay(place)

    assert told(site) == []


def test_a_pipe_that_comes_after_a_build_is_reported_too(site: Site):
    """What remains of the last build is not taken for the whole."""
    site.article(GOOD, "Text.")
    assert site.errors() == []
    os.mkfifo(site.options.content / "images.fifo")

    assert [PIPE in error for error in site.errors()] == [True]


def test_texts_in_a_linked_folder_are_read(site: Site, tmp_path: Path):
    """Check and build follow the same links."""
    (tmp_path / "old").mkdir()
    site.article(GOOD, "Text.").rename(tmp_path / "old" / GOOD)
    (site.options.content / "articles" / "old").symlink_to(tmp_path / "old")

    assert site.errors() == []
    assert site.page("fr/articles/good")


@pytest.mark.parametrize(("name", "header", "error"), [
    ("articles/0001-01-01-x.fr.md", "", ":0: the year 0001 cannot be meant; write one from 1900 "),
    ("articles/9999-12-31-x.fr.md", "", ":0: the year 9999 cannot be meant"),
    ("articles/1899-12-31-x.fr.md", "", ":0: the year 1899 cannot be meant"),
    ("articles/2018-07-03-x.fr.md", "modified: 2918-07-03", ":3: the year 2918 cannot be meant"),
    ("articles/2018-07-03-x.fr.md", "modified: 0018-07-03", ":3: the year 0018 cannot be meant"),
    ("articles/2018-07-03-x.fr.md", f"slug: {300 * 'a'}", ":3: “aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…” "
     "has 300 letters, and a name or slug may have 200; shorten it"),
    (f"articles/2018-07-03-{201 * 'a'}.fr.md", "", ":0: “aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…” has 201"),
])
def test_a_date_or_a_name_that_cannot_be_meant_is_reported(site: Site, name: str, header: str,
                                                       error: str):
    """Once, with its line and what would be right."""
    site.write(name, f"title: T\ncategory: brief\n{header}\n\nText.\n".replace("\n\n\n", "\n\n"))

    assert [line.startswith(f"content/{name}{error}") for line in told(site)] == [True]


@pytest.mark.parametrize("name", ["articles/1900-01-01-x.fr.md",
                                  f"articles/{date.today().year + 10}-12-31-x.fr.md",
                                  f"articles/2018-07-03-{200 * 'a'}.fr.md"])
def test_days_to_come_and_long_names_are_right(site: Site, name: str):
    """An article may wait for its day."""
    site.write(name, "title: T\ncategory: brief\n\nText.\n")

    assert site.errors() == told(site) == []


def test_a_drawing_that_acts_is_reported_with_its_line_though_no_text_shows_it(site: Site):
    """It would be copied as it is as soon as one links to it."""
    site.article(GOOD, "Text.")
    site.write("images/Plan.SVG", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">\n'
                                  '<path d="M0 0"/>\n<script>alert(1)</script>\n</svg>')

    errors = told(site)

    assert [error.partition(": ")[0] for error in errors] == ["content/images/Plan.SVG:3"]
    assert "run a program in the browser of a reader: <script>; take it out" in errors[0]
    assert site.errors() == errors


def test_a_fault_of_a_catalogue_is_reported_once_and_of_no_text(site: Site, tmp_path: Path):
    """Every text is read with its words."""
    shutil.copytree(PROJECT / "theme", tmp_path / "theme")
    catalogue = tmp_path / "theme" / "locale" / "fr" / "LC_MESSAGES" / "site.po"
    lines = catalogue.read_text("utf-8").splitlines()
    second = lines.index("", lines.index("") + 1) + 1
    catalogue.write_text("\n".join([*lines[:second], 'msgid "oops', *lines[second:]]), "utf-8")
    other = site.with_options(settings={**site.options.settings,
                                        "THEME": str(tmp_path / "theme")})
    for number in range(3):
        site.article(f"2018-07-0{number + 1}-a.fr.md", "Text.")

    problems = check(other.options)

    assert [(problem.path, problem.line) for problem in problems] == [(str(catalogue), second + 1)]
    assert str(problems[0].message).startswith("the catalogue cannot be read: ")
    assert list(map(str, other.build().problems)) == list(map(str, problems))
