"""Find files of the content that no program should open, and drawings that act."""

import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree

from plugins.content.source import FOLDERS, MOST_BYTES, too_large
from plugins.core.files import files_below, walk
from plugins.core.look import MARK
from plugins.core.messages import Message, Problem, decimal, not_a_file, say
from plugins.core.project import Options
from plugins.images.svg import Unreadable, drawing_faults, drawing_size

MOST_LETTERS = 250
"""Bytes of the name of a file for readers: a disk takes 255, and compressed copies have endings."""


def unfit_files(options: Options) -> Iterator[Problem]:
    """Yield what keeps the files of the content from being read at all: none is opened here."""
    for place, names, back in walk(str(options.content)):
        for name in back:
            yield Problem(f"{place}/{name}", 0, say(
                "this link leads back to a folder that contains it; delete the link"))
        if place.endswith(".md"):
            yield Problem(place, 0, say("this is a folder, and no text; rename it, or take it out"))
        for name in names:
            yield from _faults_of(Path(place, name), options)


def acting_drawings(options: Options) -> Iterator[Problem]:
    """Yield an error at each place where a drawing for readers would do or fetch something."""
    statics = (path for folder in options.settings["STATIC_PATHS"]
               for path in files_below(options.content / folder))
    for path in sorted((*statics, options.content / MARK)):
        if path.suffix.lower() == ".svg" and path.is_file():
            yield from (Problem(str(path), line, message)
                        for line, message in drawing_faults(path.read_bytes()))


def poor_mark(options: Options) -> Iterator[Problem]:
    """Yield an error if the firm's mark is no drawing, or would be squeezed."""
    path = options.content / MARK
    with suppress(FileNotFoundError):
        try:
            wide, high = drawing_size(path.read_bytes())
        except (ElementTree.ParseError, ValueError):
            yield Problem(str(path), 0, say("this is not an SVG; save the firm’s mark as one"))
        except Unreadable as error:
            yield Problem(str(path), 0, error.message)
        else:
            if wide != high:
                yield Problem(str(path), 0, say(
                    "the mark is {wide} wide and {high} high, and icons are square; give it a "
                    "square viewBox", wide=wide, high=high))


def _faults_of(path: Path, options: Options) -> Iterator[Problem]:
    try:
        known = path.stat()
    except OSError:  # a link that leads nowhere, if anything is still there
        if path.is_symlink():
            yield Problem(str(path), 0, say("this link leads nowhere; correct where it leads, or "
                                            "delete it"))
        return
    if not stat.S_ISREG(known.st_mode):
        yield not_a_file(path)
        return
    folder = path.relative_to(options.content).parts[0]
    for message in _static_faults(path) if folder in options.settings["STATIC_PATHS"] \
            else _read_faults(path, folder, known.st_size):
        yield Problem(str(path), 0, message)


def _static_faults(path: Path) -> Iterator[Message]:
    length = len(path.name.encode())
    if length > MOST_LETTERS:
        yield say("the name has {length} bytes, and the copies of a file may have {most} at "
                  "most; shorten it", length=length, most=MOST_LETTERS)


def _read_faults(path: Path, folder: str, size: int) -> Iterator[Message]:
    """Yield a fault of what is read whole: texts and declarations."""
    if size <= MOST_BYTES:
        return
    if folder in FOLDERS and path.suffix == ".md":
        yield too_large(size)
    elif folder in FOLDERS or path.suffix in (".toml", ".csv"):
        yield say("the file has {size} MB, and what is read here may have {most} MB; take it out "
                  "of this folder, or divide it", size=decimal(size / 1e6, 1),
                  most=MOST_BYTES // 1_000_000)
