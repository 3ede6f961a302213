"""Find the pictures and documents of texts in a folder of uploads, and give them names here."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from plugins.core.messages import Message
from plugins.images.picture import damage
from plugins.images.svg import drawing_faults
from plugins.importer.plan.places import plain_name
from plugins.register.keys import numbered

FOLDER = "images"
PICTURES = frozenset(("png", "jpg", "jpeg", "gif", "webp", "avif", "svg"))
DOCUMENTS = frozenset((
    "pdf", "doc", "docx", "odt", "rtf", "txt", "xls", "xlsx", "ods", "csv", "ppt", "pptx", "odp",
    "zip", "epub", "mp3", "m4a", "ogg", "wav", "mp4", "webm", "mov", "ics", "vcf"))
"""What readers may be given; everything else in such a folder is for programs."""

UPLOADS = re.compile(r"/(?:uploads|files)/(?:sites/\d+/)?")
"""Where WordPress keeps uploads, in a network of sites each of its own."""

THUMBNAIL = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w+$)")
SCALED = re.compile(r"-(?:scaled|rotated)(?=\.\w+$)")
DATED = re.compile(r"(\d{4})/(\d{2})/")
MOST_NAME = 80


@dataclass(frozen=True)
class Upload:
    """A file to be copied: where it is, and its name below the content folder."""

    path: str
    file: str


@dataclass(frozen=True)
class Uploads:
    """The files of a folder of uploads, by what their addresses have behind `/uploads/`."""

    files: Mapping[str, Upload] = field(default_factory=dict)

    def find(self, address: str) -> Upload | None:
        """Return the file that an address names: of a thumbnail, the picture it was made from."""
        for name in _originals(named(address)):
            if upload := self.files.get(name) or self.files.get(name.casefold()):
                return upload
        return None


def named(address: str) -> str:
    """Return what an address has behind `/uploads/`, "" if it leads to no upload."""
    path = unquote(re.split(r"[?#]", address, maxsplit=1)[0])
    *_, name = UPLOADS.split(path) if UPLOADS.search(path) else [""]
    return "" if ".." in name.split("/") or "\\" in name or "\0" in name else name


def is_picture(name: str) -> bool:
    """Tell whether a file is a picture by its name."""
    return name.rpartition(".")[2].lower() in PICTURES


def read_uploads(folder: Path | None, content: Path, ours: Iterable[str]) -> Uploads:
    """Return the uploads below a folder; `ours` are the files that an import has written before.

    A name that another file has in the content folder is not taken.
    """
    if folder is None:
        return Uploads()
    root = next(path for path in (folder / "wp-content" / "uploads", folder / "uploads", folder)
                if path.is_dir() or path == folder)
    namer = _Namer(content, frozenset(ours))
    files = {name: Upload(str(root / name), namer.name(name, root / name))
             for name in sorted(_names(root))}
    # Old servers took “A.PNG” and “a.png” for one file, or a person has renamed some.
    return Uploads({name.casefold(): upload for name, upload in files.items()} | files)


def upload_fault(path: Path) -> Message | None:
    """Return why readers cannot be shown a file, by the rules of the build; None if they can."""
    if not is_picture(path.name):
        return None
    if path.suffix.lower() == ".svg":
        for _, message in drawing_faults(path.read_bytes()):
            return message
    return damage(path)


class _Namer:
    """Gives each upload a name that no other file has."""

    def __init__(self, content: Path, ours: frozenset[str]) -> None:
        self.content, self.ours = content, ours
        self.taken = set[str]()

    def name(self, upload: str, path: Path) -> str:
        """Return where an upload is copied to."""
        stem, _, ending = PurePosixPath(upload).name.rpartition(".")
        plain = plain_name(stem)[:MOST_NAME].strip("-") or "file"
        month = "".join(f"-{found[1]}-{found[2]}" for found in DATED.finditer(upload))
        names = chain([plain], numbered(plain + month))
        file = next(file for file in (f"{FOLDER}/{name}.{ending.lower()}" for name in names)
                    if file not in self.taken and not self._foreign(file, path))
        self.taken.add(file)
        return file

    def _foreign(self, file: str, path: Path) -> bool:
        there = self.content / file
        return file not in self.ours and there.exists() and not (
            there.is_file() and there.stat().st_size == path.stat().st_size
            and there.read_bytes() == path.read_bytes())


def _names(root: Path) -> Iterator[str]:
    """Yield every file that readers may be given, none behind a link."""
    for place, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in files:
            path = Path(place, name)
            if name.rpartition(".")[2].lower() in PICTURES | DOCUMENTS and path.is_file() \
                    and not path.is_symlink():
                yield path.relative_to(root).as_posix()


def _originals(name: str) -> Iterator[str]:
    """Yield what a picture may have been made from, then its own name."""
    whole = THUMBNAIL.sub("", name)
    plain = SCALED.sub("", whole)
    stem, dot, ending = plain.rpartition(".")
    yield from dict.fromkeys(filter(None, (
        plain, whole, f"{stem}-scaled{dot}{ending}" if dot else "", name)))
